/* Where a camera's pixels come from: the built-in pattern, a SER file or a ring file. */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "models.h"

/* The part of the sensor read out, and how. Sizes and positions in binned pixels. */
typedef struct {
    const model_t *model;
    int width, height, bin;
    ASI_IMG_TYPE type;
    int x, y;                 /* start position */
    int default_x, default_y; /* where it would be had it not been moved */
    bool high_speed, mean_bin, mono_bin;
} view_t;

/* What the camera is set to, for the writer of a ring file. */
typedef struct {
    int64_t exposure_us;
    int gain, offset, flip;
    bool capturing;
    int camera;
} exposed_with_t;

typedef struct source source_t;

/*
 * Frames are numbered; `rows` writes rows row0 (even) to row1 of frame `image` to out, which is the address of row 0; it answers
 * false if that frame no longer exists. `first` is the frame a capture starts with, `end` the first one that does not exist yet.
 * One thread at a time calls prepare and rows; first, end and release may be called beside it, and they are quick.
 */
struct source {
    void (*prepare)(source_t *source, const view_t *view);
    bool (*rows)(source_t *source, const view_t *view, int64_t image, int row0, int row1, uint8_t *out);
    int64_t (*first)(source_t *source);
    int64_t (*end)(source_t *source);
    int64_t (*oldest)(source_t *source); /* first frame that still exists */
    void (*release)(source_t *source, int64_t needed, const view_t *view, const exposed_with_t *settings);
    void (*close)(source_t *source);
    bool stamps; /* the frame's number and settings are to be written over its first bytes */
};

source_t *source_pattern_open(void);

/* NULL, with a refusal, if the file is no SER file. */
source_t *source_ser_open(const char *path);

source_t *source_ring_open(const char *path);

#endif
