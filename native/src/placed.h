/* An image of any size laid onto the camera's view: centred, panned with the start position, cut or padded with 0. */
#ifndef PLACED_H
#define PLACED_H

#include <stddef.h>

#include "source.h"

typedef struct {
    const uint8_t *pixels;
    int width, height;
    int planes; /* samples per pixel; with 3 the second is taken */
    int bytes;  /* per sample, 1 or 2 */
    int shift;  /* 2-byte samples are shifted left by this */
    bool big_endian;
} placed_t;

/* Memory that grows as needed. */
typedef struct {
    void *memory;
    size_t bytes;
} scratch_t;

void scratch_free(scratch_t *scratch);

/* Writes rows row0 to row1 of the view. `raw` and `binned` are working memory. */
void placed_rows(const placed_t *image, const view_t *view, int row0, int row1, scratch_t *raw, scratch_t *binned, uint8_t *out);

#endif
