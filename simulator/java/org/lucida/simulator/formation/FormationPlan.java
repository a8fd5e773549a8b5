package org.lucida.simulator.formation;

import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.air.LayerSettings;
import org.lucida.simulator.air.SkyConditions;
import org.lucida.simulator.air.SlopeField;
import org.lucida.simulator.optics.Pupil;
import org.lucida.simulator.optics.Refraction;
import org.lucida.simulator.optics.Telescope;

/**
 * Everything about a clip that does not change from frame to frame; shared by all threads that form its frames.
 *
 * <p>Grids are checked here: a grid pixel may be at most lambda / (2.2 D) of the shortest wavelength.
 */
public final class FormationPlan {
    /** Grid pixels per lambda / D at least. */
    private static final double LEAST_SAMPLING = 2.2;

    /** Points across the aperture of a PSF at least; the screens themselves have 32. */
    private static final double LEAST_POINTS = 20;

    /** Points of the pupil for each r0 at least. */
    private static final double LEAST_POINTS_PER_R0 = 4;

    /** Width of the PSF window in lambda / r0 at least; chosen so that about 1 % of the light comes round. */
    private static final double LEAST_WINDOW = 5;

    /** Spacing of tiles in D / h_eff; SCIENCE 4.1: quality correlates to .60 over it. */
    private static final double WANTED_SPACING = 0.25;

    private static final int LARGEST_TRANSFORM_PX = 512;
    private static final int LEAST_STRIDE_PX = 4;
    /** Way of the wind during one instant in apertures; SCIENCE 7.2. */
    private static final double INSTANT_APERTURES = 0.1;

    /** Nodes of the tilt field along a wanted tile: they are cheap, and cubics between them must not lose anything. */
    private static final double NODES_PER_TILE = 2;

    /** Nodes of the tilt field at most. */
    private static final int NODE_LIMIT = 4000;

    private static final int QUICK_NODE_LIMIT = 400;

    private final Telescope telescope;
    private final Atmosphere air;
    private final SkyConditions sky;
    private final FieldSettings field;
    private final ScenePlanes scene;
    private final PointLights points;
    private final MountMotion mount;
    private final Refraction refraction;
    private final boolean isQuick;
    private final double gridRad;
    private final Pupil[][] pupils;
    /** The same openings on the coarser grid that tiles are folded with. */
    private final Pupil[][] tilePupils;

    private final TileSampling sampling;
    private final double[][] waveWeight;
    private final double[][] waveLiftX;
    private final double[][] waveLiftY;
    private final double[] channelLiftX;
    private final double[] channelLiftY;
    private final SlopeField slopes;
    private final SlopeField planes;
    private final int psfPx;
    private final int tileSpacingPx;
    private final double nodeSpacingPx;
    private final double spacingRatio;
    private final double fastestMPerS;

    private FormationPlan(
            Telescope telescope,
            Atmosphere air,
            SkyConditions sky,
            Refraction refraction,
            FieldSettings field,
            ScenePlanes scene,
            PointLights points,
            MountMotion mount,
            boolean isQuick,
            FormationPlan like) {
        this.telescope = telescope;
        this.air = air;
        this.sky = sky;
        this.field = field;
        this.scene = scene;
        this.points = points;
        this.mount = mount;
        int channelCount = field.channels().size();
        if (scene.channelCount() != channelCount || points.channelCount() != channelCount) {
            throw new IllegalArgumentException("channels of scene and points=" + scene.channelCount() + " and "
                    + points.channelCount() + " are not " + channelCount + "; give a plane for each channel");
        }
        gridRad = scene.gridRad();
        double shortest = Double.POSITIVE_INFINITY;
        double longest = 0;
        for (LightChannel channel : field.channels()) {
            for (Wave wave : channel.waves()) {
                shortest = Math.min(shortest, wave.wavelengthM());
                longest = Math.max(longest, wave.wavelengthM());
            }
        }
        double d = telescope.apertureM();
        double coarsest = StrictMath.toDegrees(shortest / (LEAST_SAMPLING * d)) * 3600;
        Bounds.inside(
                "arcsecPerPx", scene.arcsecPerPx, 0, coarsest, "paint the scene on a finer grid and raise gridPerPx");
        double extentRad =
                Math.sqrt((double) scene.widthPx * scene.widthPx + (double) scene.heightPx * scene.heightPx) * gridRad;
        Bounds.inside(
                "extent of the scene in rad", extentRad, 0, 1.1 * air.fieldRad(), "make the air for a larger field");
        psfPx = psfSize(shortest, longest);
        double wanted = WANTED_SPACING * d / Math.max(1, air.settings().effectiveHeightM()) / gridRad;
        tileSpacingPx = tileSpacing(wanted, field.tileLimitCount());
        spacingRatio = tileSpacingPx / wanted;
        sampling = TileSampling.of(this, SceneTiles.transformPx(tileSpacingPx, psfPx));
        nodeSpacingPx = nodeSpacing(wanted / NODES_PER_TILE, isQuick ? QUICK_NODE_LIMIT : NODE_LIMIT);
        pupils = new Pupil[channelCount][];
        tilePupils = new Pupil[channelCount][];
        waveWeight = new double[channelCount][];
        waveLiftX = new double[channelCount][];
        waveLiftY = new double[channelCount][];
        channelLiftX = new double[channelCount];
        channelLiftY = new double[channelCount];
        this.refraction = refraction;
        this.isQuick = isQuick;
        prepareWaves(refraction);
        double obstruction = telescope.obstructionFraction();
        planes = like == null ? new SlopeField(air, d, obstruction, SlopeField.Kind.BEST_PLANE) : like.planes;
        slopes = like == null ? new SlopeField(air, d, obstruction, SlopeField.Kind.MEAN_GRADIENT) : like.slopes;
        double fastest = 0;
        for (LayerSettings layer : air.settings().layers()) {
            fastest = Math.max(fastest, layer.windMPerS());
        }
        fastestMPerS = fastest;
    }

    /** For {@link FullFormation}: nodes of the tilt field twice as close as tiles. */
    public static FormationPlan full(
            Telescope telescope,
            Atmosphere air,
            SkyConditions sky,
            Refraction refraction,
            FieldSettings field,
            ScenePlanes scene,
            PointLights points,
            MountMotion mount) {
        return new FormationPlan(telescope, air, sky, refraction, field, scene, points, mount, false, null);
    }

    /** For {@link QuickFormation}: at most 400 nodes of the tilt field. A null refraction switches dispersion off. */
    public static FormationPlan quick(
            Telescope telescope,
            Atmosphere air,
            SkyConditions sky,
            Refraction refraction,
            FieldSettings field,
            ScenePlanes scene,
            PointLights points,
            MountMotion mount) {
        return new FormationPlan(telescope, air, sky, refraction, field, scene, points, mount, true, null);
    }

    /** The same night with the scene painted anew on a grid of the same scale. */
    public FormationPlan repainted(ScenePlanes otherScene, PointLights otherPoints, MountMotion otherMount) {
        return new FormationPlan(
                telescope, air, sky, refraction, field, otherScene, otherPoints, otherMount, isQuick, this);
    }

    /** The same night through a telescope of the same opening with other aberrations. */
    public FormationPlan refocused(Telescope other) {
        return new FormationPlan(other, air, sky, refraction, field, scene, points, mount, isQuick, this);
    }

    private int psfSize(double shortest, double longest) {
        double d = telescope.apertureM();
        double worst = StrictMath.exp(-air.settings().r0DriftSigma());
        double window = 0;
        for (double wavelength : new double[] {shortest, longest}) {
            double r0 = air.settings().r0M(wavelength) * worst;
            double points = Math.max(LEAST_POINTS / d, LEAST_POINTS_PER_R0 / r0) * wavelength / gridRad;
            double seeing = LEAST_WINDOW * wavelength / r0 / gridRad;
            window = Math.max(window, Math.max(points, seeing));
        }
        int size = SceneTiles.evenSizeFor((int) StrictMath.ceil(Math.max(window, 32)));
        while (size % field.gridPerPx() != 0) {
            size = SceneTiles.evenSizeFor(size + 2);
        }
        Bounds.inside("pixels of the PSF window", size, 8, 1024, "paint the scene on a coarser grid");
        return size;
    }

    private int tileSpacing(double wanted, int most) {
        int largest = Math.max(LEAST_STRIDE_PX, (LARGEST_TRANSFORM_PX - psfPx) / 2);
        int stride = (int) Math.max(LEAST_STRIDE_PX, Math.min(largest, Math.floor(wanted)));
        int[] litBefore = litBefore();
        while (litTileCount(stride, litBefore) > most) {
            stride++;
        }
        return stride;
    }

    /** Lit grid pixels above and left of each corner of the grid. */
    private int[] litBefore() {
        int columns = scene.widthPx + 1;
        int[] before = new int[columns * (scene.heightPx + 1)];
        for (int y = 0; y < scene.heightPx && !scene.isDark(); y++) {
            int along = 0;
            for (int x = 0; x < scene.widthPx; x++) {
                boolean isLit = false;
                for (int c = 0; c < scene.channelCount(); c++) {
                    isLit |= scene.plane(c)[y * scene.widthPx + x] > 0;
                }
                along += isLit ? 1 : 0;
                before[(y + 1) * columns + x + 1] = before[y * columns + x + 1] + along;
            }
        }
        return before;
    }

    /** Tiles that {@link SceneTiles} will find lit. */
    private int litTileCount(int stride, int[] litBefore) {
        int columns = SceneTiles.tilesOver(scene.widthPx, stride);
        int rows = SceneTiles.tilesOver(scene.heightPx, stride);
        int beyond = field.spreading() == Spreading.GATHER ? psfPx / 2 : 0;
        int count = 0;
        for (int j = 0; j < rows; j++) {
            int top = Math.max(0, (j - 1) * stride - beyond);
            int bottom = Math.min(scene.heightPx, (j + 1) * stride + beyond);
            for (int i = 0; i < columns; i++) {
                int left = Math.max(0, (i - 1) * stride - beyond);
                int right = Math.min(scene.widthPx, (i + 1) * stride + beyond);
                int width = scene.widthPx + 1;
                int lit = litBefore[bottom * width + right]
                        - litBefore[top * width + right]
                        - litBefore[bottom * width + left]
                        + litBefore[top * width + left];
                count += lit > 0 ? 1 : 0;
            }
        }
        return count;
    }

    private double nodeSpacing(double wanted, int most) {
        double spacing = Math.max(2, Math.min(wanted, Math.max(scene.widthPx, scene.heightPx) / 4.0));
        while (nodesOver(scene.widthPx, spacing) * nodesOver(scene.heightPx, spacing) > most) {
            spacing *= 1.03;
        }
        return spacing;
    }

    private static int nodesOver(int sizePx, double spacingPx) {
        return (int) StrictMath.ceil(sizePx / spacingPx) + 1;
    }

    private void prepareWaves(Refraction refraction) {
        double reference = field.channels().get(field.channels().size() / 2).meanM();
        double zenith = StrictMath.toRadians(field.zenithDirectionDeg());
        double distance = air.settings().zenithDistanceDeg();
        for (int c = 0; c < pupils.length; c++) {
            LightChannel channel = field.channels().get(c);
            int count = channel.waves().size();
            pupils[c] = new Pupil[count];
            tilePupils[c] = new Pupil[count];
            waveWeight[c] = new double[count];
            waveLiftX[c] = new double[count];
            waveLiftY[c] = new double[count];
            double mean = 0;
            for (Wave wave : channel.waves()) {
                mean += wave.weightFraction() * lift(refraction, wave.wavelengthM(), reference, distance);
            }
            channelLiftX[c] = mean * StrictMath.cos(zenith);
            channelLiftY[c] = mean * StrictMath.sin(zenith);
            for (int w = 0; w < count; w++) {
                Wave wave = channel.waves().get(w);
                pupils[c][w] = new Pupil(telescope, wave.wavelengthM(), gridRad, psfPx);
                int coarsePx = sampling.psfPx(c);
                double coarseRad = gridRad * psfPx / coarsePx;
                tilePupils[c][w] = new Pupil(telescope, wave.wavelengthM(), coarseRad, coarsePx);
                waveWeight[c][w] = wave.weightFraction();
                double own = lift(refraction, wave.wavelengthM(), reference, distance) - mean;
                waveLiftX[c][w] = own * StrictMath.cos(zenith);
                waveLiftY[c][w] = own * StrictMath.sin(zenith);
            }
        }
    }

    private static double lift(Refraction refraction, double wavelengthM, double againstM, double distanceDeg) {
        return refraction == null ? 0 : refraction.liftRad(wavelengthM, againstM, distanceDeg);
    }

    public FieldSettings field() {
        return field;
    }

    public Telescope telescope() {
        return telescope;
    }

    public Atmosphere air() {
        return air;
    }

    public SkyConditions sky() {
        return sky;
    }

    ScenePlanes scene() {
        return scene;
    }

    PointLights points() {
        return points;
    }

    MountMotion mount() {
        return mount;
    }

    /** Side of the PSF window in grid pixels. */
    public int psfPx() {
        return psfPx;
    }

    /** Spacing of the nodes of the tilt field in grid pixels. */
    public double nodeSpacingPx() {
        return nodeSpacingPx;
    }

    /** Spacing of the tiles in grid pixels. */
    public int tileSpacingPx() {
        return tileSpacingPx;
    }

    /** Spacing of the tiles against the wanted quarter of D / h_eff. */
    public double tileSpacingRatio() {
        return spacingRatio;
    }

    int nodeColumns() {
        return nodesOver(scene.widthPx, nodeSpacingPx);
    }

    int nodeRows() {
        return nodesOver(scene.heightPx, nodeSpacingPx);
    }

    int tileColumns() {
        return SceneTiles.tilesOver(scene.widthPx, tileSpacingPx);
    }

    int tileRows() {
        return SceneTiles.tilesOver(scene.heightPx, tileSpacingPx);
    }

    double gridRad() {
        return gridRad;
    }

    Pupil pupil(int channel, int wave) {
        return pupils[channel][wave];
    }

    /** The opening on the grid of {@link #sampling}. */
    Pupil tilePupil(int channel, int wave) {
        return tilePupils[channel][wave];
    }

    /** How PSFs of tiles are sampled. */
    TileSampling sampling() {
        return sampling;
    }

    int waveCount(int channel) {
        return pupils[channel].length;
    }

    double waveWeight(int channel, int wave) {
        return waveWeight[channel][wave];
    }

    /** Lift of a wave against its channel's mean, toward +x. */
    double waveLiftXRad(int channel, int wave) {
        return waveLiftX[channel][wave];
    }

    double waveLiftYRad(int channel, int wave) {
        return waveLiftY[channel][wave];
    }

    /** Lift of a channel against the middle channel, toward +x. */
    double channelLiftXRad(int channel) {
        return channelLiftX[channel];
    }

    double channelLiftYRad(int channel) {
        return channelLiftY[channel];
    }

    /** Mean gradients: where the centre of light goes. */
    SlopeField slopes() {
        return slopes;
    }

    /** Best planes: where a correlation finds the picture. */
    SlopeField planes() {
        return planes;
    }

    /** Place on the sensor in px of a place in the scene's grid. */
    double sensorXPx(double gridXPx) {
        return (gridXPx - (scene.widthPx - 1) / 2.0) / field.gridPerPx() + (field.sensorWidthPx() - 1) / 2.0;
    }

    double sensorYPx(double gridYPx) {
        return (gridYPx - (scene.heightPx - 1) / 2.0) / field.gridPerPx() + (field.sensorHeightPx() - 1) / 2.0;
    }

    double gridXPx(double sensorXPx) {
        return (sensorXPx - (field.sensorWidthPx() - 1) / 2.0) * field.gridPerPx() + (scene.widthPx - 1) / 2.0;
    }

    double gridYPx(double sensorYPx) {
        return (sensorYPx - (field.sensorHeightPx() - 1) / 2.0) * field.gridPerPx() + (scene.heightPx - 1) / 2.0;
    }

    /** Angle from the middle of the field in rad of a place in the scene's grid. */
    double xRad(double gridXPx) {
        return (gridXPx - (scene.widthPx - 1) / 2.0) * gridRad;
    }

    double yRad(double gridYPx) {
        return (gridYPx - (scene.heightPx - 1) / 2.0) * gridRad;
    }

    /** Instants that an exposure is made of. */
    int instants(double exposureS) {
        double wanted = fastestMPerS * exposureS / (INSTANT_APERTURES * telescope.apertureM());
        return (int) Math.max(1, Math.min(field.subStepLimitCount(), StrictMath.ceil(wanted)));
    }

    /** Start of a sensor row's exposure after the first row's. */
    double rowStartS(double sensorYPx) {
        return field.rowDelayS() * Math.max(0, Math.min(field.sensorHeightPx() - 1, sensorYPx));
    }

    /** Photons in a pixel for each photon / s / m^2: area, time and clearness of the air. */
    double photonsPerLight(double exposureS, double clearness) {
        return telescope.collectingAreaM2() * exposureS * clearness;
    }

    double clearness(double startS, double exposureS) {
        return (sky.transparency(startS + exposureS / 6)
                        + sky.transparency(startS + exposureS / 2)
                        + sky.transparency(startS + exposureS * 5 / 6))
                / 3;
    }

    double skyPhotonsPerPx(double startS, double exposureS) {
        double sensorArcsec = scene.arcsecPerPx * field.gridPerPx();
        return sky.skyPhotonsPerArcsec2PerM2PerS(startS + exposureS / 2)
                * sensorArcsec
                * sensorArcsec
                * photonsPerLight(exposureS, 1);
    }

    void checkTime(double startS, double exposureS) {
        double latest = Math.min(1e7, air.runS() - exposureS + 1e-9);
        Bounds.inside("startS", startS, 0, latest, "make the air for a longer run");
        Bounds.inside("exposureS", exposureS, 1e-6, 3600, "give seconds");
    }
}
