package org.lucida.view.cli;

import java.util.List;

/**
 * Tells the observer about dither while a run goes on, without nagging: when a warning first holds, when it changes its kind,
 * and when it is over; never twice within a while.
 *
 * <p>Thread: the command's thread only.
 */
final class DitherWarnings {
    /** Quiet at the beginning, when every dither is little. */
    private static final double FIRST_S = 5;

    private static final double QUIET_S = 20;
    /** The kind of a warning is told by its beginning. */
    private static final String END_OF_KIND = ",";

    private final ProgressView progress;
    private String toldKind = "";
    private double toldS = FIRST_S - QUIET_S;

    DitherWarnings(ProgressView progress) {
        this.progress = progress;
    }

    /** @param lines the present warning, empty if all is well */
    void show(List<String> lines, double elapsedS) {
        String kind = lines.isEmpty() ? "" : lines.get(0).split(END_OF_KIND, 2)[0];
        if (kind.equals(toldKind) || elapsedS < toldS + QUIET_S) {
            return;
        }
        if (lines.isEmpty()) {
            progress.say("dither: enough by now");
        }
        for (int i = 0; i < lines.size(); i++) {
            progress.say((i == 0 ? "" : "  ") + lines.get(i));
        }
        toldKind = kind;
        toldS = elapsedS;
    }
}
