package org.lucida.simulator.air;

/**
 * Clearness of the air and brightness of the sky, as plain laws of time.
 *
 * <p>Transparency: exp of a slow Gaussian, times the clouds. Clouds: passages with smooth edges, each with a depth of its own.
 * Sky: dark sky plus moonlight plus twilight that falls by e every so often; per channel the same.
 *
 * @param extinctionFraction light lost on the way from the zenith, 0 .. .9; on a longer way (1 - it)^airmass is left
 * @param transparencySigma standard deviation of ln transparency, 0 .. 1
 * @param transparencyS correlation time in s, 1 .. 1e5
 * @param cloudFraction share of the time with thin cloud, 0 .. 1
 * @param cloudDepthFraction light the densest cloud takes away, 0 .. .99
 * @param cloudS duration of a typical passage in s, 1 .. 1e5
 * @param darkSkyPhotonsPerArcsec2PerM2PerS brightness of the dark sky in each channel
 * @param moonPhotonsPerArcsec2PerM2PerS moonlight on top
 * @param twilightPhotonsPerArcsec2PerM2PerS twilight at time 0
 * @param twilightFoldS time in which twilight falls by e, negative before dawn; 0 for none. About 500 at middle latitudes
 */
public record SkySettings(
        double extinctionFraction,
        double transparencySigma,
        double transparencyS,
        double cloudFraction,
        double cloudDepthFraction,
        double cloudS,
        double darkSkyPhotonsPerArcsec2PerM2PerS,
        double moonPhotonsPerArcsec2PerM2PerS,
        double twilightPhotonsPerArcsec2PerM2PerS,
        double twilightFoldS) {
    public SkySettings {
        Limits.inside("extinctionFraction", extinctionFraction, 0, 0.9, "0.17 is usual");
        Limits.inside("transparencySigma", transparencySigma, 0, 1, "0.02 is usual");
        Limits.inside("transparencyS", transparencyS, 1, 1e5, "give seconds");
        Limits.inside("cloudFraction", cloudFraction, 0, 1, "give a share of the time");
        Limits.inside("cloudDepthFraction", cloudDepthFraction, 0, 0.99, "give a share of the light");
        Limits.inside("cloudS", cloudS, 1, 1e5, "give seconds");
        Limits.inside("darkSkyPhotons", darkSkyPhotonsPerArcsec2PerM2PerS, 0, 1e12, "give photons");
        Limits.inside("moonPhotons", moonPhotonsPerArcsec2PerM2PerS, 0, 1e12, "give photons");
        Limits.inside("twilightPhotons", twilightPhotonsPerArcsec2PerM2PerS, 0, 1e15, "give photons");
        Limits.inside("twilightFoldS", twilightFoldS, -1e5, 1e5, "give seconds");
    }

    /** No loss, no clouds, no light but the target's. */
    public static SkySettings perfect() {
        return new SkySettings(0, 0, 60, 0, 0, 60, 0, 0, 0, 0);
    }

    /** A usual night: 17 % lost at the zenith, 2 % wander over a minute, 21 mag/arcsec^2 (about 2 photons). */
    public static SkySettings usual() {
        return new SkySettings(0.17, 0.02, 60, 0, 0, 60, 2, 0, 0, 0);
    }
}
