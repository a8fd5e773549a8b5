package org.lucida.simulator.wave;

/**
 * The Fourier transform along the first index of a complex plane of rows, all columns at once.
 *
 * <p>Shape: {@code re[size][>= width]} and {@code im} alike; size is 2^a 3^b.
 * <p>Sign: F(k) = sum f(n) exp(-2 pi i k n / size). With re and im exchanged in the call it is the inverse, without a factor.
 * <p>Memory: scratch is made in the constructor; calls allocate nothing. Rows change places inside {@code re} and {@code im}.
 * <p>Thread: one at a time.
 * <p>Speed: rows of 200 to 500 columns are best. The loops are small on purpose: the JIT of JDK 17 uses vector registers only
 * for bodies of up to about sixty nodes, and all that is loaded has to be loaded before the first store. So a radix of 2 is
 * twice as fast as one of 4. Parts are finished before they are joined, so that they stay in the cache.
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
            throw new IllegalArgumentException("sizePx=" + sizePx + " is not 2^a*3^b of at least 4; round it up");
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
        while (odd > 1 && odd % 3 == 0) {
            odd /= 3;
        }
        return odd == 1;
    }

    /** The smallest possible size that is not below the wanted one. */
    public static int sizeFor(int wantedPx) {
        int size = Math.max(8, wantedPx);
        while (!isPossible(size)) {
            size++;
        }
        return size;
    }

    /** Radices from the innermost stage to the outermost: twos first, then threes. */
    private static int[] radicesOf(int size) {
        int[] found = new int[32];
        int count = 0;
        int rest = size;
        while (rest % 2 == 0) {
            found[count++] = 2;
            rest /= 2;
        }
        while (rest % 3 == 0) {
            found[count++] = 3;
            rest /= 3;
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
        part(re, im, radices.length - 1, sizePx, 0, width);
    }

    /** Transforms the rows from block on, as many as length says. */
    private void part(float[][] re, float[][] im, int stage, int length, int block, int width) {
        int radix = radices[stage];
        int done = length / radix;
        if (stage > 0) {
            for (int r = 0; r < radix; r++) {
                part(re, im, stage - 1, done, block + r * done, width);
            }
        }
        int step = sizePx / length;
        for (int k = 0; k < done; k++) {
            int a = block + k;
            int b = a + done;
            int w = k * step;
            if (radix == 3) {
                three(re, im, a, done, w, width);
            } else if (w == 0) {
                twoPlain(re[a], im[a], re[b], im[b], width);
            } else {
                two(re[a], im[a], re[b], im[b], cosine[w], sine[w], width);
            }
        }
    }

    private void three(float[][] re, float[][] im, int a, int m, int w, int width) {
        int b = a + m;
        int c = a + 2 * m;
        if (w != 0) {
            turn(re[b], im[b], cosine[w], sine[w], width);
            turn(re[c], im[c], cosine[2 * w], sine[2 * w], width);
        }
        spread(re[a], re[b], re[c], width);
        spread(im[a], im[b], im[c], width);
        cross(re[b], im[b], re[c], im[c], width);
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
            float p = ar[x];
            float q = ai[x];
            float u = br[x];
            float v = bi[x];
            float r = u * c - v * s;
            float i = u * s + v * c;
            br[x] = p - r;
            bi[x] = q - i;
            ar[x] = p + r;
            ai[x] = q + i;
        }
    }

    private static void twoPlain(float[] ar, float[] ai, float[] br, float[] bi, int width) {
        for (int x = 0; x < width; x++) {
            float p = ar[x];
            float q = ai[x];
            float u = br[x];
            float v = bi[x];
            br[x] = p - u;
            bi[x] = q - v;
            ar[x] = p + u;
            ai[x] = q + v;
        }
    }

    /** First step of a butterfly of three on one part of the numbers: sum, middle and gap. */
    private static void spread(float[] a, float[] b, float[] c, int width) {
        for (int x = 0; x < width; x++) {
            float p = a[x];
            float u = b[x];
            float v = c[x];
            float sum = u + v;
            a[x] = p + sum;
            b[x] = p - 0.5f * sum;
            c[x] = HALF_ROOT_3 * (u - v);
        }
    }

    /** Second step: middle and gap to the two outer values. */
    private static void cross(float[] br, float[] bi, float[] cr, float[] ci, int width) {
        for (int x = 0; x < width; x++) {
            float midR = br[x];
            float midI = bi[x];
            float gapR = cr[x];
            float gapI = ci[x];
            br[x] = midR + gapI;
            bi[x] = midI - gapR;
            cr[x] = midR - gapI;
            ci[x] = midI + gapR;
        }
    }
}
