package org.lucida.simulator.optics;

import java.util.Arrays;
import org.lucida.simulator.wave.Phasors;
import org.lucida.simulator.wave.PlaneFourier;
import org.lucida.simulator.wave.RowFourier;

/**
 * The picture of a point: |FFT(P exp i phi)|^2.
 *
 * <p>Shape: {@code psf[y][x]} of the pupil's size; an undisturbed point lies at (size / 2, size / 2).
 * <p>Units: share of all light, so that the sum is 1 to 1e-6. What would fall outside comes in again at the other side.
 * <p>Memory: scratch is made in the constructor; calls allocate nothing. Thread: one at a time.
 */
public final class PointSpread {
    /** rad at 500 nm to wavelengths, times wavelength in m. */
    private static final double METER_PER_RAD = 500e-9 / (2 * Math.PI);

    private final int sizePx;
    private final RowFourier rows;
    private final float[][] fieldRe;
    private final float[][] fieldIm;
    private final float[][] turnedRe;
    private final float[][] turnedIm;
    private final float[] turns;
    private final float[] listRe;
    private final float[] listIm;

    public PointSpread(int sizePx) {
        this.sizePx = sizePx;
        rows = new RowFourier(sizePx);
        fieldRe = new float[sizePx][sizePx];
        fieldIm = new float[sizePx][sizePx];
        turnedRe = new float[sizePx][sizePx];
        turnedIm = new float[sizePx][sizePx];
        turns = new float[sizePx * sizePx];
        listRe = new float[sizePx * sizePx];
        listIm = new float[sizePx * sizePx];
    }

    /** Angle in rad by which a slope of the 500-nm phase (rad per m) moves the picture. */
    public static double moveRad(double slopeRadPerM) {
        return slopeRadPerM * METER_PER_RAD;
    }

    /**
     * Adds one instant's picture of a point.
     *
     * @param pupil of this object's size
     * @param phase rad at 500 nm over the pupil's footprint, or null for none. Not modified
     * @param moveXRad the picture is moved by this in addition, exact to any part of a pixel
     * @param moveYRad the same downward
     * @param weight share of the light to add
     * @param psf Modified (added to)
     */
    public void add(Pupil pupil, float[] phase, double moveXRad, double moveYRad, double weight, float[][] psf) {
        int count = pupil.footprint.count;
        float perTurn = phase == null ? 0f : (float) (METER_PER_RAD / pupil.wavelengthM);
        float tx = (float) (moveXRad / pupil.wavelengthM);
        float ty = (float) (moveYRad / pupil.wavelengthM);
        turns(
                phase == null ? pupil.staticTurns : phase,
                perTurn,
                pupil.staticTurns,
                pupil.xM,
                tx,
                pupil.yM,
                ty,
                turns,
                count);
        Phasors.of(turns, pupil.amplitude, listRe, listIm, count);
        int span = pupil.spanPx;
        for (int i = 0; i < sizePx; i++) {
            Arrays.fill(fieldRe[i], 0, span, 0f);
            Arrays.fill(fieldIm[i], 0, span, 0f);
        }
        for (int n = 0; n < count; n++) {
            fieldRe[pupil.column[n]][pupil.row[n]] = listRe[n];
            fieldIm[pupil.column[n]][pupil.row[n]] = listIm[n];
        }
        rows.transform(fieldRe, fieldIm, span);
        PlaneFourier.transpose(fieldRe, sizePx, span, turnedRe);
        PlaneFourier.transpose(fieldIm, sizePx, span, turnedIm);
        for (int j = span; j < sizePx; j++) {
            Arrays.fill(turnedRe[j], 0f);
            Arrays.fill(turnedIm[j], 0f);
        }
        rows.transform(turnedRe, turnedIm, sizePx);
        float scale = (float) (weight / pupil.light);
        for (int y = 0; y < sizePx; y++) {
            addPower(turnedRe[y], turnedIm[y], scale, psf[y], sizePx);
        }
    }

    private static void turns(
            float[] phase,
            float perTurn,
            float[] fixed,
            float[] x,
            float tx,
            float[] y,
            float ty,
            float[] out,
            int count) {
        for (int n = 0; n < count; n++) {
            out[n] = phase[n] * perTurn + fixed[n] + x[n] * tx + y[n] * ty;
        }
    }

    private static void addPower(float[] re, float[] im, float scale, float[] psf, int width) {
        for (int x = 0; x < width; x++) {
            psf[x] += scale * (re[x] * re[x] + im[x] * im[x]);
        }
    }
}
