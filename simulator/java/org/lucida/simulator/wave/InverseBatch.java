package org.lucida.simulator.wave;

import java.util.Arrays;

/**
 * Several real planes at once from their low frequencies, and of each only the square that is wanted.
 *
 * <p>Shape: spectra as those of {@link ForwardBatch}. The wanted square is {@code [first .. first + count)} along both axes of a
 * plane of size x size.
 * <p>Sign: exp(+2 pi i k x / size); no factor (the caller scales by 1 / size^2).
 * <p>Memory: scratch is made in the constructor; calls allocate nothing. Thread: one at a time.
 */
public final class InverseBatch {
    private final int sizePx;
    private final int reach;
    private final int firstPx;
    private final int countPx;
    private final RowFourier rows;
    private final float[][] workRe;
    private final float[][] workIm;
    private final float[][] evenRe;
    private final float[][] evenIm;
    private final float[][] oddRe;
    private final float[][] oddIm;
    private final float[][] packRe;
    private final float[][] packIm;

    /**
     * @param reach highest frequency there is, below half the size
     * @param countPx side of the wanted square, even
     * @param laneCount planes at once
     */
    public InverseBatch(int sizePx, int reach, int firstPx, int countPx, int laneCount) {
        if (countPx % 2 != 0 || firstPx + countPx > sizePx || 2 * reach + 1 > sizePx) {
            throw new IllegalArgumentException("countPx=" + countPx + " and reach=" + reach + " do not go with sizePx="
                    + sizePx + "; take an even square inside and a reach below half the size");
        }
        this.sizePx = sizePx;
        this.reach = reach;
        this.firstPx = firstPx;
        this.countPx = countPx;
        rows = new RowFourier(sizePx);
        workRe = new float[sizePx][laneCount * (reach + 1)];
        workIm = new float[sizePx][laneCount * (reach + 1)];
        int half = countPx / 2;
        evenRe = new float[reach + 1][laneCount * half];
        evenIm = new float[reach + 1][laneCount * half];
        oddRe = new float[reach + 1][laneCount * half];
        oddIm = new float[reach + 1][laneCount * half];
        packRe = new float[sizePx][laneCount * half];
        packIm = new float[sizePx][laneCount * half];
    }

    /** Room for the rows of frequency number k (0 .. 2 reach, negative kx behind); fill all before each run. */
    public float[] re(int k) {
        return workRe[place(k)];
    }

    public float[] im(int k) {
        return workIm[place(k)];
    }

    private int place(int k) {
        return k <= reach ? k : sizePx - (2 * reach + 1) + k;
    }

    /** Transforms the spectra in the first {@code count} lanes. */
    public void run(int count) {
        int spectrum = reach + 1;
        for (int k = reach + 1; k < sizePx - reach; k++) {
            Arrays.fill(workRe[k], 0, count * spectrum, 0f);
            Arrays.fill(workIm[k], 0, count * spectrum, 0f);
        }
        rows.transform(workIm, workRe, count * spectrum);
        int half = countPx / 2;
        for (int lane = 0; lane < count; lane++) {
            PlaneFourier.turnOver(workRe, firstPx, lane * spectrum, half, spectrum, evenRe, 0, lane * half);
            PlaneFourier.turnOver(workIm, firstPx, lane * spectrum, half, spectrum, evenIm, 0, lane * half);
            PlaneFourier.turnOver(workRe, firstPx + half, lane * spectrum, half, spectrum, oddRe, 0, lane * half);
            PlaneFourier.turnOver(workIm, firstPx + half, lane * spectrum, half, spectrum, oddIm, 0, lane * half);
        }
        int width = count * half;
        for (int ky = 0; ky <= reach; ky++) {
            gaps(evenRe[ky], oddIm[ky], packRe[ky], width);
            sums(evenIm[ky], oddRe[ky], packIm[ky], width);
            if (ky > 0) {
                sums(evenRe[ky], oddIm[ky], packRe[sizePx - ky], width);
                gaps(oddRe[ky], evenIm[ky], packIm[sizePx - ky], width);
            }
        }
        for (int ky = reach + 1; ky < sizePx - reach; ky++) {
            Arrays.fill(packRe[ky], 0, width, 0f);
            Arrays.fill(packIm[ky], 0, width, 0f);
        }
        rows.transform(packIm, packRe, width);
    }

    /** Copies the wanted square of a lane. Modifies {@code plane}, its first count rows and columns. */
    public void take(int lane, float[][] plane) {
        int half = countPx / 2;
        for (int y = 0; y < countPx; y++) {
            System.arraycopy(packRe[firstPx + y], lane * half, plane[y], 0, half);
            System.arraycopy(packIm[firstPx + y], lane * half, plane[y], half, half);
        }
    }

    private static void sums(float[] a, float[] b, float[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = a[x] + b[x];
        }
    }

    private static void gaps(float[] a, float[] b, float[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = a[x] - b[x];
        }
    }
}
