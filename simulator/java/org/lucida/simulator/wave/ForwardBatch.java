package org.lucida.simulator.wave;

import java.util.Arrays;

/**
 * Low frequencies of several small real planes at once, each inside a square of zeros.
 *
 * <p>Shape: planes are {@code [y][x]} of {@code planePx} squared. A spectrum holds kx = 0 .. reach, then -reach .. -1, as rows of
 * ky = 0 .. reach; in {@code re[row]} the spectra of all planes lie side by side, {@code reach + 1} numbers each.
 * <p>Sign: exp(-2 pi i k x / size).
 * <p>Memory: scratch is made in the constructor; calls allocate nothing. Thread: one at a time.
 */
public final class ForwardBatch {
    private final int planePx;
    private final int sizePx;
    private final int reach;
    private final int laneCount;
    private final RowFourier rows;
    private final float[][] packRe;
    private final float[][] packIm;
    private final float[][] evenRe;
    private final float[][] evenIm;
    private final float[][] oddRe;
    private final float[][] oddIm;
    private final float[][] workRe;
    private final float[][] workIm;
    /** Rows of the spectra, see above; valid after {@link #run}. */
    public final float[][] re;

    public final float[][] im;

    /**
     * @param planePx even
     * @param sizePx at least planePx
     * @param reach highest frequency wanted, at most half the size less one
     * @param laneCount planes at once
     */
    public ForwardBatch(int planePx, int sizePx, int reach, int laneCount) {
        if (planePx % 2 != 0 || planePx > sizePx || 2 * reach + 1 > sizePx) {
            throw new IllegalArgumentException("planePx=" + planePx + " and reach=" + reach + " do not go with sizePx="
                    + sizePx + "; take an even plane and a reach below half the size");
        }
        this.planePx = planePx;
        this.sizePx = sizePx;
        this.reach = reach;
        this.laneCount = laneCount;
        rows = new RowFourier(sizePx);
        int half = planePx / 2;
        packRe = new float[sizePx][laneCount * half];
        packIm = new float[sizePx][laneCount * half];
        evenRe = new float[reach + 1][laneCount * half];
        evenIm = new float[reach + 1][laneCount * half];
        oddRe = new float[reach + 1][laneCount * half];
        oddIm = new float[reach + 1][laneCount * half];
        workRe = new float[sizePx][laneCount * (reach + 1)];
        workIm = new float[sizePx][laneCount * (reach + 1)];
        re = new float[2 * reach + 1][];
        im = new float[2 * reach + 1][];
    }

    /** Takes a plane. Not modified. */
    public void put(int lane, float[][] plane) {
        int half = planePx / 2;
        for (int y = 0; y < planePx; y++) {
            System.arraycopy(plane[y], 0, packRe[y], lane * half, half);
            System.arraycopy(plane[y], half, packIm[y], lane * half, half);
        }
    }

    /** Transforms the planes put into the first {@code count} lanes; all have to be put again before the next run. */
    public void run(int count) {
        int half = planePx / 2;
        int width = count * half;
        for (int y = planePx; y < sizePx; y++) {
            Arrays.fill(packRe[y], 0, width, 0f);
            Arrays.fill(packIm[y], 0, width, 0f);
        }
        rows.transform(packRe, packIm, width);
        for (int ky = 0; ky <= reach; ky++) {
            int mirror = ky == 0 ? 0 : sizePx - ky;
            sums(packRe[ky], packRe[mirror], evenRe[ky], width);
            gaps(packIm[ky], packIm[mirror], evenIm[ky], width);
            sums(packIm[ky], packIm[mirror], oddRe[ky], width);
            gaps(packRe[mirror], packRe[ky], oddIm[ky], width);
        }
        int spectrum = reach + 1;
        for (int lane = 0; lane < count; lane++) {
            PlaneFourier.turnOver(evenRe, 0, lane * half, spectrum, half, workRe, 0, lane * spectrum);
            PlaneFourier.turnOver(evenIm, 0, lane * half, spectrum, half, workIm, 0, lane * spectrum);
            PlaneFourier.turnOver(oddRe, 0, lane * half, spectrum, half, workRe, half, lane * spectrum);
            PlaneFourier.turnOver(oddIm, 0, lane * half, spectrum, half, workIm, half, lane * spectrum);
        }
        for (int x = planePx; x < sizePx; x++) {
            Arrays.fill(workRe[x], 0, count * spectrum, 0f);
            Arrays.fill(workIm[x], 0, count * spectrum, 0f);
        }
        rows.transform(workRe, workIm, count * spectrum);
        for (int k = 0; k <= 2 * reach; k++) {
            int kx = k <= reach ? k : sizePx - (2 * reach + 1) + k;
            re[k] = workRe[kx];
            im[k] = workIm[kx];
        }
    }

    private static void sums(float[] a, float[] b, float[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = 0.5f * (a[x] + b[x]);
        }
    }

    private static void gaps(float[] a, float[] b, float[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = 0.5f * (a[x] - b[x]);
        }
    }
}
