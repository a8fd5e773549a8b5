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
    private final int spanPx;
    private final int laneCount;
    private final RowFourier rows;
    private final float[][] fieldRe;
    private final float[][] fieldIm;
    private final float[][] turnedRe;
    private final float[][] turnedIm;
    /** Power of all lanes so far, [x][lane * size + y]. */
    private final float[][] power;

    private final float[][] sum;
    private final float[] lane;
    private final float[] turns;
    private final float[] listRe;
    private final float[] listIm;
    private int held;
    private int lanesUsed;

    public PointSpread(int sizePx) {
        this(sizePx, sizePx, 1);
    }

    /**
     * @param spanPx largest span of the pupils to come
     * @param laneCount instants transformed at once; sizePx * laneCount of 200 .. 500 is quickest
     */
    public PointSpread(int sizePx, int spanPx, int laneCount) {
        this.sizePx = sizePx;
        this.spanPx = spanPx;
        this.laneCount = laneCount;
        rows = new RowFourier(sizePx);
        fieldRe = new float[sizePx][laneCount * spanPx];
        fieldIm = new float[sizePx][laneCount * spanPx];
        turnedRe = new float[sizePx][laneCount * sizePx];
        turnedIm = new float[sizePx][laneCount * sizePx];
        power = new float[sizePx][laneCount * sizePx];
        sum = new float[sizePx][sizePx];
        lane = new float[sizePx];
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
        hold(pupil, phase, moveXRad, moveYRad, weight);
        addHeld(psf);
    }

    /** Takes one instant, to be added with others by {@link #addHeld}; parameters as in {@link #add}. */
    public void hold(Pupil pupil, float[] phase, double moveXRad, double moveYRad, double weight) {
        if (held == 0) {
            clear(fieldRe, laneCount * spanPx);
            clear(fieldIm, laneCount * spanPx);
        }
        int count = pupil.footprint.count;
        float perTurn = phase == null ? 0f : (float) (METER_PER_RAD / pupil.wavelengthM);
        float tx = (float) (moveXRad / pupil.wavelengthM);
        float ty = (float) (moveYRad / pupil.wavelengthM);
        float[] given = phase == null ? pupil.staticTurns : phase;
        turns(given, perTurn, pupil.staticTurns, pupil.xM, tx, pupil.yM, ty, turns, count);
        Phasors.of(turns, pupil.amplitude, listRe, listIm, count);
        float scale = (float) Math.sqrt(weight / pupil.light);
        scale(listRe, scale, count);
        scale(listIm, scale, count);
        for (int n = 0; n + 1 < pupil.runStart.length; n++) {
            int from = pupil.runStart[n];
            int length = pupil.runStart[n + 1] - from;
            int target = held * spanPx + pupil.column[from];
            System.arraycopy(listRe, from, fieldRe[pupil.row[from]], target, length);
            System.arraycopy(listIm, from, fieldIm[pupil.row[from]], target, length);
        }
        held++;
        if (held == laneCount) {
            transformHeld();
        }
    }

    /** Adds the pictures of all instants held. Modifies {@code psf} (added to). */
    public void addHeld(float[][] psf) {
        if (held > 0) {
            transformHeld();
        }
        for (int x = 0; x < sizePx; x++) {
            System.arraycopy(power[x], 0, sum[x], 0, sizePx);
            for (int n = 1; n < lanesUsed; n++) {
                System.arraycopy(power[x], n * sizePx, lane, 0, sizePx);
                add(lane, sum[x], sizePx);
            }
        }
        lanesUsed = 0;
        PlaneFourier.transpose(sum, sizePx, sizePx, turnedRe);
        for (int y = 0; y < sizePx; y++) {
            add(turnedRe[y], psf[y], sizePx);
        }
    }

    private void transformHeld() {
        int width = held * spanPx;
        rows.transform(fieldRe, fieldIm, width);
        for (int n = 0; n < held; n++) {
            PlaneFourier.turnOver(fieldRe, 0, n * spanPx, sizePx, spanPx, turnedRe, 0, n * sizePx);
            PlaneFourier.turnOver(fieldIm, 0, n * spanPx, sizePx, spanPx, turnedIm, 0, n * sizePx);
        }
        int full = held * sizePx;
        for (int x = spanPx; x < sizePx; x++) {
            Arrays.fill(turnedRe[x], 0, full, 0f);
            Arrays.fill(turnedIm[x], 0, full, 0f);
        }
        rows.transform(turnedRe, turnedIm, full);
        int known = Math.min(full, lanesUsed * sizePx);
        for (int x = 0; x < sizePx; x++) {
            if (known < full) {
                Arrays.fill(power[x], known, full, 0f);
            }
            addPower(turnedRe[x], turnedIm[x], power[x], full);
        }
        lanesUsed = Math.max(lanesUsed, held);
        held = 0;
    }

    private static void clear(float[][] plane, int width) {
        for (float[] row : plane) {
            Arrays.fill(row, 0, width, 0f);
        }
    }

    private static void scale(float[] values, float factor, int count) {
        for (int n = 0; n < count; n++) {
            values[n] *= factor;
        }
    }

    private static void add(float[] from, float[] to, int width) {
        for (int x = 0; x < width; x++) {
            to[x] += from[x];
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

    private static void addPower(float[] re, float[] im, float[] power, int width) {
        for (int x = 0; x < width; x++) {
            power[x] += re[x] * re[x] + im[x] * im[x];
        }
    }
}
