package org.lucida.view.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.function.LongSupplier;

/**
 * Shows how a run goes on: one line rewritten in place on a terminal, a plain line every five seconds elsewhere.
 *
 * <p>Thread: the command's thread only.
 */
final class ProgressView {
    /** How progress is shown. */
    enum Manner {
        BAR,
        LINES,
        NONE
    }

    private static final long LINE_EVERY_NS = 5_000_000_000L;
    private static final int USUAL_COLUMN_COUNT = 100;

    private final PrintWriter err;
    private final Manner manner;
    private final int columnCount;
    private final LongSupplier clockNs;
    private long lastLineNs;
    private int shownLength;

    ProgressView(PrintWriter err, Manner manner, int columnCount, LongSupplier clockNs) {
        this.err = err;
        this.manner = manner;
        this.columnCount = columnCount;
        this.clockNs = clockNs;
        lastLineNs = clockNs.getAsLong();
    }

    /**
     * The manner that fits where the errors go: LUCIDA_PROGRESS=bar|lines|none decides, else the terminal does.
     *
     * <p>The launcher looks whether standard error is a terminal and says so in LUCIDA_COLUMNS; without it the console
     * of the virtual machine is asked.
     */
    static ProgressView onThisTerminal(PrintWriter err, boolean silent) {
        String wanted = System.getenv("LUCIDA_PROGRESS");
        String columns = System.getenv("LUCIDA_COLUMNS");
        Manner manner;
        if (silent || "none".equals(wanted)) {
            manner = Manner.NONE;
        } else if ("bar".equals(wanted)) {
            manner = Manner.BAR;
        } else if ("lines".equals(wanted)) {
            manner = Manner.LINES;
        } else {
            boolean terminal = columns == null ? consoleIsTerminal() : !columns.equals("0");
            manner = terminal ? Manner.BAR : Manner.LINES;
        }
        return new ProgressView(err, manner, columnCount(columns), System::nanoTime);
    }

    /** Shows the state; call it as often as you like. */
    void show(RunStatus status, long expectedCount, double maxDurationS) {
        show("", status, expectedCount, maxDurationS);
    }

    /** Shows the state after a word, which may be empty; call it as often as you like. */
    void show(String word, RunStatus status, long expectedCount, double maxDurationS) {
        if (manner == Manner.NONE) {
            return;
        }
        double doneFraction = ProgressLine.doneFraction(status, expectedCount, maxDurationS);
        if (manner == Manner.BAR) {
            String bar = word + ProgressLine.bar(status, doneFraction, expectedCount, columnCount);
            rewrite(bar.substring(0, Math.min(bar.length(), Math.max(columnCount - 1, USUAL_COLUMN_COUNT - 21))));
        } else if (clockNs.getAsLong() - lastLineNs >= LINE_EVERY_NS) {
            lastLineNs = clockNs.getAsLong();
            err.println(word + ProgressLine.plain(status, doneFraction, expectedCount));
            err.flush();
        }
    }

    /**
     * Shows a state in words of its own; call it as often as you like.
     *
     * @param bar the line that is rewritten in place
     * @param plain the line every five seconds
     */
    void showLine(String bar, String plain) {
        if (manner == Manner.BAR) {
            rewrite(bar);
        } else if (manner == Manner.LINES && clockNs.getAsLong() - lastLineNs >= LINE_EVERY_NS) {
            lastLineNs = clockNs.getAsLong();
            err.println(plain);
            err.flush();
        }
    }

    /** Shows how many frames of a known number are done; call it as often as you like. */
    void showCount(String what, long doneCount, long count) {
        String line = what + " " + doneCount + " of " + count + " frames";
        showLine(line, line);
    }

    private void rewrite(String line) {
        err.print("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())));
        err.flush();
        shownLength = line.length();
    }

    /** Prints a line of its own, above the bar. */
    void say(String sentence) {
        if (manner != Manner.NONE) {
            end();
            err.println(sentence);
            err.flush();
        }
    }

    /** Prints a line of its own even where no progress is wanted. */
    void insist(String sentence) {
        end();
        err.println(sentence);
        err.flush();
    }

    /** Leaves the bar as it is and goes on below it. */
    void end() {
        if (shownLength > 0) {
            err.println();
            err.flush();
            shownLength = 0;
        }
    }

    private static int columnCount(String text) {
        try {
            int count = text == null ? 0 : Integer.parseInt(text.strip());
            return count > 0 ? count : USUAL_COLUMN_COUNT;
        } catch (NumberFormatException e) {
            return USUAL_COLUMN_COUNT;
        }
    }

    @SuppressWarnings("SystemConsoleNull") // null still says "no terminal" before Java 22
    private static boolean consoleIsTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since Java 22 a console exists without a terminal, too; there it can be asked.
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
