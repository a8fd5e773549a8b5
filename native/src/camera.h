/* One camera on the simulated bus. */
#ifndef CAMERA_H
#define CAMERA_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "asisim.h"
#include "config.h"
#include "models.h"
#include "source.h"

/* What was in force when a frame was exposed. */
typedef struct {
    uint32_t exposure_us;
    uint16_t gain, offset;
    int x, y;
} exposed_t;

/* A frame that left the sensor and waits to be fetched. Row is where the damage begins, in percent of the height. */
typedef struct {
    int64_t number; /* since the start of the capture */
    int64_t image;  /* the source's number */
    exposed_t exposed;
    bool torn, blank, is_short, repeated;
    int row_percent, blank_value;
} frame_t;

/* Absolute moments at which frames are ready: origin + k * period. */
typedef struct {
    int64_t origin_ns, k;
    double period_ns;
    int64_t next_ns;
} schedule_t;

typedef struct camera {
    /* fixed from the scan on */
    int id;
    const model_t *model;
    bool has_serial;
    ASI_SN serial;

    pthread_mutex_t lock;   /* of all below but for what `copying` guards */
    pthread_cond_t changed; /* something a waiting thread may want to know */

    /* the bus */
    bool attached;
    int unplugs_seen;
    bool known; /* found by the last scan */

    /* the open handle */
    bool is_open, is_ready, severed; /* severed: unplugged since it was opened */
    bool starved;                    /* the capture runs and no frame will come */
    long values[CONTROL_TYPES];
    bool automatic[CONTROL_TYPES];
    int width, height, bin, x, y;
    ASI_IMG_TYPE type;
    ASI_ID flash_id;
    bool dark_subtracted, logs;
    int fetching; /* calls of ASIGetVideoData in progress; closing waits for them */

    /* the capture */
    bool capturing, suspended;
    int captures; /* begun so far */
    int faults_seen; /* generation of the faults the schedule was made with */
    schedule_t schedule;
    exposed_t exposing;
    int64_t next_image;
    frame_t queue[BUFFER_FRAMES_MAX];
    int queued;
    int rendering;            /* frames being copied without the lock */
    int64_t rendering_image;  /* the oldest of them */
    int clashes;
    ASISIM_COUNTS counts;

    /* a single exposure */
    ASI_EXPOSURE_STATUS exposure_status;
    int64_t exposure_end_ns;
    bool exposure_fails;
    int64_t exposure_count;

    /* the rest of the hardware */
    double sensor_c;
    int64_t sensor_read_ns;
    int64_t pulse_began_ns[4];

    pthread_mutex_t copying; /* one frame is rendered at a time */
    source_t *source;
} camera_t;

/* Prepares the cameras of the configuration; cameras_free undoes it. */
void cameras_make(void);
void cameras_free(void);

/* Looks at the bus; the number of cameras found. */
int cameras_scan(void);

/* Camera number index of the last scan; NULL: there is none. */
camera_t *camera_listed(int index);

/* The camera of that id, known or not; NULL: there never was one. */
camera_t *camera_with_id(int id);

/* Lets all cameras take in their frames up to now: call before the faults change, so that each meets those of its time. */
void cameras_advance(void);

/* Wakes all waiting threads. */
void cameras_wake(void);

/* The following are called with the camera's lock held. */

/* Takes note of unplugging up to this moment. */
void camera_see_bus(camera_t *camera, int64_t now_ns);

ASI_ERROR_CODE camera_open(camera_t *camera);
ASI_ERROR_CODE camera_init(camera_t *camera);
void camera_close(camera_t *camera);

void camera_info(camera_t *camera, ASI_CAMERA_INFO *info);

long camera_value(camera_t *camera, int type);
void camera_set_value(camera_t *camera, const control_t *control, long value, bool automatic);

ASI_ERROR_CODE camera_set_format(camera_t *camera, int width, int height, int bin, int type);
void camera_set_start(camera_t *camera, int x, int y);

view_t camera_view(const camera_t *camera, int x, int y);
int64_t camera_frame_bytes(const camera_t *camera);

#endif
