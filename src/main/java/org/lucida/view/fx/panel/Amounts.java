package org.lucida.view.fx.panel;

import java.util.Locale;
import java.util.OptionalDouble;
import org.lucida.view.fx.desk.Words;

/** Numbers and amounts as an observer writes and reads them, in both languages. */
final class Amounts {
    private static final double KILO = 1000;
    private static final long US_PER_MS = 1_000;
    private static final long US_PER_S = 1_000_000;
    private static final int S_PER_MIN = 60;

    private Amounts() {}

    /** What was typed, decimal comma or point; empty if it is no number. */
    static OptionalDouble read(String typed) {
        try {
            double value = Double.parseDouble(typed.strip().replace(',', '.'));
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }

    /** A number with as many decimals as it needs, six at most. */
    static String plain(double value, Locale locale) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        String text = String.format(locale, "%.6f", value);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end);
    }

    /** A number with about three digits that count. */
    static String three(double value, Locale locale) {
        double size = Math.abs(value);
        String pattern = size >= 100 || size == 0 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(locale, pattern, value);
    }

    /** Bytes in powers of a thousand, as disks are sold. */
    static String bytes(double bytes, Locale locale) {
        if (bytes >= KILO * KILO * KILO * KILO) {
            return three(bytes / KILO / KILO / KILO / KILO, locale) + " TB";
        }
        if (bytes >= KILO * KILO * KILO) {
            return three(bytes / KILO / KILO / KILO, locale) + " GB";
        }
        return three(bytes / KILO / KILO, locale) + " MB";
    }

    /** An exposure in the unit that suits it. */
    static String exposure(double exposureUs, Locale locale) {
        if (exposureUs >= US_PER_S) {
            return three(exposureUs / US_PER_S, locale) + " s";
        }
        return exposureUs >= US_PER_MS
                ? three(exposureUs / US_PER_MS, locale) + " ms"
                : three(exposureUs, locale) + " \u00b5s";
    }

    /** Minutes and seconds. */
    static String clock(double seconds) {
        long whole = (long) Math.max(0, seconds);
        return String.format(Locale.ROOT, "%d:%02d", whole / S_PER_MIN, whole % S_PER_MIN);
    }

    /** A time in words: seconds, then minutes, then hours. */
    static String duration(double seconds, Words words) {
        if (seconds < 2 * S_PER_MIN) {
            return three(Math.rint(seconds), words.locale()) + " s";
        }
        double minutes = seconds / S_PER_MIN;
        return minutes < 2 * S_PER_MIN
                ? three(minutes >= 10 ? Math.rint(minutes) : minutes, words.locale()) + " min"
                : three(minutes / S_PER_MIN, words.locale()) + " h";
    }
}
