package org.lucida.view.fx.panel;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lucida.enhance.EnhanceRecipe;

/** A recipe as the line that does the same on the command line, and back. */
final class RecipeText {
    private static final Pattern WORD = Pattern.compile("(?<![\\w=])([A-Za-z]+)=([^\\s'\"]+)");

    private RecipeText() {}

    /** What to type to make the same of a stack in a file. */
    static String command(EnhanceRecipe recipe) {
        return Arrays.stream(recipe.text().split(" "))
                .map(word -> "--set " + word)
                .collect(Collectors.joining(" ", "lucida enhance STACK.fits --off ", ""));
    }

    /**
     * Reads {@link #command}, or plain {@code key=value} words; what is not named is off.
     *
     * @throws IllegalArgumentException if there is none, or one that is not known
     */
    static EnhanceRecipe parse(String text) {
        Matcher words = WORD.matcher(text);
        EnhanceRecipe recipe = EnhanceRecipe.OFF;
        boolean hasWord = false;
        while (words.find()) {
            recipe = recipe.with(words.group(1), words.group(2));
            hasWord = true;
        }
        if (!hasWord) {
            throw new IllegalArgumentException(
                    "the clipboard holds no recipe; copy one here or write for instance saturation=1.2");
        }
        return recipe;
    }
}
