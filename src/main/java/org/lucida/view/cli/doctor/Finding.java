package org.lucida.view.cli.doctor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a check found.
 *
 * @param check what was looked at, in one or two words
 * @param level how bad it is
 * @param found what was found, with value and unit, one line
 * @param advice what to do; empty where nothing is wrong
 * @param commands what to type to mend it, in this order; nobody runs them but the observer
 * @param values what was found, for scripts: a name with its unit to a number, text or truth
 */
public record Finding(
        String check, Level level, String found, String advice, List<String> commands, Map<String, Object> values) {
    public Finding {
        commands = List.copyOf(commands);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static Finding ok(String check, String found) {
        return new Finding(check, Level.OK, found, "", List.of(), Map.of());
    }

    static Finding warning(String check, String found, String advice, List<String> commands) {
        return new Finding(check, Level.WARNING, found, advice, commands, Map.of());
    }

    static Finding problem(String check, String found, String advice, List<String> commands) {
        return new Finding(check, Level.PROBLEM, found, advice, commands, Map.of());
    }

    /** Means nothing here, for a reason of one word or two. */
    static Finding skipped(String check, String word) {
        return new Finding(check, Level.SKIPPED, word, "", List.of(), Map.of());
    }

    /** This with one more value for scripts. */
    Finding with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Finding(check, level, found, advice, commands, more);
    }

    /** This with the level and advice of something worse, if it is worse. */
    Finding orWorse(Level other, String otherAdvice, List<String> otherCommands) {
        return other.compareTo(level) <= 0
                ? this
                : new Finding(check, other, found, otherAdvice, otherCommands, values);
    }
}
