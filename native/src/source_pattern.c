/*
 * The built-in pattern: a banded disc in the middle of the sensor, stars and grain, all fixed to a sky that wanders by even
 * pixels. The plane is made once per format; a frame is that plane seen from another place.
 */
#include <stdlib.h>
#include <string.h>

#include "convert.h"
#include "source.h"

/* The sky is larger than the sensor by this on each side (unbinned); the wandering stays inside at any bin up to 4. */
enum { MARGIN_PX = 40, WANDER_STEPS = 4, PERIOD_X = 97, PERIOD_Y = 61, DISC_RADIUS_PX = 130, STAR_REACH_PX = 8 };

typedef struct {
    source_t source;
    uint16_t *sky; /* full sensor and margins */
    const model_t *sky_of;
    uint8_t *plane; /* sky in the format of `made_for` */
    int64_t plane_row_bytes;
    view_t made_for;
} pattern_t;

static uint32_t next_random(uint32_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Brightness of the disc at a place, 0 outside; darker towards the edge, with bands across. */
static int disc(int x, int y) {
    const int r2 = x * x + y * y;
    const int edge2 = DISC_RADIUS_PX * DISC_RADIUS_PX;
    if (r2 >= edge2) {
        return 0;
    }
    const int limb = 24000 - 14000 * (r2 / 16) / (edge2 / 16);
    const int phase = (y + 4096 + (x / 24 % 3)) % 48;
    const int band = phase < 24 ? phase : 48 - phase;
    return limb - 250 * band + ((x - 40) * (x - 40) + 2 * (y - 50) * (y - 50) < 600 ? 6000 : 0);
}

static void add_disc(uint16_t *sky, int width, int height) {
    for (int y = -DISC_RADIUS_PX; y <= DISC_RADIUS_PX; y++) {
        for (int x = -DISC_RADIUS_PX; x <= DISC_RADIUS_PX; x++) {
            const int column = width / 2 + x;
            const int row = height / 2 + y;
            if (column >= 0 && column < width && row >= 0 && row < height) {
                sky[(int64_t) row * width + column] = (uint16_t) (sky[(int64_t) row * width + column] + disc(x, y));
            }
        }
    }
}

static void add_star(uint16_t *sky, int width, int height, int x16, int y16, int peak) {
    for (int y = y16 / 16 - STAR_REACH_PX; y <= y16 / 16 + STAR_REACH_PX; y++) {
        for (int x = x16 / 16 - STAR_REACH_PX; x <= x16 / 16 + STAR_REACH_PX; x++) {
            if (x < 0 || x >= width || y < 0 || y >= height) {
                continue;
            }
            const float dx = (float) (x * 16 - x16) / 16.0F;
            const float dy = (float) (y * 16 - y16) / 16.0F;
            const float profile = 1.0F / (1.0F + (dx * dx + dy * dy) / 4.0F);
            const int value = sky[(int64_t) y * width + x] + (int) ((float) peak * profile * profile * profile);
            sky[(int64_t) y * width + x] = (uint16_t) (value > 60000 ? 60000 : value);
        }
    }
}

static void add_stars(uint16_t *sky, int width, int height, uint32_t *random) {
    const int count = 20 + (int) ((int64_t) width * height / 20000);
    for (int i = 0; i < count; i++) {
        const int x16 = (int) (next_random(random) % (uint32_t) (width * 16));
        const int y16 = (int) (next_random(random) % (uint32_t) (height * 16));
        const int peak = 1000 + (int) (40000 / (1 + next_random(random) % 40));
        add_star(sky, width, height, x16, y16, peak);
    }
}

/* Weights of a Bayer colour in 1/16: the sensor sees a slightly warm sky. */
static int colour_weight(const model_t *model, int x, int y) {
    if (!model->is_colour) {
        return 16;
    }
    const int place = (y & 1) * 2 + (x & 1);
    const int red_place = model->bayer == ASI_BAYER_RG ? 0 : model->bayer == ASI_BAYER_GR ? 1 : model->bayer == ASI_BAYER_GB ? 2 : 3;
    return place == red_place ? 13 : place == 3 - red_place ? 10 : 16;
}

static void paint_sky(pattern_t *pattern, const model_t *model) {
    const int width = model->width_px + 2 * MARGIN_PX;
    const int height = model->height_px + 2 * MARGIN_PX;
    free(pattern->sky);
    pattern->sky = calloc((size_t) width * (size_t) height, sizeof *pattern->sky);
    pattern->sky_of = pattern->sky != NULL ? model : NULL;
    if (pattern->sky == NULL) {
        return;
    }
    uint32_t random = 2463534242U;
    add_disc(pattern->sky, width, height);
    add_stars(pattern->sky, width, height, &random);
    const uint16_t mask = (uint16_t) (0xFFFFU << (16 - model->adc_bits));
    for (int y = 0; y < height; y++) {
        uint16_t *row = pattern->sky + (int64_t) y * width;
        for (int x = 0; x < width; x++) {
            const uint32_t bits = next_random(&random);
            const uint32_t grain = (bits & 0xFF) + (bits >> 8 & 0xFF) + (bits >> 16 & 0xFF) + (bits >> 24);
            const uint32_t value = 1024 + grain + (uint32_t) row[x] * (uint32_t) colour_weight(model, x, y) / 16;
            row[x] = (uint16_t) (value & mask);
        }
    }
}

static bool same_format(const view_t *a, const view_t *b) {
    return a->model == b->model && a->bin == b->bin && a->type == b->type && a->high_speed == b->high_speed
            && a->mean_bin == b->mean_bin && a->mono_bin == b->mono_bin;
}

/* Binned size of the sky, even so that colours keep their places. */
static int plane_side(int side_px, int bin) {
    return (side_px + 2 * MARGIN_PX) / bin & ~1;
}

/* Working memory of `rows` binned rows; the sky's odd last columns are left out. */
static void make_rows(const pattern_t *pattern, const view_t *view, int row, int rows, uint16_t *raw, uint16_t *binned) {
    const model_t *model = view->model;
    const int sky_width = model->width_px + 2 * MARGIN_PX;
    const int width = plane_side(model->width_px, view->bin);
    const int raw_width = width * view->bin;
    const uint16_t mask = view->high_speed ? 0xFFC0 : 0xFFFF; /* 10-bit readout */
    uint16_t *to = view->bin == 1 ? binned : raw;
    for (int y = 0; y < rows * view->bin; y++) {
        const uint16_t *from = pattern->sky + ((int64_t) row * view->bin + y) * sky_width;
        for (int x = 0; x < raw_width; x++) {
            to[(int64_t) y * raw_width + x] = from[x] & mask;
        }
    }
    if (view->bin == 1) {
        return;
    }
    bin_raw(raw, width, rows, view->bin, model->is_colour && !view->mono_bin, view->mean_bin, binned);
}

static void make_plane(pattern_t *pattern, const view_t *view) {
    const model_t *model = view->model;
    const int width = plane_side(model->width_px, view->bin);
    const int height = plane_side(model->height_px, view->bin);
    uint16_t *raw = malloc((size_t) width * (size_t) view->bin * (size_t) view->bin * 2 * sizeof *raw);
    uint16_t *binned = malloc((size_t) width * 2 * sizeof *binned);
    free(pattern->plane);
    pattern->plane_row_bytes = (int64_t) width * bytes_per_pixel(view->type);
    pattern->plane = malloc((size_t) pattern->plane_row_bytes * (size_t) height);
    if (raw != NULL && binned != NULL && pattern->plane != NULL && pattern->sky != NULL) {
        for (int row = 0; row < height; row += 2) {
            make_rows(pattern, view, row, 2, raw, binned);
            convert_raw(binned, width, 2, view->type, model->bayer, pattern->plane + row * pattern->plane_row_bytes);
        }
    } else {
        free(pattern->plane);
        pattern->plane = NULL;
    }
    free(raw);
    free(binned);
    pattern->made_for = *view;
}

static void prepare(source_t *source, const view_t *view) {
    pattern_t *pattern = (pattern_t *) source;
    if (pattern->sky_of != view->model) {
        paint_sky(pattern, view->model);
    } else if (pattern->plane != NULL && same_format(&pattern->made_for, view)) {
        return;
    }
    make_plane(pattern, view);
}

/* A triangle wave from -WANDER_STEPS to WANDER_STEPS. */
static int triangle(int64_t frame, int period) {
    const int v = (int) (frame % period) * 4 * WANDER_STEPS / period;
    return v < 2 * WANDER_STEPS ? v - WANDER_STEPS : 3 * WANDER_STEPS - v;
}

static bool rows(source_t *source, const view_t *view, int64_t image, int row0, int row1, uint8_t *out) {
    pattern_t *pattern = (pattern_t *) source;
    prepare(source, view);
    const int pixel = bytes_per_pixel(view->type);
    const int64_t row_bytes = (int64_t) view->width * pixel;
    const int margin = MARGIN_PX / view->bin & ~1;
    const int left = margin + view->x - 2 * triangle(image, PERIOD_X);
    const int top = margin + view->y - 2 * triangle(image, PERIOD_Y);
    if (pattern->plane == NULL) {
        memset(out + row0 * row_bytes, 0, (size_t) ((row1 - row0) * row_bytes));
        return true;
    }
    const uint8_t *from = pattern->plane + (top + row0) * pattern->plane_row_bytes + (int64_t) left * pixel;
    for (int y = row0; y < row1; y++) {
        memcpy(out + y * row_bytes, from, (size_t) row_bytes);
        from += pattern->plane_row_bytes;
    }
    return true;
}

static int64_t first(source_t *source) {
    (void) source;
    return 0;
}

static int64_t end(source_t *source) {
    (void) source;
    return INT64_MAX;
}

static void release(source_t *source, int64_t needed, const view_t *view, const exposed_with_t *settings) {
    (void) source;
    (void) needed;
    (void) view;
    (void) settings;
}

static void close_pattern(source_t *source) {
    pattern_t *pattern = (pattern_t *) source;
    free(pattern->sky);
    free(pattern->plane);
    free(pattern);
}

source_t *source_pattern_open(void) {
    pattern_t *pattern = calloc(1, sizeof *pattern);
    if (pattern != NULL) {
        pattern->source = (source_t) {.prepare = prepare, .rows = rows, .first = first, .end = end, .oldest = first,
                .release = release, .close = close_pattern, .stamps = true};
    }
    return &pattern->source;
}
