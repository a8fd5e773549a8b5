package org.lucida.simulator.sensor;

import java.util.Arrays;
import org.lucida.frame.Roi;
import org.lucida.simulator.chance.CountedRandom;

/**
 * What is the same in every frame of a camera: sensitivity, dark level, hot and telegraph pixels of a region of the sensor.
 *
 * <p>Shape: row-major over the region, unbinned. Values depend on model, serial number and place on the sensor only (and on
 * exposure and temperature as physics has it), so any region shows the same pixels.
 */
final class FixedPattern {
    private static final long STREAM = 0x5E45;
    /** Hot pixels have ten to the power of 1 .. 3 times the dark current; chosen after darks of such cameras. */
    private static final double HOT_LEAST_POWER = 1;

    private static final double HOT_MOST_POWER = 3;
    /** Jumps of telegraph pixels in electrons; they happen in the pixel's amplifier and do not grow with the exposure. */
    private static final double TELEGRAPH_LEAST_E = 4;

    private static final double TELEGRAPH_MOST_E = 40;
    private static final double DUST_LEAST_RADIUS_PX = 12;
    private static final double DUST_MOST_RADIUS_PX = 70;
    private static final double DUST_MOST_DEPTH = 0.12;
    /** Distance from the corner over which glow falls by e, in sensor widths; chosen after ASI294MC darks. */
    private static final double GLOW_REACH_WIDTHS = 0.1;

    /** Electrons for each photon of the pixel's own band. */
    final float[] qe;
    /** Expected dark electrons in an exposure, telegraph pixels at their lower level. */
    final float[] darkE;
    /** Offset of each column in electrons after readout. */
    final float[] columnE;
    /** Places in the region of telegraph pixels, rising. */
    final int[] telegraphs;
    /** Their jumps in electrons. */
    final float[] jumpE;

    FixedPattern(CameraModel model, SensorSettings settings) {
        Roi roi = settings.roi();
        Blemishes blemishes = settings.blemishes();
        CountedRandom random = new CountedRandom(
                CountedRandom.mixed(settings.serialNumber()) ^ model.name().hashCode(), STREAM);
        int count = Math.multiplyExact(roi.widthPx(), roi.heightPx());
        qe = new float[count];
        darkE = new float[count];
        columnE = new float[roi.widthPx()];
        int[] found = new int[count];
        int foundCount = 0;
        float[] foundE = new float[count];

        double warmth = model.warmth(settings.sensorC());
        double dark = model.darkEPerS() * warmth * settings.exposureS();
        double glow = model.ampGlowEPerS() * blemishes.glowFraction() * warmth * settings.exposureS();
        double reach = GLOW_REACH_WIDTHS * model.widthPx();
        double halfWidth = model.widthPx() / 2.0;
        double halfHeight = model.heightPx() / 2.0;
        double cornerPx2 = halfWidth * halfWidth + halfHeight * halfHeight;
        double spread = blemishes.dsnuFraction();
        // The mean of a lognormal number is above its middle by this factor.
        double middle = StrictMath.exp(-spread * spread / 2);
        double hotLimit = blemishes.hotFraction();
        double telegraphLimit = hotLimit + blemishes.telegraphFraction();
        for (int y = 0; y < roi.heightPx(); y++) {
            int sensorY = roi.yPx() + y;
            for (int x = 0; x < roi.widthPx(); x++) {
                int sensorX = roi.xPx() + x;
                int at = y * roi.widthPx() + x;
                long pixel = 8L * ((long) sensorY * model.widthPx() + sensorX);
                double offX = sensorX + 0.5 - halfWidth;
                double offY = sensorY + 0.5 - halfHeight;
                double light = 1 - blemishes.vignettingFraction() * (offX * offX + offY * offY) / cornerPx2;
                double sensitivity = 1 + blemishes.prnuFraction() * random.gaussian(pixel);
                qe[at] = (float)
                        (model.qe().ofPlane(model.layout(), model.layout().planeOf(sensorX, sensorY, 0))
                                * light
                                * Math.max(0, sensitivity));
                double current =
                        spread == 0 ? dark : dark * middle * StrictMath.exp(spread * random.gaussian(pixel + 1));
                double chance = random.unit(pixel + 2);
                if (chance < hotLimit) {
                    double power = HOT_LEAST_POWER
                            + (HOT_MOST_POWER - HOT_LEAST_POWER) * random.unit(pixel + 3) * random.unit(pixel + 4);
                    current *= StrictMath.pow(10, power);
                } else if (chance < telegraphLimit) {
                    found[foundCount] = at;
                    double share = random.unit(pixel + 3);
                    foundE[foundCount] =
                            (float) (TELEGRAPH_LEAST_E * StrictMath.pow(TELEGRAPH_MOST_E / TELEGRAPH_LEAST_E, share));
                    foundCount++;
                }
                if (glow > 0) {
                    double cornerX = model.widthPx() - sensorX;
                    double cornerY = model.heightPx() - sensorY;
                    double distance = StrictMath.sqrt(cornerX * cornerX + 0.25 * cornerY * cornerY);
                    current += glow * StrictMath.exp(-distance / reach);
                }
                darkE[at] = (float) current;
            }
        }
        telegraphs = Arrays.copyOf(found, foundCount);
        jumpE = Arrays.copyOf(foundE, foundCount);
        for (int x = 0; x < roi.widthPx(); x++) {
            columnE[x] = (float) (blemishes.columnNoiseE() * random.gaussian(-1 - 2L * (roi.xPx() + x)));
        }
        layDust(random, model, roi, blemishes.dustCount());
    }

    /** The pattern of the same sensor with that many times the dark electrons; the rest is shared. */
    private FixedPattern(FixedPattern other, float darkRatio) {
        qe = other.qe;
        columnE = other.columnE;
        telegraphs = other.telegraphs;
        jumpE = other.jumpE;
        darkE = other.darkE.clone();
        for (int i = 0; i < darkE.length; i++) {
            darkE[i] *= darkRatio;
        }
    }

    /** This after a change of exposure or temperature, by which all dark current grows alike. */
    FixedPattern turned(CameraModel model, SensorSettings from, SensorSettings to) {
        double before = model.warmth(from.sensorC()) * from.exposureS();
        double after = model.warmth(to.sensorC()) * to.exposureS();
        return before == after || before == 0 ? this : new FixedPattern(this, (float) (after / before));
    }

    private void layDust(CountedRandom random, CameraModel model, Roi roi, int dustCount) {
        for (int i = 0; i < dustCount; i++) {
            long number = -1_000_000_007L - 8L * i;
            double centreX = random.unit(number) * model.widthPx() - roi.xPx();
            double centreY = random.unit(number + 1) * model.heightPx() - roi.yPx();
            double radius = DUST_LEAST_RADIUS_PX
                    + (DUST_MOST_RADIUS_PX - DUST_LEAST_RADIUS_PX) * random.unit(number + 2) * random.unit(number + 3);
            double depth = DUST_MOST_DEPTH * (0.2 + 0.8 * random.unit(number + 4));
            int top = (int) Math.max(0, centreY - radius);
            int bottom = (int) Math.min(roi.heightPx() - 1, centreY + radius + 1);
            int left = (int) Math.max(0, centreX - radius);
            int right = (int) Math.min(roi.widthPx() - 1, centreX + radius + 1);
            for (int y = top; y <= bottom; y++) {
                for (int x = left; x <= right; x++) {
                    double r = StrictMath.sqrt((x - centreX) * (x - centreX) + (y - centreY) * (y - centreY)) / radius;
                    // The shadow of a speck before a telescope with obstruction: a ring with soft edges.
                    double shade = rise((1 - r) * 6) * (1 - 0.7 * rise((0.35 - r) * 6));
                    qe[y * roi.widthPx() + x] *= (float) (1 - depth * shade);
                }
            }
        }
    }

    /** Smooth step from 0 at -1 to 1 at +1. */
    private static double rise(double x) {
        double t = Math.max(0, Math.min(1, 0.5 + 0.5 * x));
        return t * t * (3 - 2 * t);
    }
}
