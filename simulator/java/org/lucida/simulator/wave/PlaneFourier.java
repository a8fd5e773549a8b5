package org.lucida.simulator.wave;

/**
 * The Fourier transform of a small real plane inside a square of zeros, and back: the work horse of convolutions.
 *
 * <p>Shape: a spectrum holds {@code [kx 0 .. size - 1][ky 0 .. size / 2]}; negative kx follow after size / 2. A plane is
 * {@code [y][x]}; only its first heightPx rows and widthPx columns are read, the rest counts as zero.
 * <p>Sign: forward exp(-2 pi i k x / size); the inverse carries no factor (the caller scales by 1 / size^2).
 * <p>Memory: scratch is made in the constructor; calls allocate nothing.
 * <p>Thread: one at a time.
 */
public final class PlaneFourier {
    public final int sizePx;
    private final RowFourier rows;
    private final float[][] packRe;
    private final float[][] packIm;
    private final float[][] workRe;
    private final float[][] workIm;

    public PlaneFourier(int sizePx) {
        if (sizePx % 2 != 0) {
            throw new IllegalArgumentException("sizePx=" + sizePx + " is odd; take an even size");
        }
        this.sizePx = sizePx;
        rows = new RowFourier(sizePx);
        packRe = new float[sizePx][sizePx / 2];
        packIm = new float[sizePx][sizePx / 2];
        workRe = new float[sizePx / 2 + 1][sizePx];
        workIm = new float[sizePx / 2 + 1][sizePx];
    }

    /** Columns of a spectrum. */
    public int spectrumWidth() {
        return sizePx / 2 + 1;
    }

    /** Plane to spectrum. Modifies {@code specRe} and {@code specIm}, not {@code plane}. */
    public void forward(float[][] plane, int widthPx, int heightPx, float[][] specRe, float[][] specIm) {
        int half = (widthPx + 1) / 2;
        int second = widthPx - half;
        for (int y = 0; y < heightPx; y++) {
            System.arraycopy(plane[y], 0, packRe[y], 0, half);
            System.arraycopy(plane[y], half, packIm[y], 0, second);
            java.util.Arrays.fill(packIm[y], second, half, 0f);
        }
        for (int y = heightPx; y < sizePx; y++) {
            java.util.Arrays.fill(packRe[y], 0, half, 0f);
            java.util.Arrays.fill(packIm[y], 0, half, 0f);
        }
        rows.transform(packRe, packIm, half);
        int last = sizePx / 2;
        for (int ky = 0; ky <= last; ky++) {
            int mirror = ky == 0 ? 0 : sizePx - ky;
            unpack(packRe[ky], packIm[ky], packRe[mirror], packIm[mirror], workRe[ky], workIm[ky], half, ky == mirror);
        }
        // columns x and half + x were put side by side in workRe: [ky][x], then [ky][half + x]
        transpose(workRe, last + 1, widthPx, specRe);
        transpose(workIm, last + 1, widthPx, specIm);
        for (int x = widthPx; x < sizePx; x++) {
            java.util.Arrays.fill(specRe[x], 0f);
            java.util.Arrays.fill(specIm[x], 0f);
        }
        rows.transform(specRe, specIm, last + 1);
    }

    /** Spectrum to plane of size x size. Uses the spectrum up; modifies {@code plane}. */
    public void inverse(float[][] specRe, float[][] specIm, float[][] plane) {
        int last = sizePx / 2;
        rows.transform(specIm, specRe, last + 1);
        transpose(specRe, sizePx, last + 1, workRe);
        transpose(specIm, sizePx, last + 1, workIm);
        for (int ky = 0; ky <= last; ky++) {
            int mirror = ky == 0 ? 0 : sizePx - ky;
            System.arraycopy(workRe[ky], 0, packRe[ky], 0, last);
            System.arraycopy(workIm[ky], 0, packIm[ky], 0, last);
            System.arraycopy(workRe[ky], last, workRe[ky], 0, last);
            System.arraycopy(workIm[ky], last, workIm[ky], 0, last);
            if (mirror == ky) {
                packReal(packRe[ky], packIm[ky], workRe[ky], workIm[ky], last);
            } else {
                pack(packRe[ky], packIm[ky], workRe[ky], workIm[ky], packRe[mirror], packIm[mirror], last);
            }
        }
        rows.transform(packIm, packRe, last);
        for (int y = 0; y < sizePx; y++) {
            System.arraycopy(packRe[y], 0, plane[y], 0, last);
            System.arraycopy(packIm[y], 0, plane[y], last, last);
        }
    }

    private static void unpack(
            float[] zr, float[] zi, float[] mr, float[] mi, float[] outRe, float[] outIm, int half, boolean self) {
        if (self) {
            System.arraycopy(zr, 0, outRe, 0, half);
            java.util.Arrays.fill(outIm, 0f);
            int room = Math.min(half, outRe.length - half);
            System.arraycopy(zi, 0, outRe, half, room);
            return;
        }
        for (int x = 0; x < half; x++) {
            outRe[x] = 0.5f * (zr[x] + mr[x]);
            outIm[x] = 0.5f * (zi[x] - mi[x]);
        }
        int room = Math.min(half, outRe.length - half);
        for (int x = 0; x < room; x++) {
            outRe[half + x] = 0.5f * (zi[x] + mi[x]);
            outIm[half + x] = 0.5f * (mr[x] - zr[x]);
        }
    }

    /** Z = X + i Y for the row, conj(X) + i conj(Y) for its mirror row. */
    private static void pack(float[] xr, float[] xi, float[] yr, float[] yi, float[] mr, float[] mi, int width) {
        for (int x = 0; x < width; x++) {
            float zr = xr[x] - yi[x];
            float zi = xi[x] + yr[x];
            mr[x] = xr[x] + yi[x];
            mi[x] = yr[x] - xi[x];
            xr[x] = zr;
            xi[x] = zi;
        }
    }

    private static void packReal(float[] xr, float[] xi, float[] yr, float[] yi, int width) {
        for (int x = 0; x < width; x++) {
            float zr = xr[x] - yi[x];
            float zi = xi[x] + yr[x];
            xr[x] = zr;
            xi[x] = zi;
        }
    }

    /** from[rows][columns] to to[columns][rows]. Modifies {@code to}. */
    public static void transpose(float[][] from, int rowCount, int columnCount, float[][] to) {
        turnOver(from, 0, 0, rowCount, columnCount, to, 0, 0);
    }

    /** to[toRow + i][toColumn + j] = from[fromRow + j][fromColumn + i]. Modifies {@code to}. */
    public static void turnOver(
            float[][] from,
            int fromRow,
            int fromColumn,
            int rowCount,
            int columns,
            float[][] to,
            int toRow,
            int toColumn) {
        int j = 0;
        for (; j + 8 <= rowCount; j += 8) {
            turnEight(from, fromRow + j, fromColumn, columns, to, toRow, toColumn + j);
        }
        for (; j < rowCount; j++) {
            for (int i = 0; i < columns; i++) {
                to[toRow + i][toColumn + j] = from[fromRow + j][fromColumn + i];
            }
        }
    }

    private static void turnEight(
            float[][] from, int row, int fromColumn, int columns, float[][] to, int toRow, int toColumn) {
        float[] r0 = from[row];
        float[] r1 = from[row + 1];
        float[] r2 = from[row + 2];
        float[] r3 = from[row + 3];
        float[] r4 = from[row + 4];
        float[] r5 = from[row + 5];
        float[] r6 = from[row + 6];
        float[] r7 = from[row + 7];
        for (int i = 0; i < columns; i++) {
            float[] target = to[toRow + i];
            int x = fromColumn + i;
            target[toColumn] = r0[x];
            target[toColumn + 1] = r1[x];
            target[toColumn + 2] = r2[x];
            target[toColumn + 3] = r3[x];
            target[toColumn + 4] = r4[x];
            target[toColumn + 5] = r5[x];
            target[toColumn + 6] = r6[x];
            target[toColumn + 7] = r7[x];
        }
    }
}
