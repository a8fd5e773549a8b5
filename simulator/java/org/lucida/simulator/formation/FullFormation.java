package org.lucida.simulator.formation;

import java.util.Arrays;
import org.lucida.simulator.air.Atmosphere;
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
    private final PointSpread spread;
    private final PointStamps stamps;
    private final Canvas[] canvases;
    private final float[][] psf;
    private final float[] phase;
    private final Atmosphere.Room airRoom = new Atmosphere.Room();
    private final double[] peak;
    private final double[] cutOffBins;

    public FullFormation(Shared shared) {
        plan = shared.plan;
        tiles = shared.tiles;
        room = new SceneTiles.Room(tiles);
        motion = new FieldMotion(plan, plan.field().subStepLimitCount());
        reading = new SensorReading(plan);
        int size = plan.psfPx();
        spread = new PointSpread(size);
        stamps = new PointStamps(plan, spread);
        int channels = plan.field().channels().size();
        canvases = new Canvas[channels];
        peak = new double[channels];
        cutOffBins = new double[channels];
        for (int c = 0; c < channels; c++) {
            canvases[c] = tiles.canvas();
            peak[c] = perfectPeak(plan, c);
            cutOffBins[c] = cutOffBins(plan, c, tiles.transformPx);
        }
        psf = new float[size][size];
        phase = new float[size * size];
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
        for (int c = 0; c < canvases.length; c++) {
            fold(c, truth);
        }
        truth.fluxScale = plan.clearness(startS, exposureS);
        truth.r0M = plan.air().r0M(500e-9, startS + exposureS / 2);
        double skyPhotons = plan.skyPhotonsPerPx(startS, exposureS);
        Arrays.fill(truth.skyPhotonsPerPxCount, skyPhotons);
        double perLight = plan.photonsPerLight(exposureS, truth.fluxScale);
        reading.read(motion.sheet, canvases, perLight, skyPhotons, frame);
        stamps.add(startS, exposureS, motion.instants, motion, perLight, frame);
    }

    private void fold(int channel, FrameTruth truth) {
        canvases[channel].clear();
        double strehl = 0;
        double mtf = 0;
        double weights = 0;
        boolean isMiddle = channel == canvases.length / 2;
        int count = Math.max(1, tiles.litTiles.length);
        for (int n = 0; n < count; n++) {
            // without any light the middle of the field stands for the quality
            int node = tiles.isDark() ? tiles.rows / 2 * tiles.columns + tiles.columns / 2 : tiles.litTiles[n];
            makePsf(node, channel);
            room.takePsf(psf, plan.psfPx());
            double tileMtf = PsfQuality.midBandMtf(room.psfRe, room.psfIm, cutOffBins[channel]);
            double weight = tiles.isDark() ? 1 : tiles.tileLight[node];
            strehl += weight * PsfQuality.peak(psf) / peak[channel];
            mtf += weight * tileMtf;
            weights += weight;
            if (isMiddle) {
                truth.tileMidBandMtfRatio[node] = tileMtf;
            }
            if (!tiles.isDark()) {
                tiles.fold(n, channel, room, canvases[channel]);
            }
        }
        truth.strehlRatio[channel] = strehl / weights;
        truth.midBandMtfRatio[channel] = mtf / weights;
    }

    private void makePsf(int tile, int channel) {
        for (float[] line : psf) {
            Arrays.fill(line, 0f);
        }
        int column = tile % tiles.columns;
        int row = tile / tiles.columns;
        double gx = column * tiles.stridePx - 0.5;
        double gy = row * tiles.stridePx - 0.5;
        motion.lookAt(gx, gy);
        double xRad = plan.xRad(gx);
        double yRad = plan.yRad(gy);
        for (int s = 0; s < motion.instants; s++) {
            double timeS = motion.timeS(gy, s);
            for (int w = 0; w < plan.waveCount(channel); w++) {
                Pupil pupil = plan.pupil(channel, w);
                plan.air().phase(pupil.footprint, xRad, yRad, timeS, motion.strength[s], phase, airRoom);
                spread.add(
                        pupil,
                        phase,
                        motion.moveXRad[s] + plan.waveLiftXRad(channel, w),
                        motion.moveYRad[s] + plan.waveLiftYRad(channel, w),
                        plan.waveWeight(channel, w) / motion.instants,
                        psf);
            }
        }
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
