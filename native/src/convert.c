#include "convert.h"

#include <string.h>

int bytes_per_pixel(ASI_IMG_TYPE type) {
    return type == ASI_IMG_RGB24 ? 3 : type == ASI_IMG_RAW16 ? 2 : 1;
}

void bin_raw(const uint16_t *raw, int width, int height, int bin, bool keep_colours, bool mean, uint16_t *binned) {
    const int stride = width * bin;
    const int cell = keep_colours ? 2 : 1; /* pixels of one colour lie this far apart */
    for (int y = 0; y < height; y++) {
        const int top = keep_colours ? (y / 2) * 2 * bin + y % 2 : y * bin;
        for (int x = 0; x < width; x++) {
            const int left = keep_colours ? (x / 2) * 2 * bin + x % 2 : x * bin;
            uint32_t sum = 0;
            for (int j = 0; j < bin; j++) {
                for (int i = 0; i < bin; i++) {
                    /* an odd last row or column has no partner of its colour inside: take the nearest that is */
                    const int row = top + cell * j < height * bin ? top + cell * j : top;
                    const int column = left + cell * i < stride ? left + cell * i : left;
                    sum += raw[(int64_t) row * stride + column];
                }
            }
            const uint32_t value = mean ? sum / (uint32_t) (bin * bin) : sum;
            binned[(int64_t) y * width + x] = (uint16_t) (value > UINT16_MAX ? UINT16_MAX : value);
        }
    }
}

/* Red, green and blue of the 2x2 cell a pixel lies in: plain, but every pixel keeps its place. */
static void cell_colours(const uint16_t *cell, int width, ASI_BAYER_PATTERN bayer, int *red, int *green, int *blue) {
    const int a = cell[0];
    const int b = cell[1];
    const int c = cell[width];
    const int d = cell[width + 1];
    switch (bayer) {
        case ASI_BAYER_RG: *red = a, *green = (b + c) / 2, *blue = d; break;
        case ASI_BAYER_BG: *blue = a, *green = (b + c) / 2, *red = d; break;
        case ASI_BAYER_GR: *red = b, *green = (a + d) / 2, *blue = c; break;
        default: *blue = b, *green = (a + d) / 2, *red = c; break;
    }
}

static void convert_colours(
        const uint16_t *raw, int width, int height, bool brightness, ASI_BAYER_PATTERN bayer, uint8_t *out) {
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
            const int cell_y = (y & ~1) + 1 < height ? y & ~1 : height - 2;
            const int cell_x = (x & ~1) + 1 < width ? x & ~1 : width - 2;
            int red;
            int green;
            int blue;
            cell_colours(raw + (int64_t) cell_y * width + cell_x, width, bayer, &red, &green, &blue);
            if (brightness) {
                *out++ = (uint8_t) ((red + 2 * green + blue) >> 10);
            } else {
                *out++ = (uint8_t) (blue >> 8);
                *out++ = (uint8_t) (green >> 8);
                *out++ = (uint8_t) (red >> 8);
            }
        }
    }
}

void convert_raw(const uint16_t *raw, int width, int height, ASI_IMG_TYPE type, ASI_BAYER_PATTERN bayer, uint8_t *out) {
    const int64_t count = (int64_t) width * height;
    if (type == ASI_IMG_RAW16) {
        memcpy(out, raw, (size_t) count * 2);
    } else if (type == ASI_IMG_RAW8) {
        for (int64_t i = 0; i < count; i++) {
            out[i] = (uint8_t) (raw[i] >> 8);
        }
    } else {
        convert_colours(raw, width, height, type == ASI_IMG_Y8, bayer, out);
    }
}

static void swap_bytes(uint8_t *a, uint8_t *b, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        const uint8_t kept = a[i];
        a[i] = b[i];
        b[i] = kept;
    }
}

void mirror(uint8_t *pixels, int width, int height, int pixel_bytes, int flip) {
    const int64_t row_bytes = (int64_t) width * pixel_bytes;
    if (flip == ASI_FLIP_HORIZ || flip == ASI_FLIP_BOTH) {
        for (int y = 0; y < height; y++) {
            uint8_t *left = pixels + y * row_bytes;
            uint8_t *right = left + row_bytes - pixel_bytes;
            for (; left < right; left += pixel_bytes, right -= pixel_bytes) {
                swap_bytes(left, right, pixel_bytes);
            }
        }
    }
    if (flip == ASI_FLIP_VERT || flip == ASI_FLIP_BOTH) {
        for (int y = 0; y < height / 2; y++) {
            swap_bytes(pixels + y * row_bytes, pixels + (height - 1 - y) * row_bytes, row_bytes);
        }
    }
}
