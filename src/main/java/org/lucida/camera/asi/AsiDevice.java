package org.lucida.camera.asi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.lucida.frame.Roi;

/**
 * One camera, opened in the library: its facts, its settings, its stream.
 *
 * <p>Thread: the {@link SdkThread} of its camera, for every method that talks to the library.
 */
final class AsiDevice {
    private static final int TRIES = 3;
    private static final String NO_SERIAL = "";

    private final AsiApi api;
    private final int id;
    private final AsiProperty property;
    private final String serial;

    private AsiDevice(AsiApi api, AsiProperty property, String serial) {
        this.api = api;
        this.property = property;
        this.serial = serial;
        id = property.cameraId;
    }

    /**
     * The camera at a place on the list of the last scan.
     *
     * @return empty if there is none
     * @throws IOException if it may not be looked at
     */
    static Optional<AsiProperty> property(AsiApi api, int index, AsiPermissions host) throws IOException {
        AsiProperty property = new AsiProperty();
        int code = api.ASIGetCameraProperty(property, index);
        if (code == AsiApi.INVALID_INDEX) {
            return Optional.empty();
        }
        if (code == AsiApi.CAMERA_REMOVED) {
            throw new IOException(
                    "camera=" + index + " is connected but may not be opened by this user; " + host.ruleAdvice());
        }
        if (code != AsiApi.SUCCESS) {
            throw new IOException("camera=" + index + " does not say what it is: error " + AsiError.text(code)
                    + "; plug it in again");
        }
        if (!property.isPlausible()) {
            throw new AsiMismatch("camera=" + index + " is told to have " + property.maxWidthPx + "x"
                    + property.maxHeightPx + " px of " + property.pixelSizeUm + " um");
        }
        return Optional.of(property);
    }

    /**
     * Opens and initialises a camera.
     *
     * @throws IOException in words with the remedy: gone, in use, no permission
     */
    static AsiDevice open(AsiApi api, AsiProperty property, AsiPermissions host) throws IOException {
        int id = property.cameraId;
        int code = api.ASIOpenCamera(id);
        if (code == AsiApi.SUCCESS) {
            code = api.ASIInitCamera(id);
            if (code == AsiApi.SUCCESS) {
                return new AsiDevice(api, property, serialOf(api, id));
            }
            api.ASICloseCamera(id);
        }
        String name = "camera=" + property.shortName();
        if (code == AsiApi.CAMERA_REMOVED || code == AsiApi.INVALID_ID) {
            throw new IOException(host.rightsTrouble()
                    .orElse(name + " cannot be opened: error " + AsiError.text(code) + "; plug it in again, or "
                            + host.ruleAdvice()));
        }
        throw new IOException(name + " cannot be opened: error " + AsiError.text(code) + "; it is in use by "
                + host.holder().orElse("another program") + ", close that, or plug the camera in again");
    }

    /** Serial number of a camera nobody has opened yet; empty if it has none or cannot be opened. */
    static String serialUnopened(AsiApi api, AsiProperty property) {
        int id = property.cameraId;
        if (api.ASIOpenCamera(id) != AsiApi.SUCCESS) {
            return NO_SERIAL;
        }
        try {
            return serialOf(api, id);
        } finally {
            api.ASICloseCamera(id);
        }
    }

    /** Serial number as 16 hexadecimal digits; empty if the camera has none. */
    private static String serialOf(AsiApi api, int id) {
        byte[] bytes = new byte[8];
        if (api.ASIGetSerialNumber(id, bytes) != AsiApi.SUCCESS) {
            return NO_SERIAL;
        }
        StringBuilder text = new StringBuilder();
        boolean any = false;
        for (byte b : bytes) {
            text.append(String.format(Locale.ROOT, "%02x", b));
            any |= b != 0;
        }
        return any ? text.toString() : NO_SERIAL;
    }

    AsiProperty property() {
        return property;
    }

    int id() {
        return id;
    }

    String serial() {
        return serial;
    }

    /** All controls, in the library's order. */
    List<AsiControl> controls() throws IOException {
        int[] count = {0};
        must("ASIGetNumOfControls", api.ASIGetNumOfControls(id, count));
        List<AsiControl> controls = new ArrayList<>();
        for (int i = 0; i < count[0]; i++) {
            AsiCaps caps = new AsiCaps();
            must("ASIGetControlCaps", api.ASIGetControlCaps(id, i, caps));
            controls.add(AsiControl.of(caps));
        }
        return controls;
    }

    GainPresets presets() {
        return GainPresets.of(api, id);
    }

    /**
     * Sets a control and tells what it then stands at, or that the camera refused.
     *
     * @throws IOException if the camera is gone
     */
    void set(AsiControl control, Wanted wanted, AsiControls told, AsiNotices notices) throws IOException {
        int code = AsiApi.GENERAL_ERROR;
        for (int i = 0; i < TRIES && code != AsiApi.SUCCESS; i++) {
            code = api.ASISetControlValue(
                    id,
                    control.typeNumber(),
                    wanted.value(),
                    wanted.isAuto() && control.control().hasAuto() ? 1 : 0);
            if (AsiError.isGone(code)) {
                must("ASISetControlValue", code);
            }
        }
        if (!read(control, told) || code != AsiApi.SUCCESS) {
            notices.trouble(
                    control.key() + "=" + wanted.value() + " was refused by the camera; it goes on with what it had");
        }
    }

    /** Reads what a control stands at. */
    boolean read(AsiControl control, AsiControls told) throws IOException {
        long[] value = {0};
        int[] auto = {0};
        int code = api.ASIGetControlValue(id, control.typeNumber(), value, auto);
        if (AsiError.isGone(code)) {
            must("ASIGetControlValue", code);
        }
        if (code == AsiApi.SUCCESS) {
            told.told(control, value[0], auto[0] != 0);
        }
        return code == AsiApi.SUCCESS;
    }

    /**
     * Writes all settings: the library remembers those of the last program, the camera those of nobody.
     *
     * @return the shape as the camera has it: the start position is rounded to its grid
     */
    AsiShape configure(AsiShape shape, Map<AsiControl, Wanted> settings, AsiControls told, AsiNotices notices)
            throws IOException {
        for (Map.Entry<AsiControl, Wanted> one : settings.entrySet()) {
            set(one.getKey(), one.getValue(), told, notices);
        }
        for (AsiControl control : told.controls()) {
            if (!settings.containsKey(control) && !control.isOrigin()) {
                read(control, told);
            }
        }
        AsiShape set = shape(shape);
        told.toldOrigin(set.roi());
        return set;
    }

    /** Sets region, binning and image type; the stream must stand. */
    AsiShape shape(AsiShape wanted) throws IOException {
        Roi roi = wanted.roi();
        int[] width = {0};
        int[] height = {0};
        int[] bin = {0};
        int[] type = {0};
        int code = 0;
        for (int i = 0; i < TRIES; i++) {
            code = api.ASISetROIFormat(id, roi.widthPx(), roi.heightPx(), wanted.binCount(), wanted.imgTypeNumber());
            if (code == AsiApi.SUCCESS) {
                must("ASIGetROIFormat", api.ASIGetROIFormat(id, width, height, bin, type));
                if (width[0] == roi.widthPx()
                        && height[0] == roi.heightPx()
                        && bin[0] == wanted.binCount()
                        && type[0] == wanted.imgTypeNumber()) {
                    // the library centres the region: its place must be set after its size, and read back
                    return moved(wanted, roi.xPx(), roi.yPx());
                }
            }
        }
        if (code != AsiApi.SUCCESS) {
            throw new IOException("roi=" + AsiRoi.text(roi) + " bin=" + wanted.binCount() + " format="
                    + wanted.typeName() + " is refused by " + property.shortName() + ": error " + AsiError.text(code)
                    + "; choose another region");
        }
        throw new IOException("roi=" + AsiRoi.text(roi) + " became " + width[0] + "x" + height[0] + " px, bin " + bin[0]
                + " in " + property.shortName() + "; choose that size");
    }

    /** Moves the region, also while frames flow; tells where it went. */
    AsiShape moved(AsiShape shape, int xPx, int yPx) throws IOException {
        int[] x = {0};
        int[] y = {0};
        must("ASISetStartPos", api.ASISetStartPos(id, xPx, yPx));
        must("ASIGetStartPos", api.ASIGetStartPos(id, x, y));
        return shape.at(x[0], y[0]);
    }

    void start() throws IOException {
        must("ASIStartVideoCapture", api.ASIStartVideoCapture(id));
    }

    void stop() {
        api.ASIStopVideoCapture(id);
    }

    /**
     * Waits for a video frame.
     *
     * @param buffer Modified: the frame
     * @return the library's code
     */
    int fetch(ByteBuffer buffer, int frameBytes, int waitMs) {
        return api.ASIGetVideoData(id, buffer, frameBytes, waitMs);
    }

    /**
     * Asks for the frames the library lost since the stream was started.
     *
     * @param count Modified: its first entry, if the library answers
     */
    void dropped(int[] count) {
        api.ASIGetDroppedFrames(id, count);
    }

    /** Begins a single exposure; the library's code. */
    int expose() {
        return api.ASIStartExposure(id, 0);
    }

    void stopExposure() {
        api.ASIStopExposure(id);
    }

    /**
     * Asks how far a single exposure is.
     *
     * @param status Modified: its first entry
     * @return the library's code
     */
    int exposureStatus(int[] status) {
        return api.ASIGetExpStatus(id, status);
    }

    /**
     * Fetches a single exposure.
     *
     * @param buffer Modified: the frame
     * @return the library's code
     */
    int download(ByteBuffer buffer, int frameBytes) {
        return api.ASIGetDataAfterExp(id, buffer, frameBytes);
    }

    void close() {
        api.ASICloseCamera(id);
    }

    /** Asks anew what the camera is: electrons per ADU follow the gain. */
    float elecPerAdu(int index) {
        AsiProperty now = new AsiProperty();
        boolean known = api.ASIGetCameraProperty(now, index) == AsiApi.SUCCESS && now.cameraId == id;
        return known ? now.elecPerAdu : 0;
    }

    private void must(String function, int code) throws IOException {
        if (code != AsiApi.SUCCESS) {
            throw new IOException("camera=" + property.shortName() + " failed in " + function + ": error "
                    + AsiError.text(code) + "; plug it in again if this goes on");
        }
    }
}
