package org.lucida.simulator.formation;

/**
 * One wavelength that stands for a part of a colour channel.
 *
 * @param wavelengthM in m, 300e-9 .. 1200e-9
 * @param weightFraction share of the channel's light, above 0 .. 1
 */
public record Wave(double wavelengthM, double weightFraction) {
    public Wave {
        Bounds.inside("wavelengthM", wavelengthM, 300e-9, 1200e-9, "give metres, e.g. 530e-9");
        Bounds.inside("weightFraction", weightFraction, 1e-6, 1, "let the weights of a channel add to 1");
    }
}
