package org.lucida.simulator.formation;

/** The sentence said about a number that cannot be. */
final class Bounds {
    private Bounds() {}

    static void inside(String name, double value, double low, double high, String remedy) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException(name + "=" + value + " is outside " + low + ".." + high + "; " + remedy);
        }
    }
}
