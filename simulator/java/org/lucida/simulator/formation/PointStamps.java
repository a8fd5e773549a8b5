package org.lucida.simulator.formation;

import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.optics.PointSpread;
import org.lucida.simulator.optics.Pupil;
import org.lucida.simulator.wave.PlaneFourier;

/**
 * Stars, each with its own PSF for its own direction and time.
 *
 * <p>The place below a pixel is a slope of the wave over the aperture, so it is exact; the area of the pixels is a product in
 * the transfer function. The sum over a stamp is the star's light to 1e-6; a stamp is as wide as the PSF window.
 * <p>Memory: made once; calls allocate nothing. Thread: one at a time.
 */
final class PointStamps {
    private final FormationPlan plan;
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

    /** Adds all point lights. Modifies the planes of {@code frame} (added to). */
    void add(double startS, double exposureS, int instants, double photonsPerLight, LightFrame frame) {
        PointLights points = plan.points();
        for (int n = 0; n < points.count(); n++) {
            for (int c = 0; c < points.channelCount(); c++) {
                if (points.photonsPerSPerM2(c, n) > 0) {
                    addOne(n, c, startS, exposureS, instants, photonsPerLight, frame);
                }
            }
        }
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
        int reach = plan.psfPx() / k / 2;
        if (column < -reach
                || row < -reach
                || column > field.sensorWidthPx() + reach
                || row > field.sensorHeightPx() + reach) {
            return;
        }
        for (float[] line : psf) {
            java.util.Arrays.fill(line, 0f);
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
        int k = plan.field().gridPerPx();
        fourier.forward(psf, size, size, specRe, specIm);
        for (int kx = 0; kx < size; kx++) {
            for (int ky = 0; ky <= size / 2; ky++) {
                float factor = (float) (pixel[kx] * pixel[ky]);
                specRe[kx][ky] *= factor;
                specIm[kx][ky] *= factor;
            }
        }
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
