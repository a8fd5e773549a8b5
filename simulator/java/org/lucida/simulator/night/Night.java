package org.lucida.simulator.night;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.lucida.simulator.formation.PointLights;
import org.lucida.simulator.formation.QuickFormation;
import org.lucida.simulator.formation.ScenePlanes;
import org.lucida.simulator.formation.Spreading;
import org.lucida.simulator.formation.Wave;
import org.lucida.simulator.mount.MountMotion;
import org.lucida.simulator.optics.Refraction;
import org.lucida.simulator.optics.Telescope;
import org.lucida.simulator.sensor.CameraModel;
import org.lucida.simulator.sensor.CameraModels;
import org.lucida.simulator.sensor.Sensor;
import org.lucida.simulator.sky.Band;
import org.lucida.simulator.sky.PointLight;
import org.lucida.simulator.sky.Scene;
import org.lucida.simulator.sky.SceneSettings;
import org.lucida.simulator.sky.SceneSettings.Beyond;
import org.lucida.simulator.sky.SceneSettings.Cluster;
import org.lucida.simulator.sky.SceneSettings.MoonSurface;
import org.lucida.simulator.sky.SceneSettings.Picture;
import org.lucida.simulator.sky.SceneSettings.Stars;
import org.lucida.simulator.sky.SceneSettings.SunSurface;
import org.lucida.simulator.sky.Scenes;
import org.lucida.simulator.sky.SkyBackground;
import org.lucida.simulator.sky.SkyGrid;

/**
 * A night at the telescope: everything that does not change from frame to frame, and the paintings of the scene by time.
 *
 * <p>Frames are made by {@link NightFrames}, one for each thread. A frame is a function of scene, seed, mode and number alone.
 * <p>The mount stands true at time 0; frame 0 starts then. A scene that turns is painted anew as soon as it has moved by
 * {@value #FULL_MOTION_PX} px ({@value #QUICK_MOTION_PX} px in the quick mode), a ground without borders when the mount has
 * carried it so far that the painted margin is used up.
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

    static final double FULL_MOTION_PX = 0.1;
    static final double QUICK_MOTION_PX = 0.5;
    static final int KEPT_COUNT = 3;
    /** A painting is shown for so long at least. */
    private static final double LEAST_EPOCH_S = 2;

    private static final double LEAST_QUICK_EPOCH_S = 15;
    /** Way of the mount a margin leaves room for, each way. */
    private static final double MARGIN_WAY_PX = 16;

    private static final double LARGEST_MARGIN_PX = 200;
    /** Largest image motion by the air, in units of the seeing's width. */
    private static final double MARGIN_SEEINGS = 3;
    /** From this exposure on the quick mode would show single speckle patterns; frames come slowly enough for the full way. */
    private static final double LONGEST_QUICK_EXPOSURE_S = 0.1;

    /** PSFs in a frame: tiles times channels, wavelengths and instants. So many take half a second of one core. */
    private static final int PSF_BUDGET = 20_000;

    private static final int LEAST_TILES = 60;
    private static final int MOST_TILES = 4000;
    private static final int MOST_INSTANTS = 40;
    private static final double INSTANT_APERTURES = 0.1;
    private static final int BANK_COUNT = 24;
    private static final double BANK_SPREAD_S = 60;
    /** Clips up to this long fly through one piece of air without any repetition. */
    private static final double LONGEST_SINGLE_RUN_S = 40;

    private static final double SHORTEST_RUN_S = 5;
    private static final double PEAK_TO_VALLEY_DEFOCUS = 3.46;
    private static final double PEAK_TO_VALLEY_COMA = 5.66;
    private static final double LEAST_SAMPLING = 2.2;
    private static final int[] GRID_STEPS = {1, 2, 3, 4, 6, 8};
    private static final double CLOUDED_SHARE = 0.9;
    private static final double ARCSEC_PER_RAD = 648_000 / Math.PI;

    private final SceneSettings settings;
    private final long seed;
    private final Mode mode;
    private final CameraModel model;
    private final Scene scene;
    private final Band[] bands;
    private final FrameFormat format;
    private final Telescope telescope;
    private final AirSettings airSettings;
    private final Atmosphere air;
    private final SkyBackground background;
    private final MountMotion mount;
    private final double mountStartXPx;
    private final double mountStartYPx;
    private final FieldSettings field;
    private final double arcsecPerPx;
    private final int marginPx;
    private final boolean follows;
    private final double epochS;
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
        scene = Scenes.open(settings);
        boolean mono = model.layout() == ColorLayout.MONO;
        bands = mono ? new Band[] {Band.LUMINANCE} : new Band[] {Band.RED, Band.GREEN, Band.BLUE};
        telescope = telescope(settings.telescope());
        arcsecPerPx = settings.arcsecPerPx(model.pixelUm());
        airSettings = air(settings.atmosphere(), seed);
        background = new SkyBackground(settings.skylight(), seed);
        mount = new MountMotion(settings.mount(), arcsecPerPx, seed);
        mountStartXPx = mount.xPx(0);
        mountStartYPx = mount.yPx(0);
        List<LightChannel> channels = channels(mono);
        int widthPx = settings.camera().sensor().roi().widthPx();
        int heightPx = settings.camera().sensor().roi().heightPx();
        boolean onPoints = settings.target() instanceof Cluster || settings.target() instanceof Stars;
        field = new FieldSettings(
                widthPx,
                heightPx,
                gridPerPx(channels),
                channels,
                -90,
                model.rowDelayS(),
                tileLimit(channels),
                instants(),
                onPoints ? Spreading.SCATTER : Spreading.GATHER);
        follows = settings.target() instanceof MoonSurface
                || settings.target() instanceof SunSurface
                || settings.target() instanceof Cluster
                || (settings.target() instanceof Picture picture && picture.beyond() == Beyond.MIRROR);
        marginPx = marginPx();
        isLong = settings.camera().sensor().exposureS() > LONGEST_QUICK_EXPOSURE_S;
        epochS = epochS();
        int gridWidth = gridWidthPx();
        int gridHeight = gridHeightPx();
        double scale = arcsecPerPx / field.gridPerPx();
        double fieldRad = 1.02
                * StrictMath.sqrt((double) gridWidth * gridWidth + (double) gridHeight * gridHeight)
                * scale
                / ARCSEC_PER_RAD;
        air = air(fieldRad, run(runS));
        first = plan(0);
        paintings.put(0L, new Painting(0, first));
    }

    /** A night as wished, for a clip of its frames. */
    public static Night of(NightWish wish) throws IOException {
        SceneSettings.Camera camera = wish.settings().camera();
        return new Night(wish.settings(), wish.seed(), wish.mode(), camera.frameCount() / camera.frameRateHz() + 1);
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
    double transparency(double startS) {
        double exposureS = settings.camera().sensor().exposureS();
        return (background.transparency(startS + exposureS / 6)
                        + background.transparency(startS + exposureS / 2)
                        + background.transparency(startS + exposureS * 5 / 6))
                / 3;
    }

    boolean isClouded(double transparency) {
        return transparency < CLOUDED_SHARE * settings.skylight().transparencyFraction();
    }

    /** Photons of the sky in an unbinned pixel of a channel during an exposure. */
    double skyPhotonsPerPx(int channel) {
        return background.photonsPerM2PerS(bands[channel])
                * arcsecPerPx
                * arcsecPerPx
                * telescope.collectingAreaM2()
                * settings.camera().sensor().exposureS();
    }

    MountMotion mount() {
        return mount;
    }

    // ---- paintings ------------------------------------------------------------------------------------------------

    /** The scene as it is painted for a stretch of time, ready to form frames. */
    final class Painting {
        final long epoch;
        final FormationPlan plan;
        /** Shift of the painted middle against the nominal field's, px. */
        final double centreXPx;

        final double centreYPx;
        private FullFormation.Shared shared;
        private QuickFormation.Bank bank;

        private Painting(long epoch, FormationPlan plan) {
            this.epoch = epoch;
            this.plan = plan;
            double[] centre = centrePx(epoch);
            centreXPx = centre[0];
            centreYPx = centre[1];
        }

        synchronized FullFormation.Shared shared() {
            if (shared == null) {
                shared = new FullFormation.Shared(plan);
            }
            return shared;
        }

        synchronized QuickFormation.Bank bank() {
            if (bank == null) {
                bank = new QuickFormation.Bank(plan, settings.camera().sensor().exposureS(), BANK_COUNT, BANK_SPREAD_S);
            }
            return bank;
        }

        /** Makes all that takes long. */
        void prepare() {
            if (isQuick()) {
                bank();
            } else {
                shared();
            }
        }
    }

    /** Whether frames are formed from the bank; long exposures never are. */
    boolean isQuick() {
        return mode == Mode.QUICK && !isLong;
    }

    /** Number of the painting that is shown at a time. */
    long epoch(double timeS) {
        return Double.isInfinite(epochS) ? 0 : (long) StrictMath.floor(timeS / epochS);
    }

    /** Number of the painting to get ready at a time: the next one when that share of the present one's time is over. */
    public long epochAfter(double timeS, double share) {
        return Double.isInfinite(epochS) ? 0 : (long) StrictMath.floor(timeS / epochS + 1 - share);
    }

    /** Makes the painting of a number with all that takes long. Any thread. */
    public void prepare(long epoch) {
        painting(epoch).prepare();
    }

    /** The painting of a number; may take seconds. */
    Painting painting(long epoch) {
        synchronized (paintings) {
            Painting painting = paintings.get(epoch);
            if (painting == null) {
                painting = new Painting(epoch, plan(epoch));
                paintings.put(epoch, painting);
                if (paintings.size() > KEPT_COUNT) {
                    paintings.remove(paintings.keySet().iterator().next());
                }
            }
            return painting;
        }
    }

    private double middleS(long epoch) {
        return Double.isInfinite(epochS) ? 0 : (epoch + 0.5) * epochS;
    }

    /** Where the painted middle lies in the nominal field: under the middle of the sensor at half time. */
    private double[] centrePx(long epoch) {
        if (!follows || Double.isInfinite(epochS)) {
            return new double[] {0, 0};
        }
        double timeS = middleS(epoch);
        double x = -(mount.xPx(timeS) - mountStartXPx);
        double y = -(mount.yPx(timeS) - mountStartYPx);
        double angle = -mount.rotationRad(timeS);
        double c = StrictMath.cos(angle);
        double s = StrictMath.sin(angle);
        return new double[] {StrictMath.rint(c * x - s * y), StrictMath.rint(s * x + c * y)};
    }

    private FormationPlan plan(long epoch) {
        double[] centre = centrePx(epoch);
        ScenePlanes planes = painted(
                middleS(epoch),
                gridWidthPx(),
                gridHeightPx(),
                arcsecPerPx / field.gridPerPx(),
                centre[0] * arcsecPerPx,
                centre[1] * arcsecPerPx);
        PointLights lights = lights(epoch);
        Motion motion = new Motion(centre[0], centre[1]);
        if (first != null) {
            return first.repainted(planes, lights, motion);
        }
        Refraction refraction = settings.atmosphere().dispersion() ? Refraction.usual() : null;
        SkyConditions clear = new SkyConditions(SkySettings.perfect(), 1, seed);
        return mode == Mode.QUICK
                ? FormationPlan.quick(telescope, air, clear, refraction, field, planes, lights, motion)
                : FormationPlan.full(telescope, air, clear, refraction, field, planes, lights, motion);
    }

    /** The extended light on a grid, per grid pixel. */
    private ScenePlanes painted(
            double timeS, int widthPx, int heightPx, double gridArcsec, double centreXArcsec, double centreYArcsec) {
        boolean isDark = settings.target() instanceof Stars
                || (settings.target() instanceof Cluster cluster && cluster.nebulaMagPerArcsec2() >= 98);
        if (isDark) {
            return ScenePlanes.dark(widthPx, heightPx, gridArcsec, bands.length);
        }
        float[][] planes = new float[bands.length][widthPx * heightPx];
        int coarse = settings.target() instanceof Cluster ? field.gridPerPx() : 1;
        if (coarse == 1) {
            scene.paint(timeS, new SkyGrid(widthPx, heightPx, gridArcsec, centreXArcsec, centreYArcsec), bands, planes);
        } else {
            paintCoarse(timeS, widthPx, heightPx, gridArcsec, coarse, centreXArcsec, centreYArcsec, planes);
        }
        float area = (float) (gridArcsec * gridArcsec);
        for (float[] plane : planes) {
            for (int n = 0; n < plane.length; n++) {
                plane[n] *= area;
            }
        }
        return new ScenePlanes(widthPx, heightPx, gridArcsec, planes);
    }

    /** A nebula has no fine detail: painted on a coarser grid and drawn out in straight lines. Modifies the planes. */
    private void paintCoarse(
            double timeS,
            int widthPx,
            int heightPx,
            double gridArcsec,
            int coarse,
            double centreXArcsec,
            double centreYArcsec,
            float[][] planes) {
        int columns = widthPx / coarse + 3;
        int rows = heightPx / coarse + 3;
        float[][] few = new float[bands.length][columns * rows];
        scene.paint(timeS, new SkyGrid(columns, rows, gridArcsec * coarse, centreXArcsec, centreYArcsec), bands, few);
        for (int band = 0; band < few.length; band++) {
            for (int y = 0; y < heightPx; y++) {
                double v = (y - (heightPx - 1) / 2.0) / coarse + (rows - 1) / 2.0;
                int j = (int) v;
                float g = (float) (v - j);
                for (int x = 0; x < widthPx; x++) {
                    double u = (x - (widthPx - 1) / 2.0) / coarse + (columns - 1) / 2.0;
                    int i = (int) u;
                    float f = (float) (u - i);
                    int at = j * columns + i;
                    float top = few[band][at] * (1 - f) + few[band][at + 1] * f;
                    float below = few[band][at + columns] * (1 - f) + few[band][at + columns + 1] * f;
                    planes[band][y * widthPx + x] = top * (1 - g) + below * g;
                }
            }
        }
    }

    private PointLights lights(long epoch) {
        double[] centre = centrePx(epoch);
        double centreXArcsec = centre[0] * arcsecPerPx;
        double centreYArcsec = centre[1] * arcsecPerPx;
        double halfX = gridWidthPx() * arcsecPerPx / field.gridPerPx() / 2;
        double halfY = gridHeightPx() * arcsecPerPx / field.gridPerPx() / 2;
        List<PointLight> near = new ArrayList<>();
        for (PointLight light : scene.lights(middleS(epoch))) {
            if (Math.abs(light.xArcsec() - centreXArcsec) < halfX
                    && Math.abs(light.yArcsec() - centreYArcsec) < halfY) {
                near.add(light);
            }
        }
        double[] x = new double[near.size()];
        double[] y = new double[near.size()];
        double[][] photons = new double[bands.length][near.size()];
        for (int n = 0; n < x.length; n++) {
            x[n] = near.get(n).xArcsec() - centreXArcsec;
            y[n] = near.get(n).yArcsec() - centreYArcsec;
            for (int band = 0; band < bands.length; band++) {
                photons[band][n] = near.get(n).photonsPerM2PerS(bands[band]);
            }
        }
        return new PointLights(x, y, photons);
    }

    /** The mount as a painting sees it whose middle lies elsewhere: what it does to the middle comes on top. */
    private final class Motion implements org.lucida.simulator.formation.MountMotion {
        private final double centreXPx;
        private final double centreYPx;

        Motion(double centreXPx, double centreYPx) {
            this.centreXPx = centreXPx;
            this.centreYPx = centreYPx;
        }

        @Override
        public double xPx(double timeS) {
            double angle = mount.rotationRad(timeS);
            return mount.xPx(timeS)
                    - mountStartXPx
                    + StrictMath.cos(angle) * centreXPx
                    - StrictMath.sin(angle) * centreYPx;
        }

        @Override
        public double yPx(double timeS) {
            double angle = mount.rotationRad(timeS);
            return mount.yPx(timeS)
                    - mountStartYPx
                    + StrictMath.sin(angle) * centreXPx
                    + StrictMath.cos(angle) * centreYPx;
        }

        @Override
        public double rotationRad(double timeS) {
            return mount.rotationRad(timeS);
        }
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
        int per = 1;
        for (int step : GRID_STEPS) {
            per = step;
            if (pxArcsec / step <= coarsestArcsec(field.channels())) {
                break;
            }
        }
        FieldSettings finer =
                new FieldSettings(widthPx, heightPx, per, field.channels(), -90, 0, 300, 1, field.spreading());
        int margin = 16 * per;
        int gridWidth = (int) Math.ceil(widthPx) * per + 2 * margin;
        int gridHeight = (int) Math.ceil(heightPx) * per + 2 * margin;
        ScenePlanes planes = painted(timeS, gridWidth, gridHeight, pxArcsec / per, 0, 0);
        AirSettings none =
                new AirSettings(airSettings.r0M(), 20, 0, List.of(new LayerSettings(0, 1, 0, 0)), 0, 1, 0, seed);
        Atmosphere still = Atmosphere.still(none, telescope.apertureM(), 0.2);
        FormationPlan plan = FormationPlan.full(
                telescope,
                still,
                new SkyConditions(SkySettings.perfect(), 1, seed),
                null,
                finer,
                planes,
                lights(0),
                org.lucida.simulator.formation.MountMotion.STILL);
        FullFormation formation = new FullFormation(new FullFormation.Shared(plan));
        org.lucida.simulator.formation.LightFrame light = new org.lucida.simulator.formation.LightFrame(plan, null);
        double exposureS = settings.camera().sensor().exposureS();
        formation.form(0, exposureS, light);
        float scale = (float) (fineness * fineness * settings.skylight().transparencyFraction());
        for (float[] plane : light.planes) {
            for (int n = 0; n < plane.length; n++) {
                plane[n] *= scale;
            }
        }
        return light.planes;
    }

    // ---- from settings to parts ------------------------------------------------------------------------------------

    private static Telescope telescope(SceneSettings.Telescope tube) {
        return new Telescope(
                tube.apertureMm() / 1000,
                tube.obstructionMm() / tube.apertureMm(),
                tube.spiderVaneCount(),
                tube.spiderVaneCount() == 0 ? 0 : tube.spiderVaneMm() / 1000,
                tube.focalLengthMm() / 1000,
                tube.defocusWaves() / PEAK_TO_VALLEY_DEFOCUS,
                tube.comaWaves() / PEAK_TO_VALLEY_COMA,
                tube.comaAngleDeg(),
                0,
                0,
                tube.transmissionFraction());
    }

    private static AirSettings air(SceneSettings.Atmosphere air, long seed) {
        List<LayerSettings> layers = new ArrayList<>();
        double sum = 0;
        for (SceneSettings.Layer layer : air.layers()) {
            sum += layer.shareFraction();
        }
        for (SceneSettings.Layer layer : air.layers()) {
            if (layer.shareFraction() > 0) {
                layers.add(new LayerSettings(
                        layer.heightM(), layer.shareFraction() / sum, layer.windMPerS(), layer.windAngleDeg()));
            }
        }
        return new AirSettings(
                air.r0Mm() / 1000,
                air.outerScaleM(),
                90 - air.altitudeDeg(),
                layers,
                air.r0DriftSigma(),
                air.r0DriftS(),
                air.boilingFraction(),
                seed);
    }

    /** Instants of an exposure: as many as the wind that blurs alike needs to move a tenth of the aperture in each. */
    private int instants() {
        double wanted = airSettings.effectiveWindMPerS()
                * settings.camera().sensor().exposureS()
                / (INSTANT_APERTURES * telescope.apertureM());
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

    /** Red, green and blue as the middle of their bands; the wide band of a mono sensor as three wavelengths. */
    private static List<LightChannel> channels(boolean mono) {
        if (mono) {
            double third = 1 / 3.0;
            return List.of(new LightChannel(
                    "L", List.of(new Wave(460e-9, third), new Wave(550e-9, third), new Wave(640e-9, 1 - 2 * third))));
        }
        return List.of(
                LightChannel.of("R", Band.RED.centreNm() * 1e-9),
                LightChannel.of("G", Band.GREEN.centreNm() * 1e-9),
                LightChannel.of("B", Band.BLUE.centreNm() * 1e-9));
    }

    private double coarsestArcsec(List<LightChannel> channels) {
        double shortest = Double.POSITIVE_INFINITY;
        for (LightChannel channel : channels) {
            for (Wave wave : channel.waves()) {
                shortest = Math.min(shortest, wave.wavelengthM());
            }
        }
        return shortest / (LEAST_SAMPLING * telescope.apertureM()) * ARCSEC_PER_RAD;
    }

    private int gridPerPx(List<LightChannel> channels) {
        double coarsest = coarsestArcsec(channels);
        for (int step : GRID_STEPS) {
            if (arcsecPerPx / step <= coarsest) {
                return step;
            }
        }
        throw new IllegalArgumentException("pixels of " + (float) arcsecPerPx
                + " arcsec are more than 8 times as coarse as the " + (float) coarsest
                + " arcsec the telescope.apertureMm=" + settings.telescope().apertureMm()
                + " needs; lengthen telescope.focalLengthMm or choose smaller pixels");
    }

    /** Painted beyond the sensor on each side: for blur, image motion and the way of the mount while a painting is shown. */
    private int marginPx() {
        double blur = 2 * airSettings.seeingArcsec(550e-9);
        double reach = blur;
        if (follows) {
            double windy =
                    4 * settings.mount().windRmsArcsec() * (1 + settings.mount().windGustFraction());
            double lost = Math.max(
                    Math.abs(settings.mount().dropXArcsec()),
                    Math.abs(settings.mount().dropYArcsec()));
            reach += MARGIN_SEEINGS * airSettings.seeingArcsec(550e-9)
                    + windy
                    + (settings.mount().dropAtS() >= 0 ? lost : 0);
        }
        double px = reach / arcsecPerPx + (follows ? MARGIN_WAY_PX : 0);
        return (int) StrictMath.ceil(Math.min(LARGEST_MARGIN_PX, Math.max(8, px)));
    }

    private int gridWidthPx() {
        return (sideWithTurn(field.sensorWidthPx()) + 2 * marginPx) * field.gridPerPx();
    }

    private int gridHeightPx() {
        return (sideWithTurn(field.sensorHeightPx()) + 2 * marginPx) * field.gridPerPx();
    }

    /** A field that turns is painted as wide as its diagonal where there is no dark border. */
    private int sideWithTurn(int sidePx) {
        if (!follows || !settings.mount().fieldRotation()) {
            return sidePx;
        }
        return (int) StrictMath.ceil(StrictMath.sqrt((double) field.sensorWidthPx() * field.sensorWidthPx()
                + (double) field.sensorHeightPx() * field.sensorHeightPx()));
    }

    private double epochS() {
        double longest = Double.POSITIVE_INFINITY;
        if (scene.motionArcsecPerS() > 0) {
            double px = mode == Mode.QUICK ? QUICK_MOTION_PX : FULL_MOTION_PX;
            longest = Math.max(
                    mode == Mode.QUICK ? LEAST_QUICK_EPOCH_S : LEAST_EPOCH_S,
                    px * arcsecPerPx / scene.motionArcsecPerS());
        }
        if (follows) {
            double worm = settings.mount().periodicErrorArcsec()
                    * 2
                    * Math.PI
                    / settings.mount().periodicErrorPeriodS()
                    * 1.3;
            double drift = Math.max(
                    Math.abs(settings.mount().driftXArcsecPerS()),
                    Math.abs(settings.mount().driftYArcsecPerS()));
            double speed = (worm + drift) / arcsecPerPx;
            if (speed > 0) {
                longest = Math.min(longest, Math.max(LEAST_EPOCH_S, 2 * MARGIN_WAY_PX / speed));
            }
        }
        return longest;
    }

    /** Runs are flown in one piece up to a limit, on a torus that only grows by steps, so that lengths share their air. */
    private double run(double wishedS) {
        if (isQuick() || !(wishedS <= LONGEST_SINGLE_RUN_S)) {
            return Double.POSITIVE_INFINITY;
        }
        double runS = SHORTEST_RUN_S;
        while (runS < wishedS + settings.camera().sensor().exposureS()) {
            runS *= 2;
        }
        return runS;
    }
}
