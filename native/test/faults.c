/* Each fault of the control file's grammar, and that the camera recovers from it as a real one does. */
#include <unistd.h>

#include "rig.h"

enum { WIDTH = 320, HEIGHT = 240, FRAME_BYTES = WIDTH * HEIGHT };

static unsigned char frame[FRAME_BYTES];

/* A camera that delivers 200 frames per second. */
static void streaming(void) {
    fresh_bus("ASI290MM");
    ASISIM_Configure("ASISIM_FPS", "200");
    ready(WIDTH, HEIGHT, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIGetVideoData(0, frame, FRAME_BYTES, 2000));
}

static int fetch(int wait_ms) {
    return (int) ASIGetVideoData(0, frame, FRAME_BYTES, wait_ms);
}

static void set(const char *line) {
    CHECK_EQUAL(0, ASISIM_SetFault(line));
}

static int dropped(void) {
    int count = -1;
    CHECK_EQUAL(0, ASIGetDroppedFrames(0, &count));
    return count;
}

static void the_ledger_balances(void) {
    ASISIM_COUNTS counts;
    CHECK_EQUAL(0, ASISIM_GetCounts(0, &counts));
    CHECK_EQUAL(counts.read, counts.delivered + counts.dropped + counts.lost + counts.flushed + counts.queued);
}

static void wrong_lines_are_refused_with_a_reason(void) {
    static const char *const lines[] = {"torn", "fault=unheard", "fault=torn every=0", "fault=torn every=x", "fault=torn colour=1",
            "fault=error code=5", "fault=error function=fopen", "fault=torn row=101", "fault=fps", "fault=torn every"};
    streaming();
    for (unsigned i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        CHECK_EQUAL(-1, ASISIM_SetFault(lines[i]));
        CHECK(ASISIM_LastError()[0] != '\0');
    }
    CHECK_EQUAL(0, fetch(1000));
}

static void many_faults_one_after_the_other_find_room(void) {
    streaming();
    for (int i = 0; i < 200; i++) {
        set(i % 2 == 0 ? "fault=error function=ASIGetStartPos code=16 count=1" : "fault=hang function=ASIGetStartPos for_ms=1 count=1");
        int x;
        int y;
        CHECK_EQUAL(i % 2 == 0 ? 16 : 0, ASIGetStartPos(0, &x, &y));
    }
}

static void timeouts_last_as_long_as_asked(void) {
    streaming();
    set("fault=timeout count=3");
    for (int i = 0; i < 3; i++) {
        const double start_s = now_s();
        CHECK_EQUAL(ASI_ERROR_TIMEOUT, fetch(20));
        CHECK(now_s() - start_s >= 0.019);
    }
    CHECK_EQUAL(0, fetch(1000));
    CHECK_EQUAL(3, ASISIM_Strikes("timeout"));
    CHECK_EQUAL(0, dropped());
    the_ledger_balances();
}

static void a_stall_is_not_counted_as_dropped(void) {
    streaming();
    const uint64_t before = sequence_of(frame);
    set("fault=stall for_ms=150");
    const double start_s = now_s();
    int timeouts = 0;
    while (fetch(40) == ASI_ERROR_TIMEOUT) {
        timeouts++;
    }
    CHECK(timeouts >= 2);
    CHECK(now_s() - start_s < 1);
    CHECK_EQUAL(0, dropped());
    CHECK(sequence_of(frame) <= before + 2); /* nothing was read meanwhile */
    set("fault=stall"); /* until it is cleared */
    while (fetch(0) == 0) {
    }
    CHECK_EQUAL(ASI_ERROR_TIMEOUT, fetch(40));
    ASISIM_ClearFaults();
    CHECK_EQUAL(0, fetch(1000));
    the_ledger_balances();
}

static void dropped_frames_are_counted_unless_silent(void) {
    streaming();
    const uint64_t first = sequence_of(frame);
    set("fault=drop every=4 count=5");
    for (int i = 0; i < 30; i++) {
        CHECK_EQUAL(0, fetch(1000));
    }
    CHECK(sequence_of(frame) >= first + 35);
    const int counted = dropped();
    CHECK(counted >= 5 && sequence_of(frame) <= first + 30 + (uint64_t) counted);
    set("fault=drop every=4 count=5 silent=1");
    for (int i = 0; i < 30; i++) {
        CHECK_EQUAL(0, fetch(1000));
    }
    ASISIM_COUNTS counts;
    CHECK_EQUAL(0, ASISIM_GetCounts(0, &counts));
    CHECK_EQUAL(5, counts.lost);
    the_ledger_balances();
}

static void an_unplugged_camera_times_out_until_the_bus_is_scanned(void) {
    ASI_CAMERA_INFO info;
    streaming();
    set("fault=unplug replug_ms=300");
    while (fetch(0) == 0) {
    }
    for (int i = 0; i < 3; i++) {
        CHECK_EQUAL(ASI_ERROR_TIMEOUT, fetch(20));
    }
    CHECK_EQUAL(0, ASIGetNumOfConnectedCameras());
    CHECK_EQUAL(ASI_ERROR_INVALID_ID, fetch(20));
    CHECK_EQUAL(ASI_ERROR_INVALID_ID, ASIStopVideoCapture(0));
    CHECK_EQUAL(ASI_ERROR_INVALID_ID, ASICloseCamera(0));
    CHECK_EQUAL(ASI_ERROR_INVALID_INDEX, ASIGetCameraProperty(&info, 0));
    sleep_ms(320);
    CHECK_EQUAL(ASI_ERROR_INVALID_ID, ASIOpenCamera(0));
    CHECK_EQUAL(1, ASIGetNumOfConnectedCameras());
    CHECK_EQUAL(ASI_ERROR_CAMERA_CLOSED, fetch(20));
    CHECK_EQUAL(0, ASIOpenCamera(0));
    CHECK_EQUAL(0, ASIInitCamera(0));
    int width;
    int height;
    int bin;
    ASI_IMG_TYPE type;
    CHECK_EQUAL(0, ASIGetROIFormat(0, &width, &height, &bin, &type));
    CHECK(width == 1936 && height == 1096 && type == ASI_IMG_RAW8); /* all settings are gone */
    CHECK_EQUAL(0, ASISetROIFormat(0, WIDTH, HEIGHT, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, fetch(2000));
}

static void a_camera_plugged_in_again_before_the_scan_must_be_closed(void) {
    streaming();
    set("fault=unplug replug_ms=20");
    while (fetch(0) == 0) {
    }
    sleep_ms(40);
    while (fetch(0) == 0) {
    }
    CHECK_EQUAL(ASI_ERROR_TIMEOUT, fetch(30)); /* the old handle is dead */
    CHECK_EQUAL(0, ASICloseCamera(0));
    CHECK_EQUAL(1, ASIGetNumOfConnectedCameras());
    CHECK_EQUAL(0, ASIOpenCamera(0));
    CHECK_EQUAL(0, ASIInitCamera(0));
    CHECK_EQUAL(0, ASISetROIFormat(0, WIDTH, HEIGHT, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, fetch(2000));
}

static void one_of_two_cameras_may_leave(void) {
    ASI_CAMERA_INFO info;
    fresh_bus("ASI290MM,ASI462MC");
    ready(WIDTH, HEIGHT, ASI_IMG_RAW8);
    set("fault=unplug camera=0");
    CHECK_EQUAL(1, ASIGetNumOfConnectedCameras());
    CHECK_EQUAL(0, ASIGetCameraProperty(&info, 0));
    CHECK_EQUAL(1, info.CameraID);
    CHECK_EQUAL(0, ASIOpenCamera(1));
    ASISIM_ClearFaults();
    CHECK_EQUAL(2, ASIGetNumOfConnectedCameras());
}

static void broken_frames_look_broken(void) {
    static unsigned char before[FRAME_BYTES];
    streaming();
    sleep_ms(30);
    while (fetch(0) == 0) {
    }
    set("fault=blank value=7 count=1");
    CHECK_EQUAL(0, fetch(1000));
    CHECK(frame[0] == 7 && frame[FRAME_BYTES - 1] == 7);
    CHECK_EQUAL(0, fetch(1000));
    memcpy(before, frame, FRAME_BYTES);
    set("fault=repeat count=1");
    CHECK_EQUAL(0, fetch(1000));
    CHECK(memcmp(before, frame, FRAME_BYTES) == 0);
    set("fault=short row=50 count=1");
    memset(frame, 0xEE, FRAME_BYTES);
    CHECK_EQUAL(0, fetch(1000));
    CHECK(frame[WIDTH * HEIGHT / 2 - 1] != 0xEE && frame[WIDTH * HEIGHT / 2] == 0xEE && frame[FRAME_BYTES - 1] == 0xEE);
    /* frame n moves by two pixels against n - 1 now and then only: compare with the frames themselves */
    ASISIM_COUNTS counts;
    set("fault=torn row=50 every=2 count=10");
    int differing = 0;
    static unsigned char history[2][FRAME_BYTES];
    for (int i = 0; i < 20; i++) {
        CHECK_EQUAL(0, fetch(1000));
        memcpy(history[i % 2], frame, FRAME_BYTES);
        const unsigned char *last = history[(i + 1) % 2];
        differing += i > 0 && memcmp(frame + FRAME_BYTES / 2, last + FRAME_BYTES / 2, FRAME_BYTES / 2) == 0;
    }
    CHECK(differing >= 9);
    CHECK_EQUAL(0, ASISIM_GetCounts(0, &counts));
    CHECK_EQUAL(1, counts.blank);
    CHECK_EQUAL(1, counts.repeated);
    CHECK(counts.torn >= 10);
    the_ledger_balances();
}

static void the_bus_can_be_slow(void) {
    streaming();
    set("fault=slow_bus fps=40");
    CHECK(rate_is(40, 10, frame, FRAME_BYTES));
    ASISIM_ClearFaults();
    set("fault=slow_bus mbps=3.84"); /* 50 frames */
    CHECK(rate_is(50, 10, frame, FRAME_BYTES));
    ASISIM_ClearFaults();
    set("fault=fps value=400");
    CHECK(rate_is(400, 60, frame, FRAME_BYTES));
    ASISIM_ClearFaults();
    set("fault=slow_copy us=30000 count=1");
    const double start_s = now_s();
    CHECK_EQUAL(0, fetch(1000));
    CHECK(now_s() - start_s > 0.029);
}

static void the_first_frame_can_be_late(void) {
    streaming();
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
    set("fault=first_frame ms=100 count=1");
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(ASI_ERROR_TIMEOUT, fetch(80));
    CHECK_EQUAL(0, fetch(1000));
}

static void functions_fail_and_hang_on_demand(void) {
    streaming();
    set("fault=error function=ASISetControlValue code=16 count=2");
    CHECK_EQUAL(16, ASISetControlValue(0, ASI_GAIN, 5, ASI_FALSE));
    CHECK_EQUAL(16, ASISetControlValue(0, ASI_GAIN, 5, ASI_FALSE));
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_GAIN, 5, ASI_FALSE));
    set("fault=error function=ASIGetVideoData code=5 camera=1");
    CHECK_EQUAL(0, fetch(1000)); /* another camera's fault */
    set("fault=hang function=ASIStopVideoCapture for_ms=100 count=1");
    double start_s = now_s();
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
    CHECK(now_s() - start_s >= 0.1);
    start_s = now_s();
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
    CHECK(now_s() - start_s < 0.08);
    set("fault=error function=ASIGetNumOfConnectedCameras code=0 count=1");
    CHECK_EQUAL(0, ASIGetNumOfConnectedCameras());
    CHECK_EQUAL(1, ASIGetNumOfConnectedCameras());
}

static void sizes_can_be_other_than_asked(void) {
    streaming();
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
    set("fault=wrong_size width=16 height=4 count=1");
    int width;
    int height;
    int bin;
    ASI_IMG_TYPE type;
    CHECK_EQUAL(0, ASISetROIFormat(0, WIDTH, HEIGHT, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(0, ASIGetROIFormat(0, &width, &height, &bin, &type));
    CHECK(width == WIDTH - 16 && height == HEIGHT - 4);
}

static void a_busy_or_forbidden_camera_does_not_open(void) {
    ASI_CAMERA_INFO info;
    fresh_bus("ASI290MM");
    CHECK_EQUAL(1, ASIGetNumOfConnectedCameras());
    set("fault=denied");
    CHECK_EQUAL(ASI_ERROR_CAMERA_REMOVED, ASIGetCameraProperty(&info, 0));
    CHECK_EQUAL('\0', info.Name[0]);
    CHECK_EQUAL(ASI_ERROR_CAMERA_REMOVED, ASIOpenCamera(0));
    CHECK_EQUAL(1, ASIGetNumOfConnectedCameras());
    ASISIM_ClearFaults();
    set("fault=busy mode=open code=16 count=1");
    CHECK_EQUAL(ASI_ERROR_GENERAL_ERROR, ASIOpenCamera(0));
    CHECK_EQUAL(0, ASIOpenCamera(0));
    CHECK_EQUAL(0, ASICloseCamera(0));
    set("fault=busy mode=claim");
    ready(WIDTH, HEIGHT, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(ASI_ERROR_TIMEOUT, fetch(60));
    CHECK_EQUAL(0, dropped());
}

static void usb_memory_can_be_too_small(void) {
    streaming();
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
    set("fault=usbfs limit_mb=1");
    CHECK_EQUAL(0, ASISetROIFormat(0, 1936, 1096, 1, ASI_IMG_RAW8));
    static unsigned char large[1936 * 1096];
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(ASI_ERROR_TIMEOUT, ASIGetVideoData(0, large, sizeof large, 60));
    CHECK_EQUAL(0, dropped());
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
    CHECK_EQUAL(0, ASISetROIFormat(0, WIDTH, HEIGHT, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, fetch(1000)); /* small enough */
}

static void settings_may_be_left_by_somebody_else(void) {
    fresh_bus("ASI290MM");
    set("fault=remembered control=9 value=3 count=1");
    ready(WIDTH, HEIGHT, ASI_IMG_RAW8);
    long value;
    ASI_BOOL automatic;
    CHECK_EQUAL(0, ASIGetControlValue(0, ASI_FLIP, &value, &automatic));
    CHECK_EQUAL(3, value);
}

static void too_much_bandwidth_breaks_frames(void) {
    streaming();
    set("fault=clash limit=60 every=2");
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_BANDWIDTHOVERLOAD, 90, ASI_FALSE));
    for (int i = 0; i < 30; i++) {
        CHECK_EQUAL(0, fetch(1000));
    }
    ASISIM_COUNTS counts;
    CHECK_EQUAL(0, ASISIM_GetCounts(0, &counts));
    CHECK(counts.dropped >= 5 && counts.torn >= 5);
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_BANDWIDTHOVERLOAD, 50, ASI_FALSE));
    while (fetch(0) == 0) {
    }
    CHECK_EQUAL(0, ASISIM_GetCounts(0, &counts));
    const int64_t torn = counts.torn;
    for (int i = 0; i < 20; i++) {
        CHECK_EQUAL(0, fetch(1000));
    }
    CHECK_EQUAL(0, ASISIM_GetCounts(0, &counts));
    CHECK_EQUAL(torn, counts.torn);
    the_ledger_balances();
}

static void a_single_exposure_can_fail(void) {
    fresh_bus("ASI290MM");
    ready(WIDTH, HEIGHT, ASI_IMG_RAW8);
    set("fault=exposure_failed count=1");
    ASI_EXPOSURE_STATUS status;
    for (int i = 0; i < 2; i++) {
        CHECK_EQUAL(0, ASIStartExposure(0, ASI_FALSE));
        sleep_ms(40);
        CHECK_EQUAL(0, ASIGetExpStatus(0, &status));
        CHECK_EQUAL(i == 0 ? ASI_EXP_FAILED : ASI_EXP_SUCCESS, status);
    }
}

static void write_file(const char *path, const char *text) {
    char fresh[256];
    snprintf(fresh, sizeof fresh, "%s.new", path);
    FILE *file = fopen(fresh, "w");
    CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0 && rename(fresh, path) == 0);
}

static void the_control_file_is_followed(void) {
    char path[] = "/tmp/asisim-control-XXXXXX";
    close(mkstemp(path));
    streaming();
    fresh_bus("ASI290MM");
    ASISIM_Configure("ASISIM_FPS", "200");
    ASISIM_Configure("ASISIM_CONTROL", path);
    ready(WIDTH, HEIGHT, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, fetch(1000));
    write_file(path, "# a stall\nfault=stall   # until the line goes\nfault=nonsense\nfault=stall unfini");
    sleep_ms(60);
    while (fetch(0) == 0) {
    }
    CHECK_EQUAL(ASI_ERROR_TIMEOUT, fetch(40));
    write_file(path, "fault=drop count=1\n");
    CHECK_EQUAL(0, fetch(1000));
    sleep_ms(40);
    const int64_t drops = ASISIM_Strikes("drop");
    write_file(path, "fault=drop count=1\n\n");
    sleep_ms(40);
    CHECK_EQUAL(drops, ASISIM_Strikes("drop")); /* the same line goes on, it does not start again */
    write_file(path, "fault=drop count=1 tag=2\n");
    sleep_ms(40);
    CHECK_EQUAL(drops + 1, ASISIM_Strikes("drop"));
    write_file(path, "fault=hang function=ASIStopVideoCapture for_ms=20000\n");
    sleep_ms(40);
    unlink(path); /* the file gone: all faults gone, also a hang once begun */
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
    CHECK(ASISIM_ControlReads() >= 5);
    the_ledger_balances();
    ASISIM_Configure("ASISIM_CONTROL", "");
}

int main(void) {
    RUN(wrong_lines_are_refused_with_a_reason);
    RUN(many_faults_one_after_the_other_find_room);
    RUN(timeouts_last_as_long_as_asked);
    RUN(a_stall_is_not_counted_as_dropped);
    RUN(dropped_frames_are_counted_unless_silent);
    RUN(an_unplugged_camera_times_out_until_the_bus_is_scanned);
    RUN(a_camera_plugged_in_again_before_the_scan_must_be_closed);
    RUN(one_of_two_cameras_may_leave);
    RUN(broken_frames_look_broken);
    RUN(the_bus_can_be_slow);
    RUN(the_first_frame_can_be_late);
    RUN(functions_fail_and_hang_on_demand);
    RUN(sizes_can_be_other_than_asked);
    RUN(a_busy_or_forbidden_camera_does_not_open);
    RUN(usb_memory_can_be_too_small);
    RUN(settings_may_be_left_by_somebody_else);
    RUN(too_much_bandwidth_breaks_frames);
    RUN(a_single_exposure_can_fail);
    RUN(the_control_file_is_followed);
    ASISIM_Reset();
    return failures > 0;
}
