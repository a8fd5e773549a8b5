/* A ring file written by another program; its layout is described in README.md. */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "config.h"
#include "placed.h"

enum { RING_MAGIC = 0x52495341, RING_VERSION = 1, RING_SLOTS_MIN = 4 };

typedef struct {
    _Atomic uint32_t magic;
    uint32_t version, width, height, bytes_per_pixel, slots;
    _Atomic uint64_t write_seq;
    uint64_t stride, offset;
    _Atomic uint64_t read_seq;
    uint32_t bits, endless;
    _Atomic uint64_t settings_seq;
    int64_t exposure_us;
    int32_t gain, offset_level, start_x, start_y, width_roi, height_roi, bin, image_type, capturing, camera, flip;
    uint8_t unused[132];
} ring_header_t;

_Static_assert(sizeof(ring_header_t) == 256, "the header of a ring file has 256 bytes");
_Static_assert(offsetof(ring_header_t, write_seq) == 24 && offsetof(ring_header_t, read_seq) == 48, "see README.md");
_Static_assert(offsetof(ring_header_t, settings_seq) == 64 && offsetof(ring_header_t, flip) == 120, "see README.md");

/* The mapping may be exchanged by `end` (the writer made a new file) while `rows` copies: both hold the lock. */
typedef struct {
    source_t source;
    char path[PATH_MAX];
    pthread_mutex_t lock;
    ring_header_t *header;
    size_t mapped_bytes;
    dev_t device;
    ino_t inode;
    int64_t looked_ns;
    int64_t before; /* frames of files mapped earlier: numbers go on when the file is exchanged */
    int64_t seen;   /* of this file's; it may have been emptied by a careless writer */
    placed_t image;
    scratch_t raw, binned;
} ring_t;

static bool header_fits(const ring_header_t *header, size_t bytes) {
    const uint64_t frame = (uint64_t) header->width * header->height * header->bytes_per_pixel;
    return header->version == RING_VERSION && header->slots >= RING_SLOTS_MIN && header->width > 0 && header->width <= 65536
            && header->height > 0 && header->height <= 65536 && header->slots <= 65536
            && (header->bytes_per_pixel == 1 || header->bytes_per_pixel == 2) && header->stride >= frame
            && header->stride <= bytes && header->offset >= sizeof *header && header->offset <= bytes
            && header->offset + header->stride * (header->slots - 1) + frame <= bytes;
}

/* Call with the lock held. */
static void unmap(ring_t *ring) {
    if (ring->header != NULL) {
        ring->before += ring->seen;
        ring->seen = 0;
        munmap(ring->header, ring->mapped_bytes);
        ring->header = NULL;
    }
}

/* Call with the lock held. */
static void map(ring_t *ring) {
    const int file = open(ring->path, O_RDWR | O_CLOEXEC);
    struct stat status;
    if (file < 0) {
        return;
    }
    if (fstat(file, &status) == 0 && status.st_size > (off_t) sizeof(ring_header_t)) {
        const size_t bytes = (size_t) status.st_size;
        void *mapped = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ring_header_t *header = mapped;
        if (mapped != MAP_FAILED
                && (atomic_load_explicit(&header->magic, memory_order_acquire) != RING_MAGIC || !header_fits(header, bytes))) {
            munmap(mapped, bytes); /* not finished by its writer yet, or no ring */
        } else if (mapped != MAP_FAILED) {
            ring->header = header;
            ring->mapped_bytes = bytes;
            ring->device = status.st_dev;
            ring->inode = status.st_ino;
            const int bits = header->bits == 0 || header->bits > 16 ? 16 : (int) header->bits;
            ring->image = (placed_t) {.width = (int) header->width, .height = (int) header->height, .planes = 1,
                    .bytes = (int) header->bytes_per_pixel, .shift = header->bytes_per_pixel == 2 ? 16 - bits : 0};
        }
    }
    close(file);
}

/* Looks at most ten times a second whether the path leads to another file now. Call with the lock held. */
static void look(ring_t *ring) {
    const int64_t now_ns = clock_now_ns();
    if (now_ns - ring->looked_ns < 100 * NS_PER_MS && ring->looked_ns != 0) {
        return;
    }
    ring->looked_ns = now_ns;
    struct stat status;
    if (ring->header != NULL
            && (stat(ring->path, &status) != 0 || (status.st_dev == ring->device && status.st_ino == ring->inode))) {
        return;
    }
    unmap(ring);
    map(ring);
}

static void prepare(source_t *source, const view_t *view) {
    (void) source;
    (void) view;
}

static bool is_whole(const ring_t *ring, int64_t number) {
    const int64_t written = (int64_t) atomic_load_explicit(&ring->header->write_seq, memory_order_acquire);
    return number >= 0 && number < written && (!ring->header->endless || written - number < (int64_t) ring->header->slots);
}

static bool rows(source_t *source, const view_t *view, int64_t image, int row0, int row1, uint8_t *out) {
    ring_t *ring = (ring_t *) source;
    pthread_mutex_lock(&ring->lock);
    const int64_t number = image - ring->before;
    bool whole = ring->header != NULL && is_whole(ring, number);
    if (whole) {
        const ring_header_t *header = ring->header;
        ring->image.pixels = (const uint8_t *) header + header->offset + (uint64_t) number % header->slots * header->stride;
        placed_rows(&ring->image, view, row0, row1, &ring->raw, &ring->binned, out);
        whole = is_whole(ring, number);
    }
    pthread_mutex_unlock(&ring->lock);
    return whole;
}

static int64_t end(source_t *source) {
    ring_t *ring = (ring_t *) source;
    pthread_mutex_lock(&ring->lock);
    look(ring);
    int64_t number = ring->before;
    if (ring->header != NULL) {
        const int64_t written = (int64_t) atomic_load_explicit(&ring->header->write_seq, memory_order_acquire);
        ring->seen = written > ring->seen ? written : ring->seen;
        number += written;
    }
    pthread_mutex_unlock(&ring->lock);
    return number;
}

static int64_t oldest(source_t *source) {
    ring_t *ring = (ring_t *) source;
    pthread_mutex_lock(&ring->lock);
    int64_t number = ring->before;
    if (ring->header != NULL && ring->header->endless) {
        const int64_t written = (int64_t) atomic_load_explicit(&ring->header->write_seq, memory_order_acquire);
        const int64_t kept = (int64_t) ring->header->slots - 1;
        number += written > kept ? written - kept : 0;
    }
    pthread_mutex_unlock(&ring->lock);
    return number;
}

static int64_t first(source_t *source) {
    ring_t *ring = (ring_t *) source;
    pthread_mutex_lock(&ring->lock);
    look(ring);
    int64_t number = ring->before;
    if (ring->header != NULL) {
        number += (int64_t) atomic_load_explicit(&ring->header->read_seq, memory_order_relaxed);
    }
    pthread_mutex_unlock(&ring->lock);
    const int64_t kept = oldest(source);
    return number > kept ? number : kept;
}

static void tell_settings(ring_header_t *header, const view_t *view, const exposed_with_t *settings) {
    const uint64_t seq = atomic_load_explicit(&header->settings_seq, memory_order_relaxed) & ~UINT64_C(1);
    atomic_exchange_explicit(&header->settings_seq, seq + 1, memory_order_acq_rel); /* no field is written before it */
    header->exposure_us = settings->exposure_us;
    header->gain = settings->gain;
    header->offset_level = settings->offset;
    header->start_x = view->x;
    header->start_y = view->y;
    header->width_roi = view->width;
    header->height_roi = view->height;
    header->bin = view->bin;
    header->image_type = (int32_t) view->type;
    header->capturing = settings->capturing;
    header->camera = settings->camera;
    header->flip = settings->flip;
    atomic_store_explicit(&header->settings_seq, seq + 2, memory_order_release);
}

static bool settings_differ(const ring_header_t *header, const view_t *view, const exposed_with_t *settings) {
    return header->exposure_us != settings->exposure_us || header->gain != settings->gain
            || header->offset_level != settings->offset || header->start_x != view->x || header->start_y != view->y
            || header->width_roi != view->width || header->height_roi != view->height || header->bin != view->bin
            || header->image_type != (int32_t) view->type || header->capturing != settings->capturing
            || header->camera != settings->camera || header->flip != settings->flip;
}

static void release(source_t *source, int64_t needed, const view_t *view, const exposed_with_t *settings) {
    ring_t *ring = (ring_t *) source;
    pthread_mutex_lock(&ring->lock);
    look(ring);
    if (ring->header != NULL) {
        if (settings_differ(ring->header, view, settings)) {
            tell_settings(ring->header, view, settings);
        }
        const int64_t number = needed - ring->before;
        if (number > (int64_t) atomic_load_explicit(&ring->header->read_seq, memory_order_relaxed)) {
            atomic_store_explicit(&ring->header->read_seq, (uint64_t) number, memory_order_release);
        }
    }
    pthread_mutex_unlock(&ring->lock);
}

static void close_ring(source_t *source) {
    ring_t *ring = (ring_t *) source;
    unmap(ring);
    pthread_mutex_destroy(&ring->lock);
    scratch_free(&ring->raw);
    scratch_free(&ring->binned);
    free(ring);
}

source_t *source_ring_open(const char *path) {
    ring_t *ring = calloc(1, sizeof *ring);
    if (ring == NULL) {
        return NULL;
    }
    ring->source = (source_t) {.prepare = prepare, .rows = rows, .first = first, .end = end, .oldest = oldest,
            .release = release, .close = close_ring};
    pthread_mutex_init(&ring->lock, NULL);
    strncpy(ring->path, path, sizeof ring->path - 1);
    return &ring->source;
}
