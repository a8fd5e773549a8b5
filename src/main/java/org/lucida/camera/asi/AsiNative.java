package org.lucida.camera.asi;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/**
 * The functions every version of the library has, mapped directly: a call makes no garbage.
 *
 * <p>Registered as a whole, so that one missing symbol fails all; {@link AsiLibrary} looks for them first. Names and
 * parameters as in the vendor's header.
 */
final class AsiNative {
    /** The symbols below. */
    static final String[] SYMBOLS = {
        "ASIGetNumOfConnectedCameras",
        "ASIGetCameraProperty",
        "ASIOpenCamera",
        "ASIInitCamera",
        "ASICloseCamera",
        "ASIGetNumOfControls",
        "ASIGetControlCaps",
        "ASIGetControlValue",
        "ASISetControlValue",
        "ASISetROIFormat",
        "ASIGetROIFormat",
        "ASISetStartPos",
        "ASIGetStartPos",
        "ASIGetDroppedFrames",
        "ASIStartVideoCapture",
        "ASIStopVideoCapture",
        "ASIGetVideoData",
        "ASIPulseGuideOn",
        "ASIPulseGuideOff",
        "ASIStartExposure",
        "ASIStopExposure",
        "ASIGetExpStatus",
        "ASIGetDataAfterExp",
        "ASIGetSDKVersion"
    };

    private AsiNative() {}

    static native int ASIGetNumOfConnectedCameras();

    static native int ASIGetCameraProperty(Pointer info, int index);

    static native int ASIOpenCamera(int id);

    static native int ASIInitCamera(int id);

    static native int ASICloseCamera(int id);

    static native int ASIGetNumOfControls(int id, int[] count);

    static native int ASIGetControlCaps(int id, int index, Pointer caps);

    static native int ASIGetControlValue(int id, int type, Pointer value, int[] auto);

    static native int ASISetControlValue(int id, int type, NativeLong value, int auto);

    static native int ASISetROIFormat(int id, int width, int height, int bin, int imgType);

    static native int ASIGetROIFormat(int id, int[] width, int[] height, int[] bin, int[] imgType);

    static native int ASISetStartPos(int id, int x, int y);

    static native int ASIGetStartPos(int id, int[] x, int[] y);

    static native int ASIGetDroppedFrames(int id, int[] count);

    static native int ASIStartVideoCapture(int id);

    static native int ASIStopVideoCapture(int id);

    static native int ASIGetVideoData(int id, ByteBuffer buffer, NativeLong size, int waitMs);

    static native int ASIPulseGuideOn(int id, int direction);

    static native int ASIPulseGuideOff(int id, int direction);

    static native int ASIStartExposure(int id, int isDark);

    static native int ASIStopExposure(int id);

    static native int ASIGetExpStatus(int id, int[] status);

    static native int ASIGetDataAfterExp(int id, ByteBuffer buffer, NativeLong size);

    static native Pointer ASIGetSDKVersion();
}
