/* The exported functions: each finds its camera, does one thing with it and answers. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "ASICamera2.h"
#include "clock.h"
#include "config.h"
#include "exposure.h"
#include "faults.h"
#include "library.h"
#include "persist.h"
#include "stream.h"

enum { USB_VENDOR = 0x03c3 };

#if defined(__LP64__)
_Static_assert(sizeof(ASI_CAMERA_INFO) == 248 && _Alignof(ASI_CAMERA_INFO) == 8, "layout");
_Static_assert(offsetof(ASI_CAMERA_INFO, CameraID) == 64 && offsetof(ASI_CAMERA_INFO, MaxHeight) == 72, "layout");
_Static_assert(offsetof(ASI_CAMERA_INFO, MaxWidth) == 80 && offsetof(ASI_CAMERA_INFO, IsColorCam) == 88, "layout");
_Static_assert(offsetof(ASI_CAMERA_INFO, BayerPattern) == 92 && offsetof(ASI_CAMERA_INFO, SupportedBins) == 96, "layout");
_Static_assert(offsetof(ASI_CAMERA_INFO, SupportedVideoFormat) == 160 && offsetof(ASI_CAMERA_INFO, PixelSize) == 192, "layout");
_Static_assert(offsetof(ASI_CAMERA_INFO, MechanicalShutter) == 200 && offsetof(ASI_CAMERA_INFO, IsUSB3Camera) == 216, "layout");
_Static_assert(offsetof(ASI_CAMERA_INFO, ElecPerADU) == 220 && offsetof(ASI_CAMERA_INFO, BitDepth) == 224, "layout");
_Static_assert(offsetof(ASI_CAMERA_INFO, IsTriggerCam) == 228 && offsetof(ASI_CAMERA_INFO, Unused) == 232, "layout");
_Static_assert(sizeof(ASI_CONTROL_CAPS) == 264 && _Alignof(ASI_CONTROL_CAPS) == 8, "layout");
_Static_assert(offsetof(ASI_CONTROL_CAPS, Description) == 64 && offsetof(ASI_CONTROL_CAPS, MaxValue) == 192, "layout");
_Static_assert(offsetof(ASI_CONTROL_CAPS, MinValue) == 200 && offsetof(ASI_CONTROL_CAPS, DefaultValue) == 208, "layout");
_Static_assert(offsetof(ASI_CONTROL_CAPS, IsAutoSupported) == 216 && offsetof(ASI_CONTROL_CAPS, IsWritable) == 220, "layout");
_Static_assert(offsetof(ASI_CONTROL_CAPS, ControlType) == 224 && offsetof(ASI_CONTROL_CAPS, Unused) == 228, "layout");
_Static_assert(sizeof(ASI_ID) == 8 && _Alignof(ASI_ID) == 1 && sizeof(ASI_SUPPORTED_MODE) == 64, "layout");
_Static_assert(sizeof(ASI_DATE_TIME) == 96 && sizeof(ASI_GPS_DATA) == 184, "layout");
_Static_assert(offsetof(ASI_GPS_DATA, Latitude) == 96 && offsetof(ASI_GPS_DATA, Unused) == 120, "layout");
#endif

/* Begins a function that takes a camera id: `camera` is locked afterwards. */
#define ENTER(id, needs)                                              \
    ASI_ERROR_CODE code = ASI_SUCCESS;                                \
    camera_t *camera = library_enter(__func__, (id), (needs), &code); \
    if (camera == NULL) {                                             \
        return code;                                                  \
    }

#define LEAVE(answer)         \
    do {                      \
        code = (answer);      \
        library_leave(camera); \
        return code;          \
    } while (0)

/* ---- finding cameras ---- */

int ASIGetNumOfConnectedCameras(void) {
    ASI_ERROR_CODE code;
    return library_interferes(__func__, -1, &code) ? (int) code : cameras_scan();
}

int ASIGetProductIDs(int *pPIDs) {
    int count = 0;
    const model_t *model;
    while ((model = model_at(count)) != NULL) {
        if (pPIDs != NULL) {
            pPIDs[count] = model->product_id;
        }
        count++;
    }
    return count;
}

ASI_BOOL ASICameraCheck(int iVID, int iPID) {
    const model_t *model;
    for (int i = 0; (model = model_at(i)) != NULL; i++) {
        if (iVID == USB_VENDOR && model->product_id == iPID) {
            return ASI_TRUE;
        }
    }
    return ASI_FALSE;
}

static ASI_ERROR_CODE property(camera_t *camera, ASI_CAMERA_INFO *info) {
    ASI_ERROR_CODE code = ASI_SUCCESS;
    pthread_mutex_lock(&camera->lock);
    if (!camera->is_open && fault_strikes(FAULT_DENIED, camera->id, clock_now_ns(), NULL)) {
        info->Name[0] = '\0';
        code = ASI_ERROR_CAMERA_REMOVED;
    } else {
        camera_info(camera, info);
    }
    pthread_mutex_unlock(&camera->lock);
    return code;
}

ASI_ERROR_CODE ASIGetCameraProperty(ASI_CAMERA_INFO *pASICameraInfo, int iCameraIndex) {
    ASI_ERROR_CODE code;
    if (library_interferes(__func__, -1, &code)) {
        return code;
    }
    camera_t *camera = camera_listed(iCameraIndex);
    return camera != NULL ? property(camera, pASICameraInfo) : ASI_ERROR_INVALID_INDEX;
}

ASI_ERROR_CODE ASIGetCameraPropertyByID(int iCameraID, ASI_CAMERA_INFO *pASICameraInfo) {
    ENTER(iCameraID, NEEDS_KNOWN);
    library_leave(camera);
    return property(camera, pASICameraInfo);
}

/* ---- open, init, close ---- */

ASI_ERROR_CODE ASIOpenCamera(int iCameraID) {
    ENTER(iCameraID, NEEDS_KNOWN);
    LEAVE(camera_open(camera));
}

ASI_ERROR_CODE ASIInitCamera(int iCameraID) {
    ENTER(iCameraID, NEEDS_OPEN);
    const bool first = !camera->is_ready;
    library_leave(camera);
    if (first) {
        clock_sleep_ns(config()->init_ns);
    }
    pthread_mutex_lock(&camera->lock);
    LEAVE(camera->is_open ? camera_init(camera) : ASI_ERROR_CAMERA_CLOSED);
}

ASI_ERROR_CODE ASICloseCamera(int iCameraID) {
    ENTER(iCameraID, NEEDS_KNOWN);
    camera_close(camera);
    LEAVE(ASI_SUCCESS);
}

/* ---- controls ---- */

ASI_ERROR_CODE ASIGetNumOfControls(int iCameraID, int *piNumberOfControls) {
    ENTER(iCameraID, NEEDS_OPEN);
    *piNumberOfControls = camera->model->control_count;
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIGetControlCaps(int iCameraID, int iControlIndex, ASI_CONTROL_CAPS *pControlCaps) {
    ENTER(iCameraID, NEEDS_OPEN);
    if (iControlIndex < 0 || iControlIndex >= camera->model->control_count) {
        LEAVE(ASI_ERROR_INVALID_CONTROL_TYPE);
    }
    const control_t *control = &camera->model->controls[iControlIndex];
    memset(pControlCaps, 0, offsetof(ASI_CONTROL_CAPS, Unused));
    snprintf(pControlCaps->Name, sizeof pControlCaps->Name, "%s", control->name);
    snprintf(pControlCaps->Description, sizeof pControlCaps->Description, "%s", control_description(control->type));
    pControlCaps->MaxValue = control->max;
    pControlCaps->MinValue = control->min;
    pControlCaps->DefaultValue = control->initial;
    pControlCaps->IsAutoSupported = control_is_auto(control->type) ? ASI_TRUE : ASI_FALSE;
    pControlCaps->IsWritable = control->writable ? ASI_TRUE : ASI_FALSE;
    pControlCaps->ControlType = control->type;
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIGetControlValue(int iCameraID, ASI_CONTROL_TYPE ControlType, long *plValue, ASI_BOOL *pbAuto) {
    ENTER(iCameraID, NEEDS_OPEN);
    if (model_control(camera->model, (int) ControlType) == NULL) {
        LEAVE(ASI_ERROR_INVALID_CONTROL_TYPE);
    }
    *plValue = camera_value(camera, (int) ControlType);
    *pbAuto = camera->automatic[ControlType] ? ASI_TRUE : ASI_FALSE;
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASISetControlValue(int iCameraID, ASI_CONTROL_TYPE ControlType, long lValue, ASI_BOOL bAuto) {
    ENTER(iCameraID, NEEDS_OPEN);
    const control_t *control = model_control(camera->model, (int) ControlType);
    if (control == NULL) {
        LEAVE(ASI_ERROR_INVALID_CONTROL_TYPE);
    }
    camera_set_value(camera, control, lValue, bAuto != ASI_FALSE);
    LEAVE(ASI_SUCCESS);
}

/* ---- region ---- */

ASI_ERROR_CODE ASISetROIFormat(int iCameraID, int iWidth, int iHeight, int iBin, ASI_IMG_TYPE Img_type) {
    ENTER(iCameraID, NEEDS_OPEN);
    LEAVE(camera_set_format(camera, iWidth, iHeight, iBin, (int) Img_type));
}

ASI_ERROR_CODE ASIGetROIFormat(int iCameraID, int *piWidth, int *piHeight, int *piBin, ASI_IMG_TYPE *pImg_type) {
    ENTER(iCameraID, NEEDS_OPEN);
    *piWidth = camera->width;
    *piHeight = camera->height;
    *piBin = camera->bin;
    *pImg_type = camera->type;
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASISetStartPos(int iCameraID, int iStartX, int iStartY) {
    ENTER(iCameraID, NEEDS_OPEN);
    stream_advance(camera, clock_now_ns());
    camera_set_start(camera, iStartX, iStartY);
    stream_settings_changed(camera, clock_now_ns());
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIGetStartPos(int iCameraID, int *piStartX, int *piStartY) {
    ENTER(iCameraID, NEEDS_OPEN);
    *piStartX = camera->x;
    *piStartY = camera->y;
    LEAVE(ASI_SUCCESS);
}

/* ---- video ---- */

ASI_ERROR_CODE ASIGetDroppedFrames(int iCameraID, int *piDropFrames) {
    ENTER(iCameraID, NEEDS_OPEN);
    stream_advance(camera, clock_now_ns());
    *piDropFrames = camera->capturing ? (int) camera->counts.dropped : 0;
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIStartVideoCapture(int iCameraID) {
    ENTER(iCameraID, NEEDS_READY);
    if (exposure_status(camera) == ASI_EXP_WORKING) {
        LEAVE(ASI_ERROR_EXPOSURE_IN_PROGRESS);
    }
    const view_t view = camera_view(camera, camera->x, camera->y);
    library_leave(camera);
    pthread_mutex_lock(&camera->copying); /* the first frame shall be on time */
    camera->source->prepare(camera->source, &view);
    pthread_mutex_unlock(&camera->copying);
    pthread_mutex_lock(&camera->lock);
    if (!camera->is_ready) {
        LEAVE(ASI_ERROR_CAMERA_CLOSED);
    }
    if (!camera->capturing) {
        stream_start(camera);
    }
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIStopVideoCapture(int iCameraID) {
    ENTER(iCameraID, NEEDS_OPEN);
    if (camera->capturing) {
        stream_stop(camera);
        persist_save(camera);
    }
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIGetVideoData(int iCameraID, unsigned char *pBuffer, long lBuffSize, int iWaitms) {
    ENTER(iCameraID, NEEDS_OPEN);
    LEAVE(stream_fetch(camera, pBuffer, lBuffSize, iWaitms));
}

/* ---- guiding ---- */

static bool is_direction(ASI_GUIDE_DIRECTION direction) {
    return (int) direction >= ASI_GUIDE_NORTH && (int) direction <= ASI_GUIDE_WEST;
}

ASI_ERROR_CODE ASIPulseGuideOn(int iCameraID, ASI_GUIDE_DIRECTION direction) {
    ENTER(iCameraID, NEEDS_OPEN);
    if (is_direction(direction)) {
        camera->pulse_began_ns[direction] = clock_now_ns();
    }
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIPulseGuideOff(int iCameraID, ASI_GUIDE_DIRECTION direction) {
    ENTER(iCameraID, NEEDS_OPEN);
    if (is_direction(direction) && camera->pulse_began_ns[direction] != 0) {
        camera->counts.pulsesMs[direction] += (clock_now_ns() - camera->pulse_began_ns[direction] + NS_PER_MS / 2) / NS_PER_MS;
        camera->pulse_began_ns[direction] = 0;
    }
    LEAVE(ASI_SUCCESS);
}

/* ---- single exposures ---- */

ASI_ERROR_CODE ASIStartExposure(int iCameraID, ASI_BOOL bIsDark) {
    (void) bIsDark; /* no camera of the list has a shutter */
    ENTER(iCameraID, NEEDS_OPEN);
    LEAVE(exposure_start(camera));
}

ASI_ERROR_CODE ASIStopExposure(int iCameraID) {
    ENTER(iCameraID, NEEDS_OPEN);
    exposure_stop(camera);
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIGetExpStatus(int iCameraID, ASI_EXPOSURE_STATUS *pExpStatus) {
    ENTER(iCameraID, NEEDS_OPEN);
    *pExpStatus = exposure_status(camera);
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIGetDataAfterExp(int iCameraID, unsigned char *pBuffer, long lBuffSize) {
    ENTER(iCameraID, NEEDS_OPEN);
    LEAVE(exposure_fetch(camera, pBuffer, lBuffSize));
}

/* ---- identity and presets ---- */

ASI_ERROR_CODE ASIGetID(int iCameraID, ASI_ID *pID) {
    ENTER(iCameraID, NEEDS_OPEN);
    *pID = camera->flash_id;
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASISetID(int iCameraID, ASI_ID ID) {
    ENTER(iCameraID, NEEDS_OPEN);
    camera->flash_id = ID;
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIGetSerialNumber(int iCameraID, ASI_SN *pSN) {
    ENTER(iCameraID, NEEDS_OPEN);
    if (!camera->has_serial) {
        LEAVE(ASI_ERROR_GENERAL_ERROR);
    }
    *pSN = camera->serial;
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIGetGainOffset(
        int iCameraID, int *pOffset_HighestDR, int *pOffset_UnityGain, int *pGain_LowestRN, int *pOffset_LowestRN) {
    ENTER(iCameraID, NEEDS_OPEN);
    const int *presets = camera->model->gain_offset;
    *pOffset_HighestDR = presets[0];
    *pOffset_UnityGain = presets[1];
    *pGain_LowestRN = presets[2];
    *pOffset_LowestRN = presets[3];
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIGetLMHGainOffset(int iCameraID, int *pLGain, int *pMGain, int *pHGain, int *pHOffset) {
    ENTER(iCameraID, NEEDS_OPEN);
    const int *presets = camera->model->low_mid_high;
    *pLGain = presets[0];
    *pMGain = presets[1];
    *pHGain = presets[2];
    *pHOffset = presets[3];
    LEAVE(ASI_SUCCESS);
}

char *ASIGetSDKVersion(void) {
    static char version[] = "SIM, 1, 40, 0, 0";
    return version;
}

/* ---- dark subtraction ---- */

/* Whether a file is a Windows bitmap of that size. */
static ASI_ERROR_CODE judge_bitmap(const char *path, int width, int height) {
    unsigned char header[26];
    FILE *file = path != NULL ? fopen(path, "rb") : NULL;
    if (file == NULL) {
        return ASI_ERROR_INVALID_PATH;
    }
    const size_t got = fread(header, 1, sizeof header, file);
    fclose(file);
    if (got < sizeof header || header[0] != 'B' || header[1] != 'M') {
        return ASI_ERROR_INVALID_FILEFORMAT;
    }
    int told_width;
    int told_height;
    memcpy(&told_width, header + 18, 4);
    memcpy(&told_height, header + 22, 4);
    return told_width == width && (told_height == height || told_height == -height) ? ASI_SUCCESS : ASI_ERROR_INVALID_SIZE;
}

ASI_ERROR_CODE ASIEnableDarkSubtract(int iCameraID, char *pcBMPPath) {
    ENTER(iCameraID, NEEDS_OPEN);
    const ASI_ERROR_CODE verdict = judge_bitmap(pcBMPPath, camera->width, camera->height);
    camera->dark_subtracted = verdict == ASI_SUCCESS;
    LEAVE(verdict);
}

ASI_ERROR_CODE ASIDisableDarkSubtract(int iCameraID) {
    ENTER(iCameraID, NEEDS_OPEN);
    camera->dark_subtracted = false;
    LEAVE(ASI_SUCCESS);
}

/* ---- what only trigger and GPS cameras have ---- */

ASI_ERROR_CODE ASIGetCameraSupportMode(int iCameraID, ASI_SUPPORTED_MODE *pSupportedMode) {
    ENTER(iCameraID, NEEDS_OPEN);
    pSupportedMode->SupportedCameraMode[0] = ASI_MODE_NORMAL;
    for (int i = 1; i < 16; i++) {
        pSupportedMode->SupportedCameraMode[i] = ASI_MODE_END;
    }
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIGetCameraMode(int iCameraID, ASI_CAMERA_MODE *mode) {
    ENTER(iCameraID, NEEDS_OPEN);
    *mode = ASI_MODE_NORMAL;
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASISetCameraMode(int iCameraID, ASI_CAMERA_MODE mode) {
    ENTER(iCameraID, NEEDS_OPEN);
    LEAVE(mode == ASI_MODE_NORMAL ? ASI_SUCCESS : ASI_ERROR_INVALID_MODE);
}

ASI_ERROR_CODE ASISendSoftTrigger(int iCameraID, ASI_BOOL bStart) {
    (void) bStart;
    ENTER(iCameraID, NEEDS_OPEN);
    LEAVE(ASI_ERROR_GENERAL_ERROR);
}

ASI_ERROR_CODE ASISetTriggerOutputIOConf(
        int iCameraID, ASI_TRIG_OUTPUT_PIN pin, ASI_BOOL bPinHigh, long lDelay, long lDuration) {
    (void) pin;
    (void) bPinHigh;
    (void) lDelay;
    (void) lDuration;
    ENTER(iCameraID, NEEDS_OPEN);
    LEAVE(ASI_ERROR_GENERAL_ERROR);
}

ASI_ERROR_CODE ASIGetTriggerOutputIOConf(
        int iCameraID, ASI_TRIG_OUTPUT_PIN pin, ASI_BOOL *bPinHigh, long *lDelay, long *lDuration) {
    (void) pin;
    (void) bPinHigh;
    (void) lDelay;
    (void) lDuration;
    ENTER(iCameraID, NEEDS_OPEN);
    LEAVE(ASI_ERROR_GENERAL_ERROR);
}

ASI_ERROR_CODE ASIGetVideoDataGPS(
        int iCameraID, unsigned char *pBuffer, long lBuffSize, int iWaitms, ASI_GPS_DATA *gpsData) {
    (void) pBuffer;
    (void) lBuffSize;
    (void) iWaitms;
    (void) gpsData;
    ENTER(iCameraID, NEEDS_OPEN);
    LEAVE(ASI_ERROR_GPS_NOT_SUPPORTED);
}

ASI_ERROR_CODE ASIGetDataAfterExpGPS(int iCameraID, unsigned char *pBuffer, long lBuffSize, ASI_GPS_DATA *gpsData) {
    (void) pBuffer;
    (void) lBuffSize;
    (void) gpsData;
    ENTER(iCameraID, NEEDS_OPEN);
    LEAVE(ASI_ERROR_GPS_NOT_SUPPORTED);
}

ASI_ERROR_CODE ASIGPSGetData(int iCameraID, ASI_GPS_DATA *startLineGPSData, ASI_GPS_DATA *endLineGPSData) {
    (void) startLineGPSData;
    (void) endLineGPSData;
    ENTER(iCameraID, NEEDS_OPEN);
    LEAVE(ASI_ERROR_GPS_NOT_SUPPORTED);
}

/* ---- debug log ---- */

ASI_ERROR_CODE ASIEnableDebugLog(int iCameraID, ASI_BOOL bEnable) {
    ENTER(iCameraID, NEEDS_OPEN);
    camera->logs = bEnable != ASI_FALSE;
    LEAVE(ASI_SUCCESS);
}

ASI_ERROR_CODE ASIGetDebugLogIsEnabled(int iCameraID, ASI_BOOL *bEnable) {
    ENTER(iCameraID, NEEDS_OPEN);
    *bEnable = camera->logs ? ASI_TRUE : ASI_FALSE;
    LEAVE(ASI_SUCCESS);
}

char *ASIGetDebugLogPath(void) {
    static char nowhere[] = "";
    return nowhere;
}
