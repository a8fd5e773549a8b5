package org.lucida.drizzle;

/**
 * One frame to be drizzled, with all that is known of its pixels.
 *
 * <p>Shape: row-major, {@code [y * widthPx + x]}; frames of three samples a pixel hold {@code [(y * widthPx + x) * 3 + sample]}
 * values and variances, and one weight for each pixel.
 *
 * <p>A pixel is left out if its weight is not a number above 0, if its value is not finite, if its variance is wanted and is
 * not a number from 0 up, or if its place is NaN.
 *
 * <p>Memory: all arrays are borrowed while the frame is added or removed. Not modified.
 */
public final class DrizzleFrame {
    final int widthPx;
    final int heightPx;
    final float[] values;
    final Geometry geometry;
    float[] weights;
    float[] variances;
    double pixelScaleRatio = 1;
    double valueFactor = 1;
    double weightFactor = 1;
    boolean hasNoise;
    private double gainEPerAdu;
    private double offsetAdu;
    private double readVarianceAdu2;

    /** A frame of weight 1 whose output pixels are as large as its own; change what is different. */
    public DrizzleFrame(int widthPx, int heightPx, float[] values, Geometry geometry) {
        if (widthPx < 1 || heightPx < 1 || values.length % ((long) widthPx * heightPx) != 0) {
            throw new IllegalArgumentException("frame of " + widthPx + "x" + heightPx + " px has " + values.length
                    + " values; give one for each sample");
        }
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.values = values;
        this.geometry = geometry;
    }

    /** Weight of each pixel, 0 for a bad one. */
    public DrizzleFrame weights(float[] perPixel) {
        if (perPixel.length != widthPx * heightPx) {
            throw new IllegalArgumentException("weights=" + perPixel.length + " do not fit a frame of " + widthPx + "x"
                    + heightPx + " px; give one for each pixel");
        }
        weights = perPixel;
        return this;
    }

    /** Variance of each sample, in units of the values squared. */
    public DrizzleFrame variances(float[] perSample) {
        if (perSample.length != values.length) {
            throw new IllegalArgumentException(
                    "variances=" + perSample.length + " do not fit " + values.length + " values; give one for each");
        }
        variances = perSample;
        return this;
    }

    /**
     * Variance from the counts themselves: {@code max(value - offset, 0) / gain + (readNoise / gain)^2}, ADU squared.
     *
     * @param gainEPerAdu electrons per ADU
     * @param offsetAdu value of a pixel without light
     * @param readNoiseE electrons rms
     */
    public DrizzleFrame noise(double gainEPerAdu, double offsetAdu, double readNoiseE) {
        if (!(gainEPerAdu > 0 && Double.isFinite(gainEPerAdu) && readNoiseE >= 0 && Double.isFinite(readNoiseE))) {
            throw new IllegalArgumentException("gainEPerAdu=" + gainEPerAdu + " readNoiseE=" + readNoiseE
                    + " is no camera; give a gain above 0 and a read noise from 0 up");
        }
        hasNoise = true;
        this.gainEPerAdu = gainEPerAdu;
        this.offsetAdu = offsetAdu;
        readVarianceAdu2 = readNoiseE / gainEPerAdu * (readNoiseE / gainEPerAdu);
        return this;
    }

    /** Size of an output pixel in input px (1 / scale): sets the size of all kernels but square and point. */
    public DrizzleFrame pixelScaleRatio(double ratio) {
        pixelScaleRatio = checked("pixelScaleRatio", ratio);
        return this;
    }

    /** Factor on the values, for instance 1 / scale^2 to keep the sum of the image, or 1 / exposure for rates. */
    public DrizzleFrame valueFactor(double factor) {
        if (!Double.isFinite(factor)) {
            throw new IllegalArgumentException("valueFactor=" + factor + " is not a number; 1 keeps the values");
        }
        valueFactor = factor;
        return this;
    }

    /** Factor on the weights of all pixels; a frame of factor 0 adds nothing. */
    public DrizzleFrame weightFactor(double factor) {
        if (!(factor >= 0 && Double.isFinite(factor))) {
            throw new IllegalArgumentException("weightFactor=" + factor + " is not a number from 0 up; 1 is plain");
        }
        weightFactor = factor;
        return this;
    }

    private static double checked(String name, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + "=" + value + " is not a number above 0; 1 is plain");
        }
        return value;
    }

    int samplesPerPixel() {
        return values.length / (widthPx * heightPx);
    }

    boolean hasVariance() {
        return variances != null || hasNoise;
    }

    double weightAt(int pixel) {
        return weights == null ? weightFactor : weights[pixel] * weightFactor;
    }

    /** Variance of a sample before the value factor. */
    double varianceAt(int sample) {
        return variances != null
                ? variances[sample]
                : Math.max(values[sample] - offsetAdu, 0) / gainEPerAdu + readVarianceAdu2;
    }
}
