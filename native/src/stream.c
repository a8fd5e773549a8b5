#include "stream.h"

#include <string.h>

#include "clock.h"
#include "config.h"
#include "convert.h"
#include "faults.h"

/* Bytes per second a bus carries at 100 % BANDWIDTHOVERLOAD; usual figures for cameras. */
static const double usb3_bytes_per_s = 400e6;
static const double usb2_bytes_per_s = 43e6;

/* Rows the sensor spends between frames; of the order of real ones. */
enum { BLANKING_ROWS = 20 };

/* From this exposure on frames are triggered singly: exposure and readout do not overlap. */
static const int64_t triggered_exposure_ns = NS_PER_S;

/* How long to wait before looking again for a frame the source does not have yet, or for the end of an endless fault. */
static const int64_t retry_ns = 300 * NS_PER_US;

static double readout_ns(const camera_t *camera) {
    const model_t *model = camera->model;
    const double row_ns = NS_PER_S / (model->max_fps * (model->height_px + BLANKING_ROWS));
    return row_ns * (camera->height * camera->bin + BLANKING_ROWS);
}

static double bus_ns(const camera_t *camera) {
    const double full = camera->model->is_usb3 && !config()->usb2 ? usb3_bytes_per_s : usb2_bytes_per_s;
    const control_t *share = model_control(camera->model, ASI_BANDWIDTHOVERLOAD);
    const double percent = share != NULL ? (double) camera->values[ASI_BANDWIDTHOVERLOAD] : 80;
    return (double) camera_frame_bytes(camera) / (full * percent / 100) * NS_PER_S;
}

static double max2(double a, double b) {
    return a > b ? a : b;
}

double stream_period_ns(const camera_t *camera, int64_t now_ns) {
    const double exposure_ns = (double) camera->values[ASI_EXPOSURE] * NS_PER_US;
    double period_ns;
    fault_keys_t keys;
    if (fault_lasts(FAULT_FPS, camera->id, now_ns, &keys, NULL)) {
        period_ns = max2(exposure_ns, NS_PER_S / keys.fps);
    } else if (config()->fps > 0) {
        period_ns = max2(exposure_ns, NS_PER_S / config()->fps);
    } else if (exposure_ns >= (double) triggered_exposure_ns) {
        period_ns = exposure_ns + max2(readout_ns(camera), bus_ns(camera));
    } else {
        period_ns = max2(exposure_ns, max2(readout_ns(camera), bus_ns(camera)));
    }
    if (fault_lasts(FAULT_SLOW_BUS, camera->id, now_ns, &keys, NULL)) {
        period_ns = max2(period_ns, keys.fps > 0 ? NS_PER_S / keys.fps : 0);
        period_ns = max2(period_ns, keys.mbps > 0 ? (double) camera_frame_bytes(camera) / (keys.mbps * 1e6) * NS_PER_S : 0);
    }
    return period_ns;
}

exposed_t stream_exposing(const camera_t *camera) {
    return (exposed_t) {.exposure_us = (uint32_t) camera->values[ASI_EXPOSURE], .gain = (uint16_t) camera->values[ASI_GAIN],
            .offset = (uint16_t) camera->values[ASI_OFFSET], .x = camera->x, .y = camera->y};
}

/* The first frame of a new row of moments is ready one period after `from_ns`. */
static void schedule_from(camera_t *camera, int64_t from_ns) {
    schedule_t *schedule = &camera->schedule;
    schedule->origin_ns = from_ns;
    schedule->k = 1;
    schedule->period_ns = stream_period_ns(camera, from_ns);
    schedule->next_ns = from_ns + (int64_t) (schedule->period_ns + 0.5);
}

static void schedule_next(camera_t *camera) {
    schedule_t *schedule = &camera->schedule;
    if (stream_period_ns(camera, schedule->next_ns) != schedule->period_ns) {
        schedule_from(camera, schedule->next_ns);
        return;
    }
    schedule->k++;
    schedule->next_ns = schedule->origin_ns + (int64_t) ((double) schedule->k * schedule->period_ns + 0.5);
}

/* Tells the source how far it has been used and what the camera is set to. */
static void tell_source(camera_t *camera) {
    int64_t needed = camera->queued > 0 ? camera->queue[0].image : camera->next_image;
    if (camera->rendering > 0 && camera->rendering_image < needed) {
        needed = camera->rendering_image;
    }
    const view_t view = camera_view(camera, camera->x, camera->y);
    const exposed_with_t settings = {.exposure_us = camera->values[ASI_EXPOSURE], .gain = (int) camera->values[ASI_GAIN],
            .offset = (int) camera->values[ASI_OFFSET], .flip = (int) camera->values[ASI_FLIP],
            .capturing = camera->capturing, .camera = camera->id};
    camera->source->release(camera->source, needed, &view, &settings);
}

void stream_start(camera_t *camera) {
    const int64_t now_ns = clock_now_ns();
    fault_keys_t keys;
    int64_t delay_ns = config()->first_frame_ns;
    if (fault_strikes(FAULT_FIRST_FRAME, camera->id, now_ns, &keys)) {
        delay_ns += keys.value * NS_PER_MS;
    }
    camera->starved = false;
    if (fault_lasts(FAULT_USBFS, camera->id, now_ns, &keys, NULL)) {
        camera->starved = (double) camera_frame_bytes(camera) > keys.limit * (1 << 20)
                && fault_strikes(FAULT_USBFS, camera->id, now_ns, NULL);
    }
    if (fault_strikes_function(FAULT_BUSY, "claim", camera->id, now_ns, NULL)) {
        camera->starved = true;
    }
    int64_t pulses[4];
    memcpy(pulses, camera->counts.pulsesMs, sizeof pulses);
    memset(&camera->counts, 0, sizeof camera->counts);
    memcpy(camera->counts.pulsesMs, pulses, sizeof pulses);
    camera->queued = 0;
    camera->clashes = 0;
    camera->capturing = true;
    camera->captures++;
    camera->faults_seen = faults_generation();
    camera->next_image = camera->source->first(camera->source);
    camera->exposing = stream_exposing(camera);
    schedule_from(camera, now_ns + delay_ns);
    tell_source(camera);
    log_event("camera %d starts: %dx%d bin %d type %d, %.3f fps%s", camera->id, camera->width, camera->height, camera->bin,
            (int) camera->type, NS_PER_S / camera->schedule.period_ns, camera->starved ? ", but no frame will come" : "");
    pthread_cond_broadcast(&camera->changed);
}

void stream_stop(camera_t *camera) {
    stream_advance(camera, clock_now_ns());
    camera->capturing = false;
    stream_flush(camera);
    tell_source(camera);
    const ASISIM_COUNTS *counts = &camera->counts;
    log_event("camera %d stops: read=%lld delivered=%lld dropped=%lld lost=%lld flushed=%lld torn=%lld blank=%lld repeated=%lld "
              "timeouts=%lld",
            camera->id, (long long) counts->read, (long long) counts->delivered, (long long) counts->dropped,
            (long long) counts->lost, (long long) counts->flushed, (long long) counts->torn, (long long) counts->blank,
            (long long) counts->repeated, (long long) counts->timeouts);
    pthread_cond_broadcast(&camera->changed);
}

/* Damages the frame as the faults of its moment want; false if it does not arrive at all. */
static bool survives(camera_t *camera, frame_t *frame, int64_t moment_ns) {
    fault_keys_t keys;
    if (fault_strikes(FAULT_DROP, camera->id, moment_ns, &keys)) {
        *(keys.silent ? &camera->counts.lost : &camera->counts.dropped) += 1;
        return false;
    }
    if (fault_lasts(FAULT_CLASH, camera->id, moment_ns, &keys, NULL)
            && (double) camera->values[ASI_BANDWIDTHOVERLOAD] > keys.limit
            && fault_strikes(FAULT_CLASH, camera->id, moment_ns, NULL)) {
        if (++camera->clashes % 2 == 0) {
            camera->counts.dropped++;
            return false;
        }
        frame->torn = true;
        frame->row_percent = 50;
    }
    if (fault_strikes(FAULT_TORN, camera->id, moment_ns, &keys)) {
        frame->torn = true;
        frame->row_percent = keys.row_percent;
    }
    if (fault_strikes(FAULT_SHORT, camera->id, moment_ns, &keys)) {
        frame->is_short = true;
        frame->row_percent = keys.row_percent;
    }
    if (fault_strikes(FAULT_BLANK, camera->id, moment_ns, &keys)) {
        frame->blank = true;
        frame->blank_value = keys.value;
    }
    frame->repeated = fault_strikes(FAULT_REPEAT, camera->id, moment_ns, NULL);
    return true;
}

/* Frames an endless writer has overwritten before the camera came to them. */
static void skip_overwritten(camera_t *camera) {
    const int64_t oldest = camera->source->oldest(camera->source);
    if (camera->next_image < oldest) {
        camera->counts.read += oldest - camera->next_image;
        camera->counts.dropped += oldest - camera->next_image;
        camera->next_image = oldest;
    }
}

static void take_frame(camera_t *camera, int64_t moment_ns) {
    frame_t frame = {.number = camera->counts.read++, .image = camera->next_image++, .exposed = camera->exposing};
    camera->exposing = stream_exposing(camera);
    if (!survives(camera, &frame, moment_ns)) {
        return;
    }
    if (camera->queued == config()->buffer_frames) {
        camera->counts.dropped++;
        return;
    }
    camera->queue[camera->queued++] = frame;
}

/* An earlier end of the frame in progress than was planned, if faults or settings allow one now. */
static void plan_again(camera_t *camera, int64_t now_ns) {
    const int64_t delay_ns = camera->counts.read == 0 ? config()->first_frame_ns : 0;
    if (camera->capturing && (double) (camera->schedule.next_ns - now_ns - delay_ns) > stream_period_ns(camera, now_ns)) {
        schedule_from(camera, now_ns + delay_ns);
        camera->exposing = stream_exposing(camera);
    }
}

void stream_settings_changed(camera_t *camera, int64_t now_ns) {
    if (camera->capturing) {
        plan_again(camera, now_ns);
        tell_source(camera);
        pthread_cond_broadcast(&camera->changed);
    }
}

void stream_flush(camera_t *camera) {
    camera->counts.flushed += camera->queued;
    camera->queued = 0;
    camera->exposing = stream_exposing(camera);
}

void stream_advance(camera_t *camera, int64_t now_ns) {
    if (!camera->capturing) {
        camera_see_bus(camera, now_ns);
        return;
    }
    if (camera->faults_seen != faults_generation()) {
        camera->faults_seen = faults_generation();
        plan_again(camera, now_ns);
    }
    bool took = false;
    while (!camera->starved && !camera->suspended && camera->schedule.next_ns <= now_ns) {
        const int64_t moment_ns = camera->schedule.next_ns;
        camera_see_bus(camera, moment_ns);
        if (camera->severed) {
            break;
        }
        int64_t end_ns;
        if (fault_lasts(FAULT_STALL, camera->id, moment_ns, NULL, &end_ns)) {
            /* the sensor waits with the bus: go on one period after the end, or look again soon if that is open */
            if (end_ns == NEVER) {
                camera->schedule.next_ns = now_ns + retry_ns;
                camera->schedule.period_ns = 0; /* begin a new row of moments after it */
            } else {
                schedule_from(camera, end_ns);
            }
            continue;
        }
        skip_overwritten(camera);
        if (camera->source->end(camera->source) <= camera->next_image) {
            camera->schedule.next_ns = now_ns + retry_ns;
            camera->schedule.period_ns = 0;
            continue;
        }
        take_frame(camera, moment_ns);
        took = true;
        schedule_next(camera);
    }
    camera_see_bus(camera, now_ns);
    if (took) {
        tell_source(camera);
    }
}

static void stamp(unsigned char *buffer, const frame_t *frame) {
    const uint64_t number = (uint64_t) frame->number;
    memcpy(buffer, &number, 8);
    memcpy(buffer + 8, &frame->exposed.exposure_us, 4);
    memcpy(buffer + 12, &frame->exposed.gain, 2);
    memcpy(buffer + 14, &frame->exposed.offset, 2);
}

bool stream_render(camera_t *camera, const view_t *view, const frame_t *frame, int flip, unsigned char *buffer) {
    const int pixel_bytes = bytes_per_pixel(view->type);
    const int damage_row = view->height * frame->row_percent / 100 & ~1;
    const int64_t image = frame->repeated && frame->image > 0 ? frame->image - 1 : frame->image;
    frame_t shown = *frame;
    shown.number -= image == frame->image ? 0 : 1;
    bool whole = true;
    if (frame->blank) {
        memset(buffer, frame->blank_value, (size_t) view->width * (size_t) view->height * (size_t) pixel_bytes);
        return true;
    }
    source_t *source = camera->source;
    pthread_mutex_lock(&camera->copying);
    if (frame->is_short) {
        whole = source->rows(source, view, image, 0, damage_row, buffer);
    } else if (frame->torn && image > 0) {
        whole = source->rows(source, view, image, 0, damage_row, buffer);
        if (!source->rows(source, view, image - 1, damage_row, view->height, buffer)) {
            source->rows(source, view, image, damage_row, view->height, buffer);
        }
    } else {
        whole = source->rows(source, view, image, 0, view->height, buffer);
        if (!whole && image != frame->image) {
            whole = source->rows(source, view, frame->image, 0, view->height, buffer);
        }
    }
    pthread_mutex_unlock(&camera->copying);
    if (flip != ASI_FLIP_NONE && !frame->is_short) {
        mirror(buffer, view->width, view->height, pixel_bytes, flip);
    }
    if (source->stamps && (!frame->is_short || damage_row > 0)) {
        stamp(buffer, &shown);
    }
    return whole;
}

static frame_t take_oldest(camera_t *camera) {
    const frame_t oldest = camera->queue[0];
    camera->queued--;
    memmove(&camera->queue[0], &camera->queue[1], sizeof camera->queue[0] * (size_t) camera->queued);
    return oldest;
}

/* Renders the oldest frame, without the lock meanwhile; false if the source has lost it. */
static bool deliver(camera_t *camera, unsigned char *buffer) {
    const frame_t frame = take_oldest(camera);
    const view_t view = camera_view(camera, frame.exposed.x, frame.exposed.y);
    const int flip = (int) camera->values[ASI_FLIP];
    const int capture = camera->captures;
    camera->counts.delivered++; /* now, while it belongs to this capture for certain */
    camera->counts.torn += frame.torn || frame.is_short;
    camera->counts.blank += frame.blank;
    camera->counts.repeated += frame.repeated;
    if (camera->rendering++ == 0 || frame.image < camera->rendering_image) {
        camera->rendering_image = frame.image;
    }
    pthread_mutex_unlock(&camera->lock);
    fault_keys_t keys;
    if (fault_strikes(FAULT_SLOW_COPY, camera->id, clock_now_ns(), &keys)) {
        clock_sleep_ns(keys.value * NS_PER_US);
    }
    const bool whole = stream_render(camera, &view, &frame, flip, buffer);
    pthread_mutex_lock(&camera->lock);
    camera->rendering--;
    if (!whole && capture == camera->captures) {
        camera->counts.delivered--;
        camera->counts.dropped++;
    }
    if (camera->capturing) {
        tell_source(camera);
    }
    return whole;
}

/* Waits with nothing arriving, as a fault wants it; the frames of that time are never read. */
static void wait_in_vain(camera_t *camera, int64_t deadline_ns) {
    camera->suspended = true;
    while (clock_now_ns() < deadline_ns) {
        clock_wait(&camera->changed, &camera->lock, deadline_ns);
    }
    camera->suspended = false;
    if (camera->capturing) {
        schedule_from(camera, clock_now_ns());
    }
}

/* When a waiting call has to look again: the next frame, or never if none can come. */
static int64_t next_look_ns(const camera_t *camera) {
    return camera->capturing && !camera->starved && !camera->severed && !camera->suspended ? camera->schedule.next_ns : NEVER;
}

ASI_ERROR_CODE stream_fetch(camera_t *camera, unsigned char *buffer, long buffer_bytes, int wait_ms) {
    int64_t now_ns = clock_now_ns();
    const int64_t deadline_ns = wait_ms < 0 ? NEVER : now_ns + wait_ms * NS_PER_MS;
    ASI_ERROR_CODE code = ASI_ERROR_TIMEOUT;
    if (buffer_bytes < camera_frame_bytes(camera)) {
        return ASI_ERROR_BUFFER_TOO_SMALL;
    }
    camera->fetching++;
    stream_advance(camera, now_ns);
    if (wait_ms >= 0 && fault_strikes(FAULT_TIMEOUT, camera->id, now_ns, NULL)) {
        wait_in_vain(camera, deadline_ns);
        now_ns = deadline_ns;
    } else {
        for (;;) {
            if (camera->queued > 0 && buffer_bytes < camera_frame_bytes(camera)) {
                code = ASI_ERROR_BUFFER_TOO_SMALL; /* the ROI has grown while this call waited */
                break;
            }
            if (camera->queued > 0 && deliver(camera, buffer)) {
                code = ASI_SUCCESS;
                break;
            }
            if (now_ns >= deadline_ns) {
                break;
            }
            const int64_t look_ns = next_look_ns(camera);
            if (camera->queued == 0) {
                clock_wait(&camera->changed, &camera->lock, look_ns < deadline_ns ? look_ns : deadline_ns);
            }
            now_ns = clock_now_ns();
            stream_advance(camera, now_ns);
        }
    }
    camera->counts.timeouts += code == ASI_ERROR_TIMEOUT;
    camera->fetching--;
    pthread_cond_broadcast(&camera->changed);
    return code;
}
