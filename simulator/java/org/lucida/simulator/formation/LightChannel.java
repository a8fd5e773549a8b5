package org.lucida.simulator.formation;

import java.util.List;

/**
 * One colour channel of a camera, as one to five wavelengths.
 *
 * @param name as the user calls it, e.g. R
 * @param waves weights add to 1
 */
public record LightChannel(String name, List<Wave> waves) {
    public LightChannel {
        waves = List.copyOf(waves);
        Bounds.inside("count of waves of channel " + name, waves.size(), 1, 5, "give one to five wavelengths");
        double sum = 0;
        for (Wave wave : waves) {
            sum += wave.weightFraction();
        }
        Bounds.inside("sum of weightFraction of channel " + name, sum, 1 - 1e-6, 1 + 1e-6, "let them add to 1");
    }

    public static LightChannel of(String name, double wavelengthM) {
        return new LightChannel(name, List.of(new Wave(wavelengthM, 1)));
    }

    /** Red 610, green 530, blue 460 nm. */
    public static List<LightChannel> bayer() {
        return List.of(of("R", 610e-9), of("G", 530e-9), of("B", 460e-9));
    }

    /** Weighted mean wavelength in m. */
    public double meanM() {
        double sum = 0;
        for (Wave wave : waves) {
            sum += wave.wavelengthM() * wave.weightFraction();
        }
        return sum;
    }
}
