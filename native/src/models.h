/* The camera models the stand-in can play. */
#ifndef MODELS_H
#define MODELS_H

#include <stdbool.h>

#include "ASICamera2.h"

enum { CONTROL_TYPES = ASI_ROLLING_INTERVAL + 1, MODEL_CONTROLS_MAX = 20 };

typedef struct {
    ASI_CONTROL_TYPE type;
    const char *name;
    long min, max, initial;
    bool writable;
} control_t;

typedef struct {
    const char *name;
    int product_id;
    int width_px, height_px;
    bool is_colour;
    ASI_BAYER_PATTERN bayer;
    int bins[6];             /* ends with 0 */
    ASI_IMG_TYPE formats[6]; /* ends with ASI_IMG_END */
    double pixel_um;
    bool has_st4, has_cooler, is_usb3;
    bool wants_whole_kib; /* USB 2 models of the ASI120: width * height must be a multiple of 1024 */
    float e_per_adu;      /* at the default gain */
    int adc_bits;
    int step_x_px, step_y_px; /* start positions are multiples of these */
    double max_fps;           /* full frame */
    int gain_offset[4];       /* offset at highest dynamic range, at unity gain, gain and offset at lowest noise */
    int low_mid_high[4];      /* gains low, middle, high; offset at high gain */
    control_t controls[MODEL_CONTROLS_MAX];
    int control_count;
} model_t;

/* The model of that name; case, a leading "ZWO " and the kind of blank (space, -, _) do not matter. NULL: there is none. */
const model_t *model_named(const char *name);

/* Number i of all models, NULL past the end. */
const model_t *model_at(int index);

/* NULL: the model lacks this control. */
const control_t *model_control(const model_t *model, int type);

bool control_is_auto(ASI_CONTROL_TYPE type);

const char *control_description(ASI_CONTROL_TYPE type);

#endif
