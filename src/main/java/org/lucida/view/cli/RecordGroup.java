package org.lucida.view.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lucida.files.ClipWriter;
import org.lucida.pipeline.RecordingWish;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How raw frames are recorded; shared by {@code record} and {@code live}. */
final class RecordGroup {
    private static final int LEAST_BUFFER_MIB = 16;
    private static final int MOST_BUFFER_MIB = 65_536;

    @Option(
            names = "--format",
            order = 1,
            paramLabel = "KIND",
            converter = OfKind.class,
            completionCandidates = KindWords.class,
            description =
                    "How the raw frames are written: ser (one file, the fast one), fits-cube (one file and a table of"
                            + " times) or fits-frames (a folder of single frames). Default: ser.")
    ClipWriter.Kind kind;

    @Option(
            names = "--pre-trigger-s",
            order = 2,
            paramLabel = "SECONDS",
            description = "Keep the last seconds in memory and write nothing until the trigger comes: the Enter key, or"
                    + " kill -USR1. The clip then begins so many seconds before it, as far as half the buffer reaches.")
    Double preTriggerS;

    @Option(
            names = "--buffer-mib",
            order = 3,
            paramLabel = "MIB",
            description = "Most memory between camera and disk, outside the heap; bridges stalls of the disk. The ring"
                    + " holds a power of two of frames within it. Default: 1024, or what Java may take.")
    Integer bufferMib;

    /** Words to kinds of clips. */
    static final class OfKind implements ITypeConverter<ClipWriter.Kind> {
        @Override
        public ClipWriter.Kind convert(String text) {
            return Arrays.stream(ClipWriter.Kind.values())
                    .filter(kind -> kind.word().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException(text + " is none of " + String.join(", ", new KindWords())));
        }
    }

    /** Words a shell offers for --format. */
    static final class KindWords extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        KindWords() {
            super(List.of("ser", "fits-cube", "fits-frames"));
        }
    }

    /** True if anything here was given. */
    boolean isGiven() {
        return kind != null || preTriggerS != null || bufferMib != null;
    }

    /** What is asked for. */
    RecordingWish wish(RecordingWish.Stop stop) {
        if (bufferMib != null && (bufferMib < LEAST_BUFFER_MIB || bufferMib > MOST_BUFFER_MIB)) {
            throw new IllegalArgumentException("--buffer-mib=" + bufferMib + " is outside " + LEAST_BUFFER_MIB + ".."
                    + MOST_BUFFER_MIB + "; change it");
        }
        return new RecordingWish(
                kind == null ? ClipWriter.Kind.SER : kind,
                stop,
                preTriggerS == null ? 0 : preTriggerS,
                bufferMib == null ? RecordingWish.usualBufferBytes() : (long) bufferMib << 20);
    }
}
