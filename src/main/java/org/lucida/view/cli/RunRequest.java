package org.lucida.view.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.lucida.camera.CameraWish;
import org.lucida.config.StackSettings;
import org.lucida.pipeline.PixelCare;
import org.lucida.pipeline.RecordingWish;

/**
 * What one stacking run shall do.
 *
 * @param cameraAddress where frames come from, for instance {@code replay:jupiter.ser}
 * @param wish region, overrides and pace for the camera
 * @param settings validated settings
 * @param outputDir folder for the results; it exists
 * @param dark master dark to subtract
 * @param flat master flat to divide by
 * @param mayDrop true against the clock: a full ring drops and counts; false: the source waits for the stages
 * @param targetName what was looked at, for file names and the OBJECT keyword
 * @param writesCsv true to write the frame table as CSV, too
 * @param maxFrameCount end after so many delivered frames
 * @param maxDurationS end after so many seconds
 * @param care which pixels are left out, and whether variances are kept
 * @param recording raw frames to disk beside the stack
 */
public record RunRequest(
        String cameraAddress,
        CameraWish wish,
        StackSettings settings,
        Path outputDir,
        Optional<Path> dark,
        Optional<Path> flat,
        boolean mayDrop,
        Optional<String> targetName,
        boolean writesCsv,
        OptionalLong maxFrameCount,
        OptionalDouble maxDurationS,
        PixelCare care,
        Optional<RecordingWish> recording) {
    /** This with camera controls. */
    RunRequest withCameraSettings(Map<String, String> cameraSettings) {
        return with(wish.withSettings(cameraSettings), recording);
    }

    /** This with a recording beside the stack. */
    public RunRequest recording(RecordingWish recordingWish) {
        return with(wish, Optional.of(recordingWish));
    }

    private RunRequest with(CameraWish otherWish, Optional<RecordingWish> otherRecording) {
        return new RunRequest(
                cameraAddress,
                otherWish,
                settings,
                outputDir,
                dark,
                flat,
                mayDrop,
                targetName,
                writesCsv,
                maxFrameCount,
                maxDurationS,
                care,
                otherRecording);
    }
}
