package org.lucida.view.fx.desk;

import java.util.List;
import java.util.Optional;
import org.lucida.camera.CameraNotice;
import org.lucida.frame.Ledger;
import org.lucida.pipeline.RecordingStatus;

/**
 * An observation at one instant, for the eye; made five times a second away from the FX thread.
 *
 * @param phase whether frames flow
 * @param elapsedS since the start, until the last frame was settled
 * @param expectedCount frames the source has; -1 if nobody knows
 * @param ledger where every delivered frame is
 * @param frameRateHz frames settled per second over the last two seconds
 * @param stackedNowCount frames in the present stack; fewer than the ledger's after the stack was begun anew
 * @param displacementXPx where the target is against the reference, raw px; NaN if unknown
 * @param displacementYPx the same downward
 * @param luckiness of the last frame, 1 = as sharp as the first ones; NaN if unknown
 * @param keepFraction share of the luckiest frames that is stacked
 * @param keepThresholdLuckiness luckiness below which frames are left out now; NaN while all are kept
 * @param isStackPaused true while the observer keeps frames out of the stack
 * @param ringFillFraction how full the ring between camera and stages is
 * @param freeDiskBytes room where the files go; -1 if unknown
 * @param recording the recording that runs, or the last one
 * @param recordingFailure why it ended early, if it did
 * @param waitingS seconds for which no frame has come although one was due; 0 while all is well
 * @param cameraNotices what the camera has to tell, oldest first
 * @param ditherLines what the frames so far say about the dither, if there is something to say
 */
public record Readings(
        Phase phase,
        double elapsedS,
        long expectedCount,
        Ledger ledger,
        double frameRateHz,
        long stackedNowCount,
        double displacementXPx,
        double displacementYPx,
        double luckiness,
        double keepFraction,
        double keepThresholdLuckiness,
        boolean isStackPaused,
        double ringFillFraction,
        long freeDiskBytes,
        Optional<RecordingStatus> recording,
        Optional<String> recordingFailure,
        double waitingS,
        List<CameraNotice> cameraNotices,
        List<String> ditherLines) {
    /** Whether frames flow. */
    public enum Phase {
        RUNNING,
        /** The source has no more frames, or its limit is reached; the stack can be looked at and saved. */
        ENDED,
        /** The source failed for good; what came before can be looked at and saved. */
        FAILED
    }

    /** True while a recording writes or waits for its trigger. */
    public boolean isRecording() {
        return recording.isPresent() && !recording.get().state().isEnded();
    }
}
