package org.lucida.files;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a session report tells besides the facts of the stack. Keys of the maps end in their units; values are numbers,
 * truth values, texts, enums, times, lists and maps of these.
 *
 * @param stack facts of the stack
 * @param inputs files or camera addresses as the user named them
 * @param complete true if the source was read to its end or to the limit asked for
 * @param settings every setting in force, in order
 * @param timing when and how fast
 * @param geometry size and place of the stack, for instance {@code widthPx}, {@code heightPx}, {@code planeCount}
 * @param referenceEpochs the references the frames were aligned to, oldest first
 * @param files what was written; those that exist are listed with their size
 * @param recording the raw frames that went to disk; empty without a recording
 * @param gaps gaps in the times of the frames that came through the stages
 * @param diary what the camera went through
 * @param events what the observer did meanwhile
 */
public record SessionFacts(
        StackFacts stack,
        List<String> inputs,
        boolean complete,
        Map<String, Object> settings,
        Timing timing,
        Map<String, Object> geometry,
        List<Map<String, Object>> referenceEpochs,
        List<Path> files,
        Optional<RecordingFacts> recording,
        RecordingFacts.Gaps gaps,
        CameraDiary diary,
        SessionEvents events) {
    public SessionFacts {
        inputs = List.copyOf(inputs);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        geometry = Collections.unmodifiableMap(new LinkedHashMap<>(geometry));
        referenceEpochs = List.copyOf(referenceEpochs);
        files = List.copyOf(files);
    }

    /** Facts of a session without a recording. */
    public SessionFacts(
            StackFacts stack,
            List<String> inputs,
            boolean complete,
            Map<String, Object> settings,
            Timing timing,
            Map<String, Object> geometry,
            List<Map<String, Object>> referenceEpochs,
            List<Path> files) {
        this(
                stack,
                inputs,
                complete,
                settings,
                timing,
                geometry,
                referenceEpochs,
                files,
                Optional.empty(),
                RecordingFacts.Gaps.NONE,
                CameraDiary.EMPTY,
                SessionEvents.NONE);
    }

    /**
     * When and how fast.
     *
     * @param startedAt when the program began to read frames
     * @param wallS seconds from then to the last frame settled
     * @param rateHz frames settled per second
     */
    public record Timing(Instant startedAt, double wallS, double rateHz) {}
}
