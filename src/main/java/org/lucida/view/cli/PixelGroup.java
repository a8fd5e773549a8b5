package org.lucida.view.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.lucida.frame.Roi;
import org.lucida.pipeline.PixelCare;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options about single pixels: which are left out, and what the others are uncertain by. */
final class PixelGroup {
    @Option(
            names = "--bad-pixels",
            order = 1,
            paramLabel = "FILE",
            description =
                    "Pixels to leave out: lines x,y (column and row from 0, whole frame), or a FITS image in which"
                            + " all but 0 is bad. Hot pixels of --dark and dead ones of --flat are left out anyway.")
    Path badPixels;

    @Option(
            names = "--hot-pixels",
            order = 2,
            paramLabel = "auto|off",
            converter = OfHotPixels.class,
            completionCandidates = HotPixelWords.class,
            description =
                    "auto looks for pixels that stand still as spikes while the target wanders over the sensor, and"
                            + " leaves them out; of a target that stands still nothing is taken. Default: auto without --dark, off"
                            + " with it.")
    HotPixels hotPixels;

    /** Whether to look for hot pixels. */
    enum HotPixels {
        AUTO,
        OFF
    }

    /** auto or off. */
    static final class OfHotPixels implements ITypeConverter<HotPixels> {
        @Override
        public HotPixels convert(String text) {
            for (HotPixels each : HotPixels.values()) {
                if (each.name().equalsIgnoreCase(text)) {
                    return each;
                }
            }
            throw new TypeConversionException(text + " is none of auto, off");
        }
    }

    /** Words a shell offers for --hot-pixels. */
    static final class HotPixelWords extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        HotPixelWords() {
            super(List.of("auto", "off"));
        }
    }

    @Option(
            names = "--variance",
            order = 3,
            description = "Keep the variance of every output pixel and write it as extension VAR; costs time and memory"
                    + " once more. Needs --gain unless the source says EGAIN.")
    boolean wantsVariance;

    @Option(
            names = "--gain",
            order = 4,
            paramLabel = "E/ADU",
            description = "Electrons per ADU, for --variance: (value - offset) / gain + (read noise / gain)^2. Default:"
                    + " EGAIN of the source.")
    Double gainEPerAdu;

    @Option(
            names = "--offset",
            order = 5,
            paramLabel = "ADU",
            description = "Value of a sample without light, for --variance; 0 once a dark is taken off. Default: 0.")
    Double offsetAdu;

    @Option(
            names = "--read-noise",
            order = 6,
            paramLabel = "E",
            description = "Read noise, electrons, for --variance. Default: RDNOISE of the source, else 0.")
    Double readNoiseE;

    /** What is asked for. */
    PixelCare care(Optional<Roi> region, boolean hasDark) {
        StackOptions.requireFile("--bad-pixels", badPixels);
        if (!wantsVariance && (gainEPerAdu != null || offsetAdu != null || readNoiseE != null)) {
            throw new IllegalArgumentException(
                    "--variance=not given; --gain, --offset and --read-noise need it: add it, or leave them out");
        }
        if (gainEPerAdu != null && !(gainEPerAdu > 0 && Double.isFinite(gainEPerAdu))) {
            throw new IllegalArgumentException("--gain=" + gainEPerAdu + " is not above 0; give electrons per ADU");
        }
        if (offsetAdu != null && !Double.isFinite(offsetAdu)) {
            throw new IllegalArgumentException("--offset=" + offsetAdu + " is not finite; give ADU");
        }
        if (readNoiseE != null && !(readNoiseE >= 0 && Double.isFinite(readNoiseE))) {
            throw new IllegalArgumentException("--read-noise=" + readNoiseE + " is below 0; give electrons");
        }
        return new PixelCare(
                Optional.ofNullable(badPixels),
                region,
                hotPixels == null ? !hasDark : hotPixels == HotPixels.AUTO,
                wantsVariance,
                optional(gainEPerAdu),
                optional(offsetAdu),
                optional(readNoiseE));
    }

    private static OptionalDouble optional(Double number) {
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
