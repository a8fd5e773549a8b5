package org.lucida.view.fx.panel;

import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.lucida.frame.FrameSlot;

/**
 * Numbers as an observer reads them, with their units, decimals as the language writes them.
 *
 * <p>Thread: FX.
 */
final class Figures {
    /** Between a number and its unit. */
    private static final String SPACE = "\u00a0";

    private static final String MINUS = "\u2212";
    private static final double BYTES_PER_GB = 1e9;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final NumberFormat whole;
    private final NumberFormat broken;

    Figures(Locale locale) {
        whole = NumberFormat.getIntegerInstance(locale);
        broken = NumberFormat.getNumberInstance(locale);
    }

    /** 12,345. */
    String count(long count) {
        return whole.format(count);
    }

    /** With so many decimals; a dash for what is not known. */
    String number(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return "\u2013";
        }
        broken.setMinimumFractionDigits(decimals);
        broken.setMaximumFractionDigits(decimals);
        return broken.format(value).replace("-", MINUS);
    }

    /** The same with its sign always. */
    String signed(double value, int decimals) {
        String text = number(value, decimals);
        return value >= 0 ? "+" + text : text;
    }

    /** With a precision that suits its size: 0.123, 1.23, 12.3, 123. */
    String plain(double value) {
        double size = Math.abs(value);
        return number(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
    }

    /** 12.3 %; what is there but rounds to nothing is not written as nothing. */
    String percent(double fraction) {
        if (fraction > 0 && fraction < 0.0005) {
            return "<" + number(0.1, 1) + SPACE + "%";
        }
        if (fraction < 1 && fraction >= 0.9995) {
            return ">" + number(99.9, 1) + SPACE + "%";
        }
        return number(100 * fraction, 1) + SPACE + "%";
    }

    /** 43 %. */
    String wholePercent(double fraction) {
        return number(100 * fraction, 0) + SPACE + "%";
    }

    /** 12.3 s, 4:05 min, 1:02:03 h. */
    String duration(double seconds) {
        if (!(seconds >= 0) || Double.isInfinite(seconds)) {
            return "\u2013";
        }
        if (seconds < 60) {
            return number(Math.floor(seconds * 10) / 10, 1) + SPACE + "s";
        }
        long s = (long) seconds;
        return s < 3600
                ? String.format(Locale.ROOT, "%d:%02d%smin", s / 60, s % 60, SPACE)
                : String.format(Locale.ROOT, "%d:%02d:%02d%sh", s / 3600, s / 60 % 60, s % 60, SPACE);
    }

    /** 83 min, 5.2 h: how long something lasts. */
    String minutes(double seconds) {
        if (seconds < 600) {
            return number(Math.floor(seconds / 6) / 10, 1) + SPACE + "min";
        }
        return seconds < 3 * 3600
                ? number(Math.floor(seconds / 60), 0) + SPACE + "min"
                : number(Math.floor(seconds / 360) / 10, 1) + SPACE + "h";
    }

    /** 12.3 GB, or MB where that says more. */
    String bytes(long bytes) {
        return bytes < BYTES_PER_GB
                ? number(bytes / 1e6, 0) + SPACE + "MB"
                : number(bytes / BYTES_PER_GB, bytes < 100 * BYTES_PER_GB ? 1 : 0) + SPACE + "GB";
    }

    /** 21:03:04.567; empty if unknown. */
    static String utc(long utcNs) {
        return utcNs == FrameSlot.UNKNOWN_UTC_NS ? "" : CLOCK.format(Instant.ofEpochSecond(0, utcNs));
    }
}
