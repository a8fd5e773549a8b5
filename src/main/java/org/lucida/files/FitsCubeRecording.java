package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nom.tam.fits.FitsException;
import org.lucida.frame.FrameFormat;

/**
 * Records raw frames as one FITS cube, with a table TIMES of their UTC starts behind it.
 *
 * <p>The header's number of frames is brought up to date about once a second, so the frames survive a power failure; their
 * times, but for the first one's, are written at the end only. Samples are turned into the FITS order one by one, which takes
 * more processor time than SER.
 *
 * <p>Memory: a block, a frame, and 8 bytes for every frame.
 */
final class FitsCubeRecording implements ClipWriter {
    /** A row of the table of times. */
    static final int ROW_BYTES = UtcText.ISO7_CHARS;

    private static final int CHUNK_STAMPS = 65_536;
    private static final long SECURE_NS = 1_000_000_000L;

    private final Path file;
    private final BlockFile blocks;
    private final RawFitsFrame shape;
    private final FrameFormat format;
    private final List<long[]> times = new ArrayList<>();
    private volatile long frameCount;
    private volatile long securedCount;
    private long securedNs = System.nanoTime();
    private boolean failed;
    private boolean closed;

    private FitsCubeRecording(Path file, BlockFile blocks, RawFitsFrame shape, FrameFormat format) {
        this.file = file;
        this.blocks = blocks;
        this.shape = shape;
        this.format = format;
    }

    static FitsCubeRecording create(Path file, StackFacts.Source source) throws IOException {
        return create(BlockFile.REAL_DISK, file, source);
    }

    static FitsCubeRecording create(BlockFile.Disk disk, Path file, StackFacts.Source source) throws IOException {
        if (source.format().layout().samplesPerPixel() == 3) {
            throw new IllegalArgumentException(
                    "--format=" + Kind.FITS_CUBE.word() + " holds one sample a pixel, the frames are " + source.format()
                            + "; use " + Kind.SER.word() + " or " + Kind.FITS_FRAMES.word());
        }
        RawFitsFrame shape = RawFitsFrame.of(source, true);
        BlockFile blocks = BlockFile.create(disk, file, BlockFile.BLOCK_BYTES, shape.header());
        return new FitsCubeRecording(file, blocks, shape, source.format());
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    public void write(ByteBuffer raw, long startUtcNs) throws IOException {
        if (failed) {
            throw new IOException("FILE=" + file + " has failed before and takes no more frames; begin another clip");
        }
        try {
            blocks.append(shape.convert(raw), 0, format.frameBytes());
        } catch (IOException failure) {
            throw trouble(failure);
        }
        int place = (int) (frameCount % CHUNK_STAMPS);
        if (place == 0) {
            times.add(new long[CHUNK_STAMPS]);
        }
        times.get(times.size() - 1)[place] = startUtcNs;
        if (frameCount == 0) {
            shape.putTime(UtcText.iso6(startUtcNs));
        }
        frameCount++;
        secure();
    }

    @Override
    public void secure() throws IOException {
        long now = System.nanoTime();
        if (failed || now - securedNs < SECURE_NS) {
            return;
        }
        securedNs = now;
        if (securedCount < frameCount) {
            try {
                bringToDisk();
            } catch (IOException failure) {
                throw trouble(failure);
            }
        }
    }

    private void bringToDisk() throws IOException {
        shape.putFrameCount((int) frameCount);
        blocks.patch(0, shape.header());
        blocks.flush();
        blocks.flushHead();
        blocks.force();
        securedCount = frameCount;
    }

    private IOException trouble(IOException failure) {
        failed = true;
        long dataBytes = Math.max(0, blocks.writtenBytes() - shape.header().length);
        frameCount = Math.min(frameCount, dataBytes / format.frameBytes());
        return blocks.trouble(frameCount, failure);
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (blocks) {
            if (!failed && frameCount > 0) {
                finish();
            }
            if (failed) {
                shape.putFrameCount((int) frameCount);
                blocks.patch(0, shape.header());
                blocks.cut(shape.header().length + frameCount * format.frameBytes());
            }
        }
        if (frameCount == 0) {
            Files.deleteIfExists(file);
        }
    }

    private void finish() throws IOException {
        try {
            bringToDisk();
            pad(frameCount * format.frameBytes());
            append(timesHeader());
            for (long frame = 0; frame < frameCount; frame++) {
                long utcNs = times.get((int) (frame / CHUNK_STAMPS))[(int) (frame % CHUNK_STAMPS)];
                append((UtcText.iso7(utcNs) + " ".repeat(ROW_BYTES))
                        .substring(0, ROW_BYTES)
                        .getBytes(StandardCharsets.US_ASCII));
            }
            pad(frameCount * ROW_BYTES);
            blocks.flush();
            blocks.force();
        } catch (IOException failure) {
            throw trouble(failure);
        }
    }

    private byte[] timesHeader() throws IOException {
        try {
            FitsCards cards = new FitsCards();
            cards.put("XTENSION", "BINTABLE", "binary table");
            cards.put("BITPIX", 8, "bytes");
            cards.put("NAXIS", 2, "axes");
            cards.put("NAXIS1", ROW_BYTES, "bytes of a row");
            cards.put("NAXIS2", frameCount, "rows, one for each frame");
            cards.put("PCOUNT", 0, "no heap");
            cards.put("GCOUNT", 1, "one group");
            cards.put("TFIELDS", 1, "columns");
            cards.put("EXTNAME", "TIMES", "when each frame was exposed");
            cards.put("TTYPE1", "UTC", "start of exposure, blank if unknown");
            cards.put("TFORM1", ROW_BYTES + "A", "");
            return StackFits.bytes(cards.header());
        } catch (FitsException impossible) {
            throw new IOException("the table of times has no valid header", impossible);
        }
    }

    private void append(byte[] bytes) throws IOException {
        blocks.append(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    private void pad(long bytes) throws IOException {
        append(new byte[(int) (StackFits.padded(bytes) - bytes)]);
    }

    @Override
    public long frameCount() {
        return frameCount;
    }

    @Override
    public long securedCount() {
        return securedCount;
    }

    @Override
    public Path path() {
        return file;
    }

    @Override
    public List<String> notes() {
        return blocks.notes();
    }
}
