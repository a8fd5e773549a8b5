package org.lucida.simulator.formation;

import java.util.Arrays;
import org.lucida.simulator.optics.MidBand;
import org.lucida.simulator.optics.PointSpread;
import org.lucida.simulator.optics.PsfQuality;
import org.lucida.simulator.optics.Pupil;

/**
 * Forms a frame as the air does: a PSF of its own for every tile of the field, channel and instant, and a field of tilts.
 *
 * <p>Way: (1) tilt of every tile over the exposure; its mean becomes the displacement field, the rest stays in the PSF.
 * (2) Each lit tile of the scene, Hann-weighted, is folded with its PSF and all are added (scatter form; or gathered, see
 * {@link Spreading}). (3) The sum is read
 * through the displacement field as transported values, I(x) = O(x - d), and integrated over the pixels. (4) Stars are added
 * one by one.
 * <p>Approximated: within a tile of a quarter D / h_eff the PSF is one; the displacement is applied after the blur; an
 * exposure is at most subStepLimitCount instants; rows of a rolling shutter are told apart by the rows of tiles.
 * <p>Memory: the scene's spectra are shared by all threads ({@link Shared}), the rest is made in the constructor; calls
 * allocate nothing.
 * <p>Thread: one at a time; for several threads make one of these for each, on the same {@link Shared}. A frame is a function
 * of the plan and its times alone, so its bits do not depend on threads or order.
 */
public final class FullFormation {
    /** Spectra beyond this are made anew for each frame. */
    private static final long SPECTRUM_BUDGET_BYTES = 512L << 20;

    /** Tiles folded in one go, for rows of a length that transforms are quick with. */
    private static final int TILES_AT_ONCE = 8;
    /** Columns of the transforms that make the PSFs. */
    private static final int WIDTH_PX = 448;

    /** The scene cut into tiles: made once for a plan, used by any number of threads. */
    public static final class Shared {
        final FormationPlan plan;
        final SceneTiles tiles;

        public Shared(FormationPlan plan) {
            this.plan = plan;
            tiles = new SceneTiles(
                    plan.scene(),
                    plan.tileSpacingPx(),
                    plan.psfPx(),
                    plan.sampling(),
                    plan.field().gridPerPx(),
                    plan.field().spreading(),
                    SPECTRUM_BUDGET_BYTES);
        }
    }

    private final FormationPlan plan;
    private final SceneTiles tiles;
    private final SceneTiles.Room room;
    private final FieldMotion motion;
    private final SensorReading reading;
    private final PointSpread[] spreads;
    private final PointStamps stamps;
    private final Canvas[] canvases;
    /** PSF of each channel and lane. */
    private final float[][][][] psf;

    private final MidBand[] midBand;
    private final float[] phase;
    /** Phase that all tiles of a row share, of each channel, wave and instant; and the time it is for. */
    private final float[][][][] nearPhase;

    private final double[][][] nearTimeS;
    private final double[] peak;
    private final double[] strehlSum;
    private final double[] mtfSum;

    public FullFormation(Shared shared) {
        plan = shared.plan;
        tiles = shared.tiles;
        room = new SceneTiles.Room(tiles, TILES_AT_ONCE);
        int instantLimit = plan.field().subStepLimitCount();
        motion = new FieldMotion(plan, instantLimit);
        reading = new SensorReading(plan);
        stamps = new PointStamps(plan, new PointSpread(plan.psfPx()));
        int channels = plan.field().channels().size();
        canvases = new Canvas[channels];
        peak = new double[channels];
        strehlSum = new double[channels];
        mtfSum = new double[channels];
        midBand = new MidBand[channels];
        spreads = new PointSpread[channels];
        psf = new float[channels][][][];
        nearPhase = new float[channels][][][];
        nearTimeS = new double[channels][][];
        int most = 0;
        for (int c = 0; c < channels; c++) {
            canvases[c] = tiles.canvas();
            peak[c] = perfectTilePeak(plan, c);
            midBand[c] = new MidBand(plan.sampling().reach(c), cutOffBins(plan, c, tiles.transformPx));
            int size = plan.sampling().psfPx(c);
            psf[c] = new float[TILES_AT_ONCE][size][size];
            int waves = plan.waveCount(c);
            nearPhase[c] = new float[waves][instantLimit][];
            nearTimeS[c] = new double[waves][instantLimit];
            int span = 0;
            for (int w = 0; w < waves; w++) {
                Pupil pupil = plan.tilePupil(c, w);
                span = Math.max(span, pupil.spanPx());
                most = Math.max(most, pupil.footprint.count);
                Arrays.fill(nearTimeS[c][w], Double.NaN);
            }
            int wanted = Math.max(1, WIDTH_PX / size);
            int batches = (instantLimit * waves + wanted - 1) / wanted;
            spreads[c] = new PointSpread(size, span, (instantLimit * waves + batches - 1) / batches);
        }
        phase = new float[most];
    }

    /** Spacing of the tiles in quarters of D / h_eff: 1 as SCIENCE 7.2 asks, more where the limit of tiles was met. */
    public double tileSpacingRatio() {
        return plan.tileSpacingRatio();
    }

    /** Tiles with light in them. */
    public int litTileCount() {
        return tiles.litTiles.length;
    }

    /** Forms the frame exposed from startS on. Modifies {@code frame}. */
    public void form(double startS, double exposureS, LightFrame frame) {
        plan.checkTime(startS, exposureS);
        FrameTruth truth = frame.truth;
        motion.follow(startS, exposureS);
        motion.tell(truth);
        truth.startS = startS;
        truth.exposureS = exposureS;
        Arrays.fill(truth.tileMidBandMtfRatio, Double.NaN);
        fold(truth);
        truth.fluxScale = plan.clearness(startS, exposureS);
        truth.r0M = plan.air().r0M(500e-9, startS + exposureS / 2);
        double skyPhotons = plan.skyPhotonsPerPx(startS, exposureS);
        Arrays.fill(truth.skyPhotonsPerPxCount, skyPhotons);
        double perLight = plan.photonsPerLight(exposureS, truth.fluxScale);
        reading.read(motion.sheet, canvases, perLight, skyPhotons, frame);
        stamps.add(startS, exposureS, motion.instants, motion, perLight, frame);
    }

    private void fold(FrameTruth truth) {
        Arrays.fill(strehlSum, 0.0);
        Arrays.fill(mtfSum, 0.0);
        for (Canvas canvas : canvases) {
            canvas.clear();
        }
        double weights = 0;
        // without any light the middle of the field stands for the quality
        int lit = Math.max(1, tiles.litTiles.length);
        for (int first = 0; first < lit; first += TILES_AT_ONCE) {
            int count = Math.min(TILES_AT_ONCE, lit - first);
            for (int lane = 0; lane < count; lane++) {
                makePsfs(node(first + lane), lane);
                weights += weight(first + lane);
            }
            for (int c = 0; c < canvases.length; c++) {
                fold(c, first, count, truth);
            }
        }
        for (int c = 0; c < canvases.length; c++) {
            truth.strehlRatio[c] = strehlSum[c] / weights;
            truth.midBandMtfRatio[c] = mtfSum[c] / weights;
        }
    }

    private int node(int lit) {
        return tiles.isDark() ? tiles.rows / 2 * tiles.columns + tiles.columns / 2 : tiles.litTiles[lit];
    }

    private double weight(int lit) {
        return tiles.isDark() ? 1 : tiles.tileLight[tiles.litTiles[lit]];
    }

    private void fold(int channel, int first, int count, FrameTruth truth) {
        for (int lane = 0; lane < count; lane++) {
            room.putPsf(channel, lane, psf[channel][lane]);
        }
        room.transformPsfs(channel, count);
        int width = plan.sampling().reach(channel) + 1;
        for (int lane = 0; lane < count; lane++) {
            double mtf = midBand[channel].of(room.transferRe(channel), room.transferIm(channel), lane * width);
            double weight = weight(first + lane);
            strehlSum[channel] += weight * PsfQuality.finePeak(psf[channel][lane]) / peak[channel];
            mtfSum[channel] += weight * mtf;
            if (channel == canvases.length / 2) {
                truth.tileMidBandMtfRatio[node(first + lane)] = mtf;
            }
        }
        if (!tiles.isDark()) {
            tiles.fold(first, count, channel, room, canvases[channel]);
        }
    }

    /** Makes the PSFs of a tile in all channels. */
    private void makePsfs(int tile, int lane) {
        int column = tile % tiles.columns;
        int row = tile / tiles.columns;
        double gx = column * tiles.stridePx - 0.5;
        double gy = row * tiles.stridePx - 0.5;
        motion.lookAt(gx, gy);
        double xRad = plan.xRad(gx);
        double yRad = plan.yRad(gy);
        for (int c = 0; c < canvases.length; c++) {
            for (float[] line : psf[c][lane]) {
                Arrays.fill(line, 0f);
            }
            for (int s = 0; s < motion.instants; s++) {
                double timeS = motion.timeS(gy, s);
                for (int w = 0; w < plan.waveCount(c); w++) {
                    Pupil pupil = plan.tilePupil(c, w);
                    float[] near = near(c, w, s, timeS, motion.strength[s]);
                    plan.air()
                            .phase(
                                    pupil.footprint,
                                    xRad,
                                    yRad,
                                    timeS,
                                    motion.strength[s],
                                    near,
                                    motion.swell[s],
                                    phase);
                    spreads[c].hold(
                            pupil,
                            phase,
                            motion.moveXRad[s] + plan.waveLiftXRad(c, w),
                            motion.moveYRad[s] + plan.waveLiftYRad(c, w),
                            plan.waveWeight(c, w) / motion.instants);
                }
            }
            spreads[c].addHeld(psf[c][lane]);
        }
    }

    private float[] near(int channel, int wave, int instant, double timeS, double strength) {
        Pupil pupil = plan.tilePupil(channel, wave);
        float[] kept = nearPhase[channel][wave][instant];
        if (kept == null) {
            kept = new float[pupil.footprint.count];
            nearPhase[channel][wave][instant] = kept;
        }
        if (nearTimeS[channel][wave][instant] != timeS) {
            plan.air().nearPhase(pupil.footprint, timeS, strength, kept);
            nearTimeS[channel][wave][instant] = timeS;
        }
        return kept;
    }

    /** Peak of a tile's PSF without aberration, air and dispersion. */
    private static double perfectTilePeak(FormationPlan plan, int channel) {
        double sum = 0;
        for (int w = 0; w < plan.waveCount(channel); w++) {
            sum += plan.waveWeight(channel, w) * plan.tilePupil(channel, w).peakFraction();
        }
        return sum;
    }

    /** Peak of the PSF of the same opening without aberration, air and dispersion. */
    static double perfectPeak(FormationPlan plan, int channel) {
        double sum = 0;
        for (int w = 0; w < plan.waveCount(channel); w++) {
            sum += plan.waveWeight(channel, w) * plan.pupil(channel, w).peakFraction();
        }
        return sum;
    }

    /** Optical cut-off D / lambda of a channel in bins of a transform. */
    static double cutOffBins(FormationPlan plan, int channel, int transformPx) {
        double wavelengthM = plan.field().channels().get(channel).meanM();
        return transformPx * plan.gridRad() * plan.telescope().apertureM() / wavelengthM;
    }
}
