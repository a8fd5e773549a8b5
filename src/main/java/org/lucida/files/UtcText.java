package org.lucida.files;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.lucida.frame.FrameSlot;

/**
 * Times as files spell them: UT, ISO 8601, and days for the astronomer's formulae.
 *
 * <p>Units: nanoseconds since 1970-01-01 UTC; {@link FrameSlot#UNKNOWN_UTC_NS} is spelled as an empty text.
 */
final class UtcText {
    /** Length of {@link #iso7}. */
    static final int ISO7_CHARS = 27;

    private static final double NS_PER_DAY = 86_400e9;
    private static final double JD_OF_1970 = 2_440_587.5;
    private static final double MJD_OF_1970 = 40_587.0;

    private UtcText() {}

    /** Seven decimals, the resolution of SER time stamps: {@code 2026-11-21T22:13:24.1234567}; cut, not rounded. */
    static String iso7(long utcNs) {
        return iso(utcNs, 7);
    }

    /** Six decimals, which every FITS reader takes; cut, not rounded. */
    static String iso6(long utcNs) {
        return iso(utcNs, 6);
    }

    static double julianDay(long utcNs) {
        return JD_OF_1970 + utcNs / NS_PER_DAY;
    }

    static double modifiedJulianDay(long utcNs) {
        return MJD_OF_1970 + utcNs / NS_PER_DAY;
    }

    static boolean isKnown(long utcNs) {
        return utcNs != FrameSlot.UNKNOWN_UTC_NS;
    }

    static long nanosOf(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    static LocalDateTime dateTime(long utcNs) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(utcNs, 1_000_000_000L), (int) Math.floorMod(utcNs, 1_000_000_000L), ZoneOffset.UTC);
    }

    private static String iso(long utcNs, int decimalCount) {
        if (!isKnown(utcNs)) {
            return "";
        }
        LocalDateTime time = dateTime(utcNs);
        StringBuilder text = new StringBuilder(ISO7_CHARS + 2);
        digits(text, time.getYear(), 4).append('-');
        digits(text, time.getMonthValue(), 2).append('-');
        digits(text, time.getDayOfMonth(), 2).append('T');
        digits(text, time.getHour(), 2).append(':');
        digits(text, time.getMinute(), 2).append(':');
        digits(text, time.getSecond(), 2).append('.');
        digits(text, time.getNano(), 9);
        text.setLength(text.length() - 9 + decimalCount);
        return text.toString();
    }

    private static StringBuilder digits(StringBuilder text, int value, int digitCount) {
        int divisor = 1;
        for (int i = 1; i < digitCount; i++) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            text.append((char) ('0' + value / divisor % 10));
        }
        return text;
    }
}
