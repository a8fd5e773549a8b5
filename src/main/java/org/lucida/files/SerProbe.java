package org.lucida.files;

/**
 * Looks at raw 16-bit samples both ways round and tells which byte order the camera meant.
 *
 * <p>In the right order neighbouring samples of one colour are alike; in the wrong order their low bytes jump about.
 * The mean step between neighbours is measured against the spread of all samples, so that a mere factor of 256 between
 * the two readings does not count. The largest values also tell whether the declared depth can be true.
 *
 * <p>Thread: one thread.
 */
final class SerProbe {
    /** The other reading wins only when its steps are at most this part of the first's. Chosen on ser_odd_derived. */
    private static final double CLEARLY_SMOOTHER = 0.5;
    /** Within this ratio the two readings are equally smooth and the data do not tell. */
    private static final double EQUALLY_SMOOTH = 1.25;

    private final int neighbour;
    private long sampleCount;
    private long stepCount;
    private int maxLittle;
    private int maxBig;
    private double sumLittle;
    private double sumBig;
    private double squaresLittle;
    private double squaresBig;
    private double stepsLittle;
    private double stepsBig;

    /**
     * @param neighbour samples from one sample to the next of the same colour in a row
     */
    SerProbe(int neighbour) {
        this.neighbour = neighbour;
    }

    /** Adds one row of 16-bit samples. Not modified. */
    void addRow(byte[] bytes, int offset, int samples) {
        for (int i = 0; i < samples; i++) {
            int little = little(bytes, offset + 2 * i);
            int big = Short.reverseBytes((short) little) & 0xFFFF;
            maxLittle = Math.max(maxLittle, little);
            maxBig = Math.max(maxBig, big);
            sumLittle += little;
            sumBig += big;
            squaresLittle += (double) little * little;
            squaresBig += (double) big * big;
            if (i >= neighbour) {
                int before = little(bytes, offset + 2 * (i - neighbour));
                stepsLittle += Math.abs(little - before);
                stepsBig += Math.abs(big - (Short.reverseBytes((short) before) & 0xFFFF));
                stepCount++;
            }
        }
        sampleCount += samples;
    }

    /** Largest sample, read with the low byte first. */
    int maxLittleAdu() {
        return maxLittle;
    }

    /** Largest sample, read with the high byte first. */
    int maxBigAdu() {
        return maxBig;
    }

    /** True if the data say clearly that the high byte comes first. */
    boolean looksBig(int declaredDepth) {
        int limit = (1 << declaredDepth) - 1;
        if (declaredDepth < 16 && (maxLittle <= limit) != (maxBig <= limit)) {
            return maxBig <= limit;
        }
        return hasContrast() && roughnessBig() < CLEARLY_SMOOTHER * roughnessLittle();
    }

    /** True if neither the depth nor the smoothness tells the byte order, though the samples differ. */
    boolean isUndecided(int declaredDepth) {
        int limit = (1 << declaredDepth) - 1;
        if (!hasContrast() || (maxLittle <= limit) != (maxBig <= limit)) {
            return false;
        }
        double ratio = roughnessLittle() / roughnessBig();
        return ratio > 1 / EQUALLY_SMOOTH && ratio < EQUALLY_SMOOTH;
    }

    private boolean hasContrast() {
        return stepsLittle > 0 && stepsBig > 0;
    }

    private double roughnessLittle() {
        return stepsLittle / stepCount / spread(sumLittle, squaresLittle);
    }

    private double roughnessBig() {
        return stepsBig / stepCount / spread(sumBig, squaresBig);
    }

    private double spread(double sum, double squares) {
        double mean = sum / sampleCount;
        return Math.sqrt(Math.max(squares / sampleCount - mean * mean, Double.MIN_NORMAL));
    }

    private static int little(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
    }
}
