#include "camera.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "config.h"
#include "convert.h"
#include "faults.h"
#include "persist.h"
#include "stream.h"

/* Plausible figures of a cooled camera on a mild night. */
static const double ambient_c = 20;
static const double self_heating_c = 3;
static const double cooler_reach_c = 35;

static camera_t cameras[CAMERAS_MAX];
static int camera_count;
static int listed[CAMERAS_MAX];
static int listed_count;
static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;

static source_t *open_source(int id) {
    const config_t *wishes = config();
    source_t *source = NULL;
    const char *number = strstr(wishes->ring_path, "%d");
    if (number != NULL) {
        char path[PATH_MAX + 16];
        snprintf(path, sizeof path, "%.*s%d%s", (int) (number - wishes->ring_path), wishes->ring_path, id, number + 2);
        source = source_ring_open(path);
    } else if (wishes->ring_path[0] != '\0' && id == 0) {
        source = source_ring_open(wishes->ring_path);
    } else if (wishes->ser_path[0] != '\0') {
        source = source_ser_open(wishes->ser_path);
    }
    return source != NULL ? source : source_pattern_open();
}

static void forget_handle(camera_t *camera) {
    if (camera->capturing) {
        stream_stop(camera);
    }
    camera->is_open = false;
    camera->is_ready = false;
    camera->severed = false;
    camera->starved = false;
    camera->exposure_status = ASI_EXP_IDLE;
    pthread_cond_broadcast(&camera->changed);
}

void cameras_make(void) {
    camera_count = config()->camera_count;
    listed_count = 0;
    for (int id = 0; id < camera_count; id++) {
        const attached_t *attached = &config()->cameras[id];
        camera_t *camera = &cameras[id];
        memset(camera, 0, sizeof *camera);
        camera->id = id;
        camera->model = attached->model;
        camera->has_serial = attached->has_serial;
        memcpy(camera->serial.id, attached->serial, sizeof camera->serial.id);
        pthread_mutex_init(&camera->lock, NULL);
        pthread_mutex_init(&camera->copying, NULL);
        clock_init_condition(&camera->changed);
        camera->unplugs_seen = faults_unplugged_count(id, clock_now_ns(), &camera->attached);
        camera->sensor_c = ambient_c;
        camera->sensor_read_ns = clock_now_ns();
        camera->source = open_source(id);
    }
}

void cameras_free(void) {
    for (int id = 0; id < camera_count; id++) {
        camera_t *camera = &cameras[id];
        camera->source->close(camera->source);
        pthread_cond_destroy(&camera->changed);
        pthread_mutex_destroy(&camera->copying);
        pthread_mutex_destroy(&camera->lock);
    }
    camera_count = 0;
    listed_count = 0;
}

int cameras_scan(void) {
    pthread_mutex_lock(&list_lock);
    listed_count = 0;
    for (int id = 0; id < camera_count; id++) {
        camera_t *camera = &cameras[id];
        pthread_mutex_lock(&camera->lock);
        camera_see_bus(camera, clock_now_ns());
        if (camera->known && !camera->attached) {
            log_event("camera %d is forgotten", id);
            forget_handle(camera);
        }
        camera->known = camera->attached;
        if (camera->known) {
            listed[listed_count++] = id;
        }
        pthread_mutex_unlock(&camera->lock);
    }
    const int found = listed_count;
    pthread_mutex_unlock(&list_lock);
    return found;
}

camera_t *camera_listed(int index) {
    pthread_mutex_lock(&list_lock);
    camera_t *camera = index >= 0 && index < listed_count ? &cameras[listed[index]] : NULL;
    pthread_mutex_unlock(&list_lock);
    return camera;
}

camera_t *camera_with_id(int id) {
    return id >= 0 && id < camera_count ? &cameras[id] : NULL;
}

void cameras_advance(void) {
    for (int id = 0; id < camera_count; id++) {
        pthread_mutex_lock(&cameras[id].lock);
        stream_advance(&cameras[id], clock_now_ns());
        pthread_mutex_unlock(&cameras[id].lock);
    }
}

void cameras_wake(void) {
    for (int id = 0; id < camera_count; id++) {
        pthread_mutex_lock(&cameras[id].lock);
        pthread_cond_broadcast(&cameras[id].changed);
        pthread_mutex_unlock(&cameras[id].lock);
    }
}

void camera_see_bus(camera_t *camera, int64_t now_ns) {
    bool attached;
    const int unplugs = faults_unplugged_count(camera->id, now_ns, &attached);
    if (unplugs != camera->unplugs_seen) {
        camera->unplugs_seen = unplugs;
        camera->severed = camera->is_open;
        log_event("camera %d is unplugged", camera->id);
    }
    if (attached != camera->attached) {
        camera->attached = attached;
        log_event("camera %d is %s the bus", camera->id, attached ? "back on" : "off");
    }
}

ASI_ERROR_CODE camera_open(camera_t *camera) {
    if (camera->is_open) {
        return ASI_SUCCESS;
    }
    if (!camera->attached) {
        return ASI_ERROR_CAMERA_REMOVED;
    }
    fault_keys_t keys;
    if (fault_strikes(FAULT_DENIED, camera->id, clock_now_ns(), NULL)) {
        return ASI_ERROR_CAMERA_REMOVED;
    }
    if (fault_strikes_function(FAULT_BUSY, "open", camera->id, clock_now_ns(), &keys)) {
        return (ASI_ERROR_CODE) keys.code;
    }
    camera->is_open = true;
    camera->is_ready = false;
    camera->severed = false;
    for (int i = 0; i < camera->model->control_count; i++) {
        const control_t *control = &camera->model->controls[i];
        camera->values[control->type] = control->initial;
        camera->automatic[control->type] = false;
    }
    camera_set_format(camera, camera->model->width_px, camera->model->height_px, 1, ASI_IMG_RAW8);
    log_event("camera %d %s is opened", camera->id, camera->model->name);
    return ASI_SUCCESS;
}

ASI_ERROR_CODE camera_init(camera_t *camera) {
    if (camera->is_ready) {
        return ASI_SUCCESS;
    }
    if (camera->severed) {
        return ASI_ERROR_CAMERA_REMOVED;
    }
    camera->is_ready = true;
    memset(camera->counts.pulsesMs, 0, sizeof camera->counts.pulsesMs);
    persist_load(camera);
    fault_keys_t keys;
    if (fault_strikes(FAULT_REMEMBERED, camera->id, clock_now_ns(), &keys)) {
        const control_t *control = model_control(camera->model, keys.control);
        if (control != NULL) {
            camera_set_value(camera, control, keys.value, false);
        }
    }
    return ASI_SUCCESS;
}

void camera_close(camera_t *camera) {
    if (!camera->is_open) {
        return;
    }
    camera->is_open = false; /* no new calls, while this one waits for those under way */
    while (camera->fetching > 0) {
        clock_wait(&camera->changed, &camera->lock, NEVER);
    }
    persist_save(camera);
    forget_handle(camera);
    log_event("camera %d is closed", camera->id);
}

/* 10 to the power of -tenth_db / 200: what the gain does to e-/ADU. */
static double electrons_factor(long tenth_db) {
    const double step = 0.98855309465693885; /* 10^(-1/200) */
    double factor = 1;
    for (long i = 0; i < labs(tenth_db); i++) {
        factor *= step;
    }
    return tenth_db < 0 ? 1 / factor : factor;
}

void camera_info(camera_t *camera, ASI_CAMERA_INFO *info) {
    const model_t *model = camera->model;
    const control_t *gain = model_control(model, ASI_GAIN);
    memset(info, 0x5A, offsetof(ASI_CAMERA_INFO, Unused)); /* what follows the end of a list is not to be relied on */
    memset(info->Name, 0, sizeof info->Name);
    snprintf(info->Name, sizeof info->Name, "%s (SIM)", model->name);
    info->CameraID = camera->id;
    info->MaxHeight = model->height_px;
    info->MaxWidth = model->width_px;
    info->IsColorCam = model->is_colour ? ASI_TRUE : ASI_FALSE;
    info->BayerPattern = model->bayer;
    memset(info->SupportedBins, 0, sizeof info->SupportedBins);
    memcpy(info->SupportedBins, model->bins, sizeof model->bins);
    for (int i = 0; i == 0 || model->formats[i - 1] != ASI_IMG_END; i++) {
        info->SupportedVideoFormat[i] = model->formats[i];
    }
    info->PixelSize = model->pixel_um;
    info->MechanicalShutter = ASI_FALSE;
    info->ST4Port = model->has_st4 ? ASI_TRUE : ASI_FALSE;
    info->IsCoolerCam = model->has_cooler ? ASI_TRUE : ASI_FALSE;
    info->IsUSB3Host = model->is_usb3 && !config()->usb2 ? ASI_TRUE : ASI_FALSE;
    info->IsUSB3Camera = model->is_usb3 ? ASI_TRUE : ASI_FALSE;
    const long gain_now = camera->is_open ? camera->values[ASI_GAIN] : gain->initial;
    info->ElecPerADU = (float) (model->e_per_adu * electrons_factor(gain_now - gain->initial));
    info->BitDepth = model->adc_bits;
    info->IsTriggerCam = ASI_FALSE;
}

static double aim_c(const camera_t *camera) {
    const double warm_c = ambient_c + (camera->capturing ? self_heating_c : 0);
    if (!camera->model->has_cooler || camera->values[ASI_COOLER_ON] == 0) {
        return warm_c;
    }
    const double target_c = (double) camera->values[ASI_TARGET_TEMP];
    const double coldest_c = warm_c - cooler_reach_c;
    return target_c < coldest_c ? coldest_c : target_c > warm_c ? warm_c : target_c;
}

/* The sensor approaches its aim; nearly exponentially, which is all a display wants. */
static double sensor_temperature(camera_t *camera) {
    const int64_t now_ns = clock_now_ns();
    const double passed_s = (double) (now_ns - camera->sensor_read_ns) / NS_PER_S;
    const double tau_s = config()->thermal_tau_s;
    camera->sensor_read_ns = now_ns;
    camera->sensor_c += (aim_c(camera) - camera->sensor_c) * (tau_s > 0 ? passed_s / (passed_s + tau_s) : 1);
    return camera->sensor_c;
}

static long cooler_power(const camera_t *camera) {
    if (camera->values[ASI_COOLER_ON] == 0) {
        return 0;
    }
    const double power = 100 * (ambient_c + self_heating_c - aim_c(camera)) / cooler_reach_c;
    return (long) (power > 100 ? 100 : power);
}

long camera_value(camera_t *camera, int type) {
    switch (type) {
        case ASI_TEMPERATURE: {
            const double tenths = 10 * sensor_temperature(camera);
            return (long) (tenths < 0 ? tenths - 0.5 : tenths + 0.5);
        }
        case ASI_COOLER_POWER_PERC: return cooler_power(camera);
        default: return camera->values[type];
    }
}

void camera_set_value(camera_t *camera, const control_t *control, long value, bool automatic) {
    if (!control->writable) {
        return;
    }
    if (control->type == ASI_COOLER_ON || control->type == ASI_TARGET_TEMP) {
        sensor_temperature(camera); /* up to now with the aim it had */
    }
    const int64_t now_ns = clock_now_ns();
    stream_advance(camera, now_ns);
    camera->values[control->type] = value < control->min ? control->min : value > control->max ? control->max : value;
    camera->automatic[control->type] = automatic && control_is_auto(control->type);
    stream_settings_changed(camera, now_ns);
}

static int round_down(int value, int step) {
    return value - value % step;
}

void camera_set_start(camera_t *camera, int x, int y) {
    const int max_x = camera->model->width_px / camera->bin - camera->width;
    const int max_y = camera->model->height_px / camera->bin - camera->height;
    camera->x = round_down(x < 0 ? 0 : x > max_x ? max_x : x, camera->model->step_x_px);
    camera->y = round_down(y < 0 ? 0 : y > max_y ? max_y : y, camera->model->step_y_px);
}

static bool has_bin(const model_t *model, int bin) {
    for (int i = 0; model->bins[i] != 0; i++) {
        if (model->bins[i] == bin) {
            return true;
        }
    }
    return false;
}

static ASI_ERROR_CODE judge_format(const model_t *model, int width, int height, int bin, int type) {
    if (!has_bin(model, bin)) {
        return ASI_ERROR_INVALID_SIZE;
    }
    if (type < ASI_IMG_RAW8 || type > ASI_IMG_Y8) {
        return ASI_ERROR_INVALID_IMGTYPE;
    }
    const int full_width = model->width_px / bin;
    const int full_height = model->height_px / bin;
    if (width < 1 || height < 1 || width > full_width || height > full_height) {
        return ASI_ERROR_INVALID_SIZE;
    }
    const bool is_full = width == full_width && height == full_height;
    if (!is_full && (width % 8 != 0 || height % 2 != 0)) {
        return ASI_ERROR_INVALID_SIZE;
    }
    if (model->wants_whole_kib && (long) width * height % 1024 != 0) {
        return ASI_ERROR_INVALID_SIZE;
    }
    return ASI_SUCCESS;
}

ASI_ERROR_CODE camera_set_format(camera_t *camera, int width, int height, int bin, int type) {
    const ASI_ERROR_CODE verdict = judge_format(camera->model, width, height, bin, type);
    if (verdict != ASI_SUCCESS) {
        return verdict;
    }
    fault_keys_t keys;
    if (camera->is_ready && fault_strikes(FAULT_WRONG_SIZE, camera->id, clock_now_ns(), &keys)) {
        width = width > keys.width ? width - keys.width : width;
        height = height > keys.height ? height - keys.height : height;
    }
    stream_advance(camera, clock_now_ns());
    camera->width = width;
    camera->height = height;
    camera->bin = bin;
    camera->type = (ASI_IMG_TYPE) type;
    camera_set_start(
            camera, (camera->model->width_px / bin - width) / 2, (camera->model->height_px / bin - height) / 2);
    stream_flush(camera);
    stream_settings_changed(camera, clock_now_ns());
    return ASI_SUCCESS;
}

view_t camera_view(const camera_t *camera, int x, int y) {
    const model_t *model = camera->model;
    view_t view = {.model = model, .width = camera->width, .height = camera->height, .bin = camera->bin,
            .type = camera->type, .x = x, .y = y};
    view.default_x = round_down((model->width_px / camera->bin - camera->width) / 2, model->step_x_px);
    view.default_y = round_down((model->height_px / camera->bin - camera->height) / 2, model->step_y_px);
    view.high_speed = camera->values[ASI_HIGH_SPEED_MODE] != 0;
    view.mean_bin = camera->values[ASI_HARDWARE_BIN] != 0;
    view.mono_bin = camera->values[ASI_MONO_BIN] != 0;
    return view;
}

int64_t camera_frame_bytes(const camera_t *camera) {
    return (int64_t) camera->width * camera->height * bytes_per_pixel(camera->type);
}
