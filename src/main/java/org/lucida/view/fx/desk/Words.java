package org.lucida.view.fx.desk;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The texts of one part of the window, in the observer's language.
 *
 * <p>Each part has its own pair of bundles, {@code org/lucida/view/fx/words/NAME.properties} (English) and
 * {@code NAME_de.properties}; a test holds the two together. Numbers and dates go in as ready text, so that units and
 * decimals look alike everywhere.
 *
 * <p>Thread: any.
 */
public final class Words {
    private static final String FOLDER = "org.lucida.view.fx.words.";
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle bundle;
    private final Locale locale;

    private Words(String name, Locale locale) {
        this.locale = locale;
        bundle = ResourceBundle.getBundle(FOLDER + name, locale, NO_FALLBACK);
    }

    /** The texts of a part, for instance {@code start}. */
    public static Words of(String name, Locale locale) {
        return new Words(name, locale);
    }

    /**
     * A text with its blanks filled.
     *
     * @param values put in for {0}, {1} ...; numbers are better formatted by the caller
     * @throws java.util.MissingResourceException if there is no such text
     */
    public String say(String key, Object... values) {
        String text = bundle.getString(key);
        return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
    }

    /** The language. */
    public Locale locale() {
        return locale;
    }
}
