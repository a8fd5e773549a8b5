package org.lucida.view.fx.desk;

import java.time.Instant;

/**
 * One line of the log.
 *
 * @param at when
 * @param level how much it matters
 * @param sentence what happened, and what helps
 */
public record Notice(Instant at, Level level, String sentence) {
    /** How much it matters. */
    public enum Level {
        /** Good to know. */
        FACT,
        /** Needs a look. */
        WARNING,
        /** Something does not work; shown until it is dismissed. */
        TROUBLE
    }
}
