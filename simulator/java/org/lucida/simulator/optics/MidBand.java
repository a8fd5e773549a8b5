package org.lucida.simulator.optics;

/**
 * Mean modulus of a transfer function on the ring at half the optical cut-off, D / (2 lambda), as {@link PsfQuality#midBandMtf}
 * gives it, for many spectra of one shape.
 *
 * <p>Memory: immutable. Thread: any.
 */
public final class MidBand {
    private final int[] row;
    private final int[] column;
    private final double[] weight;

    /**
     * @param reach spectra hold rows kx = 0 .. reach, -reach .. -1 of columns ky = 0 .. reach
     * @param cutOffBins optical cut-off in bins
     */
    public MidBand(int reach, double cutOffBins) {
        double radius = cutOffBins / 2;
        int[] rows = new int[(reach + 1) * (2 * reach + 1)];
        int[] columns = new int[rows.length];
        double[] weights = new double[rows.length];
        int count = 0;
        double sum = 0;
        for (int ky = 0; ky <= reach; ky++) {
            for (int kx = -reach; kx <= reach; kx++) {
                double off = Math.abs(Math.sqrt((double) kx * kx + (double) ky * ky) - radius);
                if (off < 1) {
                    rows[count] = kx < 0 ? kx + 2 * reach + 1 : kx;
                    columns[count] = ky;
                    weights[count] = 1 - off;
                    sum += 1 - off;
                    count++;
                }
            }
        }
        row = java.util.Arrays.copyOf(rows, count);
        column = java.util.Arrays.copyOf(columns, count);
        weight = java.util.Arrays.copyOf(weights, count);
        for (int n = 0; n < count; n++) {
            weight[n] /= sum;
        }
    }

    /** The mean for the spectrum whose columns begin at the given one. */
    public double of(float[][] re, float[][] im, int firstColumn) {
        double sum = 0;
        for (int n = 0; n < row.length; n++) {
            double a = re[row[n]][firstColumn + column[n]];
            double b = im[row[n]][firstColumn + column[n]];
            sum += weight[n] * Math.sqrt(a * a + b * b);
        }
        return sum;
    }
}
