package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lucida.camera.CameraNotice;
import org.lucida.pipeline.RecordingStatus;

/** Starts stacking runs; bound to the pipeline. */
public interface Engine {
    /**
     * Opens the camera, checks the memory, starts the threads.
     *
     * @throws IllegalArgumentException if the settings do not fit together or need more memory than there is
     * @throws IOException if the camera cannot be opened, the data are damaged or nothing can be written
     */
    Run start(RunRequest request) throws IOException;

    /**
     * One session from the first frame to the files.
     *
     * <p>Thread: {@link #requestStop()} from anywhere, also more than once; everything else from one thread.
     */
    interface Run extends AutoCloseable {
        /** The state of the session now; polled at 5 to 10 Hz. */
        RunStatus status();

        /**
         * What the frames so far say about the dither: sentences to show, empty while all is well or too little is known.
         * Polled with the status; may be a second old.
         */
        default List<String> ditherWarning() {
            return List.of();
        }

        /** The recording beside the stack; empty without one. Polled with the status. */
        default Optional<RecordingStatus> recording() {
            return Optional.empty();
        }

        /** Why the recording ended early, if it did. Polled with the status. */
        default Optional<IOException> recordingFailure() {
            return Optional.empty();
        }

        /** What the camera has to tell, oldest first. Polled with the status. */
        default List<CameraNotice> cameraNotices() {
            return List.of();
        }

        /** Seconds for which no frame has come although one was due; 0 while all is well. Polled with the status. */
        default double waitingS() {
            return 0;
        }

        /** Begins the clip with the frames kept in memory, if a recording waits for that. Any thread. */
        default void trigger() {}

        /** True if a preview may be made now; a recording in need of the machine puts it off. */
        default boolean mayPreview() {
            return true;
        }

        /** Waits for the last frame; true when it is through, false when the time is over. */
        boolean awaitEnd(long timeoutMs) throws InterruptedException;

        /** Ends the session early and cleanly: what was stacked is written by {@link #finish()}. Returns at once. */
        void requestStop();

        /** Writes the results; called once, after the end. */
        RunResult finish() throws IOException;

        /** Writes the stack as it is now as a PNG, without stopping anything. */
        void writePreview(Path png) throws IOException;

        /** Lets go of camera, threads and memory; without {@link #finish()} nothing is written. */
        @Override
        void close() throws IOException;
    }
}
