package org.lucida.simulator.air;

/** The sentence said about a number that cannot be. */
final class Limits {
    private Limits() {}

    static void inside(String name, double value, double low, double high, String remedy) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(name + "=" + value + " is outside " + low + ".." + high + "; " + remedy);
        }
    }
}
