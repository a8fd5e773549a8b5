package org.lucida.view.fx.panel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraControl;
import org.lucida.camera.CameraControls;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;

/**
 * A cooled camera with knobs that costs nothing, for the panels' tests: {@code bench:disc} (a striped planet whose brightness
 * follows the exposure), {@code bench:cap} (no light), {@code bench:cloth} (even light, brighter with the exposure). 96x80 px,
 * 8 bit, 50 frames a second, without end.
 */
final class BenchDriver implements CameraDriver {
    static final int WIDTH_PX = 96;
    static final int HEIGHT_PX = 80;
    private static final double RATE_HZ = 50;
    private static final int CYCLE = 16;
    /** Exposure at which the planet has its usual brightness. */
    private static final double USUAL_US = 10_000;

    @Override
    public String scheme() {
        return "bench";
    }

    @Override
    public List<CameraInfo> cameras() {
        return List.of();
    }

    @Override
    public Camera open(String address, CameraWish wish) throws IOException {
        Roi roi = wish.roi().orElse(new Roi(0, 0, WIDTH_PX, HEIGHT_PX));
        if (!roi.fitsIn(WIDTH_PX, HEIGHT_PX)) {
            throw new IllegalArgumentException("roi=" + roi + " reaches beyond the bench; make it smaller");
        }
        Knobs knobs = new Knobs(roi);
        Map<String, String> settings = new LinkedHashMap<>(wish.settings());
        settings.remove("bin");
        settings.remove("format");
        knobs.request(settings);
        return new Bench(address, roi, knobs);
    }

    /** Knobs that turn at once. */
    private static final class Knobs implements CameraControls {
        private final List<CameraControl> all;
        private final Map<String, Long> values = new ConcurrentHashMap<>();
        private final Map<String, Boolean> autos = new ConcurrentHashMap<>();

        Knobs(Roi roi) {
            all = List.of(
                    knob("gain", "Gain", "0.1 dB", 0, 570, 100, true, true),
                    knob("exposureUs", "Exposure", "us", 32, 2_000_000_000L, 10_000, true, true),
                    knob("offset", "Offset", "", 0, 240, 10, false, true),
                    knob("bandwidthPercent", "BandWidth", "%", 40, 100, 80, true, true),
                    knob("sensorTenthC", "Temperature", "0.1 C", -500, 1000, -52, false, false),
                    knob("coolerPowerPercent", "CoolerPowerPerc", "%", 0, 100, 37, false, false),
                    knob("targetC", "TargetTemp", "C", -40, 30, -5, false, true),
                    knob("coolerOn", "CoolerOn", "", 0, 1, 1, false, true),
                    knob("gamma", "Gamma", "", 1, 100, 50, false, true),
                    knob("highSpeed", "HighSpeedMode", "", 0, 1, 0, false, true),
                    knob("quantumFoam", "Quantum Foam", "", 0, 9, 3, false, true),
                    knob("originXPx", "StartX", "px", 0, WIDTH_PX - roi.widthPx(), roi.xPx(), false, true),
                    knob("originYPx", "StartY", "px", 0, HEIGHT_PX - roi.heightPx(), roi.yPx(), false, true));
            all.forEach(it -> values.put(it.key(), it.defaultValue()));
        }

        private static CameraControl knob(
                String key, String name, String unit, long min, long max, long usual, boolean auto, boolean writable) {
            return new CameraControl(key, name, unit, min, max, usual, auto, writable, "what " + name + " does");
        }

        @Override
        public List<CameraControl> all() {
            return all;
        }

        @Override
        public OptionalLong value(String key) {
            return values.containsKey(key) ? OptionalLong.of(values.get(key)) : OptionalLong.empty();
        }

        @Override
        public boolean isAuto(String key) {
            return autos.getOrDefault(key, false);
        }

        @Override
        public void request(Map<String, String> wishes) {
            wishes.forEach((word, wish) -> {
                CameraControl control =
                        named(word).orElseThrow(() -> new IllegalArgumentException("control=" + word + " is unknown"));
                boolean isAuto = wish.equals("auto");
                if (!control.isWritable() || isAuto && !control.hasAuto()) {
                    throw new IllegalArgumentException(word + "=" + wish + " is not possible; leave it out");
                }
                autos.put(control.key(), isAuto);
                if (!isAuto) {
                    values.put(control.key(), Long.parseLong(wish));
                }
            });
        }

        @Override
        public int epoch() {
            return 0;
        }

        @Override
        public List<Change> changes() {
            return List.of();
        }
    }

    private static final class Bench implements Camera {
        private final String address;
        private final FrameFormat format;
        private final Knobs knobs;
        private final List<byte[]> frames = new ArrayList<>();
        private long startNs;
        private long startUtcNs;
        private long next;
        private long madeForUs;

        Bench(String address, Roi roi, Knobs knobs) {
            this.address = address;
            this.knobs = knobs;
            format = new FrameFormat(roi.widthPx(), roi.heightPx(), ColorLayout.MONO, 8);
        }

        private void make(long exposureUs) {
            madeForUs = exposureUs;
            frames.clear();
            SplittableRandom random = new SplittableRandom(42);
            double light = exposureUs / USUAL_US;
            for (int k = 0; k < CYCLE; k++) {
                byte[] frame = new byte[format.frameBytes()];
                double cx = format.widthPx() / 2.0 + 1.7 * Math.cos(k);
                double cy = format.heightPx() / 2.0 + 1.3 * Math.sin(k);
                for (int i = 0; i < frame.length; i++) {
                    double x = i % format.widthPx() - cx;
                    double y = i / format.widthPx() - cy;
                    double value = 5 + 1.5 * random.nextGaussian();
                    if (address.equals("cloth")) {
                        value += 120 * light * (1 - Math.hypot(x, y) / 400);
                    } else if (address.equals("disc")) {
                        double edge = 1 / (1 + Math.exp((Math.hypot(x, y) - 22) / 1.5));
                        value += 120 * light * edge * (1 + 0.2 * Math.sin(y * 0.5) + 0.1 * Math.sin(x * 0.4));
                    }
                    frame[i] = (byte) Math.max(0, Math.min(255, Math.round(value)));
                }
                frames.add(frame);
            }
        }

        @Override
        public CameraInfo info() {
            return new CameraInfo(
                    "ZWO Bench 533",
                    "bench:" + address,
                    OptionalLong.empty(),
                    OptionalDouble.of(RATE_HZ),
                    OptionalDouble.of(USUAL_US),
                    Map.of("OBJECT", "Jupiter", "XPIXSZ", "2.9", "FOCALLEN", "4000", "APTDIA", "203", "EGAIN", "20"),
                    List.of());
        }

        @Override
        public FrameFormat format() {
            return format;
        }

        @Override
        public void start() {
            startNs = System.nanoTime();
            startUtcNs = System.currentTimeMillis() * 1_000_000L;
        }

        @Override
        public Delivery read(FrameSlot slot, long timeoutMs) {
            long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
            long dueNs = startNs + (long) ((next + 1) * 1e9 / RATE_HZ);
            while (System.nanoTime() < dueNs) {
                if (System.nanoTime() >= endNs) {
                    return Delivery.TIMEOUT;
                }
                LockSupport.parkNanos(Math.min(dueNs, endNs) - System.nanoTime());
            }
            long exposureUs = knobs.values.get("exposureUs");
            if (exposureUs != madeForUs) {
                make(exposureUs);
            }
            slot.raw.put(0, frames.get((int) (next % CYCLE)), 0, format.frameBytes());
            slot.frameIndex = next;
            slot.startUtcNs = startUtcNs + (long) (next * 1e9 / RATE_HZ);
            next++;
            return Delivery.FRAME;
        }

        @Override
        public long droppedCount() {
            return 0;
        }

        @Override
        public CameraControls controls() {
            return knobs;
        }

        @Override
        public void close() {}
    }
}
