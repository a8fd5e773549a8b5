package org.lucida.camera.asi;

/** The library's error codes in words. */
final class AsiError {
    private static final String[] NAMES = {
        "SUCCESS",
        "INVALID_INDEX",
        "INVALID_ID",
        "INVALID_CONTROL_TYPE",
        "CAMERA_CLOSED",
        "CAMERA_REMOVED",
        "INVALID_PATH",
        "INVALID_FILEFORMAT",
        "INVALID_SIZE",
        "INVALID_IMGTYPE",
        "OUTOF_BOUNDARY",
        "TIMEOUT",
        "INVALID_SEQUENCE",
        "BUFFER_TOO_SMALL",
        "VIDEO_MODE_ACTIVE",
        "EXPOSURE_IN_PROGRESS",
        "GENERAL_ERROR",
        "INVALID_MODE"
    };

    private AsiError() {}

    /** Code and name, for instance {@code 11 (ASI_ERROR_TIMEOUT)}. */
    static String text(int code) {
        if (code == AsiApi.NOT_IN_THIS_VERSION) {
            return "function not in this version of the library";
        }
        return code >= 0 && code < NAMES.length ? code + " (ASI_ERROR_" + NAMES[code] + ")" : Integer.toString(code);
    }

    /** True for the codes that mean the library no longer has the camera. */
    static boolean isGone(int code) {
        return code == AsiApi.INVALID_ID || code == AsiApi.CAMERA_CLOSED || code == AsiApi.CAMERA_REMOVED;
    }
}
