package org.lucida.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraControls;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;
import org.lucida.simulator.night.Night;
import org.lucida.simulator.night.NightFrames;
import org.lucida.simulator.night.NightWish;
import org.lucida.simulator.night.Stretch;
import org.lucida.simulator.sensor.CameraModel;
import org.lucida.simulator.sensor.CameraModels;
import org.lucida.simulator.sensor.Sensor;
import org.lucida.simulator.sensor.SensorSettings;
import org.lucida.simulator.sky.SceneSettings;

/**
 * A night as the source of a camera's frames. Without an end when it runs against the clock and no number of frames was asked for.
 *
 * <p>Before a scene is due to be painted anew, a thread of low priority does so. A turned knob begins a new {@link Stretch}.
 */
final class NightSource implements SimulatedCamera.Source {
    /** The next painting is begun when this share of the present one's time is over. */
    private static final double AHEAD_SHARE = 0.3;

    /** Frames after which a frame takes no longer than any other. */
    private static final int REHEARSAL_COUNT = 240;

    /** Changes of the chip's temperature that do not show in its dark current. */
    private static final double SAME_C = 1;

    /** Knobs that change no frame at once. */
    private static final Set<String> QUIET = Set.of(NightKnobs.COOLER, NightKnobs.TARGET);

    private final Night night;
    private final CameraModel model;
    private final SensorSettings opened;
    private final FramesAhead ahead;
    private final String address;
    private final String name;
    private final boolean isEndless;
    private final long frameCount;
    private final Knobs knobs;
    private final NightKnobs marks;
    private final Roi openedRoi;
    private final Chip chip;
    private Stretch stretch;
    private long preparedEpoch;
    private final Focuser focuser;
    private volatile CameraInfo info;

    private NightSource(
            Night night, String address, NightKnobs marks, Knobs knobs, Roi roi, long frameCount, boolean isLive) {
        this.night = night;
        this.address = address;
        this.marks = marks;
        this.knobs = knobs;
        this.frameCount = frameCount;
        isEndless = frameCount == Long.MAX_VALUE;
        name = address.replaceFirst("\\?.*", "");
        model = night.model();
        opened = night.settings().camera().sensor();
        openedRoi = roi;
        chip = new Chip(opened.sensorC());
        stretch = Stretch.opening(night);
        focuser = new Focuser(night);
        long focusUm = knobs.valueOf(NightKnobs.FOCUS, 0);
        if (focusUm != 0) {
            Night unsharp = night.refocused(focusUm);
            unsharp.prepare(0);
            stretch = stretch.then(unsharp, 0, 0, opened);
        }
        ahead = new FramesAhead(stretch, frameCount);
        tellInfo();
        night.prepare(0, Runtime.getRuntime().availableProcessors());
        rehearse(isLive ? REHEARSAL_COUNT : 1);
    }

    /** Makes frames before the clock starts: the first takes long, and all do until the compiler has seen enough of them. */
    private void rehearse(int count) {
        Thread helper = new Thread(() -> rehearse(count, 1), "lucida-simulator-rehearsal");
        helper.setDaemon(true);
        helper.start();
        rehearse(count, 0);
        try {
            helper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every second frame, from one on. */
    private void rehearse(int count, int first) {
        NightFrames frames = new NightFrames(night);
        ByteBuffer raw = ByteBuffer.allocateDirect(night.format().frameBytes());
        for (long k = first; k < Math.min(count, frameCount); k += 2) {
            frames.make(k, raw, 0);
        }
    }

    static Camera camera(String address, CameraWish wish) throws IOException {
        return camera(address, wish, SimulatedCamera.MACHINE);
    }

    static Camera camera(String address, CameraWish wish, SimulatedCamera.PaceClock clock) throws IOException {
        Outage.Plan plan = Outage.Plan.of(address);
        NightWish asked = NightWish.parse(plan.address(), Night.Mode.QUICK);
        NightKnobs marks = NightKnobs.of(asked);
        Map<String, String> settings = new LinkedHashMap<>(wish.settings());
        NightWish wished = marks.opened(plan.address(), settings);
        boolean isLive = wish.pace().kind() != Pace.Kind.MAX;
        boolean isEndless = !wished.framesWished() && isLive;
        Knobs knobs = marks.knobs(wished, wish.roi());
        Map<String, Long> later = knobs.parsed(settings);
        Night night = isEndless
                ? new Night(wished.settings(), wished.seed(), wished.mode(), Double.POSITIVE_INFINITY)
                : Night.of(wished);
        later.forEach(knobs::told);
        long count = isEndless ? Long.MAX_VALUE : night.frameCount();
        Roi roi = wish.roi()
                .orElse(new Roi(0, 0, night.format().widthPx(), night.format().heightPx()));
        NightSource source = new NightSource(night, address, marks, knobs, roi, count, isLive);
        return new SimulatedCamera(source, wish, plan.outages(), clock);
    }

    /** What a scene's camera says about itself, without opening it; its size too. */
    static CameraInfo info(String address) throws IOException {
        NightWish wished = NightWish.parse(address, Night.Mode.QUICK);
        CameraModel model = CameraModels.named(wished.settings().camera().model());
        SensorSettings sensor = wished.settings().camera().sensor();
        FrameFormat format = Sensor.format(model, sensor);
        SceneSettings scene = wished.settings();
        String sentence = scene.description().isBlank() ? scene.name() : scene.description();
        CameraInfo info =
                info(address, scene, model, sensor, scene.camera().frameRateHz(), true, List.of(sentence + "."));
        info.facts().put("NAXIS1", Integer.toString(format.widthPx()));
        info.facts().put("NAXIS2", Integer.toString(format.heightPx()));
        return info;
    }

    private static CameraInfo info(
            String address,
            SceneSettings scene,
            CameraModel model,
            SensorSettings sensor,
            double frameRateHz,
            boolean isEndless,
            List<String> notes) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("INSTRUME", model.name());
        facts.put("OBJECT", scene.name());
        facts.put("EXPTIME", number("%.6f", sensor.exposureS()));
        facts.put("GAIN", Long.toString(NightKnobs.gainSteps(model, sensor)));
        facts.put("OFFSET", Integer.toString(sensor.offsetSteps()));
        facts.put("EGAIN", number("%.5f", Sensor.storedGainEPerAdu(model, sensor)));
        facts.put("ADCBITS", Integer.toString(sensor.adcBits()));
        facts.put("XPIXSZ", number("%.2f", model.pixelUm() * sensor.binCount()));
        facts.put("YPIXSZ", number("%.2f", model.pixelUm() * sensor.binCount()));
        facts.put("XBINNING", Integer.toString(sensor.binCount()));
        facts.put("YBINNING", Integer.toString(sensor.binCount()));
        facts.put("FOCALLEN", number("%.1f", scene.telescope().focalLengthMm()));
        facts.put("APTDIA", number("%.1f", scene.telescope().apertureMm()));
        facts.put("CCD-TEMP", number("%.1f", sensor.sensorC()));
        return new CameraInfo(
                "Lucida simulator: " + (scene.description().isBlank() ? scene.name() : scene.description()),
                "sim:" + address,
                isEndless
                        ? OptionalLong.empty()
                        : OptionalLong.of(scene.camera().frameCount()),
                OptionalDouble.of(frameRateHz),
                OptionalDouble.of(sensor.exposureS() * 1e6),
                facts,
                notes);
    }

    private void tellInfo() {
        SensorSettings now = stretch.settings();
        CameraInfo told = info(
                address,
                night.settings(),
                model,
                chip.sensorC() == now.sensorC() ? now : now.timed(now.exposureS(), now.framePeriodS(), chip.sensorC()),
                stretch.frameRateHz(),
                isEndless,
                List.of("Simulated night with seed " + night.seed() + ", "
                        + night.mode().name().toLowerCase(Locale.ROOT)
                        + " formation; times count from 2026-01-01T00:00:00Z."));
        if (knobs.valueOf(NightKnobs.COOLER, 0) != 0) {
            told.facts().put("SET-TEMP", Long.toString(knobs.valueOf(NightKnobs.TARGET, 0)));
        }
        info = told;
    }

    private static String number(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }

    // ---- frames ----------------------------------------------------------------------------------------------------

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
        return stretch.frameRateHz();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CameraInfo info() {
        return info;
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
        if (Chip.isCooled(model)) {
            cool(k);
        }
        prepareAhead(stretch.startS(k));
        FrameFormat format = night.format();
        ByteBuffer whole = ahead.frame(k, stretch);
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
    public long startUtcNs(long k) {
        return stretch.startUtcNs(k);
    }

    @Override
    public long exposureNs() {
        return Math.round(stretch.settings().exposureS() * 1e9);
    }

    @Override
    public void close() {
        ahead.close();
    }

    private void prepareAhead(double timeS) {
        Night shown = stretch.night();
        long epoch = shown.epochAfter(timeS, AHEAD_SHARE);
        if (epoch <= preparedEpoch) {
            return;
        }
        preparedEpoch = epoch;
        Thread painter = new Thread(() -> shown.prepare(epoch), "lucida-simulator-painter");
        painter.setDaemon(true);
        painter.setPriority(Thread.MIN_PRIORITY);
        painter.start();
    }

    // ---- knobs -----------------------------------------------------------------------------------------------------

    @Override
    public CameraControls controls() {
        return knobs;
    }

    @Override
    public boolean hasPending() {
        return knobs.hasPending() || focuser.isDone();
    }

    @Override
    public boolean turn(long k, double laterS) {
        Map<String, Long> wanted = knobs.take();
        Long focusUm = wanted.remove(NightKnobs.FOCUS);
        if (focusUm != null) {
            focuser.moveTo(focusUm, preparedEpoch);
        }
        Night shown = stretch.night();
        Focuser.Focused focused = focuser.take();
        if (focused != null && focused.offsetUm() != knobs.valueOf(NightKnobs.FOCUS, 0)) {
            wanted.put(NightKnobs.FOCUS, focused.offsetUm());
            shown = focused.night();
        }
        if (wanted.isEmpty()) {
            return false;
        }
        Map<String, Long> before = new LinkedHashMap<>();
        for (Map.Entry<String, Long> one : wanted.entrySet()) {
            before.put(one.getKey(), knobs.valueOf(one.getKey(), 0));
            knobs.told(one.getKey(), possible(one.getKey(), one.getValue()));
        }
        boolean isSeen = !QUIET.containsAll(wanted.keySet());
        if (isSeen) {
            begin(
                    k,
                    laterS,
                    shown,
                    marks.settings(opened, knobs, stretch.settings().sensorC()));
        }
        knobs.changed(before, k, stretch.startUtcNs(k));
        tellInfo();
        return isSeen;
    }

    /** The start of a region keeps to the steps of the mosaic, so that the order of colours stays. */
    private long possible(String key, long value) {
        if (night.format().layout().isMosaic() && key.equals(NightKnobs.ORIGIN_X)) {
            return value - Math.floorMod(value - openedRoi.xPx(), 2L);
        }
        if (night.format().layout().isMosaic() && key.equals(NightKnobs.ORIGIN_Y)) {
            return value - Math.floorMod(value - openedRoi.yPx(), 2L);
        }
        return value;
    }

    @Override
    public void delay(long k, double laterS) {
        begin(k, laterS, stretch.night(), stretch.settings());
    }

    private void begin(long k, double laterS, Night shown, SensorSettings settings) {
        stretch = stretch.then(shown, k, stretch.startS(k) + laterS, settings);
    }

    @Override
    public Roi moved(Roi roi) {
        return new Roi(
                (int) knobs.valueOf(NightKnobs.ORIGIN_X, roi.xPx()),
                (int) knobs.valueOf(NightKnobs.ORIGIN_Y, roi.yPx()),
                roi.widthPx(),
                roi.heightPx());
    }

    /** Lets the cooler work; the dark current follows in steps. */
    private void cool(long k) {
        double sensorC = chip.follow(
                stretch.startS(k), knobs.valueOf(NightKnobs.COOLER, 0) != 0, knobs.valueOf(NightKnobs.TARGET, 0));
        long tenthC = Math.round(10 * sensorC);
        if (tenthC == knobs.valueOf(NightKnobs.TEMPERATURE, Long.MIN_VALUE)) {
            return;
        }
        knobs.told(NightKnobs.TEMPERATURE, tenthC);
        knobs.told(NightKnobs.POWER, chip.powerPercent(knobs.valueOf(NightKnobs.COOLER, 0) != 0));
        SensorSettings now = stretch.settings();
        if (Math.abs(sensorC - now.sensorC()) >= SAME_C) {
            begin(k, 0, stretch.night(), now.timed(now.exposureS(), now.framePeriodS(), sensorC));
        }
        tellInfo();
    }
}
