package org.lucida.view.cli.doctor;

import java.util.Locale;

/** Numbers for people. */
final class Figures {
    private static final double KILO = 1e3;
    private static final double MEGA = 1e6;
    private static final double GIGA = 1e9;

    private Figures() {}

    /** Bytes in kB, MB or GB, three figures or so. */
    static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    /** Bytes in kB, MB or GB, three figures or so. */
    static String bytes(double bytes) {
        return bytes >= GIGA
                ? number(bytes / GIGA) + " GB"
                : bytes >= MEGA ? number(bytes / MEGA) + " MB" : number(bytes / KILO) + " kB";
    }

    /** A positive number with one decimal below ten, none above. */
    static String number(double value) {
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value);
    }

    /** A time in us, ms or s. */
    static String ns(long ns) {
        return ns >= GIGA
                ? number(ns / GIGA) + " s"
                : ns >= MEGA ? number(ns / MEGA) + " ms" : number(ns / KILO) + " us";
    }
}
