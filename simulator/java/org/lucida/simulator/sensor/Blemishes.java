package org.lucida.simulator.sensor;

/**
 * How far a sensor and what lies before it are from perfect.
 *
 * @param prnuFraction rms of the pixels' differences in sensitivity
 * @param dsnuFraction rms of the pixels' differences in dark current, lognormal
 * @param hotFraction share of pixels with 10 to 1000 times the dark current
 * @param telegraphFraction share of pixels that jump between two levels
 * @param columnNoiseE rms offset of the columns, the same in every frame
 * @param rowNoiseE rms offset of the rows, new in every frame
 * @param glowFraction amplifier glow against the model's figure
 * @param vignettingFraction light lost in the corners of the whole sensor
 * @param dustCount dust shadows on the whole sensor
 * @param cosmicRaysPerCm2PerS particles; about 0.017 at sea level (one each minute and square centimetre)
 * @param trailsPerHourCount satellites that cross the whole sensor
 */
public record Blemishes(
        double prnuFraction,
        double dsnuFraction,
        double hotFraction,
        double telegraphFraction,
        double columnNoiseE,
        double rowNoiseE,
        double glowFraction,
        double vignettingFraction,
        int dustCount,
        double cosmicRaysPerCm2PerS,
        double trailsPerHourCount) {
    /** A perfect sensor: photon noise, read noise and dark current only. */
    public static final Blemishes NONE = new Blemishes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * A common one; chosen for looks after real darks and flats of such cameras, not measured. Rows stay below a tenth of the
     * read noise even of quiet sensors, so that they do not show.
     */
    public static final Blemishes USUAL = new Blemishes(0.01, 0.2, 2e-4, 5e-5, 0.25, 0.05, 1, 0.08, 6, 0.017, 0);
}
