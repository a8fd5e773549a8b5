#include "placed.h"

#include <stdlib.h>
#include <string.h>

#include "convert.h"

static void *scratch_of(scratch_t *scratch, size_t bytes) {
    if (scratch->bytes < bytes) {
        free(scratch->memory);
        scratch->memory = malloc(bytes);
        scratch->bytes = scratch->memory != NULL ? bytes : 0;
    }
    return scratch->memory;
}

void scratch_free(scratch_t *scratch) {
    free(scratch->memory);
    *scratch = (scratch_t) {0};
}

static uint16_t sample(const placed_t *image, const uint8_t *at) {
    if (image->bytes == 1) {
        return (uint16_t) (*at << 8);
    }
    const int value = image->big_endian ? at[0] << 8 | at[1] : at[1] << 8 | at[0];
    return (uint16_t) (value << image->shift);
}

/* Writes `count` samples of image row y from image column x on, in RAW8 or RAW16; 0 outside the image. */
static void copy_row(const placed_t *image, int x, int y, int count, bool to16, uint8_t *out) {
    const int out_bytes = to16 ? 2 : 1;
    const int before = x < 0 ? (-x < count ? -x : count) : 0;
    const int after = x + count > image->width ? (x + count - image->width < count ? x + count - image->width : count) : 0;
    if (y < 0 || y >= image->height || before + after >= count) {
        memset(out, 0, (size_t) count * (size_t) out_bytes);
        return;
    }
    const int inside = count - before - after;
    memset(out, 0, (size_t) before * (size_t) out_bytes);
    memset(out + (count - after) * out_bytes, 0, (size_t) after * (size_t) out_bytes);
    const int step = image->planes * image->bytes;
    const uint8_t *in = image->pixels + ((int64_t) y * image->width + x + before) * step + (image->planes == 3 ? image->bytes : 0);
    out += before * out_bytes;
    if (step == out_bytes && image->shift == 0 && !image->big_endian) {
        memcpy(out, in, (size_t) inside * (size_t) out_bytes);
        return;
    }
    for (int i = 0; i < inside; i++, in += step) {
        const uint16_t value = sample(image, in);
        if (to16) {
            memcpy(out + 2 * i, &value, 2);
        } else {
            out[i] = (uint8_t) (value >> 8);
        }
    }
}

void placed_rows(
        const placed_t *image, const view_t *view, int row0, int row1, scratch_t *raw, scratch_t *binned, uint8_t *out) {
    const int bin = view->bin;
    const int raw_width = view->width * bin;
    const int rows = row1 - row0;
    const int left = ((image->width - raw_width) / 2 & ~1) + (view->x - view->default_x) * bin;
    const int top = ((image->height - view->height * bin) / 2 & ~1) + (view->y - view->default_y) * bin + row0 * bin;
    const bool direct = bin == 1 && (view->type == ASI_IMG_RAW8 || view->type == ASI_IMG_RAW16);
    const int64_t row_bytes = (int64_t) view->width * bytes_per_pixel(view->type);
    out += row0 * row_bytes;
    if (direct) {
        for (int y = 0; y < rows; y++) {
            copy_row(image, left, top + y, raw_width, view->type == ASI_IMG_RAW16, out + y * row_bytes);
        }
        return;
    }
    uint16_t *samples = scratch_of(raw, (size_t) raw_width * (size_t) (rows * bin) * 2);
    if (samples == NULL) {
        memset(out, 0, (size_t) (rows * row_bytes));
        return;
    }
    for (int y = 0; y < rows * bin; y++) {
        copy_row(image, left, top + y, raw_width, true, (uint8_t *) (samples + (int64_t) y * raw_width));
    }
    if (bin > 1) {
        uint16_t *joined = scratch_of(binned, (size_t) view->width * (size_t) rows * 2);
        if (joined == NULL) {
            memset(out, 0, (size_t) (rows * row_bytes));
            return;
        }
        bin_raw(samples, view->width, rows, bin, view->model->is_colour && !view->mono_bin, view->mean_bin, joined);
        samples = joined;
    }
    convert_raw(samples, view->width, rows, view->type, view->model->bayer, out);
}
