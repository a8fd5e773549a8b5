package org.lucida.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.lucida.config.StackSettings.Target;

/**
 * One key of the settings: its name, what is allowed, how it is read from text. The one place that knows all keys.
 *
 * @param name the key in presets
 * @param range what is allowed, in words
 * @param remedy what to do where it is not
 * @param value reads the setting
 * @param legal judges the value of complete settings
 * @param read sets the value from a preset's text; IllegalArgumentException if the text is of the wrong kind
 */
record SettingKey(
        String name,
        String range,
        String remedy,
        Function<StackSettings, Object> value,
        Predicate<StackSettings> legal,
        BiConsumer<StackSettings.Builder, String> read) {
    /** Plain decimal numbers only: no NaN, no hexadecimal, no type letters. At most 30 characters. */
    private static final Pattern NUMBER =
            Pattern.compile("(?=.{1,30}$)[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

    private static final Pattern METRIC = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    static final List<SettingKey> ALL = List.of(
            new SettingKey(
                    "target",
                    "planet, surface or stars",
                    "planet for a disk on a dark sky, surface for Moon and Sun, stars for points",
                    StackSettings::target,
                    settings -> settings.target() != null,
                    (builder, text) -> builder.target(Target.valueOf(text.toUpperCase(Locale.ROOT)))),
            number(
                    "scale",
                    "a number from 1 to 3",
                    "1 keeps the pixel size, 1.5 suits colour cameras",
                    StackSettings::scale,
                    value -> value >= 1 && value <= 3,
                    StackSettings.Builder::scale),
            number(
                    "pixfrac",
                    "a number from 0.1 to 1 (input px)",
                    "0.7 suits most, 1 leaves no holes in short sessions",
                    StackSettings::pixfrac,
                    value -> value >= 0.1 && value <= 1,
                    StackSettings.Builder::pixfrac),
            new SettingKey(
                    "metric",
                    "the name of a luckiness metric",
                    "use band-energy for planets, Moon and Sun, s1 for stars; see lucida metrics",
                    StackSettings::metric,
                    settings -> settings.metric() != null
                            && METRIC.matcher(settings.metric()).matches(),
                    (builder, text) -> builder.metric(text.toLowerCase(Locale.ROOT))),
            number(
                    "samplingPxPerLambdaD",
                    "0 (unknown) or a number from 0.3 to 20 (px)",
                    "it is wavelength x focal ratio / pixel size: 0.55 um x 20 / 2.9 um = 3.8",
                    StackSettings::samplingPxPerLambdaD,
                    value -> value == 0 || (value >= 0.3 && value <= 20),
                    StackSettings.Builder::samplingPxPerLambdaD),
            number(
                    "alpha",
                    "a number from 0 to 4",
                    "1 weighs by luckiness, 0 weighs all frames alike",
                    StackSettings::alpha,
                    value -> value >= 0 && value <= 4,
                    StackSettings.Builder::alpha),
            number(
                    "keepFraction",
                    "a fraction above 0 and up to 1",
                    "1 keeps every frame and lets its weight speak, 0.3 keeps the luckiest 30 %",
                    StackSettings::keepFraction,
                    value -> value > 0 && value <= 1,
                    StackSettings.Builder::keepFraction),
            whole(
                    "searchRadiusPx",
                    "0 (automatic) or a whole number from 2 to 4096 (input px)",
                    "0 suits most, raise it for a target that jumps",
                    StackSettings::searchRadiusPx,
                    value -> value == 0 || (value >= 2 && value <= 4096),
                    StackSettings.Builder::searchRadiusPx),
            whole(
                    "epochCount",
                    "a whole number from 10 to 1000000 (frames)",
                    "take the frames of about one minute",
                    StackSettings::epochCount,
                    value -> value >= 10 && value <= 1_000_000,
                    StackSettings.Builder::epochCount),
            whole(
                    "threads",
                    "a whole number from 1 to 64",
                    "2 suits most; the result does not depend on it",
                    StackSettings::threads,
                    value -> value >= 1 && value <= 64,
                    StackSettings.Builder::threads),
            whole(
                    "ringSlotCount",
                    "0 (automatic) or a power of two from 4 to 65536 (frames)",
                    "0 suits most, raise it where frames are dropped in short bursts",
                    StackSettings::ringSlotCount,
                    value -> value == 0 || (value >= 4 && value <= 65_536 && Long.bitCount(value) == 1),
                    StackSettings.Builder::ringSlotCount),
            number(
                    "previewEveryS",
                    "0 (none) or a number from 0.2 to 3600 (seconds)",
                    "5 is enough to watch a stack grow",
                    StackSettings::previewEveryS,
                    value -> value == 0 || (value >= 0.2 && value <= 3600),
                    StackSettings.Builder::previewEveryS));

    static Optional<SettingKey> named(String name) {
        return ALL.stream().filter(key -> key.name.equals(name)).findFirst();
    }

    boolean isLegal(StackSettings settings) {
        return legal.test(settings);
    }

    /** The value as a preset would write it. */
    String text(StackSettings settings) {
        Object it = value.apply(settings);
        if (it instanceof Target target) {
            return target.key();
        }
        return it instanceof Double number ? plain(number) : String.valueOf(it);
    }

    Problem problem(String text) {
        return new Problem(name, text, range, remedy);
    }

    /** A number without a needless ".0". */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static SettingKey number(
            String name,
            String range,
            String remedy,
            Function<StackSettings, Double> value,
            Predicate<Double> legal,
            BiConsumer<StackSettings.Builder, Double> write) {
        return new SettingKey(
                name,
                range,
                remedy,
                value::apply,
                settings -> legal.test(value.apply(settings)),
                (builder, text) -> write.accept(builder, number(text)));
    }

    private static SettingKey whole(
            String name,
            String range,
            String remedy,
            Function<StackSettings, Integer> value,
            Predicate<Integer> legal,
            BiConsumer<StackSettings.Builder, Integer> write) {
        return new SettingKey(
                name,
                range,
                remedy,
                value::apply,
                settings -> legal.test(value.apply(settings)),
                (builder, text) -> write.accept(builder, Integer.parseInt(text)));
    }

    private static double number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("not a plain number");
        }
        return Double.parseDouble(text);
    }
}
