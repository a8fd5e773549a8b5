package org.lucida.enhance;

import java.util.Arrays;

/**
 * Takes away the dark and bright fringes that sharpening draws along strong edges: the limb, the rings, a shadow's rim.
 *
 * <p>Near an edge no pixel may leave the range of its neighbourhood before the sharpening by more than the part that is left
 * of it. How much of an edge there is, is the range of the neighbourhood against that of the whole object: detail on a disc
 * keeps all of its sharpness.
 *
 * <p>Memory: three planes are borrowed. Thread: one at a time.
 */
final class EdgeFringes {
    /** Steps whose sum is the radius of the neighbourhood. */
    private static final int[] STEPS_PX = {1, 2, 4, 8};

    /** A neighbourhood with less than this share of the object's range is no edge; with the second one it is one. */
    private static final double NO_EDGE = 0.3;

    private static final double EDGE = 0.6;

    private final int widthPx;
    private final int heightPx;
    private final float[] low;
    private final float[] high;
    private final float[] scratch;
    private final float[] before;
    private final float[] middle;
    private final float[] after;

    EdgeFringes(int widthPx, int heightPx, float[] low, float[] high, float[] scratch) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.low = low;
        this.high = high;
        this.scratch = scratch;
        before = new float[widthPx];
        middle = new float[widthPx];
        after = new float[widthPx];
    }

    /**
     * Works on one plane.
     *
     * @param unsharpened the plane before the sharpening. Not modified
     * @param sharpened Modified
     * @param rangeAdu from the sky to the bright parts
     * @param keepPeaks true to leave what is brighter than its neighbourhood: stars
     */
    void apply(float[] unsharpened, float[] sharpened, double rangeAdu, double strength, boolean keepPeaks) {
        spread(unsharpened, low, false);
        spread(unsharpened, high, true);
        float from = (float) (NO_EDGE * rangeAdu);
        float perAdu = (float) (1 / ((EDGE - NO_EDGE) * rangeAdu));
        for (int i = 0; i < sharpened.length; i++) {
            float edge = Math.max(0, Math.min(1, (high[i] - low[i] - from) * perAdu));
            float share = (float) strength * edge;
            float value = sharpened[i];
            float beyond = value < low[i] ? value - low[i] : value > high[i] && !keepPeaks ? value - high[i] : 0;
            sharpened[i] = value - share * beyond;
        }
    }

    private void spread(float[] in, float[] out, boolean highest) {
        System.arraycopy(in, 0, out, 0, out.length);
        for (int step : STEPS_PX) {
            for (int y = 0; y < heightPx; y++) {
                int start = y * widthPx;
                System.arraycopy(out, start, middle, 0, widthPx);
                int kept = Math.max(0, widthPx - step);
                int edge = widthPx - kept;
                System.arraycopy(middle, 0, before, edge, kept);
                Arrays.fill(before, 0, edge, middle[0]);
                System.arraycopy(middle, edge, after, 0, kept);
                Arrays.fill(after, kept, widthPx, middle[widthPx - 1]);
                join(before, middle, after, highest);
                System.arraycopy(middle, 0, scratch, start, widthPx);
            }
            for (int y = 0; y < heightPx; y++) {
                System.arraycopy(scratch, Math.max(0, y - step) * widthPx, before, 0, widthPx);
                System.arraycopy(scratch, y * widthPx, middle, 0, widthPx);
                System.arraycopy(scratch, Math.min(heightPx - 1, y + step) * widthPx, after, 0, widthPx);
                join(before, middle, after, highest);
                System.arraycopy(middle, 0, out, y * widthPx, widthPx);
            }
        }
    }

    private static void join(float[] a, float[] b, float[] c, boolean highest) {
        if (highest) {
            for (int i = 0; i < b.length; i++) {
                b[i] = Math.max(a[i], Math.max(b[i], c[i]));
            }
        } else {
            for (int i = 0; i < b.length; i++) {
                b[i] = Math.min(a[i], Math.min(b[i], c[i]));
            }
        }
    }
}
