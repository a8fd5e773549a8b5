package org.lucida.view.fx.panel;

import java.util.Arrays;
import java.util.Locale;

/**
 * One axis of a chart: from values to pixels and back, and where a line with a number stands.
 *
 * <p>Thread: FX.
 */
public final class StripAxis {
    /** How values lie on it. */
    public enum Kind {
        /** Even steps. */
        LINEAR,
        /** Even ratios; only for values above 0. */
        LOG,
        /** Seconds, told as seconds, minutes and hours. */
        TIME
    }

    private static final double[] TIME_STEPS_S = {
        0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400
    };
    private static final double[] LOG_ROUND = {1, 1.5, 2, 3, 5, 7, 10};
    private static final int MOST_TICKS = 24;

    private final Kind kind;
    private final String title;
    private double from;
    private double to;
    private double startPx;
    private double endPx = 1;
    private double lowEnd;
    private double highEnd;

    /**
     * @param title what it measures, with its unit
     */
    public StripAxis(Kind kind, String title) {
        this.kind = kind;
        this.title = title;
        range(kind == Kind.LOG ? 0.1 : 0, 1);
    }

    public Kind kind() {
        return kind;
    }

    public String title() {
        return title;
    }

    /** From where to where. */
    void range(double newFrom, double newTo) {
        from = newFrom;
        to = newTo;
        lowEnd = scaled(from);
        highEnd = scaled(to);
    }

    /** The ends pushed out to round values, so that the axis stands still while values move a little. */
    void roundRange(double least, double greatest) {
        if (!(least <= greatest)) {
            range(kind == Kind.LOG ? 0.1 : 0, 1);
        } else if (kind == Kind.LOG) {
            double low = Math.max(Float.MIN_NORMAL, least);
            range(logRound(low, false), logRound(Math.max(low, greatest) * (greatest > low ? 1 : 1.01), true));
        } else {
            double size = Math.max(greatest - least, 1e-9 + 1e-3 * Math.max(Math.abs(least), Math.abs(greatest)));
            double step = roundStep(size / 4);
            range(Math.floor(least / step) * step, Math.ceil((least + size) / step) * step);
        }
    }

    private static double logRound(double value, boolean isUp) {
        double decade = Math.pow(10, Math.floor(Math.log10(value)));
        double found = isUp ? 10 : 1;
        for (double round : LOG_ROUND) {
            if (isUp && round * decade >= value * (1 - 1e-9)) {
                return round * decade;
            }
            if (!isUp && round * decade <= value * (1 + 1e-9)) {
                found = round;
            }
        }
        return found * decade;
    }

    /** From which pixel to which; down or up. */
    void pixels(double newStartPx, double newEndPx) {
        startPx = newStartPx;
        endPx = newEndPx;
    }

    double from() {
        return from;
    }

    double to() {
        return to;
    }

    private double scaled(double value) {
        return kind == Kind.LOG ? Math.log(value) : value;
    }

    /** Where a value lies, px; outside of the chart for values outside of the range. */
    public double px(double value) {
        return startPx + (scaled(value) - lowEnd) / (highEnd - lowEnd) * (endPx - startPx);
    }

    /** Which value lies there. */
    public double value(double px) {
        double at = lowEnd + (px - startPx) / (endPx - startPx) * (highEnd - lowEnd);
        return kind == Kind.LOG ? Math.exp(at) : at;
    }

    /** Where lines with numbers stand, ascending; at least two if the range allows. */
    double[] ticks(int most) {
        if (!(to > from)) {
            return new double[0];
        }
        if (kind == Kind.LOG && to / from > 8) {
            return logTicks(most);
        }
        double step = kind == Kind.TIME ? timeStep(most) : roundStep((to - from) / Math.max(1, most));
        long first = (long) Math.ceil(from / step - 1e-9);
        long last = (long) Math.floor(to / step + 1e-9);
        int count = (int) Math.min(MOST_TICKS, Math.max(0, last - first + 1));
        double[] ticks = new double[count];
        for (int i = 0; i < count; i++) {
            ticks[i] = (first + i) * step;
        }
        return ticks;
    }

    private double timeStep(int most) {
        for (double step : TIME_STEPS_S) {
            if ((to - from) / step <= most) {
                return step;
            }
        }
        return TIME_STEPS_S[TIME_STEPS_S.length - 1] * Math.ceil((to - from) / 86400 / most);
    }

    /** 1, 2 or 5 times a power of ten, at least this. */
    static double roundStep(double least) {
        double decade = Math.pow(10, Math.floor(Math.log10(least)));
        double ratio = least / decade;
        return decade * (ratio <= 1.000001 ? 1 : ratio <= 2.000001 ? 2 : ratio <= 5.000001 ? 5 : 10);
    }

    private double[] logTicks(int most) {
        double decades = Math.log10(to / from);
        double[] inDecade = decades * 3 <= most ? new double[] {1, 2, 5} : new double[] {1};
        int every = Math.max(1, (int) Math.ceil(decades / Math.max(1, most)));
        double[] ticks = new double[MOST_TICKS];
        int count = 0;
        for (int e = (int) Math.floor(Math.log10(from)); e <= Math.ceil(Math.log10(to)); e++) {
            for (double round : inDecade) {
                double tick = round * Math.pow(10, e);
                boolean isIn = tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9);
                if (isIn && Math.floorMod(e, every) == 0 && count < MOST_TICKS) {
                    ticks[count++] = tick;
                }
            }
        }
        return Arrays.copyOf(ticks, count);
    }

    /** A value as it stands at its line. */
    String label(double value, Figures figures) {
        if (kind == Kind.TIME) {
            return timeLabel(value);
        }
        double size = Math.abs(value);
        if (size >= 1e6) {
            return figures.number(value / 1e6, size < 1e7 ? 1 : 0) + "M";
        }
        if (size >= 1e4) {
            return figures.number(value / 1e3, 0) + "k";
        }
        double step = kind == Kind.LOG && to / from > 8 ? size : (to - from) / 4;
        int decimals = step <= 0 ? 0 : (int) Math.max(0, Math.min(4, Math.ceil(-Math.log10(step) - 1e-9)));
        return figures.number(value, decimals);
    }

    /** 12 s, 1:30 min, 1:02 h. */
    private String timeLabel(double seconds) {
        long s = Math.round(Math.abs(seconds));
        String sign = seconds < -0.05 ? "\u2212" : "";
        if (to < 60) {
            return to - from < 1 || Math.abs(seconds - Math.rint(seconds)) > 1e-6
                    ? String.format(Locale.ROOT, "%s%.1f s", sign, Math.abs(seconds))
                    : sign + s + " s";
        }
        return to < 3600
                ? String.format(Locale.ROOT, "%s%d:%02d min", sign, s / 60, s % 60)
                : String.format(Locale.ROOT, "%s%d:%02d h", sign, s / 3600, s / 60 % 60);
    }
}
