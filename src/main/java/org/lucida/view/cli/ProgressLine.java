package org.lucida.view.cli;

import java.util.Locale;
import org.lucida.frame.Ledger;

/**
 * A run's state on one line.
 *
 * <p>Every field has a fixed width, so that nothing jumps while numbers grow; the whole stays below 80 columns and the
 * bar takes what a wider terminal leaves.
 */
final class ProgressLine {
    /** Everything but the bar, the brackets of the bar included. */
    private static final int FIELDS_WIDTH = 73;

    private static final int SHORTEST_BAR = 6;
    private static final int LONGEST_BAR = 40;
    private static final long HOUR_S = 3600;
    private static final long LONGEST_SHOWN_S = 100 * HOUR_S;

    private ProgressLine() {}

    /**
     * The line that is rewritten in place.
     *
     * @param doneFraction 0 to 1, or NaN if the end is not known
     * @param expectedCount frames to come in all, or -1
     * @param columnCount width of the terminal; the line is shorter than it from 80 upward
     */
    static String bar(RunStatus status, double doneFraction, long expectedCount, int columnCount) {
        int length = Math.max(SHORTEST_BAR, Math.min(LONGEST_BAR, columnCount - 1 - FIELDS_WIDTH));
        String frames = count(status.deliveredCount()) + (expectedCount < 0 ? "" : "/" + count(expectedCount));
        return String.format(
                Locale.ROOT,
                "%s %11s %5s fps kept %4s %6s,%6s px drops %-5s %s",
                gauge(doneFraction, length),
                frames,
                count(Math.round(status.frameRateHz())),
                percent(status.keptFraction()),
                pixels(status.displacementXPx()),
                pixels(status.displacementYPx()),
                count(status.ledger().droppedCount()),
                clock(status, doneFraction));
    }

    /** The same as a plain line for logs: name=value. */
    static String plain(RunStatus status, double doneFraction, long expectedCount) {
        return String.format(
                Locale.ROOT,
                "frames=%d/%s fps=%.1f keptFraction=%s displacementPx=%s,%s luckiness=%s dropped=%d elapsedS=%.0f"
                        + " leftS=%s %s",
                status.deliveredCount(),
                expectedCount < 0 ? "?" : Long.toString(expectedCount),
                status.frameRateHz(),
                known("%.3f", status.keptFraction()),
                known("%+.1f", status.displacementXPx()),
                known("%+.1f", status.displacementYPx()),
                known("%.2f", status.luckiness()),
                status.ledger().droppedCount(),
                status.elapsedS(),
                Double.isNaN(leftS(status, doneFraction)) ? "?" : Math.round(leftS(status, doneFraction)),
                account(status.ledger()));
    }

    /** Where every frame is: delivered is the sum of all that follows. */
    private static String account(Ledger ledger) {
        StringBuilder text = new StringBuilder();
        text.append("account: delivered=").append(ledger.deliveredCount());
        text.append(" stacked=").append(ledger.stackedCount());
        ledger.droppedCounts().forEach((place, count) -> text.append(' ')
                .append("dropped.")
                .append(place)
                .append('=')
                .append(count));
        ledger.rejectedCounts().forEach((verdict, count) -> {
            if (count > 0) {
                text.append(" rejected.").append(verdict).append('=').append(count);
            }
        });
        return text.append(" inFlight=").append(ledger.inFlightCount()).toString();
    }

    private static String known(String format, double value) {
        return Double.isNaN(value) ? "?" : String.format(Locale.ROOT, format, value);
    }

    /** How much is done: by frames where their number is known, else by time; NaN if neither is. */
    static double doneFraction(RunStatus status, long expectedCount, double maxDurationS) {
        double byFrames = expectedCount > 0 ? (double) status.deliveredCount() / expectedCount : Double.NaN;
        double byTime = maxDurationS > 0 ? status.elapsedS() / maxDurationS : Double.NaN;
        double most = Double.isNaN(byFrames) ? byTime : Double.isNaN(byTime) ? byFrames : Math.max(byFrames, byTime);
        return Math.max(0, Math.min(1, most));
    }

    /** Seconds to go at the pace so far, never negative; NaN as long as nobody can tell. */
    static double leftS(RunStatus status, double doneFraction) {
        return doneFraction > 0 && status.elapsedS() > 0
                ? status.elapsedS() * (1 - doneFraction) / doneFraction
                : Double.NaN;
    }

    private static String gauge(double doneFraction, int length) {
        if (Double.isNaN(doneFraction)) {
            return "[" + "~".repeat(length) + "]";
        }
        int filledCount = (int) (doneFraction * length);
        return "[" + "#".repeat(filledCount) + "-".repeat(length - filledCount) + "]";
    }

    private static String clock(RunStatus status, double doneFraction) {
        return Double.isNaN(doneFraction)
                ? " up " + time(status.elapsedS())
                : "ETA " + time(leftS(status, doneFraction));
    }

    /** m:ss below an hour, then 1h05m; always five characters. */
    static String time(double seconds) {
        if (Double.isNaN(seconds) || seconds >= LONGEST_SHOWN_S) {
            return "--:--";
        }
        long whole = Math.round(Math.max(0, seconds));
        return whole < HOUR_S
                ? String.format(Locale.ROOT, "%2d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%2dh%02d", whole / HOUR_S, whole % HOUR_S / 60);
    }

    /** At most five characters: 99999, 123k, 12.3M. */
    static String count(long count) {
        if (count < 100_000) {
            return Long.toString(count);
        }
        return count < 1_000_000
                ? count / 1000 + "k"
                : count < 100_000_000
                        ? String.format(Locale.ROOT, "%.1fM", Math.floor(count / 1e5) / 10)
                        : Math.min(count / 1_000_000, 9999) + "M";
    }

    private static String percent(double fraction) {
        return Double.isNaN(fraction) ? "--%" : Math.round(100 * fraction) + "%";
    }

    private static String pixels(double px) {
        if (Double.isNaN(px)) {
            return "--";
        }
        return String.format(Locale.ROOT, Math.abs(px) < 999.95 ? "%+.1f" : "%+.0f", px);
    }
}
