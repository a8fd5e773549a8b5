package org.lucida.luck;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is taken for sharpness. Every score is divided by powers of the flux so that thin cloud does not count as blur.
 *
 * <p>In the formulas I is the image above background, F its sum, N the number of pixels, v the noise variance of a pixel,
 * G(s) a Gaussian of s pixels, Q the pixels per lambda/D.
 * <p>Source: Muller and Buffington 1974, JOSA 64, 1200 (S1 to S3); the names of the others are those of the trade.
 */
public enum Metric {
    BAND_ENERGY(
            "energy between about 0.2 and 0.4 of the optical cut-off, noise removed; the default",
            "planets, Moon, Sun, rich star fields; stars wider than 1.5 px"),
    S1(
            "sum of squares over squared sum, noise removed: how concentrated the light is",
            "stars, also undersampled ones; says little about extended targets"),
    TENENGRAD(
            "squared gradient after a Gaussian of 0.33 lambda/D, noise removed",
            "planets, Moon, Sun; a little more noise than band-energy"),
    LOG(
            "squared Laplacian after a Gaussian of 0.53 lambda/D, noise removed",
            "bright planets, Moon, Sun: peak above about 300 electrons, else noise wins"),
    LAPLACIAN_VARIANCE(
            "squared five-point Laplacian of the raw image, as many programs do it",
            "comparison only: mostly measures noise, and orders frames wrongly by it"),
    GRADIENT("mean length of the gradient, noise included", "bright extended targets only: noise adds a pedestal"),
    LOCAL_CONTRAST(
            "standard deviation over mean in small tiles",
            "bright surfaces that fill the frame; mostly sees large structure"),
    NORMALISED_VARIANCE(
            "variance over squared mean of the whole frame, noise removed",
            "stars without a large halo; says little about extended targets"),
    S2("brightest pixel over flux", "one bright unsaturated star without hot pixels"),
    S3(
            "sum of the image times a reference image over both fluxes; without a reference the same as s1",
            "targets that stay on the same pixels as in the reference");

    private final String description;
    private final String validity;

    Metric(String description, String validity) {
        this.description = description;
        this.validity = validity;
    }

    /** The name users write: lower case with hyphens. */
    public String metricName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One line for help texts: what is computed. */
    public String description() {
        return description;
    }

    /** One line for help texts: what it is good for. */
    public String validity() {
        return validity;
    }

    /** The metric of that name. */
    public static Metric named(String metricName) {
        for (Metric metric : values()) {
            if (metric.metricName().equals(metricName.strip().toLowerCase(Locale.ROOT))) {
                return metric;
            }
        }
        throw new IllegalArgumentException("metric=" + metricName + " is unknown; use one of "
                + Arrays.stream(values()).map(Metric::metricName).collect(Collectors.joining(", ")));
    }
}
