package org.lucida.simulator;

import org.lucida.simulator.sensor.CameraModel;

/**
 * The temperature of a simulated chip: that of its scene, until somebody turns the cooler.
 *
 * <p>It follows its aim as a body in a draught, by the same share in each second. Thread: the capture thread.
 */
final class Chip {
    static final int LEAST_TARGET_C = -40;
    static final int MOST_TARGET_C = 30;
    /** Night air about the camera. */
    private static final double AMBIENT_C = 15;
    /** What a two-stage cooler reaches below the air. */
    private static final double MOST_COOLING_C = 35;

    private static final double FOLLOWS_IN_S = 20;

    private final double uncooledC;
    private double sensorC;
    private double latestS;

    Chip(double sensorC) {
        this.sensorC = sensorC;
        uncooledC = Math.max(sensorC, AMBIENT_C);
    }

    /** The vendor's cooled models end in Pro. */
    static boolean isCooled(CameraModel model) {
        return model.name().endsWith("Pro");
    }

    /** True if a chip is colder than the air: then its cooler is on. */
    static boolean isCooledAt(double sensorC) {
        return sensorC < AMBIENT_C;
    }

    /** Lets the time pass up to nowS; returns the temperature then. */
    double follow(double nowS, boolean coolerOn, long targetC) {
        double aimC = coolerOn ? Math.max(targetC, uncooledC - MOST_COOLING_C) : uncooledC;
        if (coolerOn) {
            aimC = Math.min(aimC, uncooledC);
        }
        double share = 1 - Math.exp(-Math.max(0, nowS - latestS) / FOLLOWS_IN_S);
        latestS = Math.max(latestS, nowS);
        sensorC += share * (aimC - sensorC);
        return sensorC;
    }

    double sensorC() {
        return sensorC;
    }

    /** Power of the cooler that keeps the present temperature. */
    long powerPercent(boolean coolerOn) {
        return coolerOn ? Math.round(Math.max(0, Math.min(100, 100 * (uncooledC - sensorC) / MOST_COOLING_C))) : 0;
    }
}
