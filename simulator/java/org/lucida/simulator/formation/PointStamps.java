package org.lucida.simulator.formation;

import java.util.Arrays;
import java.util.Comparator;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.optics.PointSpread;
import org.lucida.simulator.optics.Pupil;
import org.lucida.simulator.wave.PlaneFourier;

/**
 * Stars, each of the 150 brightest with its own PSF for its own direction and time; fainter ones share the PSF of the nearest
 * of 4 x 4 patches of the field, but move by the displacement of their own direction.
 *
 * <p>The place below a pixel is a slope of the wave over the aperture, so it is exact; the area of the pixels is a product in
 * the transfer function. The sum over a stamp is the star's light to 1e-6; a stamp is as wide as the PSF window.
 * <p>Memory: made once; calls allocate nothing. Thread: one at a time.
 */
final class PointStamps {
    private static final int EXACT_COUNT = 150;
    private static final int PATCHES = 4;

    private final FormationPlan plan;
    private final int[] order;
    private final float[][][][] patchRe;
    private final float[][][][] patchIm;
    private final double[] rampXRe;
    private final double[] rampXIm;
    private final double[] rampYRe;
    private final double[] rampYIm;
    private final PointSpread spread;
    private final PlaneFourier fourier;
    private final float[][] psf;
    private final float[][] specRe;
    private final float[][] specIm;
    private final float[] phase;
    private final double[] pixel;
    private final double[] shift = new double[2];
    private final double[] slope = new double[2];
    private final Atmosphere.Room room = new Atmosphere.Room();

    PointStamps(FormationPlan plan, PointSpread spread) {
        this.plan = plan;
        this.spread = spread;
        int size = plan.psfPx();
        order = brightestFirst(plan.points());
        int patches = order.length > EXACT_COUNT ? PATCHES * PATCHES : 0;
        patchRe = new float[patches][plan.points().channelCount()][size][size / 2 + 1];
        patchIm = new float[patches][plan.points().channelCount()][size][size / 2 + 1];
        rampXRe = new double[size];
        rampXIm = new double[size];
        rampYRe = new double[size];
        rampYIm = new double[size];
        fourier = new PlaneFourier(size);
        psf = new float[size][size];
        specRe = new float[size][size / 2 + 1];
        specIm = new float[size][size / 2 + 1];
        phase = new float[size * size];
        pixel = new double[size];
        for (int n = 0; n < size; n++) {
            double f = (n <= size / 2 ? n : n - size) / (double) size;
            pixel[n] = SceneTiles.sinc(f * plan.field().gridPerPx()) / size;
        }
    }

    private static int[] brightestFirst(PointLights points) {
        Integer[] numbers = new Integer[points.count()];
        double[] light = new double[points.count()];
        for (int n = 0; n < numbers.length; n++) {
            numbers[n] = n;
            for (int c = 0; c < points.channelCount(); c++) {
                light[n] += points.photonsPerSPerM2(c, n);
            }
        }
        Arrays.sort(
                numbers, Comparator.comparingDouble((Integer n) -> -light[n]).thenComparing(n -> n));
        int[] order = new int[numbers.length];
        for (int n = 0; n < order.length; n++) {
            order[n] = numbers[n];
        }
        return order;
    }

    /**
     * Adds all point lights. Modifies the planes of {@code frame} (added to).
     *
     * @param motion has followed this exposure
     */
    void add(
            double startS,
            double exposureS,
            int instants,
            FieldMotion motion,
            double photonsPerLight,
            LightFrame frame) {
        PointLights points = plan.points();
        if (order.length > EXACT_COUNT) {
            preparePatches(motion);
        }
        for (int place = 0; place < order.length; place++) {
            int n = order[place];
            for (int c = 0; c < points.channelCount(); c++) {
                if (points.photonsPerSPerM2(c, n) > 0) {
                    if (place < EXACT_COUNT) {
                        addOne(n, c, startS, exposureS, instants, photonsPerLight, frame);
                    } else {
                        addFaint(n, c, motion.sheet, photonsPerLight, frame);
                    }
                }
            }
        }
    }

    private double patchMiddleX(int column) {
        return (column + 0.5) / PATCHES * plan.scene().widthPx - 0.5;
    }

    private double patchMiddleY(int row) {
        return (row + 0.5) / PATCHES * plan.scene().heightPx - 0.5;
    }

    /** Tilt-free transfer functions of all patches and channels for the exposure that the motion has followed. */
    private void preparePatches(FieldMotion motion) {
        int size = plan.psfPx();
        for (int patch = 0; patch < PATCHES * PATCHES; patch++) {
            double gx = patchMiddleX(patch % PATCHES);
            double gy = patchMiddleY(patch / PATCHES);
            motion.lookAt(gx, gy);
            for (int c = 0; c < plan.points().channelCount(); c++) {
                for (float[] line : psf) {
                    Arrays.fill(line, 0f);
                }
                for (int s = 0; s < motion.instants; s++) {
                    for (int w = 0; w < plan.waveCount(c); w++) {
                        Pupil pupil = plan.pupil(c, w);
                        plan.air()
                                .phase(
                                        pupil.footprint,
                                        plan.xRad(gx),
                                        plan.yRad(gy),
                                        motion.timeS(gy, s),
                                        motion.strength[s],
                                        phase,
                                        room);
                        spread.add(
                                pupil,
                                phase,
                                motion.moveXRad[s] + plan.waveLiftXRad(c, w),
                                motion.moveYRad[s] + plan.waveLiftYRad(c, w),
                                plan.waveWeight(c, w) / motion.instants,
                                psf);
                    }
                }
                fourier.forward(psf, size, size, patchRe[patch][c], patchIm[patch][c]);
            }
        }
    }

    private void addFaint(int n, int channel, DisplacementSheet sheet, double photonsPerLight, LightFrame frame) {
        int k = plan.field().gridPerPx();
        int size = plan.psfPx();
        ScenePlanes scene = plan.scene();
        double gx = (scene.widthPx - 1) / 2.0 + plan.points().xArcsec(n) / scene.arcsecPerPx;
        double gy = (scene.heightPx - 1) / 2.0 + plan.points().yArcsec(n) / scene.arcsecPerPx;
        sheet.at(gx, gy, shift);
        double x = plan.sensorXPx(gx + shift[0] + plan.channelLiftXRad(channel) / plan.gridRad());
        double y = plan.sensorYPx(gy + shift[1] + plan.channelLiftYRad(channel) / plan.gridRad());
        int column = (int) StrictMath.rint(x);
        int row = (int) StrictMath.rint(y);
        if (isFarOutside(column, row)) {
            return;
        }
        ramp((x - column) * k, rampXRe, rampXIm);
        ramp((y - row) * k, rampYRe, rampYIm);
        int across = Math.max(0, Math.min(PATCHES - 1, (int) (gx / scene.widthPx * PATCHES)));
        int down = Math.max(0, Math.min(PATCHES - 1, (int) (gy / scene.heightPx * PATCHES)));
        float[][] re = patchRe[down * PATCHES + across][channel];
        float[][] im = patchIm[down * PATCHES + across][channel];
        for (int kx = 0; kx < size; kx++) {
            for (int ky = 0; ky <= size / 2; ky++) {
                double c = rampXRe[kx] * rampYRe[ky] - rampXIm[kx] * rampYIm[ky];
                double s = rampXRe[kx] * rampYIm[ky] + rampXIm[kx] * rampYRe[ky];
                specRe[kx][ky] = (float) (re[kx][ky] * c - im[kx][ky] * s);
                specIm[kx][ky] = (float) (re[kx][ky] * s + im[kx][ky] * c);
            }
        }
        lay(channel, column, row, plan.points().photonsPerSPerM2(channel, n) * photonsPerLight * k * k, frame);
    }

    /** Transfer function along one axis of a shift and of the area of a pixel. Modifies both arrays. */
    private void ramp(double shiftPx, double[] re, double[] im) {
        int size = plan.psfPx();
        for (int n = 0; n < size; n++) {
            double f = (n <= size / 2 ? n : n - size) / (double) size;
            re[n] = pixel[n] * StrictMath.cos(2 * Math.PI * f * shiftPx);
            im[n] = -pixel[n] * StrictMath.sin(2 * Math.PI * f * shiftPx);
        }
    }

    private boolean isFarOutside(int column, int row) {
        int reach = plan.psfPx() / plan.field().gridPerPx() / 2;
        return column < -reach
                || row < -reach
                || column > plan.field().sensorWidthPx() + reach
                || row > plan.field().sensorHeightPx() + reach;
    }

    private void addOne(
            int n,
            int channel,
            double startS,
            double exposureS,
            int instants,
            double photonsPerLight,
            LightFrame frame) {
        FieldSettings field = plan.field();
        int k = field.gridPerPx();
        double pxRad = plan.gridRad() * k;
        double xRad = StrictMath.toRadians(plan.points().xArcsec(n) / 3600);
        double yRad = StrictMath.toRadians(plan.points().yArcsec(n) / 3600);
        double fromX = xRad / pxRad;
        double fromY = yRad / pxRad;
        double middleX = (field.sensorWidthPx() - 1) / 2.0;
        double middleY = (field.sensorHeightPx() - 1) / 2.0;
        double rowS = startS + plan.rowStartS(middleY + fromY);
        // the stamp is centred where the star stands in the middle of the exposure
        double halfS = rowS + exposureS / 2;
        FieldMotion.mounted(plan.mount(), halfS, fromX, fromY, shift);
        plan.slopes().slope(xRad, yRad, halfS, plan.air().strength(halfS), slope, room);
        double liftX = plan.channelLiftXRad(channel) / pxRad;
        double liftY = plan.channelLiftYRad(channel) / pxRad;
        double tiltX = PointSpread.moveRad(slope[0]) / pxRad;
        double tiltY = PointSpread.moveRad(slope[1]) / pxRad;
        int column = (int) StrictMath.rint(middleX + fromX + shift[0] + liftX + tiltX);
        int row = (int) StrictMath.rint(middleY + fromY + shift[1] + liftY + tiltY);
        if (isFarOutside(column, row)) {
            return;
        }
        for (float[] line : psf) {
            Arrays.fill(line, 0f);
        }
        for (int s = 0; s < instants; s++) {
            double timeS = rowS + (s + 0.5) / instants * exposureS;
            double strength = plan.air().strength(timeS);
            FieldMotion.mounted(plan.mount(), timeS, fromX, fromY, shift);
            double moveX = (middleX + fromX + shift[0] + liftX - column) * pxRad;
            double moveY = (middleY + fromY + shift[1] + liftY - row) * pxRad;
            for (int w = 0; w < plan.waveCount(channel); w++) {
                Pupil pupil = plan.pupil(channel, w);
                plan.air().phase(pupil.footprint, xRad, yRad, timeS, strength, phase, room);
                spread.add(
                        pupil,
                        phase,
                        moveX + plan.waveLiftXRad(channel, w),
                        moveY + plan.waveLiftYRad(channel, w),
                        plan.waveWeight(channel, w) / instants,
                        psf);
            }
        }
        stamp(channel, column, row, plan.points().photonsPerSPerM2(channel, n) * photonsPerLight * k * k, frame);
    }

    private void stamp(int channel, int column, int row, double light, LightFrame frame) {
        int size = plan.psfPx();
        fourier.forward(psf, size, size, specRe, specIm);
        for (int kx = 0; kx < size; kx++) {
            for (int ky = 0; ky <= size / 2; ky++) {
                float factor = (float) (pixel[kx] * pixel[ky]);
                specRe[kx][ky] *= factor;
                specIm[kx][ky] *= factor;
            }
        }
        lay(channel, column, row, light, frame);
    }

    /** Spectrum to picture, picture to pixels. Uses the spectrum up. */
    private void lay(int channel, int column, int row, double light, LightFrame frame) {
        int size = plan.psfPx();
        int k = plan.field().gridPerPx();
        fourier.inverse(specRe, specIm, psf);
        int across = size / k;
        int first = size / 2 % k;
        int before = size / 2 / k;
        for (int j = 0; j < across; j++) {
            for (int i = 0; i < across; i++) {
                float photons = (float) (light * psf[first + j * k][first + i * k]);
                frame.add(channel, column + i - before, row + j - before, Math.max(0f, photons));
            }
        }
    }
}
