#include "config.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"

enum { OVERRIDES_MAX = 16, NAME_MAX_CHARS = 32 };

typedef struct {
    char name[NAME_MAX_CHARS];
    char value[PATH_MAX];
} override_t;

static pthread_mutex_t overrides_lock = PTHREAD_MUTEX_INITIALIZER;
static override_t overrides[OVERRIDES_MAX];
static config_t current;
static _Thread_local char refusal[512];

void config_override(const char *name, const char *value) {
    pthread_mutex_lock(&overrides_lock);
    override_t *free_one = NULL;
    override_t *found = NULL;
    for (int i = 0; i < OVERRIDES_MAX; i++) {
        if (strcmp(overrides[i].name, name) == 0) {
            found = &overrides[i];
        } else if (overrides[i].name[0] == '\0' && free_one == NULL) {
            free_one = &overrides[i];
        }
    }
    override_t *place = found != NULL ? found : free_one;
    if (place == NULL || strlen(name) >= sizeof place->name || (value != NULL && strlen(value) >= sizeof place->value)) {
        refuse("variable=%s cannot be kept; its name or value is too long", name);
    } else if (value == NULL) {
        place->name[0] = '\0';
    } else {
        strcpy(place->name, name);
        strcpy(place->value, value);
    }
    pthread_mutex_unlock(&overrides_lock);
}

/* The variable's value, or the fallback. Call with overrides_lock held. */
static const char *variable(const char *name, const char *fallback) {
    for (int i = 0; i < OVERRIDES_MAX; i++) {
        if (strcmp(overrides[i].name, name) == 0) {
            return overrides[i].value;
        }
    }
    const char *value = getenv(name);
    return value != NULL ? value : fallback;
}

static double number(const char *name, double fallback) {
    const char *text = variable(name, "");
    if (*text == '\0') {
        return fallback;
    }
    char *end;
    double value = strtod(text, &end);
    if (*end != '\0' || !(value >= 0)) {
        refuse("%s=%s is not a number of at least 0; %g is used", name, text, fallback);
        return fallback;
    }
    return value;
}

static void copy_path(char destination[PATH_MAX], const char *name) {
    snprintf(destination, PATH_MAX, "%s", variable(name, ""));
}

static int hex_digit(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool read_serial(const char *text, unsigned char serial[8]) {
    for (int i = 0; i < 16; i++) {
        if (hex_digit(text[i]) < 0) {
            return false;
        }
    }
    for (int i = 0; i < 8; i++) {
        serial[i] = (unsigned char) (hex_digit(text[2 * i]) << 4 | hex_digit(text[2 * i + 1]));
    }
    return text[16] == '\0';
}

static void attach(char *wish) {
    attached_t *camera = &current.cameras[current.camera_count];
    char *serial = strchr(wish, ':');
    if (serial != NULL) {
        *serial++ = '\0';
    }
    camera->model = model_named(wish);
    if (camera->model == NULL) {
        refuse("ASISIM_CAMERAS: camera=%s is not a known model; see models.inc", wish);
        return;
    }
    const int id = camera->model->product_id;
    const unsigned char usual[8] = {'S', 'I', 'M', 0, (unsigned char) (id >> 8), (unsigned char) id, 0,
            (unsigned char) (current.camera_count + 1)};
    memcpy(camera->serial, usual, sizeof usual);
    camera->has_serial = serial == NULL || strcmp(serial, "none") != 0;
    if (serial != NULL && camera->has_serial && !read_serial(serial, camera->serial)) {
        refuse("ASISIM_CAMERAS: serial=%s is not 16 hexadecimal digits; the usual one is used", serial);
        memcpy(camera->serial, usual, sizeof usual);
    }
    current.camera_count++;
}

static void attach_all(const char *wishes) {
    char copy[PATH_MAX];
    snprintf(copy, sizeof copy, "%s", wishes);
    if (strcmp(copy, "none") == 0) {
        return;
    }
    char *rest = NULL;
    for (char *wish = strtok_r(copy, ",", &rest); wish != NULL; wish = strtok_r(NULL, ",", &rest)) {
        wish += strspn(wish, " ");
        if (current.camera_count < CAMERAS_MAX && *wish != '\0') {
            attach(wish);
        }
    }
}

void config_read(void) {
    pthread_mutex_lock(&overrides_lock);
    memset(&current, 0, sizeof current);
    copy_path(current.log_path, "ASISIM_LOG");
    copy_path(current.ser_path, "ASISIM_SER");
    copy_path(current.ring_path, "ASISIM_RING");
    copy_path(current.control_path, "ASISIM_CONTROL");
    current.fps = number("ASISIM_FPS", 0);
    current.persist = number("ASISIM_PERSIST", 0) > 0;
    current.usb2 = number("ASISIM_USB2", 0) > 0;
    current.first_frame_ns = (int64_t) (number("ASISIM_FIRST_FRAME_MS", 20) * NS_PER_MS);
    current.init_ns = (int64_t) (number("ASISIM_INIT_MS", 5) * NS_PER_MS);
    current.thermal_tau_s = number("ASISIM_THERMAL_TAU_S", 15);
    const double frames = number("ASISIM_BUFFER_FRAMES", 2);
    current.buffer_frames = frames < 1 ? 1 : frames > BUFFER_FRAMES_MAX ? BUFFER_FRAMES_MAX : (int) frames;
    attach_all(variable("ASISIM_CAMERAS", "ASI462MC"));
    pthread_mutex_unlock(&overrides_lock);
}

const config_t *config(void) {
    return &current;
}

void log_event(const char *format, ...) {
    if (current.log_path[0] == '\0') {
        return;
    }
    char line[640];
    int length = snprintf(line, sizeof line, "%.6f ", (double) clock_now_ns() / NS_PER_S);
    va_list arguments;
    va_start(arguments, format);
    length += vsnprintf(line + length, sizeof line - (size_t) length - 1, format, arguments);
    va_end(arguments);
    if (length > (int) sizeof line - 2) {
        length = (int) sizeof line - 2;
    }
    line[length++] = '\n';
    int file = open(current.log_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (file >= 0) {
        ssize_t written = write(file, line, (size_t) length); /* one call: lines of several threads do not mix */
        (void) written;
        close(file);
    }
}

void refuse(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(refusal, sizeof refusal, format, arguments);
    va_end(arguments);
    log_event("refused: %s", refusal);
}

const char *last_refusal(void) {
    return refusal;
}
