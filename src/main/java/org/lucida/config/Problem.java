package org.lucida.config;

/**
 * One setting that cannot be used, said so that an observer can mend it.
 *
 * @param path where it stands: the key, with file and line where it came from a preset
 * @param value what was found there, shortened if long
 * @param range what is allowed, in words: "a number from 1 to 3"
 * @param remedy what to do instead
 */
public record Problem(String path, String value, String range, String remedy) {
    private static final int LONGEST_VALUE = 60;

    public Problem {
        value = shortened(value);
    }

    /** The problem as one sentence: {@code scale=9 must be a number from 1 to 3; 1.5 suits most}. */
    public String sentence() {
        return path + "=" + value + " must be " + range + "; " + remedy;
    }

    /** The same problem, its place named more exactly, for instance {@code mine.yaml line 4: }. */
    public Problem at(String place) {
        return new Problem(place + path, value, range, remedy);
    }

    /** Text fit for one line of a message: control characters replaced, long text cut. */
    static String shortened(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length() && i < LONGEST_VALUE; i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) ? ' ' : c);
        }
        return text.length() > LONGEST_VALUE ? out.append("...").toString() : out.toString();
    }
}
