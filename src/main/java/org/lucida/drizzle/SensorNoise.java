package org.lucida.drizzle;

/**
 * What a sample is uncertain by, from the camera's own numbers: variance = {@code max(value - offset, 0) / gain +
 * (readNoise / gain)^2} in ADU squared.
 *
 * @param gainEPerAdu electrons per ADU of the calibrated samples
 * @param offsetAdu value of a calibrated sample without light: 0 after a dark was taken off
 * @param readNoiseE electrons rms
 */
public record SensorNoise(double gainEPerAdu, double offsetAdu, double readNoiseE) {
    public SensorNoise {
        if (!(gainEPerAdu > 0
                && Double.isFinite(gainEPerAdu)
                && Double.isFinite(offsetAdu)
                && readNoiseE >= 0
                && Double.isFinite(readNoiseE))) {
            throw new IllegalArgumentException("gainEPerAdu=" + gainEPerAdu + " offsetAdu=" + offsetAdu + " readNoiseE="
                    + readNoiseE + " is no camera; give a gain above 0, an offset and a read noise from 0 up");
        }
    }

    /** Turns count samples into their variances; only out is modified. */
    void variances(float[] values, float[] out, int count) {
        float offset = (float) offsetAdu;
        float perAdu = (float) (1 / gainEPerAdu);
        float readVariance = (float) (readNoiseE / gainEPerAdu * (readNoiseE / gainEPerAdu));
        for (int i = 0; i < count; i++) {
            out[i] = Math.max(values[i] - offset, 0) * perAdu + readVariance;
        }
    }
}
