package org.lucida.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody probably meant. */
public final class Spelling {
    private static final int LONGEST_WORD = 64;

    private Spelling() {}

    /** The candidate with the fewest letters to change, upper and lower case being equal; empty if none is near. */
    public static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.isEmpty() || word.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        String best = null;
        int bestCount = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int changedCount = changedLetters(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (changedCount < bestCount && changedCount <= Math.max(2, candidate.length() / 2)) {
                best = candidate;
                bestCount = changedCount;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Letters to insert, delete or replace to turn one word into the other (Levenshtein 1966). */
    private static int changedLetters(String from, String to) {
        int[] above = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            int[] swap = above;
            above = row;
            row = swap;
        }
        return above[to.length()];
    }
}
