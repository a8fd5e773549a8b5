package org.lucida.simulator.air;

/**
 * One turbulent layer.
 *
 * @param altitudeM height above the telescope in m, 0 .. 30000
 * @param powerFraction share of the whole turbulence (of r0^(-5/3)), above 0 .. 1; the shares of all layers add to 1
 * @param windMPerS speed of the frozen pattern over the telescope in m/s, 0 .. 100
 * @param windDirectionDeg where the pattern moves to, from +x toward +y of the picture, in degrees
 */
public record LayerSettings(double altitudeM, double powerFraction, double windMPerS, double windDirectionDeg) {
    public LayerSettings {
        Limits.inside("altitudeM", altitudeM, 0, 30000, "give metres above the telescope");
        Limits.inside("powerFraction", powerFraction, 1e-6, 1, "leave a layer without power out");
        Limits.inside("windMPerS", windMPerS, 0, 100, "give metres per second");
        Limits.inside("windDirectionDeg", windDirectionDeg, -360, 360, "give degrees from +x toward +y");
    }
}
