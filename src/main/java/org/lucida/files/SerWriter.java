package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/**
 * Records raw frames as a SER clip that every planetary program reads.
 *
 * <p>Samples are little-endian with flag 0, as most programs write them. The frame count in the header is brought up to
 * date about once a second, so that a clip stays readable when the power fails; the time stamps (start of exposure, UTC,
 * strictly rising) follow at {@link #close}. An existing file is never overwritten.
 *
 * <p>Memory: a copy buffer of at most 1 MiB and 8 bytes a frame; {@link #write} allocates nothing but a new chunk for
 * every {@value #CHUNK_STAMPS} stamps.
 * <p>Thread: one thread at a time.
 */
public final class SerWriter implements AutoCloseable {
    private static final int COPY_BYTES = 1024 * 1024;
    private static final int CHUNK_STAMPS = 65_536;
    private static final long FLUSH_NS = 1_000_000_000L;
    private static final int STAMP_BYTES = 8;

    private final Path file;
    private final FileChannel channel;
    private final SerHeader header;
    private final int frameBytes;
    private final ByteBuffer copy;
    private final ByteBuffer field = ByteBuffer.allocateDirect(2 * STAMP_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final List<long[]> stamps = new ArrayList<>();
    private long lastTicks;
    private boolean timed;
    private long frameCount;
    private long flushedNs = System.nanoTime();
    private boolean closed;

    private SerWriter(Path file, FileChannel channel, FrameFormat format, SerText text) {
        this.file = file;
        this.channel = channel;
        this.header = SerHeader.of(format, text);
        this.frameBytes = format.frameBytes();
        this.copy = ByteBuffer.allocateDirect(Math.min(COPY_BYTES, frameBytes));
    }

    /**
     * Begins a new clip.
     *
     * @throws IOException if the file exists already or cannot be made
     */
    public static SerWriter create(Path file, FrameFormat format, SerText text) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException exists) {
            throw new IOException(
                    "FILE=" + file + " exists already and is never overwritten; choose another name", exists);
        } catch (IOException failure) {
            throw new IOException(
                    "FILE=" + file + " cannot be made: " + failure.getMessage() + "; check the folder and its rights",
                    failure);
        }
        SerWriter writer = new SerWriter(file, channel, format, text);
        try {
            writer.writeAll(ByteBuffer.wrap(writer.header.emit()), 0);
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
        return writer;
    }

    /** Frames written so far. */
    public long frameCount() {
        return frameCount;
    }

    /**
     * Appends a frame.
     *
     * @param raw the frame from index 0, as {@link FrameFormat} says. Not modified, nor its position and limit
     * @param startUtcNs start of exposure, or {@link FrameSlot#UNKNOWN_UTC_NS}; stamps that do not rise are moved to
     *     100 ns after their predecessor; if the first is unknown the clip gets no time stamps
     */
    public void write(ByteBuffer raw, long startUtcNs) throws IOException {
        if (frameCount == Integer.MAX_VALUE) {
            throw new IOException(
                    "FILE=" + file + " frames=" + frameCount + " is the most a SER clip can hold; begin another");
        }
        long offset = SerHeader.BYTES + frameCount * frameBytes;
        for (int done = 0; done < frameBytes; done += copy.capacity()) {
            int bytes = Math.min(copy.capacity(), frameBytes - done);
            copy.clear();
            copy.put(0, raw, done, bytes);
            writeAll(copy.limit(bytes), offset + done);
        }
        stamp(startUtcNs);
        frameCount++;
        long now = System.nanoTime();
        if (frameCount == 1 || now - flushedNs >= FLUSH_NS) {
            flushedNs = now;
            writeFrameCount();
        }
    }

    /** Writes frame count, times and time stamps and closes the file, which stays readable even if this fails. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (channel) {
            long end = SerHeader.BYTES + frameCount * frameBytes;
            channel.truncate(end);
            writeFrameCount();
            if (timed) {
                writeStamps(end);
            }
            channel.force(true);
        }
    }

    private void stamp(long startUtcNs) throws IOException {
        if (frameCount == 0) {
            timed = startUtcNs != FrameSlot.UNKNOWN_UTC_NS;
            if (timed) {
                writeTimes(startUtcNs);
            }
        }
        if (!timed) {
            return;
        }
        long ticks = startUtcNs == FrameSlot.UNKNOWN_UTC_NS ? lastTicks + 1 : SerHeader.ticks(startUtcNs);
        lastTicks = frameCount == 0 ? ticks : Math.max(ticks, lastTicks + 1);
        if (frameCount % CHUNK_STAMPS == 0) {
            stamps.add(new long[CHUNK_STAMPS]);
        }
        stamps.get((int) (frameCount / CHUNK_STAMPS))[(int) (frameCount % CHUNK_STAMPS)] = lastTicks;
    }

    private void writeTimes(long startUtcNs) throws IOException {
        Instant start = Instant.ofEpochSecond(0, startUtcNs);
        long localOffsetS = ZoneId.systemDefault().getRules().getOffset(start).getTotalSeconds();
        long utcTicks = SerHeader.ticks(startUtcNs);
        field.clear();
        field.putLong(utcTicks + localOffsetS * 10_000_000L).putLong(utcTicks).flip();
        writeAll(field, SerHeader.LOCAL_TICKS_OFFSET);
    }

    private void writeFrameCount() throws IOException {
        field.clear();
        field.putInt((int) frameCount).flip();
        writeAll(field, SerHeader.FRAME_COUNT_OFFSET);
    }

    private void writeStamps(long offset) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(CHUNK_STAMPS * STAMP_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long left = frameCount;
        long at = offset;
        for (long[] chunk : stamps) {
            int count = (int) Math.min(left, CHUNK_STAMPS);
            out.clear();
            out.asLongBuffer().put(chunk, 0, count);
            writeAll(out.limit(count * STAMP_BYTES), at);
            at += (long) count * STAMP_BYTES;
            left -= count;
        }
    }

    private void writeAll(ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException failure) {
            throw new IOException(
                    "FILE=" + file + " frames=" + frameCount + " cannot be written on: " + failure.getMessage()
                            + "; free disk space or choose another folder, the frames so far are kept",
                    failure);
        }
    }
}
