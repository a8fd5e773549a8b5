package org.lucida.enhance;

/**
 * Keeps the figures of a recipe within what is possible. A class of its own, because the parts of a recipe are made while the
 * class of the recipe itself is not ready yet.
 */
final class Bounds {
    private Bounds() {}

    static void within(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException(
                    name + "=" + plain(value) + " is outside " + plain(least) + " to " + plain(most) + "; change it");
        }
    }

    /** The shortest text that gives the same number again. */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
