package org.lucida.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lucida.files.EnhancedPictures;
import org.lucida.files.StackFile;

/** The words under a picture to show around: what it shows, when, with what, how much light. From the cards of the stack. */
public final class StackCaption {
    private static final String SIGNATURE = "Lucida";

    private StackCaption() {}

    /** What it shows: the target, with a capital. */
    public static String object(StackFile.Source source) {
        String object = source.text("OBJECT").orElse("Stack");
        return object.substring(0, 1).toUpperCase(Locale.ROOT) + object.substring(1);
    }

    /** Target and middle of the observation. */
    public static String title(StackFile.Source source) {
        return object(source) + time(source).map(it -> "   " + it).orElse("");
    }

    /**
     * The whole caption.
     *
     * @param wished title in place of target and time, which then stand below it; blank for no caption at all
     */
    public static EnhancedPictures.Caption of(StackFile.Source source, Optional<String> wished) {
        if (wished.isPresent() && wished.get().isBlank()) {
            return EnhancedPictures.Caption.NONE;
        }
        List<String> lines = new ArrayList<>();
        if (wished.isPresent()) {
            time(source).ifPresent(lines::add);
        }
        lines.add(Stream.of(source.text("TELESCOP"), source.text("INSTRUME"), source.text("FILTER"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", ")));
        source.text("OBSERVER").ifPresent(lines::add);
        lines.add(light(source));
        return new EnhancedPictures.Caption(wished.orElseGet(() -> title(source)), lines, SIGNATURE);
    }

    private static Optional<String> time(StackFile.Source source) {
        return source.text("DATE-AVG").or(() -> source.text("DATE-OBS")).map(StackCaption::minutes);
    }

    /** {@code 2026-01-01 00:00.3 UT}: minutes and their tenths, as observers of planets write. */
    private static String minutes(String iso) {
        if (!iso.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*")) {
            return iso + " UT";
        }
        int tenths = Integer.parseInt(iso.substring(17, 19)) / 6;
        return iso.substring(0, 10) + " " + iso.substring(11, 16) + "." + tenths + " UT";
    }

    private static String light(StackFile.Source source) {
        OptionalDouble frames = source.number("STACKCNT");
        if (frames.isEmpty()) {
            frames = source.number("NCOMBINE");
        }
        OptionalDouble seconds = source.number("LIVETIME");
        if (frames.isEmpty()) {
            return "";
        }
        String count = String.format(Locale.ROOT, "%.0f frames", frames.getAsDouble());
        return seconds.isEmpty()
                ? count + " stacked"
                : String.format(
                        Locale.ROOT,
                        seconds.getAsDouble() < 10 ? "%s, %.1f s stacked" : "%s, %.0f s stacked",
                        count,
                        seconds.getAsDouble());
    }
}
