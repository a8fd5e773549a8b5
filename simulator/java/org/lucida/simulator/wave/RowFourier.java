package org.lucida.simulator.wave;

/**
 * The Fourier transform along the first index of a complex plane of rows, all columns at once.
 *
 * <p>Shape: {@code re[size][>= width]} and {@code im} alike; size is 2^a or 3 * 2^a.
 * <p>Sign: F(k) = sum f(n) exp(-2 pi i k n / size). With re and im exchanged in the call it is the inverse, without a factor.
 * <p>Memory: scratch is made in the constructor; calls allocate nothing. Rows change places inside {@code re} and {@code im}.
 * <p>Thread: one at a time.
 * <p>Source: mixed radix, decimation in time; Cooley and Tukey 1965, Math. Comp. 19, 297.
 */
public final class RowFourier {
    private static final float HALF_ROOT_3 = (float) (0.5 * StrictMath.sqrt(3));

    public final int sizePx;
    private final int[] order;
    private final int[] radices;
    private final float[] cosine;
    private final float[] sine;
    private final float[][] rowsRe;
    private final float[][] rowsIm;

    public RowFourier(int sizePx) {
        if (!isPossible(sizePx)) {
            throw new IllegalArgumentException("sizePx=" + sizePx + " is not 2^a or 3*2^a of at least 4; round it up");
        }
        this.sizePx = sizePx;
        radices = radicesOf(sizePx);
        order = new int[sizePx];
        arrange(radices.length - 1, sizePx, 0, 1, 0);
        cosine = new float[sizePx];
        sine = new float[sizePx];
        for (int k = 0; k < sizePx; k++) {
            cosine[k] = (float) StrictMath.cos(2 * Math.PI * k / sizePx);
            sine[k] = (float) -StrictMath.sin(2 * Math.PI * k / sizePx);
        }
        rowsRe = new float[sizePx][];
        rowsIm = new float[sizePx][];
    }

    public static boolean isPossible(int sizePx) {
        int odd = sizePx < 4 ? 0 : sizePx >> Integer.numberOfTrailingZeros(sizePx);
        return odd == 1 || (odd == 3 && sizePx >= 6);
    }

    /** The smallest possible size that is not below the wanted one. */
    public static int sizeFor(int wantedPx) {
        int size = Math.max(8, wantedPx);
        while (!isPossible(size)) {
            size++;
        }
        return size;
    }

    /** Radices from the innermost stage to the outermost: fours first, then what is left. */
    private static int[] radicesOf(int size) {
        int[] found = new int[32];
        int count = 0;
        int rest = size;
        while (rest % 4 == 0) {
            found[count++] = 4;
            rest /= 4;
        }
        if (rest % 2 == 0) {
            found[count++] = 2;
            rest /= 2;
        }
        if (rest == 3) {
            found[count++] = 3;
        }
        return java.util.Arrays.copyOf(found, count);
    }

    private void arrange(int stage, int length, int offset, int stride, int target) {
        if (stage < 0) {
            order[target] = offset;
            return;
        }
        int radix = radices[stage];
        for (int r = 0; r < radix; r++) {
            arrange(stage - 1, length / radix, offset + r * stride, stride * radix, target + r * (length / radix));
        }
    }

    /** Transforms the first {@code width} columns. Modifies both planes. */
    public void transform(float[][] re, float[][] im, int width) {
        for (int k = 0; k < sizePx; k++) {
            rowsRe[k] = re[order[k]];
            rowsIm[k] = im[order[k]];
        }
        System.arraycopy(rowsRe, 0, re, 0, sizePx);
        System.arraycopy(rowsIm, 0, im, 0, sizePx);
        int done = 1;
        for (int radix : radices) {
            int step = sizePx / (done * radix);
            for (int block = 0; block < sizePx; block += done * radix) {
                for (int k = 0; k < done; k++) {
                    int a = block + k;
                    int w = k * step;
                    if (radix == 4) {
                        four(re, im, a, done, w, width);
                    } else if (radix == 2) {
                        two(re[a], im[a], re[a + done], im[a + done], cosine[w], sine[w], width);
                    } else {
                        three(re, im, a, done, w, width);
                    }
                }
            }
            done *= radix;
        }
    }

    private void four(float[][] re, float[][] im, int a, int m, int w, int width) {
        if (w == 0) {
            fourPlain(
                    re[a],
                    im[a],
                    re[a + m],
                    im[a + m],
                    re[a + 2 * m],
                    im[a + 2 * m],
                    re[a + 3 * m],
                    im[a + 3 * m],
                    width);
            return;
        }
        turn(re[a + m], im[a + m], cosine[w], sine[w], width);
        turn(re[a + 2 * m], im[a + 2 * m], cosine[2 * w], sine[2 * w], width);
        turn(re[a + 3 * m], im[a + 3 * m], cosine[3 * w], sine[3 * w], width);
        fourPlain(
                re[a], im[a], re[a + m], im[a + m], re[a + 2 * m], im[a + 2 * m], re[a + 3 * m], im[a + 3 * m], width);
    }

    private void three(float[][] re, float[][] im, int a, int m, int w, int width) {
        if (w != 0) {
            turn(re[a + m], im[a + m], cosine[w], sine[w], width);
            turn(re[a + 2 * m], im[a + 2 * m], cosine[2 * w], sine[2 * w], width);
        }
        threePlain(re[a], im[a], re[a + m], im[a + m], re[a + 2 * m], im[a + 2 * m], width);
    }

    private static void turn(float[] re, float[] im, float c, float s, int width) {
        for (int x = 0; x < width; x++) {
            float r = re[x] * c - im[x] * s;
            float i = re[x] * s + im[x] * c;
            re[x] = r;
            im[x] = i;
        }
    }

    private static void two(float[] ar, float[] ai, float[] br, float[] bi, float c, float s, int width) {
        for (int x = 0; x < width; x++) {
            float r = br[x] * c - bi[x] * s;
            float i = br[x] * s + bi[x] * c;
            br[x] = ar[x] - r;
            bi[x] = ai[x] - i;
            ar[x] = ar[x] + r;
            ai[x] = ai[x] + i;
        }
    }

    private static void threePlain(float[] ar, float[] ai, float[] br, float[] bi, float[] cr, float[] ci, int width) {
        for (int x = 0; x < width; x++) {
            float sumR = br[x] + cr[x];
            float sumI = bi[x] + ci[x];
            float gapR = HALF_ROOT_3 * (br[x] - cr[x]);
            float gapI = HALF_ROOT_3 * (bi[x] - ci[x]);
            float midR = ar[x] - 0.5f * sumR;
            float midI = ai[x] - 0.5f * sumI;
            ar[x] = ar[x] + sumR;
            ai[x] = ai[x] + sumI;
            br[x] = midR + gapI;
            bi[x] = midI - gapR;
            cr[x] = midR - gapI;
            ci[x] = midI + gapR;
        }
    }

    private static void fourPlain(
            float[] ar, float[] ai, float[] br, float[] bi, float[] cr, float[] ci, float[] dr, float[] di, int width) {
        for (int x = 0; x < width; x++) {
            float pr = ar[x] + cr[x];
            float pi = ai[x] + ci[x];
            float qr = ar[x] - cr[x];
            float qi = ai[x] - ci[x];
            float sr = br[x] + dr[x];
            float si = bi[x] + di[x];
            float tr = br[x] - dr[x];
            float ti = bi[x] - di[x];
            ar[x] = pr + sr;
            ai[x] = pi + si;
            br[x] = qr + ti;
            bi[x] = qi - tr;
            cr[x] = pr - sr;
            ci[x] = pi - si;
            dr[x] = qr - ti;
            di[x] = qi + tr;
        }
    }
}
