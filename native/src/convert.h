/* Pixels: binning, formats, mirroring. Samples are 16-bit, left-aligned, rows without padding. */
#ifndef CONVERT_H
#define CONVERT_H

#include <stdbool.h>
#include <stdint.h>

#include "ASICamera2.h"

int bytes_per_pixel(ASI_IMG_TYPE type);

/* Bins raw (width * bin by height * bin) to width by height; `keep_colours`: only pixels of one Bayer colour are joined. */
void bin_raw(const uint16_t *raw, int width, int height, int bin, bool keep_colours, bool mean, uint16_t *binned);

/* Converts raw samples to an image type; width and height even for RGB24 and Y8. */
void convert_raw(const uint16_t *raw, int width, int height, ASI_IMG_TYPE type, ASI_BAYER_PATTERN bayer, uint8_t *out);

/* Mirrors an image in place; flip is an ASI_FLIP_STATUS. */
void mirror(uint8_t *pixels, int width, int height, int pixel_bytes, int flip);

#endif
