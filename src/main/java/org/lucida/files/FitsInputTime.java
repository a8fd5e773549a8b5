package org.lucida.files;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lucida.frame.FrameSlot;

/**
 * When a FITS frame began, from DATE-OBS in the spellings found in the field.
 *
 * <p>Known spellings: ISO date and time with or without a fraction, with a Z or an offset such as -0700, the date alone
 * with the time in TIME-OBS or UT, and the dd/mm/yy of before 2000.
 *
 * @param utcNs start of exposure, ns since 1970 UTC, or {@link FrameSlot#UNKNOWN_UTC_NS}
 * @param note what is odd about it and what was assumed; empty if nothing
 */
record FitsInputTime(long utcNs, Optional<String> note) {
    private static final Pattern ISO = Pattern.compile(
            "(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[T ](\\d{1,2}:\\d{1,2}(?::\\d{1,2}(?:\\.\\d{0,18})?)?))?\\s*(Z|UTC|[+-]\\d{2}:?\\d{2})?");
    private static final Pattern OLD = Pattern.compile("(\\d{1,2})/(\\d{1,2})/(\\d{2})");
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{0,18}))?)?");
    private static final long NS_PER_S = 1_000_000_000L;
    private static final int FRACTION_DIGITS = 9;
    /** Dates before 1900 and after 2200 are damage, and do not fit into nanoseconds. */
    private static final int FIRST_YEAR = 1900;

    private static final int LAST_YEAR = 2200;

    private static final FitsInputTime UNKNOWN = new FitsInputTime(FrameSlot.UNKNOWN_UTC_NS, Optional.empty());

    static FitsInputTime of(FitsInputHeader header) {
        Optional<String> date = header.text("DATE-OBS");
        if (date.isEmpty()) {
            return UNKNOWN;
        }
        try {
            return parsed(date.get(), header.text("TIME-OBS").or(() -> header.text("UT")));
        } catch (DateTimeException | NumberFormatException impossible) {
            return unreadable(date.get());
        }
    }

    private static FitsInputTime parsed(String date, Optional<String> time) {
        Matcher old = OLD.matcher(date);
        if (old.matches()) {
            LocalDate day = LocalDate.of(
                    FIRST_YEAR + Integer.parseInt(old.group(3)),
                    Integer.parseInt(old.group(2)),
                    Integer.parseInt(old.group(1)));
            return of(day, time, 0, "DATE-OBS=" + date + " has the old form; taken as day/month/19xx");
        }
        Matcher iso = ISO.matcher(date);
        if (!iso.matches()) {
            return unreadable(date);
        }
        LocalDate day = LocalDate.of(
                Integer.parseInt(iso.group(1)), Integer.parseInt(iso.group(2)), Integer.parseInt(iso.group(3)));
        Optional<String> clock = Optional.ofNullable(iso.group(4));
        String zone = iso.group(5);
        if (zone == null || zone.equals("Z") || zone.equals("UTC")) {
            String note = clock.isPresent() || time.isPresent() ? null : "DATE-OBS=" + date + " has no time; not used";
            return of(day, clock.or(() -> time), 0, note);
        }
        long offsetS = ZoneOffset.of(zone).getTotalSeconds();
        return of(
                day,
                clock.or(() -> time),
                offsetS,
                "DATE-OBS=" + date + " has the offset " + zone + "; turned into UTC");
    }

    private static FitsInputTime of(LocalDate day, Optional<String> clock, long offsetS, String note) {
        if (day.getYear() < FIRST_YEAR || day.getYear() >= LAST_YEAR) {
            return unreadable(day.toString());
        }
        if (clock.isEmpty()) {
            return new FitsInputTime(FrameSlot.UNKNOWN_UTC_NS, Optional.ofNullable(note));
        }
        Matcher time = CLOCK.matcher(clock.get());
        if (!time.matches()) {
            return unreadable(day + " " + clock.get());
        }
        int hours = Integer.parseInt(time.group(1));
        int minutes = Integer.parseInt(time.group(2));
        int seconds = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
        if (hours > 24 || minutes > 59 || seconds > 60) {
            return unreadable(day + " " + clock.get());
        }
        long wholeS = day.toEpochDay() * 86_400L + hours * 3_600L + minutes * 60L + seconds - offsetS;
        return new FitsInputTime(wholeS * NS_PER_S + fractionNs(time.group(4)), Optional.ofNullable(note));
    }

    private static long fractionNs(String digits) {
        if (digits == null || digits.isEmpty()) {
            return 0;
        }
        String nine = (digits + "0".repeat(FRACTION_DIGITS)).substring(0, FRACTION_DIGITS);
        return Long.parseLong(nine);
    }

    private static FitsInputTime unreadable(String text) {
        return new FitsInputTime(
                FrameSlot.UNKNOWN_UTC_NS, Optional.of("DATE-OBS=" + text + " is no date; the frame has no time"));
    }
}
