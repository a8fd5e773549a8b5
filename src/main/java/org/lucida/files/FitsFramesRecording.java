package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.lucida.frame.FrameFormat;

/**
 * Records every raw frame as a FITS file of its own, in a new folder: {@code frame-00000001.fits} and so on.
 *
 * <p>Made for exposures of a second and more: a file for each frame costs a directory entry, a header and a system call
 * each. The system brings the files to the disk in its own time, usually within half a minute.
 */
final class FitsFramesRecording implements ClipWriter {
    /** A header of usual size. */
    private static final int HEADER_BYTES = 2 * StackFits.BLOCK_BYTES;

    private final Path folder;
    private final RawFitsFrame shape;
    private final FrameFormat format;
    private final ByteBuffer padding;
    private volatile long frameCount;

    private FitsFramesRecording(Path folder, RawFitsFrame shape, FrameFormat format) {
        this.folder = folder;
        this.shape = shape;
        this.format = format;
        padding = ByteBuffer.allocateDirect((int) (StackFits.padded(format.frameBytes()) - format.frameBytes()));
    }

    static FitsFramesRecording create(Path folder, StackFacts.Source source) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (IOException failure) {
            throw new IOException(
                    "FOLDER=" + folder + " cannot be made: " + failure.getMessage()
                            + "; check the folder it lies in, or choose another",
                    failure);
        }
        return new FitsFramesRecording(folder, RawFitsFrame.of(source, false), source.format());
    }

    static long fileBytes(FrameFormat format) {
        return HEADER_BYTES + StackFits.padded(format.frameBytes());
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    public void write(ByteBuffer raw, long startUtcNs) throws IOException {
        Path file = folder.resolve(String.format(Locale.ROOT, "frame-%08d.fits", frameCount + 1));
        shape.putTime(UtcText.iso6(startUtcNs));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            WholeFile.writeFully(channel, ByteBuffer.wrap(shape.header()));
            WholeFile.writeFully(channel, shape.convert(raw).slice(0, format.frameBytes()));
            WholeFile.writeFully(channel, padding.clear());
        } catch (IOException failure) {
            Files.deleteIfExists(file);
            throw new IOException(
                    "FILE=" + file + " frames=" + frameCount + " cannot be written: " + failure.getMessage()
                            + "; free disk space or choose another folder, the frames so far are kept",
                    failure);
        }
        frameCount++;
    }

    @Override
    public void secure() {
        // the system brings closed files to the disk by itself
    }

    @Override
    public long frameCount() {
        return frameCount;
    }

    @Override
    public long securedCount() {
        return frameCount;
    }

    @Override
    public Path path() {
        return folder;
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        if (frameCount == 0) {
            Files.deleteIfExists(folder);
        }
    }
}
