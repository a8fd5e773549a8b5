/*
 * Calls the library as its header says a program should, and compares the answers with those measured on the vendor's
 * library 1.40. With --no-camera it asks only what can be asked without a camera: for the vendor's library as well.
 */
#include <dlfcn.h>
#include <unistd.h>

#include "rig.h"

enum { BUFFER_BYTES = 1936 * 1096 * 3 };

static unsigned char buffer[BUFFER_BYTES];

static void all_functions_of_1_40_are_exported(void) {
    static const char *const names[] = {"ASICameraCheck", "ASICloseCamera", "ASIDisableDarkSubtract", "ASIEnableDarkSubtract",
            "ASIEnableDebugLog", "ASIGPSGetData", "ASIGetCameraMode", "ASIGetCameraProperty", "ASIGetCameraPropertyByID",
            "ASIGetCameraSupportMode", "ASIGetControlCaps", "ASIGetControlValue", "ASIGetDataAfterExp", "ASIGetDataAfterExpGPS",
            "ASIGetDebugLogIsEnabled", "ASIGetDebugLogPath", "ASIGetDroppedFrames", "ASIGetExpStatus", "ASIGetGainOffset",
            "ASIGetID", "ASIGetLMHGainOffset", "ASIGetNumOfConnectedCameras", "ASIGetNumOfControls", "ASIGetProductIDs",
            "ASIGetROIFormat", "ASIGetSDKVersion", "ASIGetSerialNumber", "ASIGetStartPos", "ASIGetTriggerOutputIOConf",
            "ASIGetVideoData", "ASIGetVideoDataGPS", "ASIInitCamera", "ASIOpenCamera", "ASIPulseGuideOff", "ASIPulseGuideOn",
            "ASISendSoftTrigger", "ASISetCameraMode", "ASISetControlValue", "ASISetID", "ASISetROIFormat", "ASISetStartPos",
            "ASISetTriggerOutputIOConf", "ASIStartExposure", "ASIStartVideoCapture", "ASIStopExposure", "ASIStopVideoCapture"};
    CHECK_EQUAL(46, sizeof names / sizeof names[0]);
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (dlsym(RTLD_DEFAULT, names[i]) == NULL) {
            failures++;
            printf("%s is not exported\n", names[i]);
        }
    }
}

static void answers_without_a_camera(void) {
    ASI_CAMERA_INFO info;
    CHECK(strstr(ASIGetSDKVersion(), "1, 40") != NULL);
    CHECK_EQUAL(0, ASIGetNumOfConnectedCameras());
    CHECK_EQUAL(ASI_ERROR_INVALID_INDEX, ASIGetCameraProperty(&info, 0));
    CHECK_EQUAL(ASI_ERROR_INVALID_ID, ASIOpenCamera(0));
    CHECK_EQUAL(ASI_ERROR_INVALID_ID, ASIInitCamera(0));
    CHECK_EQUAL(ASI_ERROR_INVALID_ID, ASICloseCamera(0));
    CHECK(ASIGetProductIDs(NULL) > 0);
    CHECK_EQUAL(ASI_TRUE, ASICameraCheck(0x03c3, 0x290b));
    CHECK_EQUAL(ASI_FALSE, ASICameraCheck(0x1234, 0x290b));
}

static void nothing_is_known_before_the_first_scan(void) {
    ASI_CAMERA_INFO info;
    fresh_bus("ASI290MM");
    CHECK_EQUAL(ASI_ERROR_INVALID_INDEX, ASIGetCameraProperty(&info, 0));
    CHECK_EQUAL(ASI_ERROR_INVALID_ID, ASIOpenCamera(0));
    CHECK_EQUAL(1, ASIGetNumOfConnectedCameras());
    CHECK_EQUAL(0, ASIGetCameraProperty(&info, 0));
    CHECK_EQUAL(ASI_ERROR_INVALID_INDEX, ASIGetCameraProperty(&info, 1));
    CHECK_EQUAL(ASI_ERROR_INVALID_INDEX, ASIGetCameraProperty(&info, -1));
}

static void properties_are_those_of_the_model(void) {
    ASI_CAMERA_INFO info;
    fresh_bus("ASI462MC,ASI290MM,asi533mc_pro");
    CHECK(strncmp(ASIGetSDKVersion(), "SIM", 3) == 0);
    CHECK_EQUAL(3, ASIGetNumOfConnectedCameras());
    memset(&info, 0x77, sizeof info);
    CHECK_EQUAL(0, ASIGetCameraProperty(&info, 0));
    CHECK(strcmp(info.Name, "ZWO ASI462MC (SIM)") == 0);
    CHECK_EQUAL(0, info.CameraID);
    CHECK_EQUAL(1936, info.MaxWidth);
    CHECK_EQUAL(1096, info.MaxHeight);
    CHECK_EQUAL(ASI_TRUE, info.IsColorCam);
    CHECK_EQUAL(ASI_BAYER_RG, info.BayerPattern);
    CHECK(info.SupportedBins[0] == 1 && info.SupportedBins[1] == 2 && info.SupportedBins[2] == 0);
    CHECK_EQUAL(ASI_IMG_RAW8, info.SupportedVideoFormat[0]);
    CHECK_EQUAL(ASI_IMG_RAW16, info.SupportedVideoFormat[3]);
    CHECK_EQUAL(ASI_IMG_END, info.SupportedVideoFormat[4]);
    CHECK(info.PixelSize == 2.9 && info.BitDepth == 12 && info.IsUSB3Camera == ASI_TRUE && info.ST4Port == ASI_TRUE);
    CHECK(info.ElecPerADU > 0.28F && info.ElecPerADU < 0.29F);
    CHECK_EQUAL(0x77, info.Unused[0]); /* not written */
    CHECK_EQUAL(0, ASIGetCameraProperty(&info, 1));
    CHECK_EQUAL(ASI_FALSE, info.IsColorCam);
    CHECK_EQUAL(0, ASIGetCameraPropertyByID(2, &info));
    CHECK(strcmp(info.Name, "ZWO ASI533MC Pro (SIM)") == 0 && info.IsCoolerCam == ASI_TRUE);
    CHECK_EQUAL(ASI_ERROR_INVALID_ID, ASIGetCameraPropertyByID(3, &info));
}

static void every_model_opens_and_gives_a_frame(void) {
    static const char *const names[] = {"ASI120MM", "ASI178MC", "ASI224MC", "ASI290MM", "ASI462MC", "ASI533MC", "ASI585MC",
            "ASI678MC", "ASI174MM", "ASI294MC", "ASI294MC Pro", "ASI120MM Mini", "ASI120MM-S", "ASI432MM", "ASI2600MC Pro"};
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        fresh_bus(names[i]);
        ASISIM_Configure("ASISIM_FPS", "500");
        ready(320, 256, ASI_IMG_RAW8);
        CHECK_EQUAL(0, ASIStartVideoCapture(0));
        CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 2000));
        CHECK_EQUAL(0, ASICloseCamera(0));
    }
}

static void the_order_of_calls_matters(void) {
    fresh_bus("ASI290MM");
    int count;
    CHECK_EQUAL(1, ASIGetNumOfConnectedCameras());
    CHECK_EQUAL(ASI_ERROR_CAMERA_CLOSED, ASIStartVideoCapture(0));
    CHECK_EQUAL(ASI_ERROR_CAMERA_CLOSED, ASIInitCamera(0));
    CHECK_EQUAL(ASI_ERROR_CAMERA_CLOSED, ASIGetNumOfControls(0, &count));
    CHECK_EQUAL(0, ASIOpenCamera(0));
    CHECK_EQUAL(0, ASIOpenCamera(0));
    CHECK_EQUAL(ASI_ERROR_GENERAL_ERROR, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIInitCamera(0));
    CHECK_EQUAL(0, ASIInitCamera(0));
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(ASI_ERROR_VIDEO_MODE_ACTIVE, ASIStartExposure(0, ASI_FALSE));
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
    CHECK_EQUAL(0, ASICloseCamera(0));
    CHECK_EQUAL(0, ASICloseCamera(0));
    CHECK_EQUAL(ASI_ERROR_CAMERA_CLOSED, ASIStopVideoCapture(0));
    CHECK_EQUAL(ASI_ERROR_CAMERA_CLOSED, ASIGetVideoData(0, buffer, sizeof buffer, 1));
}

static void controls_are_listed_with_their_ranges(void) {
    fresh_bus("ASI533MC Pro");
    ready(640, 480, ASI_IMG_RAW8);
    int count = 0;
    int found = 0;
    CHECK_EQUAL(0, ASIGetNumOfControls(0, &count));
    CHECK_EQUAL(16, count);
    for (int i = 0; i < count; i++) {
        ASI_CONTROL_CAPS caps;
        CHECK_EQUAL(0, ASIGetControlCaps(0, i, &caps));
        CHECK(caps.MinValue <= caps.DefaultValue && caps.DefaultValue <= caps.MaxValue && caps.Name[0] != '\0');
        if (caps.ControlType == ASI_GAIN) {
            CHECK(caps.MinValue == 0 && caps.MaxValue == 600 && caps.DefaultValue == 200 && caps.IsAutoSupported);
            found++;
        } else if (caps.ControlType == ASI_TEMPERATURE) {
            CHECK(caps.IsWritable == ASI_FALSE && caps.MinValue == -500 && caps.MaxValue == 1000);
            found++;
        } else if (caps.ControlType == ASI_AUTO_MAX_EXP) {
            CHECK(strcmp(caps.Name, "AutoExpMaxExpMS") == 0);
            found++;
        }
    }
    CHECK_EQUAL(3, found);
    ASI_CONTROL_CAPS none;
    CHECK(ASIGetControlCaps(0, count, &none) != 0);
}

static long value_of(ASI_CONTROL_TYPE type) {
    long value = -1;
    ASI_BOOL automatic;
    CHECK_EQUAL(0, ASIGetControlValue(0, type, &value, &automatic));
    return value;
}

static void values_are_moved_into_their_range_silently(void) {
    fresh_bus("ASI290MM");
    ready(640, 480, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_GAIN, 100000, ASI_FALSE));
    CHECK_EQUAL(600, value_of(ASI_GAIN));
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_EXPOSURE, 5000000000L, ASI_FALSE));
    CHECK_EQUAL(2000000000, value_of(ASI_EXPOSURE));
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_EXPOSURE, 0, ASI_FALSE));
    CHECK_EQUAL(32, value_of(ASI_EXPOSURE));
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_TEMPERATURE, 77, ASI_FALSE));
    CHECK(value_of(ASI_TEMPERATURE) >= 190 && value_of(ASI_TEMPERATURE) <= 240);
    CHECK_EQUAL(ASI_ERROR_INVALID_CONTROL_TYPE, ASISetControlValue(0, (ASI_CONTROL_TYPE) 99, 0, ASI_FALSE));
    CHECK_EQUAL(ASI_ERROR_INVALID_CONTROL_TYPE, ASISetControlValue(0, ASI_COOLER_ON, 1, ASI_FALSE));
    long value;
    ASI_BOOL automatic = ASI_FALSE;
    CHECK_EQUAL(ASI_ERROR_INVALID_CONTROL_TYPE, ASIGetControlValue(0, ASI_WB_R, &value, &automatic));
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_GAIN, 100, ASI_TRUE));
    CHECK_EQUAL(0, ASIGetControlValue(0, ASI_GAIN, &value, &automatic));
    CHECK(value == 100 && automatic == ASI_TRUE);
    ASI_CAMERA_INFO info;
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_GAIN, 0, ASI_FALSE));
    CHECK_EQUAL(0, ASIGetCameraProperty(&info, 0));
    CHECK(info.ElecPerADU > 3.5F && info.ElecPerADU < 3.7F); /* 20 dB less than the default gain: ten times as much */
}

static void regions_follow_the_rules_of_size(void) {
    fresh_bus("ASI178MC");
    ready(640, 480, ASI_IMG_RAW8);
    CHECK_EQUAL(ASI_ERROR_INVALID_SIZE, ASISetROIFormat(0, 644, 480, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(ASI_ERROR_INVALID_SIZE, ASISetROIFormat(0, 640, 481, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(ASI_ERROR_INVALID_SIZE, ASISetROIFormat(0, 3104, 480, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(ASI_ERROR_INVALID_SIZE, ASISetROIFormat(0, 640, 480, 5, ASI_IMG_RAW8));
    CHECK_EQUAL(ASI_ERROR_INVALID_SIZE, ASISetROIFormat(0, 0, 0, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(ASI_ERROR_INVALID_IMGTYPE, ASISetROIFormat(0, 640, 480, 1, ASI_IMG_END));
    CHECK_EQUAL(ASI_ERROR_INVALID_IMGTYPE, ASISetROIFormat(0, 640, 480, 1, (ASI_IMG_TYPE) 4));
    CHECK_EQUAL(0, ASISetROIFormat(0, 3096, 2080, 1, ASI_IMG_RAW16));
    CHECK_EQUAL(0, ASISetROIFormat(0, 1548, 1040, 2, ASI_IMG_RAW16)); /* the full frame need not be a multiple of 8 */
    int width;
    int height;
    int bin;
    ASI_IMG_TYPE type;
    CHECK_EQUAL(0, ASIGetROIFormat(0, &width, &height, &bin, &type));
    CHECK(width == 1548 && height == 1040 && bin == 2 && type == ASI_IMG_RAW16);
    fresh_bus("ASI120MM");
    ready(640, 480, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASISetROIFormat(0, 1280, 960, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(0, ASISetROIFormat(0, 1280, 956, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(ASI_ERROR_INVALID_SIZE, ASISetROIFormat(0, 1280, 958, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(ASI_ERROR_INVALID_SIZE, ASISetROIFormat(0, 1272, 960, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(0, ASISetROIFormat(0, 1280, 960, 1, ASI_IMG_RGB24)); /* accepted on a mono camera, too */
    fresh_bus("ASI120MM Mini");
    ready(640, 480, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASISetROIFormat(0, 1280, 958, 1, ASI_IMG_RAW8));
}

static void check_start(int x, int y, int expected_x, int expected_y) {
    CHECK_EQUAL(0, ASISetStartPos(0, x, y));
    CHECK_EQUAL(0, ASIGetStartPos(0, &x, &y));
    CHECK_EQUAL(expected_x, x);
    CHECK_EQUAL(expected_y, y);
}

static void start_positions_are_rounded_and_kept_inside(void) {
    int x;
    int y;
    fresh_bus("ASI290MM");
    ready(640, 480, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASIGetStartPos(0, &x, &y));
    CHECK(x == 648 && y == 308); /* in the middle */
    check_start(103, 57, 100, 56);
    check_start(-5, -5, 0, 0);
    check_start(5000, 5000, 1296, 616);
    CHECK_EQUAL(0, ASISetROIFormat(0, 640, 480, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(0, ASIGetStartPos(0, &x, &y));
    CHECK(x == 648 && y == 308); /* in the middle again */
    fresh_bus("ASI294MC");
    ready(640, 480, ASI_IMG_RAW8);
    check_start(103, 57, 96, 56);
    fresh_bus("ASI585MC");
    ready(640, 480, ASI_IMG_RAW8);
    check_start(103, 59, 102, 56);
    fresh_bus("ASI432MM");
    ready(640, 480, ASI_IMG_RAW8);
    check_start(103, 59, 96, 56);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    check_start(8, 16, 8, 16); /* while it runs, too */
}

static void frames_come_in_order_and_carry_their_exposure(void) {
    fresh_bus("ASI462MC");
    ASISIM_Configure("ASISIM_FPS", "200");
    ready(640, 480, ASI_IMG_RAW16);
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_EXPOSURE, 2000, ASI_FALSE));
    CHECK_EQUAL(ASI_ERROR_TIMEOUT, ASIGetVideoData(0, buffer, sizeof buffer, 5)); /* not started */
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(ASI_ERROR_BUFFER_TOO_SMALL, ASIGetVideoData(0, buffer, 640 * 480 * 2 - 1, 100));
    CHECK_EQUAL(ASI_ERROR_TIMEOUT, ASIGetVideoData(0, buffer, sizeof buffer, 0));
    int dropped = 0;
    for (uint64_t i = 0; i < 20; i++) {
        CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 2000));
        CHECK_EQUAL(2000, exposure_of(buffer));
        CHECK_EQUAL(0, ASIGetDroppedFrames(0, &dropped));
        CHECK(sequence_of(buffer) >= i && sequence_of(buffer) <= i + (uint64_t) dropped);
    }
    int combined = 0;
    for (int i = 16; i < 640 * 480 * 2; i += 2) {
        combined |= buffer[i];
    }
    CHECK_EQUAL(0, combined & 0x0F); /* 12 bits, left-aligned */
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
    CHECK_EQUAL(ASI_ERROR_TIMEOUT, ASIGetVideoData(0, buffer, sizeof buffer, 5));
    dropped = -1;
    CHECK_EQUAL(0, ASIGetDroppedFrames(0, &dropped));
    CHECK_EQUAL(0, dropped);
}

static void two_frames_wait_and_the_rest_is_dropped_and_counted(void) {
    fresh_bus("ASI290MM");
    ASISIM_Configure("ASISIM_FPS", "100");
    ready(320, 240, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 2000));
    const uint64_t before = sequence_of(buffer);
    sleep_ms(300);
    int dropped = 0;
    CHECK_EQUAL(0, ASIGetDroppedFrames(0, &dropped));
    CHECK(dropped >= 27);
    CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 0));
    CHECK_EQUAL(before + 1, sequence_of(buffer)); /* stale */
    CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 0));
    CHECK_EQUAL(before + 2, sequence_of(buffer));
    CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 2000));
    CHECK_EQUAL(0, ASIGetDroppedFrames(0, &dropped));
    CHECK(sequence_of(buffer) >= before + 30 && sequence_of(buffer) <= before + 3 + (uint64_t) dropped);
    ASISIM_COUNTS counts;
    CHECK_EQUAL(0, ASISIM_GetCounts(0, &counts));
    CHECK_EQUAL(counts.read, counts.delivered + counts.dropped + counts.lost + counts.flushed + counts.queued);
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
    CHECK_EQUAL(0, ASIGetDroppedFrames(0, &dropped));
    CHECK_EQUAL(0, dropped);
}

static void the_rate_is_kept_exactly(void) {
    fresh_bus("ASI462MC");
    ASISIM_Configure("ASISIM_FPS", "500");
    ready(320, 240, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK(rate_is(500, 250, buffer, sizeof buffer));
}

static void exposure_and_bandwidth_limit_the_rate(void) {
    fresh_bus("ASI462MC");
    ready(320, 240, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_EXPOSURE, 10000, ASI_FALSE));
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK(rate_is(100, 30, buffer, sizeof buffer));
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
    CHECK_EQUAL(0, ASISetROIFormat(0, 1936, 1096, 1, ASI_IMG_RAW16));
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_EXPOSURE, 1000, ASI_FALSE));
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_BANDWIDTHOVERLOAD, 40, ASI_FALSE));
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK(rate_is(160e6 / (1936 * 1096 * 2), 10, buffer, sizeof buffer));
}

static void a_host_with_usb2_is_slow_and_says_so(void) {
    ASI_CAMERA_INFO info;
    fresh_bus("ASI290MM");
    ASISIM_Configure("ASISIM_USB2", "1");
    ready(640, 480, ASI_IMG_RAW16);
    CHECK_EQUAL(0, ASIGetCameraProperty(&info, 0));
    CHECK_EQUAL(ASI_FALSE, info.IsUSB3Host);
    CHECK_EQUAL(ASI_TRUE, info.IsUSB3Camera);
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_BANDWIDTHOVERLOAD, 100, ASI_FALSE));
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK(rate_is(43e6 / (640 * 480 * 2), 15, buffer, sizeof buffer));
}

static void a_shorter_exposure_ends_a_long_one(void) {
    fresh_bus("ASI290MM");
    ready(320, 240, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_EXPOSURE, 60000000, ASI_FALSE));
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(ASI_ERROR_TIMEOUT, ASIGetVideoData(0, buffer, sizeof buffer, 60));
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_EXPOSURE, 5000, ASI_FALSE));
    CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 2000));
    CHECK_EQUAL(5000, exposure_of(buffer));
    CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, -1)); /* for ever, if need be */
}

static void a_larger_buffer_keeps_more_frames(void) {
    fresh_bus("ASI290MM");
    ASISIM_Configure("ASISIM_FPS", "100");
    ASISIM_Configure("ASISIM_BUFFER_FRAMES", "50");
    ready(320, 240, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    sleep_ms(250);
    for (uint64_t i = 0; i < 20; i++) {
        CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 0));
        CHECK_EQUAL(i, sequence_of(buffer));
    }
}

static void a_frame_in_the_buffer_has_the_old_settings(void) {
    fresh_bus("ASI290MM");
    ASISIM_Configure("ASISIM_FPS", "50");
    ready(320, 240, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 2000));
    sleep_ms(70);
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_EXPOSURE, 4000, ASI_FALSE));
    CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 2000));
    CHECK_EQUAL(1000, exposure_of(buffer));
    CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 2000));
    CHECK_EQUAL(1000, exposure_of(buffer));
    for (int i = 0; i < 2; i++) {
        CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 2000));
    }
    CHECK_EQUAL(4000, exposure_of(buffer));
}

static void fetch_first(int flip, unsigned char *into) {
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_FLIP, flip, ASI_FALSE));
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIGetVideoData(0, into, 320 * 240 * 3, 2000));
    CHECK_EQUAL(0, ASIStopVideoCapture(0));
}

static void flip_turns_the_raw_mosaic(void) {
    static unsigned char plain[320 * 240 * 3];
    fresh_bus("ASI462MC");
    ready(320, 240, ASI_IMG_RAW8);
    fetch_first(ASI_FLIP_NONE, plain);
    fetch_first(ASI_FLIP_HORIZ, buffer);
    for (int y = 1; y < 240; y++) { /* the first row carries the stamp */
        for (int x = 0; x < 320; x++) {
            if (buffer[y * 320 + x] != plain[y * 320 + 319 - x]) {
                CHECK_EQUAL(plain[y * 320 + 319 - x], buffer[y * 320 + x]);
                return;
            }
        }
    }
    fetch_first(ASI_FLIP_BOTH, buffer);
    for (int y = 1; y < 239; y++) {
        CHECK_EQUAL(plain[y * 320 + 5], buffer[(239 - y) * 320 + 314]);
    }
    ASI_CAMERA_INFO info;
    CHECK_EQUAL(0, ASIGetCameraProperty(&info, 0));
    CHECK_EQUAL(ASI_BAYER_RG, info.BayerPattern);
}

static void colour_and_binned_frames_agree_with_the_raw_one(void) {
    static unsigned char raw[640 * 480 * 2];
    fresh_bus("ASI462MC");
    ready(320, 240, ASI_IMG_RAW8);
    fetch_first(0, raw);
    CHECK_EQUAL(0, ASISetROIFormat(0, 320, 240, 1, ASI_IMG_RGB24));
    fetch_first(0, buffer);
    const int at = 100 * 320 + 100; /* a red pixel: the start position is even */
    CHECK_EQUAL(raw[at], buffer[3 * at + 2]);
    CHECK_EQUAL(raw[at + 321], buffer[3 * at]);
    CHECK(buffer[3 * at + 1] >= (raw[at + 1] + raw[at + 320]) / 2 - 1 && buffer[3 * at + 1] <= (raw[at + 1] + raw[at + 320]) / 2 + 1);
    CHECK_EQUAL(0, ASISetROIFormat(0, 320, 240, 1, ASI_IMG_Y8));
    fetch_first(0, buffer);
    const int brightness = (raw[at] + raw[at + 1] + raw[at + 320] + raw[at + 321]) / 4;
    CHECK(buffer[at] >= brightness - 1 && buffer[at] <= brightness + 1);
    for (int bin = 1; bin <= 2; bin++) { /* the mean grows fourfold when four pixels are summed */
        CHECK_EQUAL(0, ASISetROIFormat(0, 960, 544, bin, ASI_IMG_RAW16));
        CHECK_EQUAL(0, ASIStartVideoCapture(0));
        CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 2000));
        CHECK_EQUAL(0, ASIStopVideoCapture(0));
        int darkest = 65535;
        for (int i = 960; i < 960 * 544; i++) {
            const int value = buffer[2 * i] | buffer[2 * i + 1] << 8;
            darkest = value < darkest ? value : darkest;
        }
        CHECK(darkest >= 1024 * bin * bin && darkest < 1024 * bin * bin + 700 * bin * bin);
    }
}

static void the_image_moves_by_the_documented_way(void) {
    static unsigned char first[320 * 240];
    fresh_bus("ASI290MM");
    ASISIM_Configure("ASISIM_FPS", "500");
    ready(320, 240, ASI_IMG_RAW8);
    CHECK_EQUAL(0, ASIStartVideoCapture(0));
    CHECK_EQUAL(0, ASIGetVideoData(0, first, sizeof first, 2000));
    CHECK_EQUAL(0, sequence_of(first));
    do {
        CHECK_EQUAL(0, ASIGetVideoData(0, buffer, sizeof buffer, 2000));
    } while (sequence_of(buffer) < 20);
    /* x: -8 + 2 * (20 * 16 / 97), y: -8 + 2 * (20 * 16 / 61), frame 0 at (-8, -8) */
    if (sequence_of(buffer) == 20) {
        const int dx = 2 * (20 * 16 / 97);
        const int dy = 2 * (20 * 16 / 61);
        for (int y = 100; y < 140; y++) {
            CHECK(memcmp(buffer + (y + dy) * 320 + 100 + dx, first + y * 320 + 100, 100) == 0);
        }
    }
}

static void single_exposures_work_and_stop(void) {
    fresh_bus("ASI290MM");
    ready(320, 240, ASI_IMG_RAW8);
    ASI_EXPOSURE_STATUS status;
    CHECK_EQUAL(0, ASIGetExpStatus(0, &status));
    CHECK_EQUAL(ASI_EXP_IDLE, status);
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_EXPOSURE, 30000, ASI_FALSE));
    CHECK_EQUAL(0, ASIStartExposure(0, ASI_FALSE));
    CHECK_EQUAL(0, ASIGetExpStatus(0, &status));
    CHECK_EQUAL(ASI_EXP_WORKING, status);
    CHECK(ASIGetDataAfterExp(0, buffer, sizeof buffer) != 0);
    CHECK_EQUAL(ASI_ERROR_EXPOSURE_IN_PROGRESS, ASIStartVideoCapture(0));
    sleep_ms(50);
    CHECK_EQUAL(0, ASIGetExpStatus(0, &status));
    CHECK_EQUAL(ASI_EXP_SUCCESS, status);
    CHECK_EQUAL(ASI_ERROR_BUFFER_TOO_SMALL, ASIGetDataAfterExp(0, buffer, 100));
    CHECK_EQUAL(0, ASIGetDataAfterExp(0, buffer, sizeof buffer));
    CHECK_EQUAL(30000, exposure_of(buffer));
    CHECK_EQUAL(0, ASIStartExposure(0, ASI_FALSE));
    CHECK_EQUAL(0, ASIStopExposure(0));
    CHECK_EQUAL(0, ASIGetExpStatus(0, &status));
    CHECK_EQUAL(ASI_EXP_IDLE, status);
}

static void the_cooler_cools(void) {
    fresh_bus("ASI533MC Pro");
    ASISIM_Configure("ASISIM_THERMAL_TAU_S", "0");
    ready(320, 240, ASI_IMG_RAW8);
    CHECK_EQUAL(200, value_of(ASI_TEMPERATURE));
    CHECK_EQUAL(0, value_of(ASI_COOLER_POWER_PERC));
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_TARGET_TEMP, -5, ASI_FALSE));
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_COOLER_ON, 1, ASI_FALSE));
    CHECK_EQUAL(-50, value_of(ASI_TEMPERATURE));
    CHECK(value_of(ASI_COOLER_POWER_PERC) > 50);
    CHECK_EQUAL(0, ASISetControlValue(0, ASI_TARGET_TEMP, -40, ASI_FALSE));
    CHECK_EQUAL(-150, value_of(ASI_TEMPERATURE)); /* as cold as it gets */
}

static void identity_guiding_and_presets_answer(void) {
    fresh_bus("ASI290MM:0011223344556677,ASI462MC:none,ASI462MC");
    ready(320, 240, ASI_IMG_RAW8);
    ASI_SN serial;
    static const unsigned char expected[8] = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77};
    CHECK_EQUAL(0, ASIGetSerialNumber(0, &serial));
    CHECK(memcmp(serial.id, expected, 8) == 0);
    CHECK_EQUAL(0, ASIOpenCamera(1));
    CHECK_EQUAL(ASI_ERROR_GENERAL_ERROR, ASIGetSerialNumber(1, &serial));
    CHECK_EQUAL(0, ASIOpenCamera(2));
    CHECK_EQUAL(0, ASIGetSerialNumber(2, &serial));
    CHECK(memcmp(serial.id, "SIM", 3) == 0);
    int a;
    int b;
    int c;
    int d;
    CHECK_EQUAL(0, ASIGetGainOffset(0, &a, &b, &c, &d));
    CHECK(a == 10 && b == 18 && c == 300 && d == 75);
    CHECK_EQUAL(0, ASIGetLMHGainOffset(0, &a, &b, &c, &d));
    CHECK(a == 0 && b == 110 && c == 300 && d == 75);
    CHECK_EQUAL(0, ASIPulseGuideOn(0, ASI_GUIDE_WEST));
    sleep_ms(30);
    CHECK_EQUAL(0, ASIPulseGuideOff(0, ASI_GUIDE_WEST));
    CHECK_EQUAL(0, ASIPulseGuideOn(0, (ASI_GUIDE_DIRECTION) 4)); /* as the vendor's library does */
    ASISIM_COUNTS counts;
    CHECK_EQUAL(0, ASISIM_GetCounts(0, &counts));
    CHECK(counts.pulsesMs[ASI_GUIDE_WEST] >= 30 && counts.pulsesMs[ASI_GUIDE_NORTH] == 0);
    ASI_ID id = {{1, 2, 3, 4, 5, 6, 7, 8}};
    CHECK_EQUAL(0, ASISetID(0, id));
    CHECK_EQUAL(0, ASIGetID(0, &id));
    CHECK_EQUAL(8, id.id[7]);
}

static void a_camera_without_trigger_and_gps_says_so(void) {
    fresh_bus("ASI290MM");
    ready(320, 240, ASI_IMG_RAW8);
    ASI_SUPPORTED_MODE modes;
    ASI_CAMERA_MODE mode;
    ASI_GPS_DATA gps;
    ASI_BOOL yes;
    long a;
    long b;
    CHECK_EQUAL(0, ASIGetCameraSupportMode(0, &modes));
    CHECK(modes.SupportedCameraMode[0] == ASI_MODE_NORMAL && modes.SupportedCameraMode[1] == ASI_MODE_END);
    CHECK_EQUAL(0, ASIGetCameraMode(0, &mode));
    CHECK_EQUAL(ASI_MODE_NORMAL, mode);
    CHECK_EQUAL(ASI_ERROR_INVALID_MODE, ASISetCameraMode(0, ASI_MODE_TRIG_RISE_EDGE));
    CHECK(ASISendSoftTrigger(0, ASI_TRUE) != 0);
    CHECK(ASISetTriggerOutputIOConf(0, ASI_TRIG_OUTPUT_PINA, ASI_TRUE, 0, 0) != 0);
    CHECK(ASIGetTriggerOutputIOConf(0, ASI_TRIG_OUTPUT_PINA, &yes, &a, &b) != 0);
    CHECK_EQUAL(ASI_ERROR_GPS_NOT_SUPPORTED, ASIGetVideoDataGPS(0, buffer, sizeof buffer, 1, &gps));
    CHECK_EQUAL(ASI_ERROR_GPS_NOT_SUPPORTED, ASIGetDataAfterExpGPS(0, buffer, sizeof buffer, &gps));
    CHECK_EQUAL(ASI_ERROR_GPS_NOT_SUPPORTED, ASIGPSGetData(0, &gps, &gps));
    CHECK_EQUAL(0, ASIEnableDebugLog(0, ASI_TRUE));
    CHECK_EQUAL(0, ASIGetDebugLogIsEnabled(0, &yes));
    CHECK_EQUAL(ASI_TRUE, yes);
    CHECK(ASIGetDebugLogPath() != NULL);
}

static void dark_frames_are_judged(void) {
    fresh_bus("ASI290MM");
    ready(320, 240, ASI_IMG_RAW8);
    char path[] = "/tmp/asisim-dark-XXXXXX";
    const int file = mkstemp(path);
    CHECK(file >= 0);
    unsigned char header[54] = {'B', 'M'};
    const int width = 320;
    const int height = 240;
    memcpy(header + 18, &width, 4);
    memcpy(header + 22, &height, 4);
    CHECK_EQUAL(sizeof header, write(file, header, sizeof header));
    CHECK_EQUAL(0, ASIEnableDarkSubtract(0, path));
    CHECK_EQUAL(0, ASIDisableDarkSubtract(0));
    CHECK_EQUAL(0, ASISetROIFormat(0, 640, 480, 1, ASI_IMG_RAW8));
    CHECK_EQUAL(ASI_ERROR_INVALID_SIZE, ASIEnableDarkSubtract(0, path));
    CHECK_EQUAL(0, pwrite(file, "XX", 2, 0) - 2);
    CHECK_EQUAL(ASI_ERROR_INVALID_FILEFORMAT, ASIEnableDarkSubtract(0, path));
    close(file);
    unlink(path);
    CHECK_EQUAL(ASI_ERROR_INVALID_PATH, ASIEnableDarkSubtract(0, path));
}

static void settings_are_remembered_only_if_wanted(void) {
    char home[] = "/tmp/asisim-home-XXXXXX";
    CHECK(mkdtemp(home) != NULL);
    setenv("HOME", home, 1);
    for (int persist = 0; persist <= 1; persist++) {
        for (int run = 0; run < 2; run++) {
            fresh_bus("ASI462MC");
            ASISIM_Configure("ASISIM_PERSIST", persist == 1 ? "1" : "0");
            ready(320, 240, ASI_IMG_RAW8);
            CHECK_EQUAL(persist == 1 && run == 1 ? ASI_FLIP_VERT : ASI_FLIP_NONE, value_of(ASI_FLIP));
            CHECK_EQUAL(0, ASISetControlValue(0, ASI_FLIP, ASI_FLIP_VERT, ASI_FALSE));
            CHECK_EQUAL(0, ASICloseCamera(0));
        }
    }
    char path[128];
    snprintf(path, sizeof path, "%s/.ZWO/asisim-settings.txt", home);
    CHECK_EQUAL(0, unlink(path));
    snprintf(path, sizeof path, "%s/.ZWO", home);
    rmdir(path);
    rmdir(home);
}

int main(int count, char **arguments) {
    if (count > 1 && strcmp(arguments[1], "--no-camera") == 0) {
        setenv("ASISIM_CAMERAS", "none", 1);
        all_functions_of_1_40_are_exported();
        answers_without_a_camera();
        return failures > 0;
    }
    RUN(all_functions_of_1_40_are_exported);
    RUN(nothing_is_known_before_the_first_scan);
    RUN(properties_are_those_of_the_model);
    RUN(every_model_opens_and_gives_a_frame);
    RUN(the_order_of_calls_matters);
    RUN(controls_are_listed_with_their_ranges);
    RUN(values_are_moved_into_their_range_silently);
    RUN(regions_follow_the_rules_of_size);
    RUN(start_positions_are_rounded_and_kept_inside);
    RUN(frames_come_in_order_and_carry_their_exposure);
    RUN(two_frames_wait_and_the_rest_is_dropped_and_counted);
    RUN(the_rate_is_kept_exactly);
    RUN(exposure_and_bandwidth_limit_the_rate);
    RUN(a_host_with_usb2_is_slow_and_says_so);
    RUN(a_shorter_exposure_ends_a_long_one);
    RUN(a_larger_buffer_keeps_more_frames);
    RUN(a_frame_in_the_buffer_has_the_old_settings);
    RUN(flip_turns_the_raw_mosaic);
    RUN(colour_and_binned_frames_agree_with_the_raw_one);
    RUN(the_image_moves_by_the_documented_way);
    RUN(single_exposures_work_and_stop);
    RUN(the_cooler_cools);
    RUN(identity_guiding_and_presets_answer);
    RUN(a_camera_without_trigger_and_gps_says_so);
    RUN(dark_frames_are_judged);
    RUN(settings_are_remembered_only_if_wanted);
    ASISIM_Reset();
    return failures > 0;
}
