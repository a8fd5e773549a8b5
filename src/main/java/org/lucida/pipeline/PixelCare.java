package org.lucida.pipeline;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.lucida.drizzle.SensorNoise;
import org.lucida.frame.Roi;

/**
 * Which pixels are left out, and what the others are uncertain by.
 *
 * @param badPixels list or image of bad pixels, in the coordinates of the whole frame
 * @param region part of the whole frame that is stacked
 * @param findsHotPixels true to look for hot pixels in the frames themselves
 * @param wantsVariance true to keep the variance of every output pixel
 * @param gainEPerAdu electrons per ADU; empty = what the source says
 * @param offsetAdu value of a calibrated sample without light; empty = 0
 * @param readNoiseE electrons rms; empty = what the source says, else 0
 */
public record PixelCare(
        Optional<Path> badPixels,
        Optional<Roi> region,
        boolean findsHotPixels,
        boolean wantsVariance,
        OptionalDouble gainEPerAdu,
        OptionalDouble offsetAdu,
        OptionalDouble readNoiseE) {
    /** Every pixel counts but those the masters speak against; no variances. */
    public static final PixelCare NONE = new PixelCare(
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());

    /**
     * The noise to compute variances with; empty if they are not wanted.
     *
     * @param facts what the source says: EGAIN in e-/ADU, RDNOISE or READNOIS in e-
     * @throws IllegalArgumentException if they are wanted and the gain is not known
     */
    Optional<SensorNoise> noise(Map<String, String> facts) {
        if (!wantsVariance) {
            return Optional.empty();
        }
        OptionalDouble gain = gainEPerAdu.isPresent() ? gainEPerAdu : number(facts, "EGAIN");
        if (gain.isEmpty()) {
            throw new IllegalArgumentException("gainEPerAdu=unknown, the source has no EGAIN and variances need it;"
                    + " give --gain in electrons per ADU, or leave out --variance");
        }
        OptionalDouble noise = readNoiseE;
        for (String keyword : new String[] {"RDNOISE", "READNOIS"}) {
            noise = noise.isPresent() ? noise : number(facts, keyword);
        }
        return Optional.of(new SensorNoise(gain.getAsDouble(), offsetAdu.orElse(0), noise.orElse(0)));
    }

    private static OptionalDouble number(Map<String, String> facts, String keyword) {
        try {
            double value = Double.parseDouble(facts.getOrDefault(keyword, ""));
            return value > 0 && Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException noNumber) {
            return OptionalDouble.empty();
        }
    }
}
