package org.lucida.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;
import org.lucida.simulator.night.Night;
import org.lucida.simulator.night.NightFrames;
import org.lucida.simulator.night.NightWish;
import org.lucida.simulator.sensor.CameraModels;
import org.lucida.simulator.sensor.Sensor;

/**
 * A night as the source of a camera's frames. Without an end when it runs against the clock and no number of frames was asked for.
 *
 * <p>Before a scene is due to be painted anew, a thread of low priority does so.
 */
final class NightSource implements SimulatedCamera.Source {
    /** The next painting is begun when this share of the present one's time is over. */
    private static final double AHEAD_SHARE = 0.3;

    /** Frames after which a frame takes no longer than any other. */
    private static final int REHEARSAL_COUNT = 240;

    private final Night night;
    private final FramesAhead ahead;
    private final String name;
    private final long frameCount;
    private long preparedEpoch;

    private NightSource(Night night, String name, long frameCount, boolean isLive) {
        this.night = night;
        this.name = name;
        this.frameCount = frameCount;
        ahead = new FramesAhead(night, frameCount);
        rehearse(isLive ? REHEARSAL_COUNT : 1);
    }

    /** Makes frames before the clock starts: the first takes long, and all do until the compiler has seen enough of them. */
    private void rehearse(int count) {
        NightFrames frames = new NightFrames(night);
        ByteBuffer raw = ByteBuffer.allocateDirect(night.format().frameBytes());
        for (long k = 0; k < Math.min(count, frameCount); k++) {
            frames.make(k, raw, 0);
        }
    }

    static Camera camera(String address, CameraWish wish) throws IOException {
        NightWish wished = NightWish.parse(address, Night.Mode.QUICK);
        boolean isLive = wish.pace().kind() != Pace.Kind.MAX;
        boolean isEndless = !wished.framesWished() && isLive;
        Night night = isEndless
                ? new Night(wished.settings(), wished.seed(), wished.mode(), Double.POSITIVE_INFINITY)
                : Night.of(wished);
        long count = isEndless ? Long.MAX_VALUE : night.frameCount();
        NightSource source = new NightSource(night, address.replaceFirst("\\?.*", ""), count, isLive);
        return new SimulatedCamera(source, info(address, wished, isEndless), wish, SimulatedCamera.MACHINE);
    }

    static CameraInfo info(String address, NightWish wished, boolean isEndless) throws IOException {
        var settings = wished.settings();
        var camera = settings.camera();
        Sensor sensor = new Sensor(CameraModels.named(camera.model()), camera.sensor(), wished.seed());
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("INSTRUME", sensor.model().name());
        facts.put("OBJECT", settings.name());
        facts.put("EXPTIME", number("%.6f", camera.sensor().exposureS()));
        facts.put("GAIN", number("%.0f", camera.sensor().gainSteps()));
        facts.put("EGAIN", number("%.5f", storedGainEPerAdu(sensor)));
        facts.put(
                "XPIXSZ",
                number("%.2f", sensor.model().pixelUm() * camera.sensor().binCount()));
        facts.put(
                "YPIXSZ",
                number("%.2f", sensor.model().pixelUm() * camera.sensor().binCount()));
        facts.put("FOCALLEN", number("%.1f", settings.telescope().focalLengthMm()));
        facts.put("CCD-TEMP", number("%.1f", camera.sensor().sensorC()));
        return new CameraInfo(
                "Lucida simulator: " + (settings.description().isBlank() ? settings.name() : settings.description()),
                "sim:" + address,
                isEndless ? OptionalLong.empty() : OptionalLong.of(camera.frameCount()),
                OptionalDouble.of(camera.frameRateHz()),
                OptionalDouble.of(camera.sensor().exposureS() * 1e6),
                facts,
                List.of("Simulated night with seed " + wished.seed() + ", "
                        + wished.mode().name().toLowerCase(Locale.ROOT)
                        + " formation; times count from 2026-01-01T00:00:00Z."));
    }

    /** Electrons for each ADU of the samples as they are stored. */
    private static double storedGainEPerAdu(Sensor sensor) {
        return switch (sensor.settings().form()) {
            case PLAIN -> sensor.gainEPerAdu();
            case RAW8 -> sensor.gainEPerAdu() * (1 << (sensor.settings().adcBits() - 8));
            case RAW16 -> sensor.gainEPerAdu() / (1 << (16 - sensor.settings().adcBits()));
        };
    }

    private static String number(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }

    @Override
    public FrameFormat format() {
        return night.format();
    }

    @Override
    public long frameCount() {
        return frameCount;
    }

    @Override
    public double frameRateHz() {
        return night.frameRateHz();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void checkInside(Roi roi) {
        if (!roi.fitsIn(night.format().widthPx(), night.format().heightPx())) {
            throw new IllegalArgumentException("roi=" + roi + " is not inside the simulated "
                    + night.format().widthPx() + "x" + night.format().heightPx() + " px; move or shrink it");
        }
    }

    @Override
    public void frame(long k, Roi roi, ByteBuffer raw) {
        prepareAhead(night.startS(k));
        FrameFormat format = night.format();
        ByteBuffer whole = ahead.frame(k);
        int bytes = format.bytesPerSample();
        for (int y = 0; y < roi.heightPx(); y++) {
            raw.put(
                    y * roi.widthPx() * bytes,
                    whole,
                    (roi.yPx() + y) * format.rowBytes() + roi.xPx() * bytes,
                    roi.widthPx() * bytes);
        }
    }

    @Override
    public void close() {
        ahead.close();
    }

    private void prepareAhead(double timeS) {
        long epoch = night.epochAfter(timeS, AHEAD_SHARE);
        if (epoch <= preparedEpoch) {
            return;
        }
        preparedEpoch = epoch;
        Thread painter = new Thread(() -> night.prepare(epoch), "lucida-simulator-painter");
        painter.setDaemon(true);
        painter.setPriority(Thread.MIN_PRIORITY);
        painter.start();
    }

    @Override
    public long startUtcNs(long k) {
        return night.startUtcNs(k);
    }
}
