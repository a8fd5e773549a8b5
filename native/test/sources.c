/* SER and ring files as sources of the frames. */
#include <fcntl.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <unistd.h>

#include "rig.h"

enum { WIDTH = 320, HEIGHT = 240, SER_FRAMES = 3, SLOTS = 4, SLOT_BYTES = WIDTH * HEIGHT * 2, RING_BYTES = 4096 + SLOTS * SLOT_BYTES };

static unsigned char frame[1936 * 1096 * 2];

static uint16_t expected_sample(int number, int x, int y) {
    return (uint16_t) (number * 4096 + (x * 7 + y * 13) % 4096);
}

static void put32(unsigned char *at, uint32_t value) {
    memcpy(at, &value, 4);
}

static void put64(unsigned char *at, uint64_t value) {
    memcpy(at, &value, 8);
}

static void fill(unsigned char *pixels, int number, int shift) {
    for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
            const uint16_t value = (uint16_t) (expected_sample(number, x, y) >> shift);
            memcpy(pixels + 2 * (y * WIDTH + x), &value, 2);
        }
    }
}

static uint16_t sample_at(int width, int x, int y) {
    uint16_t value;
    memcpy(&value, frame + 2 * ((long) y * width + x), 2);
    return value;
}

static void write_ser(const char *path, int depth) {
    static unsigned char pixels[SLOT_BYTES];
    unsigned char header[178] = "LUCAM-RECORDER";
    put32(header + 26, WIDTH);
    put32(header + 30, HEIGHT);
    put32(header + 34, (uint32_t) depth);
    put32(header + 38, SER_FRAMES);
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL);
    CHECK_EQUAL(1, fwrite(header, sizeof header, 1, file));
    for (int i = 0; i < SER_FRAMES; i++) {
        fill(pixels, i, 16 - depth);
        CHECK_EQUAL(1, fwrite(pixels, sizeof pixels, 1, file));
    }
    CHECK_EQUAL(0, fclose(file));
}

static void play(const char *name, const char *path) {
    fresh_bus("ASI290MM");
    ASISIM_Configure("ASISIM_FPS", "100");
    ASISIM_Configure(name, path);
}

static void a_ser_file_is_played_in_a_loop(void) {
    char path[] = "/tmp/asisim-ser-XXXXXX";
    close(mkstemp(path));
    write_ser(path, 16);
    play("ASISIM_SER", path);
    ready(WIDTH, HEIGHT, ASI_IMG_RAW16);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    for (int i = 0; i < 2 * SER_FRAMES; i++) {
        CHECK_EQUAL(0, ASIGetVideoData(0, frame, sizeof frame, 2000));
        int dropped;
        CHECK_EQUAL(0, ASIGetDroppedFrames(0, &dropped));
        if (dropped == 0) { /* none, unless this machine is busy for long */
            CHECK_EQUAL(expected_sample(i % SER_FRAMES, 0, 0), sample_at(WIDTH, 0, 0));
            CHECK_EQUAL(expected_sample(i % SER_FRAMES, 319, 239), sample_at(WIDTH, 319, 239));
        }
    }
    CHECK_EQUAL(0, ASIStopVideoCapture(0));

    CHECK_EQUAL(0, ASISetROIFormat(0, WIDTH, HEIGHT, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIGetVideoData(0, frame, sizeof frame, 2000));
    CHECK_EQUAL(expected_sample(0, 100, 50) >> 8, frame[50 * WIDTH + 100]);
    CHECK_EQUAL(0, ASIStopVideoCapture(0));

    CHECK_EQUAL(0, ASISetROIFormat(0, 640, 480, 1, ASI_IMG_RAW16)); /* padded */
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIGetVideoData(0, frame, sizeof frame, 2000));
    CHECK_EQUAL(0, sample_at(640, 159, 200));
    CHECK_EQUAL(expected_sample(0, 0, 80), sample_at(640, 160, 200));
    CHECK_EQUAL(0, sample_at(640, 480, 200));
    CHECK_EQUAL(0, sample_at(640, 300, 119));
    CHECK_EQUAL(0, ASIStopVideoCapture(0));

    CHECK_EQUAL(0, ASISetROIFormat(0, 160, 120, 1, ASI_IMG_RAW16)); /* cut, and panned by the start position */
    int x;
    int y;
    CHECK_EQUAL(0, ASIGetStartPos(0, &x, &y));
    CHECK_EQUAL(0, ASISetStartPos(0, x + 20, y - 10));
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIGetVideoData(0, frame, sizeof frame, 2000));
    CHECK_EQUAL(expected_sample(0, 100, 50), sample_at(160, 0, 0));
    CHECK_EQUAL(0, ASIStopVideoCapture(0));

    CHECK_EQUAL(0, ASISetROIFormat(0, 160, 120, 2, ASI_IMG_RAW16)); /* sums of four pixels */
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIGetVideoData(0, frame, sizeof frame, 2000));
    CHECK_EQUAL(expected_sample(0, 8, 8) + expected_sample(0, 9, 8) + expected_sample(0, 8, 9) + expected_sample(0, 9, 9),
            sample_at(160, 4, 4));
    CHECK_EQUAL(0, ASICloseCamera(0));

    write_ser(path, 12);
    play("ASISIM_SER", path);
    ready(WIDTH, HEIGHT, ASI_IMG_RAW16);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIGetVideoData(0, frame, sizeof frame, 2000));
    CHECK_EQUAL(expected_sample(0, 100, 50) & 0xFFF0, sample_at(WIDTH, 100, 50)); /* left-aligned */
    unlink(path);
}

static void a_file_that_is_no_ser_gives_the_pattern(void) {
    play("ASISIM_SER", "/nowhere/clip.ser");
    ready(WIDTH, HEIGHT, ASI_IMG_RAW16);
    CHECK(strstr(ASISIM_LastError(), "/nowhere/clip.ser") != NULL);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIGetVideoData(0, frame, sizeof frame, 2000));
    CHECK_EQUAL(0, sequence_of(frame));
}

static unsigned char *make_ring(const char *path, int endless) {
    const int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    CHECK(file >= 0);
    CHECK_EQUAL(0, ftruncate(file, RING_BYTES));
    unsigned char *ring = mmap(NULL, RING_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    CHECK(ring != MAP_FAILED);
    close(file);
    put32(ring + 4, 1);
    put32(ring + 8, WIDTH);
    put32(ring + 12, HEIGHT);
    put32(ring + 16, 2);
    put32(ring + 20, SLOTS);
    put64(ring + 32, SLOT_BYTES);
    put64(ring + 40, 4096);
    put32(ring + 60, (uint32_t) endless);
    atomic_store_explicit((_Atomic uint32_t *) (void *) ring, 0x52495341, memory_order_release);
    return ring;
}

static _Atomic uint64_t *counter(unsigned char *ring, int at) {
    return (_Atomic uint64_t *) (void *) (ring + at);
}

static void write_ring(unsigned char *ring) {
    const uint64_t number = atomic_load(counter(ring, 24));
    fill(ring + 4096 + number % SLOTS * SLOT_BYTES, (int) (number % 16), 0);
    atomic_store_explicit(counter(ring, 24), number + 1, memory_order_release);
}

static void a_ring_delivers_every_frame_of_a_waiting_writer(void) {
    char path[] = "/dev/shm/asisim-ring-XXXXXX";
    close(mkstemp(path));
    unsigned char *ring = make_ring(path, 0);
    play("ASISIM_RING", path);
    ready(WIDTH, HEIGHT, ASI_IMG_RAW16);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(ASI_ERROR_TIMEOUT, ASIGetVideoData(0, frame, sizeof frame, 40)); /* nothing written yet */
    ASISIM_COUNTS counts;
    int32_t told[14];
    memcpy(told, ring + 72, sizeof told);
    CHECK(told[0] == 1000 && told[4] == 808 && told[6] == WIDTH && told[9] == ASI_IMG_RAW16 && told[10] == 1);
    for (int i = 0; i < 20; i++) {
        while (atomic_load(counter(ring, 24)) - atomic_load(counter(ring, 48)) < SLOTS) {
            write_ring(ring);
        }
        CHECK_EQUAL(0, ASIGetVideoData(0, frame, sizeof frame, 2000));
        CHECK_EQUAL(0, ASISIM_GetCounts(0, &counts));
        if (counts.dropped == 0) { /* none, unless this machine is busy for long */
            CHECK_EQUAL(expected_sample(i % 16, 10, 20), sample_at(WIDTH, 10, 20));
        }
    }
    CHECK_EQUAL(counts.read, counts.delivered + counts.dropped + counts.queued);
    munmap(ring, RING_BYTES);

    unlink(path); /* the writer begins anew */
    ring = make_ring(path, 0);
    write_ring(ring);
    int code = ASI_ERROR_TIMEOUT;
    for (int i = 0; i < 20 && (code = (int) ASIGetVideoData(0, frame, sizeof frame, 100)) == 0 && sample_at(WIDTH, 0, 0) != 0; i++) {
    }
    CHECK_EQUAL(0, code);
    CHECK_EQUAL(expected_sample(0, 10, 20), sample_at(WIDTH, 10, 20));
    munmap(ring, RING_BYTES);
    unlink(path);
}

static void an_endless_writer_costs_dropped_frames(void) {
    char path[] = "/dev/shm/asisim-ring-XXXXXX";
    close(mkstemp(path));
    unsigned char *ring = make_ring(path, 1);
    play("ASISIM_RING", path);
    ready(WIDTH, HEIGHT, ASI_IMG_RAW16);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    for (int i = 0; i < 10; i++) {
        write_ring(ring);
    }
    CHECK_EQUAL(0, ASIGetVideoData(0, frame, sizeof frame, 2000));
    CHECK_EQUAL(expected_sample(7, 10, 20), sample_at(WIDTH, 10, 20)); /* the oldest that is whole */
    int dropped;
    CHECK_EQUAL(0, ASIGetDroppedFrames(0, &dropped));
    CHECK_EQUAL(7, dropped);
    munmap(ring, RING_BYTES);
    unlink(path);
}

int main(void) {
    RUN(a_ser_file_is_played_in_a_loop);
    RUN(a_file_that_is_no_ser_gives_the_pattern);
    RUN(a_ring_delivers_every_frame_of_a_waiting_writer);
    RUN(an_endless_writer_costs_dropped_frames);
    ASISIM_Reset();
    return failures > 0;
}
