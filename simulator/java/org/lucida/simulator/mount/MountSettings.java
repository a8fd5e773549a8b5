package org.lucida.simulator.mount;

/**
 * What a mount does wrong. Directions are those of the sensor: x to the right, y downward.
 *
 * @param driftXArcsecPerS steady drift to the right
 * @param driftYArcsecPerS steady drift downward
 * @param periodicErrorArcsec amplitude of the worm's error (half of peak to peak)
 * @param periodicErrorPeriodS a turn of the worm
 * @param raAngleDeg direction of right ascension on the sensor, from +x towards +y; the worm moves along it
 * @param windRmsArcsec rms shake in each axis
 * @param windLowHz slowest of the shake
 * @param windHighHz fastest of the shake
 * @param windGustFraction how much the strength of the wind comes and goes, 0 to 1
 * @param fieldRotation true for an alt-azimuth mount without derotator
 * @param latitudeDeg of the place
 * @param azimuthDeg of the target at time 0, from north through east
 * @param altitudeDeg of the target at time 0
 * @param dropAtS when the target is lost, negative for never
 * @param dropXArcsec where it goes, to the right
 * @param dropYArcsec where it goes, downward
 * @param dropForS how long it stays away
 * @param recoveryS how long the way takes, there and back each
 */
public record MountSettings(
        double driftXArcsecPerS,
        double driftYArcsecPerS,
        double periodicErrorArcsec,
        double periodicErrorPeriodS,
        double raAngleDeg,
        double windRmsArcsec,
        double windLowHz,
        double windHighHz,
        double windGustFraction,
        boolean fieldRotation,
        double latitudeDeg,
        double azimuthDeg,
        double altitudeDeg,
        double dropAtS,
        double dropXArcsec,
        double dropYArcsec,
        double dropForS,
        double recoveryS) {
    /** A perfect mount. */
    public static final MountSettings STILL =
            new MountSettings(0, 0, 0, 480, 0, 0, 0.5, 8, 0, false, 50, 180, 45, -1, 0, 0, 0, 1);
}
