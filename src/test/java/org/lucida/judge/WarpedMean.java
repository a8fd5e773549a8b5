package org.lucida.judge;

import org.lucida.frame.FrameFormat;

/**
 * The weighted mean of whole colour planes, each moved to the output grid by Lanczos interpolation (three lobes, taps
 * normalised): what programs do that demosaic first.
 *
 * <p>Coordinates: as the drizzle's, {@code outXPx = (inXPx - displacementXPx + 0.5) * scale - 0.5}.
 */
final class WarpedMean {
    private static final int LOBES = 3;

    final int widthPx;
    final int heightPx;
    private final FrameFormat format;
    private final double scale;
    private final double[][] sum;
    private final double[] weight;
    private final Taps across;
    private final Taps down;
    private final float[] narrowed;

    /** Where the samples of each output pixel of one axis begin, and their weights. */
    private static final class Taps {
        final int[] first;
        final float[] weight;
        final boolean[] inside;

        Taps(int count) {
            first = new int[count];
            weight = new float[count * 2 * LOBES];
            inside = new boolean[count];
        }

        void place(double displacementPx, double scale, int inPx) {
            for (int out = 0; out < first.length; out++) {
                double u = (out + 0.5) / scale - 0.5 + displacementPx;
                inside[out] = u >= 0 && u <= inPx - 1;
                first[out] = (int) Math.floor(u) - LOBES + 1;
                double total = 0;
                double[] taps = new double[2 * LOBES];
                for (int t = 0; t < taps.length; t++) {
                    taps[t] = lanczos(u - first[out] - t);
                    total += taps[t];
                }
                for (int t = 0; t < taps.length; t++) {
                    weight[out * taps.length + t] = (float) (taps[t] / total);
                }
            }
        }

        private static double lanczos(double x) {
            double a = Math.PI * x;
            return Math.abs(x) < 1e-9
                    ? 1
                    : Math.abs(x) >= LOBES ? 0 : LOBES * Math.sin(a) * Math.sin(a / LOBES) / (a * a);
        }
    }

    WarpedMean(FrameFormat format, double scale, int widthPx, int heightPx) {
        this.format = format;
        this.scale = scale;
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        sum = new double[3][widthPx * heightPx];
        weight = new double[widthPx * heightPx];
        across = new Taps(widthPx);
        down = new Taps(heightPx);
        narrowed = new float[widthPx * format.heightPx()];
    }

    /** Adds the three full planes of a frame. Not modified. */
    void add(float[][] planes, double displacementXPx, double displacementYPx, double frameWeight) {
        across.place(displacementXPx, scale, format.widthPx());
        down.place(displacementYPx, scale, format.heightPx());
        for (int plane = 0; plane < 3; plane++) {
            narrow(planes[plane]);
            for (int y = 0; y < heightPx; y++) {
                if (down.inside[y]) {
                    addRow(plane, y, frameWeight);
                }
            }
        }
    }

    private void narrow(float[] plane) {
        int inWidth = format.widthPx();
        for (int y = 0; y < format.heightPx(); y++) {
            for (int x = 0; x < widthPx; x++) {
                float value = 0;
                for (int t = 0; t < 2 * LOBES; t++) {
                    int i = Math.max(0, Math.min(inWidth - 1, Demosaic.mirrored(across.first[x] + t, inWidth)));
                    value += across.weight[x * 2 * LOBES + t] * plane[y * inWidth + i];
                }
                narrowed[y * widthPx + x] = value;
            }
        }
    }

    private void addRow(int plane, int y, double frameWeight) {
        for (int x = 0; x < widthPx; x++) {
            if (across.inside[x]) {
                double value = 0;
                for (int t = 0; t < 2 * LOBES; t++) {
                    int height = format.heightPx();
                    int i = Math.max(0, Math.min(height - 1, Demosaic.mirrored(down.first[y] + t, height)));
                    value += down.weight[y * 2 * LOBES + t] * narrowed[i * widthPx + x];
                }
                sum[plane][y * widthPx + x] += frameWeight * value;
                if (plane == 0) {
                    weight[y * widthPx + x] += frameWeight;
                }
            }
        }
    }

    /** The mean; 0 where no frame came. */
    float[] mean(int plane) {
        float[] mean = new float[widthPx * heightPx];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = weight[i] > 0 ? (float) (sum[plane][i] / weight[i]) : 0;
        }
        return mean;
    }
}
