package org.lucida.math;

/**
 * A short filter over neighbouring rows, or, fed with shifted copies of one row, along that row.
 *
 * <p>{@code out[i] = sum_k taps[k + radius] * window[centre + k][i]}: a correlation with the taps, k grows downward (to the
 * right for shifted copies). Taps are symmetric (smoothing, second derivative) or antisymmetric (first derivative); both
 * partners of a pair share one multiplication.
 *
 * <p>Shape: every row is used from index 0, which is what lets C2 on JDK 17 turn the loops into SIMD code.
 * More than two pairs in one loop exceed C2's limit for unrolling and make it scalar: measured 2.1 times slower.
 * <p>Memory: calls allocate nothing. Thread: any; the filter itself never changes.
 */
public final class RowFilter {
    private final float[] halfTaps;
    private final boolean isAntisymmetric;

    /**
     * @param taps odd count, symmetric or antisymmetric about the middle. Not modified, not kept.
     */
    public RowFilter(double... taps) {
        if ((taps.length & 1) == 0) {
            throw new IllegalArgumentException("tapCount=" + taps.length + " must be odd; add a zero");
        }
        int radius = taps.length / 2;
        boolean even = true;
        boolean odd = true;
        for (int k = 0; k <= radius; k++) {
            even &= taps[radius + k] == taps[radius - k];
            odd &= taps[radius + k] == -taps[radius - k];
        }
        if (!even && !odd) {
            throw new IllegalArgumentException("taps are neither symmetric nor antisymmetric; mirror them");
        }
        isAntisymmetric = !even;
        halfTaps = new float[radius + 1];
        for (int k = 0; k <= radius; k++) {
            halfTaps[k] = (float) taps[radius + k];
        }
    }

    /** Rows needed on each side of the centre. */
    public int radiusPx() {
        return halfTaps.length - 1;
    }

    /** The tap of the row k below the centre (0 outside the filter), as the loops use it. */
    public float tap(int k) {
        if (Math.abs(k) > radiusPx()) {
            return 0;
        }
        return k < 0 && isAntisymmetric ? -halfTaps[-k] : halfTaps[Math.abs(k)];
    }

    /**
     * Writes the weighted sum of the rows around the centre.
     *
     * @param window rows, at least {@link #radiusPx()} on each side of the centre. Not modified.
     * @param centre index of the centre row in the window
     * @param count samples of each row to work on, from index 0
     * @param out Modified: the first {@code count} samples. Must not be a row of the window.
     */
    public void combine(float[][] window, int centre, int count, float[] out) {
        float[] c = halfTaps;
        int radius = c.length - 1;
        if (radius == 0) {
            scale(c[0], window[centre], count, out);
            return;
        }
        if (isAntisymmetric) {
            difference(c[1], window[centre - 1], window[centre + 1], count, out);
            for (int k = 2; k <= radius; k++) {
                addDifference(c[k], window[centre - k], window[centre + k], count, out);
            }
            return;
        }
        int k;
        if (radius >= 2) {
            firstTwo(c, window, centre, count, out);
            k = 3;
        } else {
            firstOne(c, window, centre, count, out);
            k = 2;
        }
        for (; k < radius; k += 2) {
            addTwo(c, k, window, centre, count, out);
        }
        if (k == radius) {
            addPair(c[k], window[centre - k], window[centre + k], count, out);
        }
    }

    private static void scale(float c0, float[] r0, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = c0 * r0[i];
        }
    }

    private static void firstOne(float[] c, float[][] window, int centre, int count, float[] out) {
        float c0 = c[0];
        float c1 = c[1];
        float[] r0 = window[centre];
        float[] lo1 = window[centre - 1];
        float[] hi1 = window[centre + 1];
        for (int i = 0; i < count; i++) {
            out[i] = c0 * r0[i] + c1 * (lo1[i] + hi1[i]);
        }
    }

    private static void firstTwo(float[] c, float[][] window, int centre, int count, float[] out) {
        float c0 = c[0];
        float c1 = c[1];
        float c2 = c[2];
        float[] r0 = window[centre];
        float[] lo1 = window[centre - 1];
        float[] hi1 = window[centre + 1];
        float[] lo2 = window[centre - 2];
        float[] hi2 = window[centre + 2];
        for (int i = 0; i < count; i++) {
            out[i] = c0 * r0[i] + c1 * (lo1[i] + hi1[i]) + c2 * (lo2[i] + hi2[i]);
        }
    }

    private static void addTwo(float[] c, int k, float[][] window, int centre, int count, float[] out) {
        float c1 = c[k];
        float c2 = c[k + 1];
        float[] lo1 = window[centre - k];
        float[] hi1 = window[centre + k];
        float[] lo2 = window[centre - k - 1];
        float[] hi2 = window[centre + k + 1];
        for (int i = 0; i < count; i++) {
            out[i] += c1 * (lo1[i] + hi1[i]) + c2 * (lo2[i] + hi2[i]);
        }
    }

    private static void addPair(float c, float[] lo, float[] hi, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] += c * (lo[i] + hi[i]);
        }
    }

    private static void difference(float c, float[] lo, float[] hi, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] = c * (hi[i] - lo[i]);
        }
    }

    private static void addDifference(float c, float[] lo, float[] hi, int count, float[] out) {
        for (int i = 0; i < count; i++) {
            out[i] += c * (hi[i] - lo[i]);
        }
    }
}
