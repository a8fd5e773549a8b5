package org.lucida.simulator.air;

import org.lucida.simulator.chance.CountedRandom;

/**
 * A unit Gaussian that wanders slowly and smoothly, known at any time without its past.
 *
 * <p>Units: seconds. The correlation falls to 1/e after the given time.
 * <p>How: counted random numbers half a correlation time apart, smoothed by a Gaussian; the sum is scaled to unit variance at
 * every instant.
 */
final class SlowNoise {
    private static final int REACH = 6;

    private final CountedRandom random;
    private final double stepS;

    SlowNoise(long seed, long stream, double correlationS) {
        random = new CountedRandom(seed, stream);
        // kernel exp(-u^2 / 2) with u in units of b has the autocorrelation exp(-u^2 / 4): 1/e at u = 2
        stepS = correlationS / 2;
    }

    double at(double timeS) {
        double u = timeS / stepS;
        long centre = (long) StrictMath.floor(u + 0.5);
        double sum = 0;
        double squares = 0;
        for (long k = centre - REACH; k <= centre + REACH; k++) {
            double weight = StrictMath.exp(-0.5 * (u - k) * (u - k));
            sum += weight * random.gaussian(k);
            squares += weight * weight;
        }
        return sum / StrictMath.sqrt(squares);
    }
}
