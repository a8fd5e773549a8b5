/* A SER file, played in a loop. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config.h"
#include "placed.h"

/* Places in the header, see the SER v3 description. */
enum {
    HEADER_BYTES = 178,
    AT_COLOUR = 18,
    AT_WIDTH = 26,
    AT_HEIGHT = 30,
    AT_DEPTH = 34,
    AT_FRAMES = 38,
    COLOUR_RGB = 100,
    COLOUR_BGR = 101
};

typedef struct {
    source_t source;
    const uint8_t *file;
    size_t file_bytes;
    placed_t image;
    int64_t frame_bytes, frame_count;
    scratch_t raw, binned;
} ser_t;

static int32_t field(const uint8_t *file, int at) {
    return (int32_t) ((uint32_t) file[at] | (uint32_t) file[at + 1] << 8 | (uint32_t) file[at + 2] << 16
            | (uint32_t) file[at + 3] << 24);
}

static bool read_header(ser_t *ser, const char *path) {
    const uint8_t *file = ser->file;
    if (memcmp(file, "LUCAM-RECORDER", 14) != 0) {
        refuse("ASISIM_SER=%s is no SER file", path);
        return false;
    }
    const int width = field(file, AT_WIDTH);
    const int height = field(file, AT_HEIGHT);
    const int depth = field(file, AT_DEPTH);
    const int colour = field(file, AT_COLOUR);
    if (width < 1 || height < 1 || width > 65536 || height > 65536 || depth < 1 || depth > 16) {
        refuse("ASISIM_SER=%s: width=%d height=%d depth=%d cannot be", path, width, height, depth);
        return false;
    }
    ser->image.width = width;
    ser->image.height = height;
    ser->image.planes = colour == COLOUR_RGB || colour == COLOUR_BGR ? 3 : 1;
    ser->image.bytes = depth > 8 ? 2 : 1;
    ser->image.shift = depth > 8 ? 16 - depth : 0;
    /* By the description 0 means big-endian; capture programs write 0 and little-endian samples, so only odd files say 1. */
    ser->image.big_endian = false;
    ser->frame_bytes = (int64_t) width * height * ser->image.planes * ser->image.bytes;
    const int64_t whole = (int64_t) (ser->file_bytes - HEADER_BYTES) / ser->frame_bytes;
    const int64_t told = field(file, AT_FRAMES);
    ser->frame_count = told > 0 && told < whole ? told : whole;
    if (ser->frame_count < 1) {
        refuse("ASISIM_SER=%s holds no whole frame", path);
        return false;
    }
    return true;
}

static void prepare(source_t *source, const view_t *view) {
    (void) source;
    (void) view;
}

static bool rows(source_t *source, const view_t *view, int64_t image, int row0, int row1, uint8_t *out) {
    ser_t *ser = (ser_t *) source;
    ser->image.pixels = ser->file + HEADER_BYTES + image % ser->frame_count * ser->frame_bytes;
    placed_rows(&ser->image, view, row0, row1, &ser->raw, &ser->binned, out);
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

static void close_ser(source_t *source) {
    ser_t *ser = (ser_t *) source;
    if (ser->file != NULL) {
        munmap((void *) ser->file, ser->file_bytes);
    }
    scratch_free(&ser->raw);
    scratch_free(&ser->binned);
    free(ser);
}

static bool map_file(ser_t *ser, const char *path) {
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0 || status.st_size <= HEADER_BYTES) {
        refuse("ASISIM_SER=%s cannot be read or is too short", path);
        if (file >= 0) {
            close(file);
        }
        return false;
    }
    ser->file_bytes = (size_t) status.st_size;
    void *mapped = mmap(NULL, ser->file_bytes, PROT_READ, MAP_SHARED, file, 0);
    close(file);
    ser->file = mapped == MAP_FAILED ? NULL : mapped;
    if (ser->file == NULL) {
        refuse("ASISIM_SER=%s cannot be mapped", path);
    }
    return ser->file != NULL;
}

source_t *source_ser_open(const char *path) {
    ser_t *ser = calloc(1, sizeof *ser);
    if (ser == NULL) {
        return NULL;
    }
    ser->source = (source_t) {
            .prepare = prepare, .rows = rows, .first = first, .end = end, .oldest = first, .release = release, .close = close_ser};
    if (!map_file(ser, path) || !read_header(ser, path)) {
        close_ser(&ser->source);
        return NULL;
    }
    return &ser->source;
}
