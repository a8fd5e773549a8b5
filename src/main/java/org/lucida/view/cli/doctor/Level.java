package org.lucida.view.cli.doctor;

import java.util.Locale;

/** How bad a finding is. */
public enum Level {
    OK,
    /** Works, but worse than it could, or something may go wrong in the night. */
    WARNING,
    /** Something will not work. */
    PROBLEM,
    /** Means nothing on this machine. */
    SKIPPED;

    /** The word in the list and in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
