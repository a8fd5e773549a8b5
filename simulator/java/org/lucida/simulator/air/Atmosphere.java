package org.lucida.simulator.air;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.lucida.simulator.chance.CountedRandom;

/**
 * All the air between the target and the telescope: phase over the pupil for any direction and time.
 *
 * <p>Units: rad at 500 nm. The phase at another wavelength is 500 nm / wavelength times as much, which is r0 ~ lambda^(6/5).
 * <p>Directions: angle from the middle of the field in rad, x to the right, y down; layers are met at direction times
 * distance, distance = altitude times airmass.
 * <p>Memory: calls allocate nothing. Thread: any number at once; immutable after construction.
 */
public final class Atmosphere {
    /** Scratch for {@link #phase}, one for each thread. */
    public static final class Room {
        private final double[] poly = new double[6];
        private final double[] layerPoly = new double[6];

        double[] poly() {
            return poly;
        }
    }

    private static final long DRIFT_STREAM = 900;
    private static final long BOILING_STREAM = 901;

    private final AirSettings settings;
    private final List<TurbulentLayer> layers;
    private final SlowNoise drift;
    private final double apertureM;
    private final double fieldRad;
    private final double runS;

    /**
     * @param apertureM diameter of the telescope
     * @param fieldRad largest extent of the field (its diagonal)
     * @param stepM grid step of the screens, e.g. {@link #usualStepM}
     * @param runS length of the run; {@link Double#POSITIVE_INFINITY} flies in legs, see {@link TurbulentLayer}
     */
    public Atmosphere(AirSettings settings, double apertureM, double fieldRad, double stepM, double runS) {
        Limits.inside("apertureM", apertureM, 0.01, 10, "give metres");
        Limits.inside("fieldRad", fieldRad, 0, 0.2, "give the diagonal of the field in rad");
        Limits.inside("runS", runS, 0, Double.POSITIVE_INFINITY, "give seconds");
        this.settings = settings;
        this.apertureM = apertureM;
        this.fieldRad = fieldRad;
        this.runS = runS;
        List<Supplier<TurbulentLayer>> toMake = new ArrayList<>();
        CountedRandom boiling = new CountedRandom(settings.seed(), BOILING_STREAM);
        double r0 = settings.r0M(500e-9);
        for (int n = 0; n < settings.layers().size(); n++) {
            LayerSettings layer = settings.layers().get(n);
            double share = layer.powerFraction();
            int number = 2 * n;
            toMake.add(() -> made(layer, share * (1 - settings.boilingFraction()), r0, fieldRad, stepM, runS, number));
            if (settings.boilingFraction() > 0) {
                double direction = 360 * boiling.unit(n) - 180;
                LayerSettings eddies =
                        new LayerSettings(layer.altitudeM(), share, 0.5 * layer.windMPerS() + 0.5, direction);
                toMake.add(
                        () -> made(eddies, share * settings.boilingFraction(), r0, fieldRad, stepM, runS, number + 1));
            }
        }
        // each takes a second or so, and none needs another
        layers = toMake.parallelStream().map(Supplier::get).toList();
        drift = new SlowNoise(settings.seed(), DRIFT_STREAM, settings.r0DriftS());
    }

    private Atmosphere(AirSettings settings, double apertureM, double fieldRad) {
        this.settings = settings;
        this.apertureM = apertureM;
        this.fieldRad = fieldRad;
        runS = Double.POSITIVE_INFINITY;
        layers = List.of();
        drift = new SlowNoise(settings.seed(), DRIFT_STREAM, settings.r0DriftS());
    }

    /**
     * No turbulence at all: what a telescope in space would see.
     *
     * @param settings only say how much room a PSF is given
     */
    public static Atmosphere still(AirSettings settings, double apertureM, double fieldRad) {
        return new Atmosphere(settings, apertureM, fieldRad);
    }

    private TurbulentLayer made(
            LayerSettings layer, double share, double r0M, double fieldRad, double stepM, double runS, int number) {
        double distanceM = layer.altitudeM() * settings.airmass();
        return new TurbulentLayer(
                layer,
                r0M * StrictMath.pow(share, -0.6),
                distanceM,
                settings.outerScaleM(),
                apertureM,
                apertureM + fieldRad * distanceM,
                stepM,
                runS,
                settings.seed(),
                number);
    }

    /** A step fine enough for an aperture and a seeing: a thirty-second of D, at most a third of r0. */
    public static double usualStepM(double apertureM, double r0M) {
        return Math.min(apertureM / 32, r0M / 3);
    }

    public AirSettings settings() {
        return settings;
    }

    /** Largest extent of the field this air was made for, in rad. */
    public double fieldRad() {
        return fieldRad;
    }

    /** Length of the run this air was made for; infinite where it is flown in legs. */
    public double runS() {
        return runS;
    }

    public List<TurbulentLayer> layers() {
        return layers;
    }

    /** Fried parameter in m at an instant, along the line of sight. */
    public double r0M(double wavelengthM, double timeS) {
        return settings.r0M(wavelengthM) * StrictMath.exp(settings.r0DriftSigma() * drift.at(timeS));
    }

    /** Factor of all phases at an instant: (r0(t) / r0)^(-5/6). */
    public double strength(double timeS) {
        return settings.r0DriftSigma() == 0 ? 1 : StrictMath.exp(-5 / 6.0 * settings.r0DriftSigma() * drift.at(timeS));
    }

    /**
     * Phase in rad at 500 nm over a footprint.
     *
     * @param strength {@link #strength} of the instant
     * @param out at least footprint.count long. Modified
     * @param room scratch of the calling thread. Modified
     */
    public void phase(
            Footprint footprint, double xRad, double yRad, double timeS, double strength, float[] out, Room room) {
        java.util.Arrays.fill(out, 0, footprint.count, 0f);
        for (int n = 0; n < layers.size(); n++) {
            layers.get(n).add(footprint, xRad, yRad, timeS, strength, out);
        }
        swell(xRad, yRad, timeS, strength, room.poly, room);
        addPolynomial(room.poly, footprint.xM, footprint.yM, out, footprint.count);
    }

    /**
     * The slow swell around a direction: six coefficients 1, x, y, xx, xy, yy in m of the phase that it adds. Modifies
     * {@code poly}.
     */
    public void swell(double xRad, double yRad, double timeS, double strength, double[] poly, Room room) {
        java.util.Arrays.fill(poly, 0.0);
        for (int n = 0; n < layers.size(); n++) {
            layers.get(n).addSwell(xRad, yRad, timeS, strength, poly, room.layerPoly);
        }
    }

    /**
     * The part of {@link #phase} that is the same in all directions: that of layers at the aperture, without swell.
     *
     * @param out Modified
     */
    public void nearPhase(Footprint footprint, double timeS, double strength, float[] out) {
        java.util.Arrays.fill(out, 0, footprint.count, 0f);
        for (int n = 0; n < layers.size(); n++) {
            if (layers.get(n).distanceM() == 0) {
                layers.get(n).add(footprint, 0, 0, timeS, strength, out);
            }
        }
    }

    /** {@link #phase} from {@link #nearPhase} and {@link #swell}, which are not modified. */
    public void phase(
            Footprint footprint,
            double xRad,
            double yRad,
            double timeS,
            double strength,
            float[] near,
            double[] swell,
            float[] out) {
        System.arraycopy(near, 0, out, 0, footprint.count);
        for (int n = 0; n < layers.size(); n++) {
            if (layers.get(n).distanceM() != 0) {
                layers.get(n).add(footprint, xRad, yRad, timeS, strength, out);
            }
        }
        addPolynomial(swell, footprint.xM, footprint.yM, out, footprint.count);
    }

    private static void addPolynomial(double[] poly, float[] x, float[] y, float[] out, int count) {
        float c0 = (float) poly[0];
        float cx = (float) poly[1];
        float cy = (float) poly[2];
        float cxx = (float) poly[3];
        float cxy = (float) poly[4];
        float cyy = (float) poly[5];
        for (int n = 0; n < count; n++) {
            out[n] += c0 + x[n] * (cx + cxx * x[n] + cxy * y[n]) + y[n] * (cy + cyy * y[n]);
        }
    }
}
