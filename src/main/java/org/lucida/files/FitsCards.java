package org.lucida.files;

import java.util.ArrayList;
import java.util.List;
import nom.tam.fits.FitsException;
import nom.tam.fits.Header;

/**
 * A FITS header under construction that cannot go wrong: text is reduced to printable ASCII, values and comments are cut to
 * what one card holds, and a value that had to be cut is repeated in full in the HISTORY.
 *
 * <p>Source: FITS Standard 4.0, section 4 (80 characters a card, values from column 11).
 */
final class FitsCards {
    private static final int CARD_CHARS = 80;
    private static final int VALUE_COLUMN = 10;
    private static final int NUMBER_FIELD_CHARS = 20;
    /** Longest text between quotes on one card. */
    private static final int TEXT_CHARS = 68;

    private static final int HISTORY_CHARS = 70;
    private static final String CUT = "...";

    private final Header header = new Header();
    private final List<String> late = new ArrayList<>();

    void put(String keyword, boolean value, String comment) throws FitsException {
        header.addValue(keyword, value, cut(comment, commentRoom(NUMBER_FIELD_CHARS)));
    }

    void put(String keyword, long value, String comment) throws FitsException {
        int fieldChars = Math.max(NUMBER_FIELD_CHARS, Long.toString(value).length());
        header.addValue(keyword, value, cut(comment, commentRoom(fieldChars)));
    }

    /** A number FITS has no spelling for (NaN, infinite) leaves no card. */
    void put(String keyword, double value, String comment) throws FitsException {
        if (Double.isFinite(value)) {
            int fieldChars = Math.max(NUMBER_FIELD_CHARS, Double.toString(value).length() + 1);
            header.addValue(keyword, value, cut(comment, commentRoom(fieldChars)));
        }
    }

    void put(String keyword, String value, String comment) throws FitsException {
        String whole = clean(value).strip();
        String text = whole;
        if (quotedChars(text) > TEXT_CHARS) {
            int end = text.length();
            while (quotedChars(text.substring(0, end)) > TEXT_CHARS - CUT.length()) {
                end--;
            }
            text = text.substring(0, end) + CUT;
            late.add(keyword + " in full: " + whole);
        }
        int fieldChars = Math.max(NUMBER_FIELD_CHARS, quotedChars(text) + 2);
        header.addValue(keyword, text, cut(comment, commentRoom(fieldChars)));
    }

    boolean has(String keyword) {
        return header.containsKey(keyword);
    }

    /** As many HISTORY cards as the text needs, broken between words; after all values. */
    void history(String text) {
        late.add(text);
    }

    /** As many COMMENT cards as the text needs. */
    void comment(String text) {
        for (String line : lines(text)) {
            header.insertComment(line);
        }
    }

    Header header() {
        for (String text : late) {
            for (String line : lines(text)) {
                header.insertHistory(line);
            }
        }
        late.clear();
        return header;
    }

    /** Printable ASCII only, which is all a header may hold; every other character becomes a question mark. */
    static String clean(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 'µ' || c == 'μ') {
                ascii.append('u');
            } else if (Character.isWhitespace(c)) {
                ascii.append(' ');
            } else if (!Character.isLowSurrogate(c)) {
                ascii.append(c >= 32 && c < 127 ? c : '?');
            }
        }
        return ascii.toString();
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        String rest = clean(text).strip();
        while (rest.length() > HISTORY_CHARS) {
            int blank = rest.lastIndexOf(' ', HISTORY_CHARS);
            int end = blank > 0 ? blank : HISTORY_CHARS;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    private static int quotedChars(String text) {
        return text.length() + (int) text.chars().filter(c -> c == '\'').count();
    }

    private static int commentRoom(int fieldChars) {
        return Math.max(0, CARD_CHARS - VALUE_COLUMN - fieldChars - " / ".length());
    }

    private static String cut(String comment, int roomChars) {
        String ascii = clean(comment);
        if (ascii.length() <= roomChars) {
            return ascii;
        }
        int blank = ascii.lastIndexOf(' ', roomChars);
        return ascii.substring(0, blank > 0 ? blank : roomChars).strip();
    }
}
