package org.lucida.files;

import java.nio.charset.StandardCharsets;

/**
 * The three free texts of a SER header.
 *
 * <p>Only printable ASCII survives in the file; anything else becomes a question mark. Each text is cut at
 * {@value #MAX_CHARACTERS} characters.
 *
 * @param observer who observed
 * @param instrument the camera
 * @param telescope the telescope; some programs look for "fps=" in here
 */
public record SerText(String observer, String instrument, String telescope) {
    static final int MAX_CHARACTERS = 40;

    public static final SerText EMPTY = new SerText("", "", "");

    /** What a camera's facts say. */
    static SerText of(StackFacts.Source source) {
        return new SerText(
                source.facts().getOrDefault("OBSERVER", ""),
                source.facts().getOrDefault("INSTRUME", source.cameraName()),
                source.facts().getOrDefault("TELESCOP", ""));
    }

    /** Reads one text field: up to the first zero byte, trailing blanks cut, what is not printable shown as '?'. */
    static String decoded(byte[] bytes, int offset) {
        StringBuilder text = new StringBuilder(MAX_CHARACTERS);
        for (int i = offset; i < offset + MAX_CHARACTERS && bytes[i] != 0; i++) {
            int character = bytes[i] & 0xFF;
            text.append(isPrintable(character) ? (char) character : '?');
        }
        return text.toString().stripTrailing();
    }

    /** The bytes of one text field, filled up with zeros. */
    static byte[] encoded(String text) {
        byte[] field = new byte[MAX_CHARACTERS];
        byte[] ascii = text.strip().getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < Math.min(ascii.length, MAX_CHARACTERS); i++) {
            field[i] = isPrintable(ascii[i]) ? ascii[i] : (byte) '?';
        }
        return field;
    }

    private static boolean isPrintable(int character) {
        return character >= 32 && character <= 126;
    }
}
