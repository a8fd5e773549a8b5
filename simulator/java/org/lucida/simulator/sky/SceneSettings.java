package org.lucida.simulator.sky;

import java.util.List;
import org.lucida.simulator.mount.MountSettings;
import org.lucida.simulator.sensor.SensorSettings;

/**
 * Everything a scene file says; simulator/scenes/README.md has each key with its unit, range and default.
 *
 * @param name the file's name without its ending
 * @param description one sentence for lists
 * @param seed of everything random
 * @param target what is looked at
 * @param telescope what looks
 * @param atmosphere what lies between
 * @param mount what carries the telescope
 * @param camera what records
 * @param skylight what else shines
 */
public record SceneSettings(
        String name,
        String description,
        long seed,
        Target target,
        Telescope telescope,
        Atmosphere atmosphere,
        MountSettings mount,
        Camera camera,
        Skylight skylight) {

    /** Seconds of arc in a radian. */
    private static final double ARCSEC_PER_RAD = 648_000 / Math.PI;

    /** Scale of the unbinned sensor. */
    public double arcsecPerPx(double pixelUm) {
        return ARCSEC_PER_RAD * pixelUm * 1e-3 / telescope.focalLengthMm();
    }

    /** What is looked at. */
    public sealed interface Target permits Planet, MoonSurface, SunSurface, Stars, Cluster, Picture {}

    /** Bodies that are painted as turning globes. */
    public enum Body {
        JUPITER,
        SATURN,
        MARS,
        VENUS,
        MOON
    }

    /**
     * A globe.
     *
     * @param body which
     * @param diameterArcsec equatorial
     * @param vMag brightness of the whole globe, rings included
     * @param poleTiltDeg latitude of the disc's middle: north pole towards the observer counts positive
     * @param axisDeg direction of the north pole on the sensor, from up, clockwise
     * @param longitudeDeg of the disc's middle at time 0
     * @param phaseDeg angle at the target between Sun and observer; positive: the Sun stands to the right
     * @param moons true for Jupiter's four moons and their shadows
     * @param moonTurnFraction where the moons stand on their ways at time 0, 0 to 1
     */
    public record Planet(
            Body body,
            double diameterArcsec,
            double vMag,
            double poleTiltDeg,
            double axisDeg,
            double longitudeDeg,
            double phaseDeg,
            boolean moons,
            double moonTurnFraction)
            implements Target {}

    /**
     * Ground of the Moon without border.
     *
     * @param sunHeightDeg of the Sun over the ground; it shines from the left
     * @param surfaceMagPerArcsec2 mean brightness
     * @param fieldArcsec the ground repeats after this
     * @param finestCraterArcsec diameter of the smallest craters
     * @param lavaFraction how much of the ground is dark plain, about
     */
    public record MoonSurface(
            double sunHeightDeg,
            double surfaceMagPerArcsec2,
            double fieldArcsec,
            double finestCraterArcsec,
            double lavaFraction)
            implements Target {}

    /** The shipped pictures of the Sun. */
    public enum SunPicture {
        SPOT,
        GRANULATION
    }

    /**
     * Surface of the Sun.
     *
     * @param picture which region
     * @param arcsecPerPx scale of the picture; 0 for its true one
     * @param filterDensityMag light taken by the solar filter
     */
    public record SunSurface(SunPicture picture, double arcsecPerPx, double filterDensityMag) implements Target {}

    /**
     * A few stars.
     *
     * @param stars each of them
     */
    public record Stars(List<Star> stars) implements Target {
        public Stars {
            stars = List.copyOf(stars);
        }
    }

    /**
     * A star.
     *
     * @param xArcsec to the right
     * @param yArcsec downward
     * @param vMag magnitude
     * @param bMinusVMag colour index
     */
    public record Star(double xArcsec, double yArcsec, double vMag, double bMinusVMag) {}

    /**
     * A cluster with field stars and a nebula.
     *
     * @param starCount stars of the cluster
     * @param fieldStarCount stars of the field
     * @param brightestMag brightest star
     * @param faintestMag faintest star
     * @param slopePerMagRatio stars up to magnitude m go as 10 to the power of this times m
     * @param coreRadiusArcsec Plummer radius of the cluster
     * @param fieldArcsec side of the square the field stars are in
     * @param nebulaMagPerArcsec2 brightest parts of the nebula; 99 for none
     * @param nebulaScaleArcsec size of its largest clouds
     * @param giantFraction share of the bright members that are red giants
     */
    public record Cluster(
            int starCount,
            int fieldStarCount,
            double brightestMag,
            double faintestMag,
            double slopePerMagRatio,
            double coreRadiusArcsec,
            double fieldArcsec,
            double nebulaMagPerArcsec2,
            double nebulaScaleArcsec,
            double giantFraction)
            implements Target {}

    /** What lies beyond the border of a picture. */
    public enum Beyond {
        DARK,
        MIRROR
    }

    /**
     * A user's picture.
     *
     * @param path PNG, TIFF, JPEG or FITS; relative paths count from the scene file
     * @param arcsecPerPx its scale
     * @param brightestMagPerArcsec2 brightness of its greatest value
     * @param gammaRatio exponent that makes its values linear; 1 for linear data, 2.2 for display pictures
     * @param beyond what lies outside
     */
    public record Picture(
            String path, double arcsecPerPx, double brightestMagPerArcsec2, double gammaRatio, Beyond beyond)
            implements Target {}

    /**
     * The telescope.
     *
     * @param apertureMm clear diameter
     * @param obstructionMm diameter of what stands before it
     * @param focalLengthMm effective, Barlow included
     * @param spiderVaneCount vanes of the spider
     * @param spiderVaneMm their thickness
     * @param defocusWaves peak to valley at 550 nm
     * @param comaWaves peak to valley at 550 nm
     * @param comaAngleDeg direction of the coma on the sensor from +x towards +y
     * @param transmissionFraction of all glass and mirrors
     */
    public record Telescope(
            double apertureMm,
            double obstructionMm,
            double focalLengthMm,
            int spiderVaneCount,
            double spiderVaneMm,
            double defocusWaves,
            double comaWaves,
            double comaAngleDeg,
            double transmissionFraction) {
        /** The same with another defocus. */
        public Telescope focused(double waves) {
            return new Telescope(
                    apertureMm,
                    obstructionMm,
                    focalLengthMm,
                    spiderVaneCount,
                    spiderVaneMm,
                    waves,
                    comaWaves,
                    comaAngleDeg,
                    transmissionFraction);
        }

        /** Collecting area. */
        public double areaM2() {
            return Math.PI / 4 * (apertureMm * apertureMm - obstructionMm * obstructionMm) * 1e-6;
        }
    }

    /**
     * The air.
     *
     * @param r0Mm Fried's length at 500 nm at the zenith
     * @param outerScaleM von Karman L0
     * @param altitudeDeg of the target over the horizon
     * @param layers turbulent layers; their shares add up to 1
     * @param r0DriftSigma sigma of the logarithm of slow changes of r0
     * @param r0DriftS correlation time of those changes
     * @param boilingFraction share of each layer that drifts with a wind of its own; 0 for frozen flow
     * @param dispersion true if the air spreads colours by altitude
     */
    public record Atmosphere(
            double r0Mm,
            double outerScaleM,
            double altitudeDeg,
            List<Layer> layers,
            double r0DriftSigma,
            double r0DriftS,
            double boilingFraction,
            boolean dispersion) {
        public Atmosphere {
            layers = List.copyOf(layers);
        }

        /** Air in units of the zenith's: one over the sine of the altitude. */
        public double airmassRatio() {
            return 1 / StrictMath.sin(StrictMath.toRadians(altitudeDeg));
        }
    }

    /**
     * A turbulent layer.
     *
     * @param heightM above the telescope
     * @param shareFraction of the turbulence (of r0^-5/3)
     * @param windMPerS speed
     * @param windAngleDeg direction it blows to, from +x towards +y
     */
    public record Layer(double heightM, double shareFraction, double windMPerS, double windAngleDeg) {}

    /**
     * The camera.
     *
     * @param model name of the model, see {@link org.lucida.simulator.sensor.CameraModels}
     * @param frameRateHz frames each second
     * @param frameCount frames in a clip
     * @param sensor how the sensor is set
     */
    public record Camera(String model, double frameRateHz, int frameCount, SensorSettings sensor) {}

    /**
     * Light and shade of the whole sky.
     *
     * @param transparencyFraction share of the light the clear air lets through at this altitude
     * @param cloudFraction share thin clouds take at their densest
     * @param cloudPeriodS time in which clouds come and go
     * @param darkMagPerArcsec2 background of a moonless night
     * @param moonlightMagPerArcsec2 what the Moon adds; 99 for none
     * @param sunAltitudeDeg below -18 it is night
     */
    public record Skylight(
            double transparencyFraction,
            double cloudFraction,
            double cloudPeriodS,
            double darkMagPerArcsec2,
            double moonlightMagPerArcsec2,
            double sunAltitudeDeg) {}
}
