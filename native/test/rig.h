/* What the tests of the stand-in share: a fresh bus, a camera made ready, the stamp of a frame. */
#ifndef RIG_H
#define RIG_H

#include "ASICamera2.h"
#include "asisim.h"
#include "check.h"

/* Takes all ASISIM_ settings away and puts these cameras on the bus. */
static void fresh_bus(const char *cameras) {
    static const char *const names[] = {"ASISIM_SER", "ASISIM_RING", "ASISIM_FPS", "ASISIM_CONTROL", "ASISIM_PERSIST",
            "ASISIM_USB2", "ASISIM_BUFFER_FRAMES", "ASISIM_LOG", "ASISIM_THERMAL_TAU_S"};
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        ASISIM_Configure(names[i], "");
    }
    ASISIM_Configure("ASISIM_CAMERAS", cameras);
    ASISIM_Configure("ASISIM_FIRST_FRAME_MS", "10");
    ASISIM_Configure("ASISIM_INIT_MS", "1");
    ASISIM_Reset();
}

/* Finds, opens and initialises camera 0 with this format; the exposure is 1 ms. */
__attribute__((unused)) static void ready(int width, int height, ASI_IMG_TYPE type) {
    ASI_CAMERA_INFO info;
    CHECK(ASIGetNumOfConnectedCameras() > 0);
    CHECK_EQUAL(0, ASIGetCameraProperty(&info, 0));
    CHECK_EQUAL(0, ASIOpenCamera(0));
    CHECK_EQUAL(0, ASIInitCamera(0));
    CHECK_EQUAL(0, ASISetROIFormat(0, width, height, 1, type));
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_EXPOSURE, 1000, ASI_FALSE));
}

__attribute__((unused)) static uint64_t sequence_of(const unsigned char *frame) {
    uint64_t number;
    memcpy(&number, frame, 8);
    return number;
}

__attribute__((unused)) static uint32_t exposure_of(const unsigned char *frame) {
    uint32_t exposure_us;
    memcpy(&exposure_us, frame + 8, 4);
    return exposure_us;
}

/* Whether frames are read at this rate: the best of some tries, for the machine may be busy. */
__attribute__((unused)) static int rate_is(double expected_fps, int frames, unsigned char *buffer, long bytes) {
    for (int attempt = 0; attempt < 5; attempt++) {
        CHECK_EQUAL(0, ASIGetVideoData(0, buffer, bytes, 2000));
        CHECK_EQUAL(0, ASIGetVideoData(0, buffer, bytes, 2000));
        CHECK_EQUAL(0, ASIGetVideoData(0, buffer, bytes, 2000)); /* two may have waited */
        const uint64_t first = sequence_of(buffer);
        const double start_s = now_s();
        for (int i = 0; i < frames; i++) {
            CHECK_EQUAL(0, ASIGetVideoData(0, buffer, bytes, 2000));
        }
        const double fps = (double) (sequence_of(buffer) - first) / (now_s() - start_s);
        if (fps > 0.95 * expected_fps && fps < 1.05 * expected_fps) {
            return 1;
        }
        printf("measured %.1f frames/s, expected %.1f\n", fps, expected_fps);
    }
    return 0;
}

#endif
