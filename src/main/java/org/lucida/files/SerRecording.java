package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/**
 * Records raw frames as a SER clip at the speed of the disk, safe against power failure at any instant.
 *
 * <p>Frames go past the page cache in large blocks; each frame's time goes into a {@link SerJournal} first. About once a
 * second everything so far is brought to the disk and the header's frame count is brought up to date, also when few
 * frames come. Until the end the header says that there is no trailer, so every program can read the clip meanwhile. At
 * the end the trailer is written, header and trailer are brought to the disk, and the journal goes. If it does not come
 * to that, {@link SerRepair} does it from the journal.
 *
 * <p>Shape: samples little-endian with flag 0, as most programs write and read them.
 * <p>Time: stamps are the start of exposure, UTC, strictly rising; a stamp that does not rise is moved to 100 ns after its
 * predecessor, and so is an unknown one. If the first is unknown the clip gets no trailer.
 * <p>Memory: {@value BlockFile#BLOCK_BYTES} bytes outside the heap; {@link #write} allocates nothing.
 */
public final class SerRecording implements ClipWriter {
    /** Times of frames that have none in the journal. */
    private static final long NO_TICKS = 1;

    private static final long SECURE_NS = 1_000_000_000L;
    private static final long TICKS_PER_S = 10_000_000L;

    private final Path file;
    private final BlockFile blocks;
    private final SerJournal journal;
    private final SerHeader header;
    private final int frameBytes;
    private long firstTicks;
    private long lastTicks;
    private boolean timed;
    private volatile long frameCount;
    private volatile long securedCount;
    private long securedNs = System.nanoTime();
    private boolean failed;
    private boolean closed;

    private SerRecording(Path file, BlockFile blocks, SerJournal journal, SerHeader header, int frameBytes) {
        this.file = file;
        this.blocks = blocks;
        this.journal = journal;
        this.header = header;
        this.frameBytes = frameBytes;
    }

    /**
     * Begins a new clip.
     *
     * @throws IOException if the file exists already or cannot be made
     */
    public static SerRecording create(Path file, FrameFormat format, SerText text) throws IOException {
        return create(BlockFile.REAL_DISK, BlockFile.BLOCK_BYTES, file, format, text);
    }

    static SerRecording create(BlockFile.Disk disk, int blockBytes, Path file, FrameFormat format, SerText text)
            throws IOException {
        SerHeader header = SerHeader.of(format, text);
        BlockFile blocks = BlockFile.create(disk, file, blockBytes, header.emit());
        try {
            SerJournal journal = SerJournal.create(file, header.emit());
            return new SerRecording(file, blocks, journal, header, format.frameBytes());
        } catch (IOException failure) {
            blocks.close();
            Files.deleteIfExists(file);
            throw new IOException(
                    "FILE=" + SerJournal.of(file) + " cannot be made: " + failure.getMessage()
                            + "; check the folder, its rights and the free space, or choose another folder",
                    failure);
        }
    }

    @Override
    public Path path() {
        return file;
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
    public List<String> notes() {
        return new ArrayList<>(blocks.notes());
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    public void write(ByteBuffer raw, long startUtcNs) throws IOException {
        if (failed) {
            throw new IOException("FILE=" + file + " has failed before and takes no more frames; begin another clip");
        }
        if (frameCount == Integer.MAX_VALUE) {
            throw new IOException(
                    "FILE=" + file + " frames=" + frameCount + " is the most a SER clip can hold; begin another");
        }
        try {
            journal.append(stamp(startUtcNs));
            blocks.append(raw, 0, frameBytes);
            frameCount++;
            secure();
        } catch (IOException failure) {
            throw trouble(failure);
        }
    }

    @Override
    public void secure() throws IOException {
        long now = System.nanoTime();
        if (failed || now - securedNs < SECURE_NS) {
            return;
        }
        securedNs = now;
        if (securedCount == frameCount) {
            return;
        }
        try {
            bringToDisk();
        } catch (IOException failure) {
            throw trouble(failure);
        }
    }

    private void bringToDisk() throws IOException {
        blocks.patchInt(SerHeader.FRAME_COUNT_OFFSET, (int) frameCount);
        blocks.flush();
        blocks.flushHead();
        blocks.force();
        journal.force();
        securedCount = frameCount;
    }

    /** The time for the journal: ticks, or {@value #NO_TICKS} for every frame of a clip without times. */
    private long stamp(long startUtcNs) {
        boolean known = startUtcNs != FrameSlot.UNKNOWN_UTC_NS;
        if (frameCount == 0) {
            timed = known;
            firstTicks = known ? SerHeader.ticks(startUtcNs) : NO_TICKS;
            lastTicks = firstTicks;
        } else if (timed) {
            lastTicks = Math.max(known ? SerHeader.ticks(startUtcNs) : 0, lastTicks + 1);
        }
        return lastTicks;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (blocks;
                journal) {
            if (failed) {
                endShort();
            } else {
                finish();
            }
        }
        if (frameCount == 0) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(SerJournal.of(file));
        } else if (failed) {
            mend();
        }
    }

    private void finish() throws IOException {
        try {
            bringToDisk();
        } catch (IOException failure) {
            IOException told = trouble(failure);
            endShort();
            throw told;
        }
        if (frameCount == 0) {
            return;
        }
        try {
            writeTrailer();
        } catch (IOException failure) {
            throw timeless(failure);
        }
    }

    private void writeTrailer() throws IOException {
        if (timed) {
            journal.replay(blocks::appendLong);
            blocks.patchLong(SerHeader.LOCAL_TICKS_OFFSET, localTicks(firstTicks));
            blocks.patchLong(SerHeader.LOCAL_TICKS_OFFSET + Long.BYTES, firstTicks);
            blocks.flush();
            blocks.flushHead();
            blocks.force();
        }
        journal.delete();
    }

    /** Leaves the whole frames that reached the disk, readable as they are; the times stay in the journal. */
    private void endShort() throws IOException {
        blocks.patchInt(SerHeader.FRAME_COUNT_OFFSET, (int) frameCount);
        blocks.cut(SerHeader.BYTES + frameCount * frameBytes);
        journal.force();
    }

    /** What a full disk has left may just hold the trailer; else the journal waits for better times. */
    private void mend() throws IOException {
        try {
            SerRepair.repair(file, false);
        } catch (IOException stillFull) {
            throw timeless(stillFull);
        }
    }

    private IOException timeless(IOException failure) {
        return new IOException(
                "FILE=" + file + " has its frames but not yet its times (" + failure.getMessage()
                        + "); free disk space, then run: lucida repair " + file,
                failure);
    }

    /** Frames that are in the file as a whole. */
    private long wholeCount() {
        return Math.min(frameCount, Math.max(0, blocks.writtenBytes() - SerHeader.BYTES) / frameBytes);
    }

    /** The clip has failed: frames that did not reach the file are not counted. */
    private IOException trouble(IOException failure) {
        failed = true;
        frameCount = wholeCount();
        return blocks.trouble(frameCount, failure);
    }

    /** The local clock's time at a UTC time. */
    static long localTicks(long utcTicks) {
        Instant time = Instant.ofEpochSecond(0, SerHeader.utcNs(utcTicks));
        long offsetS = ZoneId.systemDefault().getRules().getOffset(time).getTotalSeconds();
        return utcTicks + offsetS * TICKS_PER_S;
    }
}
