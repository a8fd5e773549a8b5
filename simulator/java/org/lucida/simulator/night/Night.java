package org.lucida.simulator.night;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.simulator.SimulatedClip;
import org.lucida.simulator.air.AirSettings;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.air.LayerSettings;
import org.lucida.simulator.air.SkyConditions;
import org.lucida.simulator.air.SkySettings;
import org.lucida.simulator.formation.FieldSettings;
import org.lucida.simulator.formation.FormationPlan;
import org.lucida.simulator.formation.FullFormation;
import org.lucida.simulator.formation.LightChannel;
import org.lucida.simulator.formation.LightFrame;
import org.lucida.simulator.formation.PointLights;
import org.lucida.simulator.formation.QuickFormation;
import org.lucida.simulator.formation.ScenePlanes;
import org.lucida.simulator.formation.Spreading;
import org.lucida.simulator.mount.MountMotion;
import org.lucida.simulator.optics.Refraction;
import org.lucida.simulator.optics.Telescope;
import org.lucida.simulator.sensor.CameraModel;
import org.lucida.simulator.sensor.CameraModels;
import org.lucida.simulator.sensor.Sensor;
import org.lucida.simulator.sky.Band;
import org.lucida.simulator.sky.Scene;
import org.lucida.simulator.sky.SceneSettings;
import org.lucida.simulator.sky.SceneSettings.Cluster;
import org.lucida.simulator.sky.SceneSettings.Stars;
import org.lucida.simulator.sky.Scenes;
import org.lucida.simulator.sky.SkyBackground;

/**
 * A night at the telescope: everything that does not change from frame to frame, and the paintings of the scene by time.
 *
 * <p>Frames are made by {@link NightFrames}, one for each thread. A frame is a function of scene, seed, mode and number alone.
 * <p>The mount stands true at time 0; frame 0 starts then. What is painted for
 * how long says {@link PaintedField}.
 * <p>Memory: up to {@value #KEPT_COUNT} paintings are kept. Thread: any.
 */
public final class Night {
    /** How frames are formed. */
    public enum Mode {
        /** Every tile of the field with a PSF of its own. */
        FULL,
        /** Fast enough for a live camera; see {@link QuickFormation} for what is approximated. */
        QUICK
    }

    static final int KEPT_COUNT = 3;
    /** From this exposure on the quick mode would show single speckle patterns; frames come slowly enough for the full way. */
    private static final double LONGEST_QUICK_EXPOSURE_S = 0.1;

    /** PSFs in a frame: tiles times channels, wavelengths and instants. So many take half a second of one core. */
    private static final int PSF_BUDGET = 20_000;

    private static final int LEAST_TILES = 60;
    private static final int MOST_TILES = 4000;
    private static final int MOST_INSTANTS = 40;
    private static final double INSTANT_APERTURES = 0.1;
    /** Clips up to this long fly through one piece of air without any repetition. */
    private static final double LONGEST_SINGLE_RUN_S = 40;

    private static final double SHORTEST_RUN_S = 5;
    private static final double CLOUDED_SHARE = 0.9;
    private static final double SEEING_WAVELENGTH_M = 550e-9;
    private static final int PERFECT_MARGIN_PX = 16;
    /** Air beyond the corners of what is painted. */
    private static final double FIELD_RESERVE = 1.02;

    /** Defocus spreads light over 8 waves times lambda / D; the PSF's window is some 10 lambda / D wide. */
    private static final double MOST_DEFOCUS_WAVES = 1.2;

    private static final double ARCSEC_PER_RAD = 648_000 / Math.PI;

    private final SceneSettings settings;
    private final long seed;
    private final Mode mode;
    private final CameraModel model;
    private final Band[] bands;
    private final FrameFormat format;
    private final Telescope telescope;
    private final AirSettings airSettings;
    private final Atmosphere air;
    private final SkyBackground background;
    private final MountMotion mount;
    private final FieldSettings field;
    private final double arcsecPerPx;
    private final PaintedField painted;
    private final ScenePainter painter;
    private final boolean isLong;
    private final FormationPlan first;
    /** Paintings by number, the one used last at the end. */
    private final Map<Long, Painting> paintings = new LinkedHashMap<>(8, 0.75f, true);

    /**
     * Opens a night; takes some seconds.
     *
     * @param runS length of the clip if it is known, or infinity: then the air is flown in legs
     * @throws IllegalArgumentException if sampling, field and seeing do not go together; the message names them
     */
    public Night(SceneSettings settings, long seed, Mode mode, double runS) throws IOException {
        this.settings = settings;
        this.seed = seed;
        this.mode = mode;
        model = CameraModels.named(settings.camera().model());
        format = sensor().format();
        boolean mono = model.layout() == ColorLayout.MONO;
        bands = Setup.bands(mono);
        telescope = Setup.telescope(settings.telescope());
        arcsecPerPx = settings.arcsecPerPx(model.pixelUm());
        airSettings = Setup.air(settings.atmosphere(), seed);
        background = new SkyBackground(settings.skylight(), seed);
        mount = new MountMotion(settings.mount(), arcsecPerPx, seed);
        List<LightChannel> channels = Setup.channels(mono);
        Setup.checkSampling(arcsecPerPx, channels, settings.telescope());
        boolean onPoints = settings.target() instanceof Cluster || settings.target() instanceof Stars;
        field = new FieldSettings(
                settings.camera().sensor().roi().widthPx(),
                settings.camera().sensor().roi().heightPx(),
                Setup.gridPerPx(arcsecPerPx, channels, telescope.apertureM()),
                channels,
                -90,
                model.rowDelayS(),
                tileLimit(channels),
                instants(),
                onPoints ? Spreading.SCATTER : Spreading.GATHER);
        Scene scene = Scenes.open(settings);
        double seeingArcsec = airSettings.seeingArcsec(SEEING_WAVELENGTH_M);
        painted = new PaintedField(settings, arcsecPerPx, seeingArcsec, scene.motionArcsecPerS(), mode);
        painter = new ScenePainter(scene, settings.target(), bands, field.gridPerPx());
        isLong = exposureS() > LONGEST_QUICK_EXPOSURE_S;
        double diagonalPx = StrictMath.sqrt(
                (double) painted.widthPx() * painted.widthPx() + (double) painted.heightPx() * painted.heightPx());
        air = air(FIELD_RESERVE * diagonalPx * arcsecPerPx / ARCSEC_PER_RAD, run(runS));
        first = plan(0);
        paintings.put(0L, new Painting(0, first, painted.centrePx(0, mount), exposureS()));
    }

    private Night(Night other, Telescope telescope) {
        settings = other.settings;
        seed = other.seed;
        mode = other.mode;
        model = other.model;
        bands = other.bands;
        format = other.format;
        this.telescope = telescope;
        airSettings = other.airSettings;
        air = other.air;
        background = other.background;
        mount = other.mount;
        field = other.field;
        arcsecPerPx = other.arcsecPerPx;
        painted = other.painted;
        painter = other.painter;
        isLong = other.isLong;
        first = other.first.refocused(telescope);
        synchronized (other.paintings) {
            other.paintings.forEach((epoch, painting) -> paintings.put(epoch, painting.refocused(telescope)));
        }
    }

    /**
     * The same night with the focuser elsewhere; what takes long is done by {@link #prepare}.
     *
     * @param offsetUm how far the focuser is from where the scene has it, at most as {@link #mostFocusOffsetUm} says
     */
    public Night refocused(double offsetUm) {
        double waves = settings.telescope().defocusWaves() + offsetUm / umPerWave(settings.telescope());
        return new Night(this, Setup.telescope(settings.telescope().focused(waves)));
    }

    /** The focuser's way to each side; beyond it the blur would not find room. */
    public static double mostFocusOffsetUm(SceneSettings.Telescope tube) {
        return MOST_DEFOCUS_WAVES * umPerWave(tube);
    }

    /** Way of the focuser for a wave of defocus from peak to valley: 8 N^2 lambda, Born and Wolf 1999, 8.8. */
    private static double umPerWave(SceneSettings.Telescope tube) {
        double ratio = tube.focalLengthMm() / tube.apertureMm();
        return 8 * ratio * ratio * Telescope.ABERRATION_WAVELENGTH_M * 1e6;
    }

    /**
     * A night as wished, for a clip of its frames.
     *
     * @throws BadInputException if sampling, field and seeing of the scene do not go together
     */
    public static Night of(NightWish wish) throws IOException {
        SceneSettings.Camera camera = wish.settings().camera();
        try {
            return new Night(wish.settings(), wish.seed(), wish.mode(), camera.frameCount() / camera.frameRateHz() + 1);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    "scene=" + wish.settings().name() + ": telescope.focalLengthMm="
                            + wish.settings().telescope().focalLengthMm() + ", telescope.apertureMm="
                            + wish.settings().telescope().apertureMm() + ", atmosphere.r0Mm="
                            + wish.settings().atmosphere().r0Mm() + " and camera.model="
                            + wish.settings().camera().model() + " do not go together: " + e.getMessage(),
                    e);
        }
    }

    // ---- what it is -----------------------------------------------------------------------------------------------

    /** The scene with all wishes in place. */
    public SceneSettings settings() {
        return settings;
    }

    public long seed() {
        return seed;
    }

    public Mode mode() {
        return mode;
    }

    public CameraModel model() {
        return model;
    }

    /** Shape of the raw frames. */
    public FrameFormat format() {
        return format;
    }

    public int frameCount() {
        return settings.camera().frameCount();
    }

    public double frameRateHz() {
        return settings.camera().frameRateHz();
    }

    /** Start of a frame after the start of the night. */
    public double startS(long frame) {
        return frame / frameRateHz();
    }

    /** Start of a frame; frame 0 of every night starts at 2026-01-01T00:00:00Z. */
    public long startUtcNs(long frame) {
        return SimulatedClip.EPOCH_UTC_NS + Math.round(frame * 1e9 / frameRateHz());
    }

    /** No frame may end after this; infinity for a night without end. */
    public double lastS() {
        return air.runS();
    }

    /** Angle of an unbinned pixel. */
    public double arcsecPerPx() {
        return arcsecPerPx;
    }

    public AirSettings airSettings() {
        return airSettings;
    }

    public Telescope telescope() {
        return telescope;
    }

    /** Channels of light, in the order of the truth's. */
    public List<LightChannel> channels() {
        return field.channels();
    }

    /** A sensor of its own for each caller; all give the same samples. */
    public Sensor sensor() {
        return new Sensor(model, settings.camera().sensor(), seed);
    }

    /** Tiles are spaced by so many quarters of D / h_eff; 1 is what the physics asks for. */
    public double tileSpacingRatio() {
        return first.tileSpacingRatio();
    }

    /** Channels of the pixels (0, 0), (1, 0), (0, 1), (1, 1) of the region, or null without a colour filter. */
    int[] filter() {
        ColorLayout layout = format.layout();
        if (!layout.isMosaic()) {
            return null;
        }
        return new int[] {
            layout.planeOf(0, 0, 0), layout.planeOf(1, 0, 0), layout.planeOf(0, 1, 0), layout.planeOf(1, 1, 0)
        };
    }

    /** Share of the target's light that the sky lets through during a frame. */
    double transparency(double startS, double exposureS) {
        return (background.transparency(startS + exposureS / 6)
                        + background.transparency(startS + exposureS / 2)
                        + background.transparency(startS + exposureS * 5 / 6))
                / 3;
    }

    boolean isClouded(double transparency) {
        return transparency < CLOUDED_SHARE * settings.skylight().transparencyFraction();
    }

    /** Photons of the sky in an unbinned pixel of a channel during an exposure. */
    double skyPhotonsPerPx(int channel, double exposureS) {
        return background.photonsPerM2PerS(bands[channel])
                * arcsecPerPx
                * arcsecPerPx
                * telescope.collectingAreaM2()
                * exposureS;
    }

    /** Exposure the night was opened with. */
    public double exposureS() {
        return settings.camera().sensor().exposureS();
    }

    MountMotion mount() {
        return mount;
    }

    // ---- paintings ------------------------------------------------------------------------------------------------

    /** Whether frames are formed from the bank; long exposures never are. */
    boolean isQuick() {
        return mode == Mode.QUICK && !isLong;
    }

    /** Number of the painting that is shown at a time. */
    long epoch(double timeS) {
        return painted.epoch(timeS);
    }

    /** Number of the painting to get ready at a time: the next one when that share of the present one's time is over. */
    public long epochAfter(double timeS, double share) {
        return painted.epochAfter(timeS, share);
    }

    /** Makes the painting of a number with all that takes long. Any thread. */
    public void prepare(long epoch) {
        Painting painting = painting(epoch);
        if (isQuick()) {
            painting.bank();
        } else {
            painting.shared();
        }
    }

    /** The painting of a number; may take seconds. */
    Painting painting(long epoch) {
        synchronized (paintings) {
            Painting painting = paintings.get(epoch);
            if (painting == null) {
                painting = new Painting(epoch, plan(epoch), painted.centrePx(epoch, mount), exposureS());
                paintings.put(epoch, painting);
                if (paintings.size() > KEPT_COUNT) {
                    paintings.remove(paintings.keySet().iterator().next());
                }
            }
            return painting;
        }
    }

    private FormationPlan plan(long epoch) {
        double[] centrePx = painted.centrePx(epoch, mount);
        double centreXArcsec = centrePx[0] * arcsecPerPx;
        double centreYArcsec = centrePx[1] * arcsecPerPx;
        double timeS = painted.middleS(epoch);
        ScenePlanes planes = painter.planes(
                timeS,
                painted.widthPx() * field.gridPerPx(),
                painted.heightPx() * field.gridPerPx(),
                arcsecPerPx / field.gridPerPx(),
                centreXArcsec,
                centreYArcsec);
        PointLights lights = painter.lights(
                timeS,
                centreXArcsec,
                centreYArcsec,
                painted.widthPx() * arcsecPerPx / 2,
                painted.heightPx() * arcsecPerPx / 2);
        CentredMotion motion = new CentredMotion(mount, centrePx);
        if (first != null) {
            return first.repainted(planes, lights, motion);
        }
        Refraction refraction = settings.atmosphere().dispersion() ? Refraction.usual() : null;
        SkyConditions clear = new SkyConditions(SkySettings.perfect(), 1, seed);
        return mode == Mode.QUICK
                ? FormationPlan.quick(telescope, air, clear, refraction, field, planes, lights, motion)
                : FormationPlan.full(telescope, air, clear, refraction, field, planes, lights, motion);
    }

    // ---- the scene without air -------------------------------------------------------------------------------------

    /**
     * What the telescope would show of the scene at a time without air, noise and sky: the diffraction-limited scene, centred on
     * the nominal middle, without dispersion, field aberrations included.
     *
     * @param fineness pixels of the answer along an unbinned pixel of the sensor: 1, 1.5, 2
     * @return a plane for each channel: photons in an exposure on the area of a sensor pixel, clear sky, averaged over the finer
     *     pixels; {@code Math.round(size * fineness)} columns and rows
     */
    public float[][] perfect(double timeS, double fineness) {
        int widthPx = (int) Math.round(field.sensorWidthPx() * fineness);
        int heightPx = (int) Math.round(field.sensorHeightPx() * fineness);
        double pxArcsec = arcsecPerPx / fineness;
        int per = Setup.gridPerPx(pxArcsec, field.channels(), telescope.apertureM());
        FieldSettings finer =
                new FieldSettings(widthPx, heightPx, per, field.channels(), -90, 0, 300, 1, field.spreading());
        int gridWidth = (widthPx + 2 * PERFECT_MARGIN_PX) * per;
        int gridHeight = (heightPx + 2 * PERFECT_MARGIN_PX) * per;
        AirSettings none =
                new AirSettings(airSettings.r0M(), 20, 0, List.of(new LayerSettings(0, 1, 0, 0)), 0, 1, 0, seed);
        FormationPlan plan = FormationPlan.full(
                telescope,
                Atmosphere.still(none, telescope.apertureM(), 0.2),
                new SkyConditions(SkySettings.perfect(), 1, seed),
                null,
                finer,
                painter.planes(timeS, gridWidth, gridHeight, pxArcsec / per, 0, 0),
                painter.lights(timeS, 0, 0, gridWidth * pxArcsec / per / 2, gridHeight * pxArcsec / per / 2),
                org.lucida.simulator.formation.MountMotion.STILL);
        LightFrame light = new LightFrame(plan, null);
        new FullFormation(new FullFormation.Shared(plan)).form(0, exposureS(), light);
        float scale = (float) (fineness * fineness * settings.skylight().transparencyFraction());
        for (float[] plane : light.planes) {
            for (int n = 0; n < plane.length; n++) {
                plane[n] *= scale;
            }
        }
        return light.planes;
    }

    // ---- from settings to parts ------------------------------------------------------------------------------------

    /** Instants of an exposure: as many as the wind that blurs alike needs to move a tenth of the aperture in each. */
    private int instants() {
        double wanted = airSettings.effectiveWindMPerS() * exposureS() / (INSTANT_APERTURES * telescope.apertureM());
        return (int) Math.max(1, Math.min(MOST_INSTANTS, StrictMath.ceil(wanted)));
    }

    /** Tiles of the field at most, so that a frame stays within the budget of PSFs. */
    private int tileLimit(List<LightChannel> channels) {
        int waves = 0;
        for (LightChannel channel : channels) {
            waves += channel.waves().size();
        }
        return Math.max(LEAST_TILES, Math.min(MOST_TILES, PSF_BUDGET / (waves * instants())));
    }

    /** Air for a run; in legs where it cannot be flown in one piece. */
    private Atmosphere air(double fieldRad, double runS) {
        double stepM = Atmosphere.usualStepM(telescope.apertureM(), airSettings.r0M(500e-9));
        if (Double.isFinite(runS)) {
            try {
                return new Atmosphere(airSettings, telescope.apertureM(), fieldRad, stepM, runS);
            } catch (IllegalArgumentException e) {
                // field or run are too large for the largest torus: legs have no such limit
                return new Atmosphere(airSettings, telescope.apertureM(), fieldRad, stepM, Double.POSITIVE_INFINITY);
            }
        }
        return new Atmosphere(airSettings, telescope.apertureM(), fieldRad, stepM, runS);
    }

    /** Runs are flown in one piece up to a limit, on a torus that only grows by steps, so that lengths share their air. */
    private double run(double wishedS) {
        if (isQuick() || !(wishedS <= LONGEST_SINGLE_RUN_S)) {
            return Double.POSITIVE_INFINITY;
        }
        double runS = SHORTEST_RUN_S;
        while (runS < wishedS + exposureS()) {
            runS *= 2;
        }
        return runS;
    }
}
