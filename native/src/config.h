/* What the ASISIM_... variables say. */
#ifndef CONFIG_H
#define CONFIG_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "models.h"

enum { CAMERAS_MAX = 16, BUFFER_FRAMES_MAX = 64 };

typedef struct {
    const model_t *model;
    bool has_serial;
    unsigned char serial[8];
} attached_t;

typedef struct {
    attached_t cameras[CAMERAS_MAX];
    int camera_count;
    char ser_path[PATH_MAX];
    char ring_path[PATH_MAX];
    char control_path[PATH_MAX];
    char log_path[PATH_MAX];
    double fps; /* 0: the model's */
    bool persist;
    bool usb2;
    int64_t first_frame_ns;
    int64_t init_ns;
    double thermal_tau_s;
    int buffer_frames; /* 1 .. BUFFER_FRAMES_MAX */
} config_t;

/* Reads the variables into the configuration. */
void config_read(void);

/* As read last. */
const config_t *config(void);

/* Replaces a variable for this process; NULL takes the replacement away. */
void config_override(const char *name, const char *value);

/* Says something in the event log, if one is wanted; printf's manner, without a newline. */
__attribute__((format(printf, 1, 2))) void log_event(const char *format, ...);

/* Keeps the text for ASISIM_LastError of this thread and logs it. */
__attribute__((format(printf, 1, 2))) void refuse(const char *format, ...);

const char *last_refusal(void);

#endif
