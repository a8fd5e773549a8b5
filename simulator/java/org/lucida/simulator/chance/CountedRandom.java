package org.lucida.simulator.chance;

/**
 * Random numbers by number instead of by turn: the same stream and counter always give the same value.
 *
 * <p>That makes every frame and every pixel independent of the order of drawing.
 * <p>Source: the SplitMix64 generator; Steele, Lea and Flood 2014, OOPSLA, "Fast splittable pseudorandom number generators".
 */
public final class CountedRandom {
    /** Step of the counter: 2^64 divided by the golden ratio, odd. */
    public static final long STEP = 0x9E3779B97F4A7C15L;

    private final long key;

    /**
     * @param seed seed of the whole clip
     * @param stream one number for each use, so that uses do not disturb each other
     */
    public CountedRandom(long seed, long stream) {
        key = mixed(mixed(seed + STEP) + stream * 0xD1342543DE82EF95L);
    }

    /** Start of a run of random bits for hot loops: {@code mixed(start), mixed(start + STEP), ...} are independent. */
    public long start(long counter) {
        return mixed(key + counter * STEP);
    }

    /** Even chance over 0 (included) .. 1 (excluded). */
    public double unit(long counter) {
        return (mixed(key + counter * STEP) >>> 11) * 0x1p-53;
    }

    /** Unit Gaussian. */
    public double gaussian(long counter) {
        return NormalLaw.pointOf(((mixed(key + counter * STEP) >>> 11) + 0.5) * 0x1p-53);
    }

    /** Scrambles a counter into 64 random bits. */
    public static long mixed(long counter) {
        long z = counter;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
