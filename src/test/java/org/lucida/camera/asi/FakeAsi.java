package org.lucida.camera.asi;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A camera library inside the JVM, with cameras that behave and misbehave as told.
 *
 * <p>Frames come every {@link #periodMs}, each with its number in the first eight bytes and noise behind. The library buffers
 * two frames and drops the newest when both are full.
 */
final class FakeAsi implements AsiApi {
    static final int WIDTH_PX = 160;
    static final int HEIGHT_PX = 128;

    /** A camera on the bus. */
    static final class Cam {
        final int id;
        String name;
        byte[] serial;
        boolean plugged = true;
        boolean known = true;
        boolean open;
        boolean init;
        boolean running;
        int widthPx = WIDTH_PX;
        int heightPx = HEIGHT_PX;
        int bin = 1;
        int imgType;
        int xPx;
        int yPx;
        final Map<Integer, Long> values = new HashMap<>();
        final Map<Integer, Integer> autos = new HashMap<>();
        long startNs;
        long taken;
        long dropped;
        long exposureStartNs = -1;

        Cam(int id, String name, int serial) {
            this.id = id;
            this.name = name;
            this.serial = new byte[] {0, 0, 0, 0, 0, 0, 0, (byte) serial};
        }
    }

    final List<Cam> cams = new ArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    /** Function to code it answers instead of working. */
    final Map<String, Integer> errors = new ConcurrentHashMap<>();
    /** Function to what it waits for before it works. */
    final Map<String, CountDownLatch> hangs = new ConcurrentHashMap<>();

    volatile int periodMs = 2;
    volatile boolean isSilent;
    volatile boolean color = true;
    volatile boolean usb3 = true;
    /** What a frame looks like; null for noise. */
    volatile Painter painter;
    /** Offsets of the presets, as an old library without them says. */
    volatile boolean hasPresets = true;

    volatile int exposureFailures;
    volatile int pulses;

    /** Paints a frame. */
    interface Painter {
        void paint(ByteBuffer buffer, long size, long frame);
    }

    FakeAsi() {
        cams.add(new Cam(0, "ZWO ASI678MC", 7));
    }

    private int faulty(String function) {
        calls.add(function);
        CountDownLatch latch = hangs.get(function);
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return errors.getOrDefault(function, SUCCESS);
    }

    private synchronized Cam cam(int id) {
        return cams.stream().filter(it -> it.id == id && it.known).findFirst().orElse(null);
    }

    private int check(String function, int id, boolean needsOpen) {
        int code = faulty(function);
        if (code != SUCCESS) {
            return code;
        }
        Cam cam = cam(id);
        return cam == null ? INVALID_ID : needsOpen && !cam.open ? CAMERA_CLOSED : SUCCESS;
    }

    /** Pulls the plug; the library does not notice before the next scan. */
    synchronized void unplug() {
        cams.get(0).plugged = false;
    }

    synchronized void plugIn() {
        Cam cam = cams.get(0);
        cam.plugged = true;
        cam.open = false;
        cam.init = false;
        cam.running = false;
        cam.imgType = 0;
        cam.widthPx = WIDTH_PX;
        cam.heightPx = HEIGHT_PX;
        cam.values.clear();
    }

    long count(String function) {
        return calls.stream().filter(function::equals).count();
    }

    @Override
    public int ASIGetNumOfConnectedCameras() {
        int code = faulty("ASIGetNumOfConnectedCameras");
        synchronized (this) {
            cams.forEach(it -> it.known = it.plugged);
            return code != 0 ? 0 : (int) cams.stream().filter(it -> it.known).count();
        }
    }

    @Override
    public int ASIGetCameraProperty(AsiProperty property, int index) {
        int code = faulty("ASIGetCameraProperty");
        if (code != SUCCESS) {
            return code;
        }
        List<Cam> there;
        synchronized (this) {
            there = cams.stream().filter(it -> it.known).toList();
        }
        if (index >= there.size()) {
            return INVALID_INDEX;
        }
        Cam cam = there.get(index);
        property.name = cam.name;
        property.cameraId = cam.id;
        property.maxWidthPx = WIDTH_PX;
        property.maxHeightPx = HEIGHT_PX;
        property.isColor = color;
        property.bayerPattern = 2;
        property.bins = new int[] {1, 2};
        property.formats = color ? new int[] {0, 1, 3, 2} : new int[] {0, 2};
        property.pixelSizeUm = 2.0;
        property.hasGuidePort = true;
        property.isUsb3Host = true;
        property.isUsb3Camera = usb3;
        property.elecPerAdu = 0.5f;
        property.bitDepth = 12;
        return SUCCESS;
    }

    @Override
    public int ASIOpenCamera(int id) {
        int code = check("ASIOpenCamera", id, false);
        if (code == SUCCESS) {
            cam(id).open = true;
        }
        return code;
    }

    @Override
    public int ASIInitCamera(int id) {
        int code = check("ASIInitCamera", id, true);
        if (code == SUCCESS) {
            Cam cam = cam(id);
            cam.init = true;
            cam.values.put(FLIP, 3L);
        }
        return code;
    }

    @Override
    public int ASICloseCamera(int id) {
        int code = check("ASICloseCamera", id, false);
        if (code == SUCCESS) {
            cam(id).open = false;
            cam(id).running = false;
        }
        return code;
    }

    private static AsiCaps caps(int type, String name, long min, long max, long usual, boolean writable) {
        AsiCaps caps = new AsiCaps();
        caps.controlType = type;
        caps.name = name;
        caps.description = name;
        caps.minValue = min;
        caps.maxValue = max;
        caps.defaultValue = usual;
        caps.isWritable = writable;
        caps.isAutoSupported = type == GAIN || type == EXPOSURE;
        return caps;
    }

    static final List<AsiCaps> CAPS = List.of(
            caps(GAIN, "Gain", 0, 600, 200, true),
            caps(EXPOSURE, "Exposure", 32, 2_000_000_000L, 1000, true),
            caps(OFFSET, "Offset", 0, 200, 1, true),
            caps(BANDWIDTHOVERLOAD, "BandWidth", 40, 100, 50, true),
            caps(FLIP, "Flip", 0, 3, 0, true),
            caps(14, "HighSpeedMode", 0, 1, 0, true),
            caps(TEMPERATURE, "Temperature", -500, 1000, 20, false),
            caps(TARGET_TEMP, "TargetTemp", -40, 30, 0, true),
            caps(COOLER_ON, "CoolerOn", 0, 1, 0, true),
            caps(23, "PWRLED_BRIGNT", 0, 5, 1, true));

    @Override
    public int ASIGetNumOfControls(int id, int[] count) {
        count[0] = CAPS.size();
        return check("ASIGetNumOfControls", id, true);
    }

    @Override
    public int ASIGetControlCaps(int id, int index, AsiCaps caps) {
        AsiCaps known = CAPS.get(index);
        caps.controlType = known.controlType;
        caps.name = known.name;
        caps.description = known.description;
        caps.minValue = known.minValue;
        caps.maxValue = known.maxValue;
        caps.defaultValue = known.defaultValue;
        caps.isWritable = known.isWritable;
        caps.isAutoSupported = known.isAutoSupported;
        return check("ASIGetControlCaps", id, true);
    }

    private static AsiCaps capsOf(int type) {
        return CAPS.stream().filter(it -> it.controlType == type).findFirst().orElse(null);
    }

    @Override
    public int ASIGetControlValue(int id, int type, long[] value, int[] auto) {
        int code = check("ASIGetControlValue", id, true);
        if (code == SUCCESS && capsOf(type) == null) {
            return INVALID_CONTROL_TYPE;
        }
        if (code == SUCCESS) {
            Cam cam = cam(id);
            value[0] = type == TEMPERATURE ? -123 : cam.values.getOrDefault(type, capsOf(type).defaultValue);
            auto[0] = cam.autos.getOrDefault(type, 0);
        }
        return code;
    }

    @Override
    public int ASISetControlValue(int id, int type, long value, int auto) {
        int code = check("ASISetControlValue", id, true);
        AsiCaps caps = capsOf(type);
        if (code == SUCCESS && caps == null) {
            return INVALID_CONTROL_TYPE;
        }
        if (code == SUCCESS) {
            calls.add("set " + type + "=" + value);
            cam(id).values.put(type, Math.max(caps.minValue, Math.min(caps.maxValue, value)));
            cam(id).autos.put(type, auto);
        }
        return code;
    }

    @Override
    public int ASISetROIFormat(int id, int widthPx, int heightPx, int bin, int imgType) {
        int code = check("ASISetROIFormat", id, true);
        if (code == SUCCESS) {
            Cam cam = cam(id);
            if (widthPx % 8 != 0 || heightPx % 2 != 0) {
                return INVALID_SIZE;
            }
            cam.widthPx = widthPx;
            cam.heightPx = heightPx;
            cam.bin = bin;
            cam.imgType = imgType;
            cam.xPx = (WIDTH_PX / bin - widthPx) / 2;
            cam.yPx = (HEIGHT_PX / bin - heightPx) / 2;
        }
        return code;
    }

    @Override
    public int ASIGetROIFormat(int id, int[] widthPx, int[] heightPx, int[] bin, int[] imgType) {
        int code = check("ASIGetROIFormat", id, true);
        if (code == SUCCESS) {
            Cam cam = cam(id);
            widthPx[0] = cam.widthPx;
            heightPx[0] = cam.heightPx;
            bin[0] = cam.bin;
            imgType[0] = cam.imgType;
        }
        return code;
    }

    @Override
    public int ASISetStartPos(int id, int xPx, int yPx) {
        int code = check("ASISetStartPos", id, true);
        if (code == SUCCESS) {
            Cam cam = cam(id);
            cam.xPx = Math.min(xPx, WIDTH_PX / cam.bin - cam.widthPx) / 4 * 4;
            cam.yPx = Math.min(yPx, HEIGHT_PX / cam.bin - cam.heightPx) / 2 * 2;
        }
        return code;
    }

    @Override
    public int ASIGetStartPos(int id, int[] xPx, int[] yPx) {
        int code = check("ASIGetStartPos", id, true);
        if (code == SUCCESS) {
            xPx[0] = cam(id).xPx;
            yPx[0] = cam(id).yPx;
        }
        return code;
    }

    @Override
    public int ASIGetDroppedFrames(int id, int[] count) {
        Cam cam = cam(id);
        count[0] = cam == null ? 0 : (int) cam.dropped;
        return cam == null ? INVALID_ID : SUCCESS;
    }

    @Override
    public int ASIStartVideoCapture(int id) {
        int code = check("ASIStartVideoCapture", id, true);
        if (code == SUCCESS && !cam(id).running) {
            Cam cam = cam(id);
            cam.running = true;
            cam.startNs = System.nanoTime();
            cam.taken = 0;
            cam.dropped = 0;
        }
        return code;
    }

    @Override
    public int ASIStopVideoCapture(int id) {
        int code = check("ASIStopVideoCapture", id, true);
        if (code == SUCCESS) {
            cam(id).running = false;
            cam(id).dropped = 0;
        }
        return code;
    }

    @Override
    public int ASIGetVideoData(int id, ByteBuffer buffer, long size, int waitMs) {
        CountDownLatch latch = hangs.get("ASIGetVideoData");
        if (latch != null) {
            faulty("ASIGetVideoData");
        }
        Integer error = errors.get("ASIGetVideoData");
        if (error != null) {
            return error;
        }
        Cam cam = cam(id);
        if (cam == null) {
            return INVALID_ID;
        }
        if (!cam.open) {
            return CAMERA_CLOSED;
        }
        long bytes =
                (long) cam.widthPx * cam.heightPx * (cam.imgType == IMG_RAW16 ? 2 : cam.imgType == IMG_RGB24 ? 3 : 1);
        if (size < bytes) {
            return BUFFER_TOO_SMALL;
        }
        long periodNs = Math.max(periodMs * 1_000_000L, cam.values.getOrDefault(EXPOSURE, 0L) * 1000);
        long endNs = System.nanoTime() + waitMs * 1_000_000L;
        while (true) {
            boolean delivers = cam.running && cam.plugged && !isSilent;
            long read = delivers ? (System.nanoTime() - cam.startNs) / periodNs : 0;
            if (read > cam.taken + cam.dropped) {
                long lost = Math.max(0, read - cam.taken - cam.dropped - 2);
                cam.dropped += lost;
                long frame = cam.taken + cam.dropped;
                cam.taken++;
                paint(buffer, bytes, frame);
                return SUCCESS;
            }
            long leftNs = endNs - System.nanoTime();
            if (leftNs <= 0) {
                return TIMEOUT;
            }
            LockSupport.parkNanos(Math.min(leftNs, TimeUnit.MICROSECONDS.toNanos(200)));
        }
    }

    private void paint(ByteBuffer buffer, long bytes, long frame) {
        if (painter != null) {
            painter.paint(buffer, bytes, frame);
            return;
        }
        noise(buffer, 0, (int) bytes, frame);
        buffer.putLong(0, frame);
    }

    /** Fills a part of a frame with what no other frame has. */
    static void noise(ByteBuffer buffer, int from, int to, long frame) {
        for (int i = from; i < to; i += 8) {
            long x = (frame * 1_000_003 + i) * 0x9E3779B97F4A7C15L;
            buffer.putLong(i, (x ^ x >>> 31) * 0xBF58476D1CE4E5B9L & 0xFFF0_FFF0_FFF0_FFF0L | 0x0010_0010_0010_0010L);
        }
    }

    @Override
    public int ASIPulseGuideOn(int id, int direction) {
        pulses++;
        return check("on " + direction, id, true);
    }

    @Override
    public int ASIPulseGuideOff(int id, int direction) {
        return check("off " + direction, id, true);
    }

    @Override
    public int ASIStartExposure(int id, int isDark) {
        int code = check("ASIStartExposure", id, true);
        if (code == SUCCESS) {
            cam(id).exposureStartNs = System.nanoTime();
        }
        return code;
    }

    @Override
    public int ASIStopExposure(int id) {
        cam(id).exposureStartNs = -1;
        return check("ASIStopExposure", id, true);
    }

    @Override
    public int ASIGetExpStatus(int id, int[] status) {
        Cam cam = cam(id);
        boolean done = System.nanoTime() - cam.exposureStartNs >= cam.values.get(EXPOSURE) * 1000;
        status[0] = cam.exposureStartNs < 0 ? EXP_IDLE : done ? EXP_SUCCESS : EXP_WORKING;
        if (done && exposureFailures > 0) {
            exposureFailures--;
            status[0] = EXP_FAILED;
        }
        return check("ASIGetExpStatus", id, true);
    }

    @Override
    public int ASIGetDataAfterExp(int id, ByteBuffer buffer, long size) {
        int code = check("ASIGetDataAfterExp", id, true);
        if (code == SUCCESS) {
            paint(buffer, size, cam(id).taken++);
        }
        return code;
    }

    @Override
    public String ASIGetSDKVersion() {
        return "FAKE, 1, 40";
    }

    @Override
    public int ASIGetSerialNumber(int id, byte[] serial) {
        int code = check("ASIGetSerialNumber", id, true);
        if (code == SUCCESS) {
            System.arraycopy(cam(id).serial, 0, serial, 0, 8);
        }
        return code;
    }

    @Override
    public int ASIGetGainOffset(
            int id, int[] offsetHighestDr, int[] offsetUnity, int[] gainLowestRn, int[] offsetLowestRn) {
        if (!hasPresets) {
            return NOT_IN_THIS_VERSION;
        }
        offsetHighestDr[0] = 3;
        offsetUnity[0] = 5;
        gainLowestRn[0] = 450;
        offsetLowestRn[0] = 15;
        return SUCCESS;
    }

    @Override
    public int ASIGetLMHGainOffset(int id, int[] low, int[] middle, int[] high, int[] offsetHigh) {
        low[0] = 0;
        middle[0] = 120;
        high[0] = 450;
        offsetHigh[0] = 15;
        return hasPresets ? SUCCESS : NOT_IN_THIS_VERSION;
    }
}
