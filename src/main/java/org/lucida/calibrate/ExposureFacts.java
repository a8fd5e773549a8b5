package org.lucida.calibrate;

/**
 * What must be known besides the histogram to judge an exposure. NaN = unknown, where it says so.
 *
 * @param aim what is photographed
 * @param exposureUs exposure of the frame
 * @param longestExposureUs longest exposure worth having: for planets what freezes the seeing (about
 *     {@value #PLANET_LONGEST_US} us), for deep sky what tracking or patience allows
 * @param frameRateHz frames per second that arrive, or NaN
 * @param offsetAdu black level: raw ADU without light
 * @param clipAdu raw ADU from which a sample is full; usually the format's maxAdu, less for 12-bit samples shifted to 16 bits
 * @param gainEPerAdu electrons per raw ADU, or NaN
 * @param readNoiseE read noise, electrons rms, or NaN
 * @param wishedFraction where the 99.9 % quantile should lie between black level and clipping, 0 .. 1; usual are 0.7 for
 *     planets and 0.5 for stars
 */
public record ExposureFacts(
        Aim aim,
        double exposureUs,
        double longestExposureUs,
        double frameRateHz,
        double offsetAdu,
        double clipAdu,
        double gainEPerAdu,
        double readNoiseE,
        double wishedFraction) {
    /** Exposures up to this freeze the seeing: air of 10 m/s crosses a third of a 28 cm aperture meanwhile, us. */
    public static final double PLANET_LONGEST_US = 15_000;

    /** What is photographed: it decides which light must drown the read noise. */
    public enum Aim {
        /** Sun, Moon and planets: short exposures, the light of the target itself counts. */
        BRIGHT_TARGET,
        /** Nebulae, galaxies, clusters: the light of the sky counts. */
        DEEP_SKY
    }

    public ExposureFacts {
        if (!(exposureUs > 0) || !(longestExposureUs > 0)) {
            throw new IllegalArgumentException("exposureUs=" + exposureUs + " longestExposureUs=" + longestExposureUs
                    + " must be above 0; give the exposure of the frame");
        }
        if (!(clipAdu > offsetAdu) || !(offsetAdu >= 0)) {
            throw new IllegalArgumentException("offsetAdu=" + offsetAdu + " clipAdu=" + clipAdu
                    + " leave no room for light; measure the black level with the cap on");
        }
        if (!(wishedFraction > 0 && wishedFraction <= 1)) {
            throw new IllegalArgumentException(
                    "wishedFraction=" + wishedFraction + " is outside 0 .. 1; 0.7 suits planets");
        }
    }
}
