package org.lucida.simulator.mount;

import org.lucida.simulator.chance.CountedRandom;

/**
 * Where a mount has carried the picture at any instant.
 *
 * <p>Coordinates: displacement is where the content went, in px of the sensor: frame(x + d) shows what lies at x without mount
 * errors. Rotation turns the content about the field's centre, first rotation, then displacement: offsets (x, y) from the centre,
 * y down, go to (x cos r - y sin r, x sin r + y cos r), clockwise on the screen for positive r. Nothing is
 * subtracted at time 0; only the rotation counts from there.
 * <p>Wind: a sum of {@value #WAVES} waves for each axis with random phases, evenly spread over the logarithm of frequency between the
 * limits, amplitudes falling as one over the root of frequency, so that an octave has half the power of the one below.
 * <p>Field rotation: the change of the parallactic angle as the target crosses the sky; at time 0 its rate is
 * -15.04 arcsec/s cos(latitude) cos(azimuth) / cos(altitude), azimuth from north through east.
 * <p>Memory: calls allocate nothing. Thread: any. Same bits on every machine (StrictMath).
 * <p>Source: parallactic angle, Meeus 1998, "Astronomical Algorithms", ch. 14.
 */
public final class MountMotion {
    /** Turn of the sky in radians each second: once in a sidereal day of 86164.0905 s. */
    static final double SKY_RAD_PER_S = 2 * Math.PI / 86_164.0905;

    static final int WAVES = 40;

    private static final long STREAM = 0x3014;
    /** The worm's second harmonic, as a share of the first; common for small mounts. */
    private static final double SECOND_HARMONIC = 0.15;

    private static final int GUST_WAVES = 6;
    private static final double GUST_SLOWEST_HZ = 0.03;
    private static final double GUST_FASTEST_HZ = 0.3;

    private final MountSettings settings;
    private final double pxPerArcsec;
    private final double raX;
    private final double raY;
    private final double wormPhase;
    private final double[] waveRadPerS = new double[2 * WAVES];
    private final double[] wavePhase = new double[2 * WAVES];
    private final double[] waveArcsec = new double[2 * WAVES];
    private final double[] gustRadPerS = new double[GUST_WAVES];
    private final double[] gustPhase = new double[GUST_WAVES];

    private final double declinationRad;
    private final double hourAngleRad;
    private final double startAngleRad;

    /**
     * @param settings what the mount does
     * @param arcsecPerPx scale of the sensor
     * @param seed of phases
     */
    public MountMotion(MountSettings settings, double arcsecPerPx, long seed) {
        this.settings = settings;
        pxPerArcsec = 1 / arcsecPerPx;
        CountedRandom random = new CountedRandom(seed, STREAM);
        double ra = StrictMath.toRadians(settings.raAngleDeg());
        raX = StrictMath.cos(ra);
        raY = StrictMath.sin(ra);
        wormPhase = 2 * Math.PI * random.unit(1);
        double octaves = settings.windHighHz() / settings.windLowHz();
        double power = 0;
        for (int i = 0; i < 2 * WAVES; i++) {
            // One wave somewhere in each of the logarithmic cells.
            double share = (i % WAVES + random.unit(100L + 2 * i)) / WAVES;
            double hz = settings.windLowHz() * StrictMath.pow(octaves, share);
            waveRadPerS[i] = 2 * Math.PI * hz;
            wavePhase[i] = 2 * Math.PI * random.unit(101L + 2 * i);
            waveArcsec[i] = 1 / StrictMath.sqrt(hz);
            power += waveArcsec[i] * waveArcsec[i] / 2;
        }
        double scale = settings.windRmsArcsec() / StrictMath.sqrt(power / 2);
        for (int i = 0; i < 2 * WAVES; i++) {
            waveArcsec[i] *= scale;
        }
        for (int i = 0; i < GUST_WAVES; i++) {
            double share = (i + random.unit(1000L + 2 * i)) / GUST_WAVES;
            gustRadPerS[i] = 2 * Math.PI * GUST_SLOWEST_HZ * StrictMath.pow(GUST_FASTEST_HZ / GUST_SLOWEST_HZ, share);
            gustPhase[i] = 2 * Math.PI * random.unit(1001L + 2 * i);
        }
        double latitude = StrictMath.toRadians(settings.latitudeDeg());
        double azimuth = StrictMath.toRadians(settings.azimuthDeg());
        double altitude = StrictMath.toRadians(settings.altitudeDeg());
        declinationRad = StrictMath.asin(StrictMath.sin(latitude) * StrictMath.sin(altitude)
                + StrictMath.cos(latitude) * StrictMath.cos(altitude) * StrictMath.cos(azimuth));
        hourAngleRad = StrictMath.atan2(
                -StrictMath.sin(azimuth) * StrictMath.cos(altitude),
                StrictMath.sin(altitude) * StrictMath.cos(latitude)
                        - StrictMath.cos(altitude) * StrictMath.sin(latitude) * StrictMath.cos(azimuth));
        startAngleRad = parallacticRad(0);
    }

    /** Displacement to the right at a time, px. */
    public double xPx(double timeS) {
        return pxPerArcsec
                * (settings.driftXArcsecPerS() * timeS
                        + raX * wormArcsec(timeS)
                        + windArcsec(timeS, 0)
                        + settings.dropXArcsec() * awayShare(timeS));
    }

    /** Displacement downward at a time, px. */
    public double yPx(double timeS) {
        return pxPerArcsec
                * (settings.driftYArcsecPerS() * timeS
                        + raY * wormArcsec(timeS)
                        + windArcsec(timeS, WAVES)
                        + settings.dropYArcsec() * awayShare(timeS));
    }

    /** Turn of the content since time 0, clockwise on the screen; 0 for an equatorial mount. */
    public double rotationRad(double timeS) {
        if (!settings.fieldRotation()) {
            return 0;
        }
        double turned = parallacticRad(timeS) - startAngleRad;
        return turned - 2 * Math.PI * Math.rint(turned / (2 * Math.PI));
    }

    /** True while the target is away, on its way there or back. */
    public boolean dropped(double timeS) {
        return awayShare(timeS) > 0;
    }

    /** Altitude of the target at a time, degrees. */
    public double altitudeDeg(double timeS) {
        double latitude = StrictMath.toRadians(settings.latitudeDeg());
        double hourAngle = hourAngleRad + SKY_RAD_PER_S * timeS;
        return StrictMath.toDegrees(StrictMath.asin(StrictMath.sin(latitude) * StrictMath.sin(declinationRad)
                + StrictMath.cos(latitude) * StrictMath.cos(declinationRad) * StrictMath.cos(hourAngle)));
    }

    private double parallacticRad(double timeS) {
        double latitude = StrictMath.toRadians(settings.latitudeDeg());
        double hourAngle = hourAngleRad + SKY_RAD_PER_S * timeS;
        return StrictMath.atan2(
                StrictMath.sin(hourAngle) * StrictMath.cos(latitude),
                StrictMath.sin(latitude) * StrictMath.cos(declinationRad)
                        - StrictMath.cos(latitude) * StrictMath.sin(declinationRad) * StrictMath.cos(hourAngle));
    }

    private double wormArcsec(double timeS) {
        if (settings.periodicErrorArcsec() == 0) {
            return 0;
        }
        double turn = 2 * Math.PI * timeS / settings.periodicErrorPeriodS() + wormPhase;
        return settings.periodicErrorArcsec()
                * (StrictMath.sin(turn) + SECOND_HARMONIC * StrictMath.sin(2 * turn + 2.3 * wormPhase));
    }

    private double windArcsec(double timeS, int first) {
        if (settings.windRmsArcsec() == 0) {
            return 0;
        }
        double sum = 0;
        for (int i = first; i < first + WAVES; i++) {
            sum += waveArcsec[i] * StrictMath.sin(waveRadPerS[i] * timeS + wavePhase[i]);
        }
        return sum * gust(timeS);
    }

    /** Strength of the wind against its mean, about 1. */
    private double gust(double timeS) {
        if (settings.windGustFraction() == 0) {
            return 1;
        }
        double sum = 0;
        for (int i = 0; i < GUST_WAVES; i++) {
            sum += StrictMath.sin(gustRadPerS[i] * timeS + gustPhase[i]);
        }
        double fraction = settings.windGustFraction();
        // The waves' sum has a variance of half their number: the mean square of the strength is 1.
        double swing = fraction * sum / StrictMath.sqrt(GUST_WAVES / 2.0);
        return (1 + swing) / StrictMath.sqrt(1 + fraction * fraction);
    }

    /** How far the target is on its way out: 0 in place, 1 away. */
    private double awayShare(double timeS) {
        if (settings.dropAtS() < 0 || timeS <= settings.dropAtS()) {
            return 0;
        }
        double out = (timeS - settings.dropAtS()) / settings.recoveryS();
        double back = (timeS - settings.dropAtS() - settings.dropForS() - settings.recoveryS()) / settings.recoveryS();
        return smooth(out) - smooth(back);
    }

    private static double smooth(double x) {
        double t = Math.max(0, Math.min(1, x));
        return t * t * (3 - 2 * t);
    }
}
