package org.lucida.files;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report of a recording without a stack.
 *
 * @param software program and version
 * @param target what was observed; blank if unknown
 * @param source the camera
 * @param diary what the camera went through
 * @param complete true if a limit was reached or the source ended, not the observer or an error
 * @param settings what was asked for, names ending in units
 * @param startedAt when the program began to read frames
 * @param recording what became of the frames
 * @param files what was written; those that exist are listed with their size
 */
public record RecordingReport(
        String software,
        String target,
        StackFacts.Source source,
        CameraDiary diary,
        boolean complete,
        Map<String, Object> settings,
        Instant startedAt,
        RecordingFacts recording,
        List<Path> files) {
    public RecordingReport {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        files = List.copyOf(files);
    }
}
