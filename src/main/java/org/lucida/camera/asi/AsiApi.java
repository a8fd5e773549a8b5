package org.lucida.camera.asi;

import java.nio.ByteBuffer;

/**
 * The vendor's camera library in its own words, as far as Lucida uses it.
 *
 * <p>All functions return an error code unless they say otherwise. C {@code long} is Java {@code long} here. Results that C
 * writes through pointers come in arrays of one. Memory: {@link #ASIGetVideoData} and {@link #ASIGetDroppedFrames} allocate
 * nothing.
 * <p>Thread: any, but one call of {@link #ASIGetVideoData} at a time per camera; closing waits for it.
 */
interface AsiApi {
    int SUCCESS = 0;
    int INVALID_INDEX = 1;
    int INVALID_ID = 2;
    int INVALID_CONTROL_TYPE = 3;
    int CAMERA_CLOSED = 4;
    int CAMERA_REMOVED = 5;
    int INVALID_SIZE = 8;
    int TIMEOUT = 11;
    int BUFFER_TOO_SMALL = 13;
    int GENERAL_ERROR = 16;
    /** Not the vendor's: this version of the library does not have the function. */
    int NOT_IN_THIS_VERSION = -1;

    int IMG_RAW8 = 0;
    int IMG_RGB24 = 1;
    int IMG_RAW16 = 2;
    int IMG_Y8 = 3;

    int GAIN = 0;
    int EXPOSURE = 1;
    int OFFSET = 5;
    int BANDWIDTHOVERLOAD = 6;
    int TEMPERATURE = 8;
    int FLIP = 9;
    int COOLER_POWER_PERC = 15;
    int TARGET_TEMP = 16;
    int COOLER_ON = 17;
    int MONO_BIN = 18;

    int EXP_IDLE = 0;
    int EXP_WORKING = 1;
    int EXP_SUCCESS = 2;
    int EXP_FAILED = 3;

    /** Cameras on the bus; scans it, and forgets cameras that vanished. Must be called first. */
    int ASIGetNumOfConnectedCameras();

    int ASIGetCameraProperty(AsiProperty property, int index);

    int ASIOpenCamera(int id);

    int ASIInitCamera(int id);

    int ASICloseCamera(int id);

    int ASIGetNumOfControls(int id, int[] count);

    int ASIGetControlCaps(int id, int index, AsiCaps caps);

    int ASIGetControlValue(int id, int type, long[] value, int[] auto);

    int ASISetControlValue(int id, int type, long value, int auto);

    int ASISetROIFormat(int id, int widthPx, int heightPx, int bin, int imgType);

    int ASIGetROIFormat(int id, int[] widthPx, int[] heightPx, int[] bin, int[] imgType);

    int ASISetStartPos(int id, int xPx, int yPx);

    int ASIGetStartPos(int id, int[] xPx, int[] yPx);

    int ASIGetDroppedFrames(int id, int[] count);

    int ASIStartVideoCapture(int id);

    int ASIStopVideoCapture(int id);

    /**
     * Waits for a frame and copies it.
     *
     * @param buffer direct; written from its start whatever its position. Modified
     * @param size bytes of the buffer the library may write
     */
    int ASIGetVideoData(int id, ByteBuffer buffer, long size, int waitMs);

    int ASIPulseGuideOn(int id, int direction);

    int ASIPulseGuideOff(int id, int direction);

    int ASIStartExposure(int id, int isDark);

    int ASIStopExposure(int id);

    int ASIGetExpStatus(int id, int[] status);

    int ASIGetDataAfterExp(int id, ByteBuffer buffer, long size);

    /** The library's version as it tells it, for instance {@code 1, 40, 0, 0}. */
    String ASIGetSDKVersion();

    /** Optional: eight bytes. */
    int ASIGetSerialNumber(int id, byte[] serial);

    /** Optional: offsets and gain of the presets. */
    int ASIGetGainOffset(int id, int[] offsetHighestDr, int[] offsetUnity, int[] gainLowestRn, int[] offsetLowestRn);

    /** Optional: gains of the presets. */
    int ASIGetLMHGainOffset(int id, int[] low, int[] middle, int[] high, int[] offsetHigh);
}
