package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/**
 * A clip in the making: raw frames in, one file or a folder of files out.
 *
 * <p>Fails: IOException with file, frames so far and remedy; what was written before stays, and {@link #close} still ends
 * the clip as well as the disk allows.
 * <p>Thread: one thread at a time; the counts from anywhere.
 */
public interface ClipWriter extends AutoCloseable {
    /** What a clip is written as. */
    enum Kind {
        /** One SER file, the fast one. */
        SER("ser"),
        /** One FITS file with all frames and a table of their times. */
        FITS_CUBE("fits-cube"),
        /** A folder with a FITS file for each frame. */
        FITS_FRAMES("fits-frames");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word on the command line. */
        public String word() {
            return word;
        }

        /** What comes behind the dot; a folder has nothing. */
        public String extension() {
            return switch (this) {
                case SER -> "ser";
                case FITS_CUBE -> "fits";
                case FITS_FRAMES -> "";
            };
        }

        /**
         * Begins a new clip of this kind; nothing is ever overwritten.
         *
         * @param source the camera, its facts for the header, and the shape of its frames
         * @throws IllegalArgumentException if the kind cannot hold such frames
         */
        public ClipWriter create(Path file, StackFacts.Source source) throws IOException {
            return switch (this) {
                case SER -> SerRecording.create(file, source.format(), SerText.of(source));
                case FITS_CUBE -> FitsCubeRecording.create(file, source);
                case FITS_FRAMES -> FitsFramesRecording.create(file, source);
            };
        }

        /** Bytes a clip takes on the disk for every frame, times included. */
        public long bytesPerFrame(FrameFormat format) {
            return switch (this) {
                case SER -> format.frameBytes() + SerJournal.ENTRY_BYTES + Long.BYTES;
                case FITS_CUBE -> format.frameBytes() + FitsCubeRecording.ROW_BYTES;
                case FITS_FRAMES -> FitsFramesRecording.fileBytes(format);
            };
        }
    }

    /**
     * Appends a frame.
     *
     * <p>Memory: allocates nothing for SER.
     *
     * @param raw the frame from index 0, as {@link FrameFormat} says. Not modified, nor its position and limit
     * @param startUtcNs start of exposure, or {@link FrameSlot#UNKNOWN_UTC_NS}
     */
    void write(ByteBuffer raw, long startUtcNs) throws IOException;

    /** Brings everything so far to the disk if the last time was about a second ago; call it often, also without frames. */
    void secure() throws IOException;

    /** Frames appended. */
    long frameCount();

    /** Frames that survive a power failure. */
    long securedCount();

    /** The file, or the folder. */
    Path path();

    /** What is odd about the way the clip is written, one sentence each. */
    List<String> notes();

    /** Ends the clip: times, counts, everything on the disk. A clip without frames is taken away again. */
    @Override
    void close() throws IOException;
}
