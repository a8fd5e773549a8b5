package org.lucida.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lucida.camera.Camera;
import org.lucida.files.RecordingFacts;
import org.lucida.files.RecordingReport;
import org.lucida.files.SessionNames;
import org.lucida.files.SessionReport;

/**
 * Writes what is told beside a clip: the camera settings and its session report.
 *
 * @param names of this clip
 * @param startedAt when the program began to read frames for it
 */
record ClipReports(
        Camera camera,
        RecordingWish wish,
        StackingSession.Output output,
        SessionNames names,
        String software,
        Clock clock,
        Instant startedAt) {
    /**
     * Writes the reports.
     *
     * @param complete true if a limit was reached or the source ended, not the observer or an error
     * @return the clip, if there is one, and the reports
     */
    List<Path> write(RecordingFacts facts, boolean complete) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.exists(facts.clip())) {
            files.add(facts.clip());
        }
        SessionReport report = new SessionReport(clock);
        report.writeCameraSettings(names.cameraSettings(), reportOf(facts, complete, files));
        files.add(names.cameraSettings());
        report.writeJson(names, reportOf(facts, complete, files));
        files.add(names.sessionJson());
        return files;
    }

    private RecordingReport reportOf(RecordingFacts facts, boolean complete, List<Path> files) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("format", wish.kind().word());
        settings.put("preTriggerS", wish.preTriggerS());
        settings.put("bufferBytes", wish.bufferBytes());
        settings.putAll(output.wishes());
        return new RecordingReport(
                software,
                output.targetName(),
                StackingSession.sourceOf(camera),
                Diaries.of(camera),
                complete,
                settings,
                startedAt,
                facts,
                files);
    }
}
