package org.lucida.simulator.formation;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.optics.PointSpread;
import org.lucida.simulator.optics.PsfQuality;
import org.lucida.simulator.optics.Pupil;
import org.lucida.simulator.wave.PlaneFourier;

/**
 * Forms frames fast enough for a live camera.
 *
 * <p>True to the air as in {@link FullFormation}: motion of the whole picture, the field of tilts (on at most 400 nodes), r0
 * and its drift, transparency, sky, colours and dispersion, stars.
 * <p>Approximated: the blur. A bank of pictures is made beforehand, each folded with one tilt-free PSF that this air had in the
 * middle of the field at some moment of its first minutes; the same PSF everywhere in the field. Of each frame the true
 * quality in the middle of the field is measured (contrast at half the cut-off in the middle channel, at the middle of the
 * exposure), and the bank's picture nearest in quality is shown. So quality follows the true air in time, but blur does not
 * differ over the field, the speckles of neighbouring frames do not belong together, and quality beyond the bank's best and
 * worst is cut. Tilts are taken at two instants of an exposure at most.
 * <p>What the bank's picture is worth stands in the truth: it is the quality of what is shown.
 * <p>Memory: the bank, bankCount * channels * lit area * 4 bytes, is shared. Calls allocate nothing. Thread: one at a time.
 */
public final class QuickFormation {
    private static final int LARGEST_TRANSFORM_PX = 512;
    /** Instants at which tilts are looked at. */
    private static final int TILT_INSTANTS = 2;

    private static final int BANK_STREAM = 950;
    private static final int STAR_INSTANTS = 4;

    /** The bank of blurred pictures; made once, used by any number of threads. */
    public static final class Bank {
        final FormationPlan plan;
        final Canvas[][] pictures;
        /** Quality of each picture, rising, in the middle channel. */
        final double[] quality;

        final double[][] strehl;
        final double[][] mtf;

        /**
         * Makes the bank.
         *
         * @param exposureS exposure the blur is made for
         * @param bankCount pictures, 1 .. 1000; 48 is usual
         * @param spreadS moments are drawn from 0 .. spreadS; must lie within the run of the air
         */
        public Bank(FormationPlan plan, double exposureS, int bankCount, double spreadS) {
            this(plan, exposureS, bankCount, spreadS, 1);
        }

        /** The same bank, made by several threads at once. */
        public Bank(FormationPlan plan, double exposureS, int bankCount, double spreadS, int threadCount) {
            Bounds.inside("bankCount", bankCount, 1, 1000, "48 is usual");
            Bounds.inside("spreadS", spreadS, 0, 1e5, "stay within the run of the air");
            plan.checkTime(spreadS, exposureS);
            this.plan = plan;
            int channels = plan.field().channels().size();
            int stride = Math.max(plan.psfPx() / 4, (LARGEST_TRANSFORM_PX - plan.psfPx()) / 2);
            TileSampling sampling =
                    TileSampling.plain(channels, plan.psfPx(), SceneTiles.transformPx(stride, plan.psfPx()));
            SceneTiles tiles = new SceneTiles(
                    plan.scene(),
                    stride,
                    plan.psfPx(),
                    sampling,
                    plan.field().gridPerPx(),
                    Spreading.SCATTER,
                    Long.MAX_VALUE);
            CountedRandom moments = new CountedRandom(plan.air().settings().seed(), BANK_STREAM);
            pictures = new Canvas[bankCount][channels];
            quality = new double[bankCount];
            strehl = new double[bankCount][channels];
            mtf = new double[bankCount][channels];
            double[] drawn = new double[bankCount];
            int[] order = new int[bankCount];
            shared(threadCount, thread -> {
                CentrePsf centre = new CentrePsf(plan);
                for (int n = thread; n < bankCount; n += threadCount) {
                    double startS = (n + moments.unit(n)) / bankCount * spreadS;
                    centre.make(channels / 2, startS, exposureS, plan.instants(exposureS));
                    drawn[n] = centre.midBandMtf(channels / 2);
                    order[n] = n;
                }
            });
            sortBy(drawn, order);
            shared(threadCount, thread -> {
                CentrePsf centre = new CentrePsf(plan);
                SceneTiles.Room room = new SceneTiles.Room(tiles, 1);
                for (int n = thread; n < bankCount; n += threadCount) {
                    double startS = (order[n] + moments.unit(order[n])) / bankCount * spreadS;
                    blur(n, startS, exposureS, centre, tiles, room);
                }
            });
        }

        /** Makes picture n. */
        private void blur(
                int n, double startS, double exposureS, CentrePsf centre, SceneTiles tiles, SceneTiles.Room room) {
            int channels = pictures[n].length;
            for (int c = 0; c < channels; c++) {
                centre.make(c, startS, exposureS, plan.instants(exposureS));
                strehl[n][c] = PsfQuality.peak(centre.psf) / FullFormation.perfectPeak(plan, c);
                mtf[n][c] = centre.midBandMtf(c);
                pictures[n][c] = tiles.canvas();
                room.putPsf(c, 0, centre.psf);
                room.transformPsfs(c, 1);
                for (int t = 0; t < tiles.litTiles.length; t++) {
                    tiles.fold(t, 1, c, room, pictures[n][c]);
                }
            }
            quality[n] = mtf[n][channels / 2];
        }

        /** Does the shares 0 .. threadCount - 1 of a work; one alone in the caller's own thread, at its priority. */
        private static void shared(int threadCount, IntConsumer work) {
            if (threadCount == 1) {
                work.accept(0);
            } else {
                IntStream.range(0, threadCount).parallel().forEach(work);
            }
        }

        /** Insertion sort: stable and in plain view. */
        private static void sortBy(double[] value, int[] order) {
            for (int n = 1; n < order.length; n++) {
                int moving = order[n];
                int place = n;
                while (place > 0 && value[order[place - 1]] > value[moving]) {
                    order[place] = order[place - 1];
                    place--;
                }
                order[place] = moving;
            }
        }

        /** Number of the picture nearest in quality. */
        int nearest(double wanted) {
            int best = 0;
            for (int n = 1; n < quality.length; n++) {
                if (Math.abs(quality[n] - wanted) < Math.abs(quality[best] - wanted)) {
                    best = n;
                }
            }
            return best;
        }

        public int pictureCount() {
            return pictures.length;
        }
    }

    /** The tilt-free PSF in the middle of the field. */
    private static final class CentrePsf {
        private final FormationPlan plan;
        private final PointSpread spread;
        private final PlaneFourier fourier;
        private final float[] phase;
        private final float[][] specRe;
        private final float[][] specIm;
        private final double[] slope = new double[2];
        private final Atmosphere.Room room = new Atmosphere.Room();
        final float[][] psf;

        CentrePsf(FormationPlan plan) {
            this.plan = plan;
            int size = plan.psfPx();
            spread = new PointSpread(size);
            fourier = new PlaneFourier(size);
            phase = new float[size * size];
            psf = new float[size][size];
            specRe = new float[size][size / 2 + 1];
            specIm = new float[size][size / 2 + 1];
        }

        /** The mean tilt over the exposure is taken out, its jitter stays. */
        void make(int channel, double startS, double exposureS, int instants) {
            for (float[] row : psf) {
                Arrays.fill(row, 0f);
            }
            double tiltX = 0;
            double tiltY = 0;
            for (int s = 0; s < instants; s++) {
                double timeS = startS + (s + 0.5) / instants * exposureS;
                plan.slopes().slope(0, 0, timeS, plan.air().strength(timeS), slope, room);
                tiltX += PointSpread.moveRad(slope[0]) / instants;
                tiltY += PointSpread.moveRad(slope[1]) / instants;
            }
            for (int s = 0; s < instants; s++) {
                double timeS = startS + (s + 0.5) / instants * exposureS;
                double strength = plan.air().strength(timeS);
                for (int w = 0; w < plan.waveCount(channel); w++) {
                    Pupil pupil = plan.pupil(channel, w);
                    plan.air().phase(pupil.footprint, 0, 0, timeS, strength, phase, room);
                    spread.add(
                            pupil,
                            phase,
                            plan.waveLiftXRad(channel, w) - tiltX,
                            plan.waveLiftYRad(channel, w) - tiltY,
                            plan.waveWeight(channel, w) / instants,
                            psf);
                }
            }
        }

        double midBandMtf(int channel) {
            fourier.forward(psf, plan.psfPx(), plan.psfPx(), specRe, specIm);
            return PsfQuality.midBandMtf(specRe, specIm, FullFormation.cutOffBins(plan, channel, plan.psfPx()));
        }
    }

    private final FormationPlan plan;
    private final Bank bank;
    private final CentrePsf centre;
    private final FieldMotion motion;
    private final SensorReading reading;
    private final PointStamps stamps;

    public QuickFormation(Bank bank) {
        plan = bank.plan;
        this.bank = bank;
        centre = new CentrePsf(plan);
        motion = new FieldMotion(plan, TILT_INSTANTS);
        reading = new SensorReading(plan);
        stamps = new PointStamps(plan, centre.spread);
    }

    /** Forms the frame exposed from startS on. Modifies {@code frame}. */
    public void form(double startS, double exposureS, LightFrame frame) {
        plan.checkTime(startS, exposureS);
        FrameTruth truth = frame.truth;
        motion.follow(startS, exposureS);
        motion.tell(truth);
        int middle = plan.field().channels().size() / 2;
        centre.make(middle, startS, exposureS, Math.min(TILT_INSTANTS, plan.instants(exposureS)));
        int shown = bank.nearest(centre.midBandMtf(middle));
        truth.startS = startS;
        truth.exposureS = exposureS;
        System.arraycopy(bank.strehl[shown], 0, truth.strehlRatio, 0, truth.strehlRatio.length);
        System.arraycopy(bank.mtf[shown], 0, truth.midBandMtfRatio, 0, truth.midBandMtfRatio.length);
        Arrays.fill(truth.tileMidBandMtfRatio, bank.quality[shown]);
        truth.fluxScale = plan.clearness(startS, exposureS);
        truth.r0M = plan.air().r0M(500e-9, startS + exposureS / 2);
        double skyPhotons = plan.skyPhotonsPerPx(startS, exposureS);
        Arrays.fill(truth.skyPhotonsPerPxCount, skyPhotons);
        double perLight = plan.photonsPerLight(exposureS, truth.fluxScale);
        reading.read(motion.sheet, bank.pictures[shown], perLight, skyPhotons, frame);
        stamps.add(startS, exposureS, Math.min(STAR_INSTANTS, plan.instants(exposureS)), motion, perLight, frame);
    }
}
