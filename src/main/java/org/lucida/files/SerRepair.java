package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lucida.frame.BadInputException;

/**
 * Mends SER clips whose recording was cut off: frame count, header times and time stamps.
 *
 * <p>A clip with a {@link SerJournal} beside it gets exactly the header and trailer its recording would have written. Of
 * other clips the frames are counted by the size of the file, a wrong count is put right, and a trailer that was cut short
 * is filled up; a clip without stamps is marked so, because times are never made up.
 *
 * <p>Never destroys: no whole frame and no stamp is changed. The journal goes only when all it says stands in the clip and
 * is on the disk; when the work is broken off it can be done again.
 * <p>Thread: one call a clip at a time.
 * <p>Fails: {@link BadInputException} for what is no SER clip, IOException for trouble with the disk or a clip that is
 * being recorded.
 */
public final class SerRepair {
    private static final int STAMP_BYTES = 8;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int PAGE_BYTES = 4096;
    private static final int MOST_PADDING_BYTES = 64 << 10;
    /** What the journal of a clip without times says for every frame. */
    private static final long NO_TICKS = 1;

    private final Path file;
    private final FileChannel channel;
    private final boolean dryRun;
    private final List<String> deeds = new ArrayList<>();

    private SerRepair(Path file, FileChannel channel, boolean dryRun) {
        this.file = file;
        this.channel = channel;
        this.dryRun = dryRun;
    }

    /**
     * What became of a clip.
     *
     * @param frameCount whole frames
     * @param timedCount frames with a time of their own
     * @param deeds what was changed, or would be, one sentence each; empty: the clip is sound
     */
    public record Finding(Path file, long frameCount, long timedCount, List<String> deeds) {
        /** True if there was nothing to do. */
        public boolean isSound() {
            return deeds.isEmpty();
        }
    }

    /**
     * Looks at a clip and mends what is wrong.
     *
     * @param dryRun true to change nothing and only tell
     */
    public static Finding repair(Path file, boolean dryRun) throws IOException {
        boolean hasJournal = Files.exists(SerJournal.of(file));
        if (hasJournal && SerJournal.isBeingRecorded(file)) {
            throw new IOException("FILE=" + file + " is being recorded; end the recording first");
        }
        try (FileChannel channel = dryRun
                ? FileChannel.open(file, StandardOpenOption.READ)
                : FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            SerRepair repair = new SerRepair(file, channel, dryRun);
            SerJournal.Contents journal = hasJournal ? SerJournal.read(file) : null;
            Finding finding = journal != null && repair.fits(journal) ? repair.fromJournal(journal) : repair.bySize();
            if (!dryRun) {
                channel.force(true);
                if (journal != null && hasJournal) {
                    Files.deleteIfExists(SerJournal.of(file));
                }
            }
            return finding;
        } catch (NoSuchFileException missing) {
            throw new IOException("FILE=" + file + " does not exist; check the path", missing);
        }
    }

    // ---- with a journal -------------------------------------------------------------------------------------------

    /** A journal of another clip (renamed, copied over) must not decide anything. */
    private boolean fits(SerJournal.Contents journal) throws IOException {
        SerHeader told = SerHeader.parse(journal.header(), String.valueOf(SerJournal.of(file)));
        try {
            SerHeader found = SerHeader.parse(bytesAt(0, SerHeader.BYTES), String.valueOf(file.getFileName()));
            if (found.widthPx() == told.widthPx()
                    && found.heightPx() == told.heightPx()
                    && found.pixelDepth() == told.pixelDepth()
                    && found.colorId() == told.colorId()) {
                return true;
            }
        } catch (BadInputException damagedHeader) {
            return true; // the journal holds the header, too
        }
        throw new BadInputException("FILE=" + SerJournal.of(file).getFileName() + " belongs to a clip of "
                + told.widthPx() + "x" + told.heightPx() + " px, not to " + file.getFileName()
                + "; put the right one beside it, or move it away to repair without times");
    }

    private Finding fromJournal(SerJournal.Contents journal) throws IOException {
        SerHeader begun = SerHeader.parse(journal.header(), String.valueOf(SerJournal.of(file)));
        long[] ticks = journal.ticks();
        long frameBytes = begun.frameBytes();
        long dataBytes = Math.max(0, channel.size() - SerHeader.BYTES);
        long wholeFrames = dataBytes / frameBytes;
        boolean timed = ticks.length > 0 && ticks[0] > NO_TICKS;
        boolean trailerBegun = timed && wholeFrames >= ticks.length && stampAt(ticks.length, frameBytes) == ticks[0];
        // Behind the last frame of the journal stand either frames it did not come to tell of, or the trailer.
        long count = trailerBegun ? ticks.length : wholeFrames;
        if (wholeFrames > ticks.length && !trailerBegun && isPadding(SerHeader.BYTES + ticks.length * frameBytes)) {
            count = ticks.length;
        }
        if (count > Integer.MAX_VALUE) {
            throw new BadInputException("FILE=" + file + " frames=" + count + " is more than a SER clip can hold");
        }
        long restBytes = dataBytes - count * frameBytes;
        if (restBytes > 0 && !trailerBegun) {
            deeds.add(restBytes + " of " + frameBytes + " bytes of a frame that was cut off are taken away");
        }
        long first = timed ? ticks[0] : 0;
        long[] stamps = timed ? stamps(ticks, (int) count) : new long[0];
        SerHeader whole = new SerHeader(
                begun.luId(),
                begun.colorId(),
                begun.littleEndianFlag(),
                begun.widthPx(),
                begun.heightPx(),
                begun.pixelDepth(),
                (int) count,
                begun.text(),
                count > 0 && timed ? SerRecording.localTicks(first) : 0,
                count > 0 ? first : 0);
        long trailerOffset = SerHeader.BYTES + count * frameBytes;
        writeStamps(stamps, trailerOffset);
        writeHeader(whole.emit());
        deeds.add((dryRun ? "the journal goes once" : "the journal went because") + " all it says stands in the clip");
        return new Finding(file, count, ownCount(ticks, count), List.copyOf(deeds));
    }

    private static long ownCount(long[] ticks, long count) {
        long own = 0;
        for (int i = 0; i < Math.min(ticks.length, count); i++) {
            own += ticks[i] > NO_TICKS ? 1 : 0;
        }
        return own;
    }

    /** True if nothing follows but the zeros that fill up a page, as they stand in the file for an instant. */
    private boolean isPadding(long offset) throws IOException {
        long restBytes = channel.size() - offset;
        if (channel.size() % PAGE_BYTES != 0 || restBytes > MOST_PADDING_BYTES) {
            return false;
        }
        for (byte each : bytesAt(offset, (int) restBytes)) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /** Stamps of all frames; those without one of their own stand 100 ns after their predecessor. */
    private long[] stamps(long[] ticks, int count) {
        long[] stamps = new long[count];
        int without = 0;
        for (int i = 0; i < count; i++) {
            boolean own = i < ticks.length && ticks[i] > NO_TICKS;
            without += own ? 0 : 1;
            stamps[i] = own ? ticks[i] : i == 0 ? 0 : stamps[i - 1] + 1;
        }
        deeds.add(count + " time stamps are written behind the last frame"
                + (without == 0
                        ? ""
                        : ", " + without + " of them without a time of their own: they stand 100 ns after their"
                                + " predecessor"));
        return stamps;
    }

    private long stampAt(long frame, long frameBytes) throws IOException {
        byte[] bytes = bytesAt(SerHeader.BYTES + frame * frameBytes, STAMP_BYTES);
        return bytes.length < STAMP_BYTES
                ? 0
                : ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private void writeHeader(byte[] header) throws IOException {
        byte[] found = bytesAt(0, SerHeader.BYTES);
        SerHeader wanted = SerHeader.parse(header, String.valueOf(file));
        try {
            SerHeader was = SerHeader.parse(found, String.valueOf(file));
            if (was.frameCount() != wanted.frameCount()) {
                deeds.add("FrameCount=" + was.frameCount() + " becomes " + wanted.frameCount());
            }
            if (was.localTicks() != wanted.localTicks()) {
                deeds.add("DateTime=" + was.localTicks() + " becomes " + wanted.localTicks());
            }
        } catch (BadInputException damaged) {
            deeds.add("the damaged header is written anew from the journal");
        }
        write(header, 0);
    }

    // ---- without a journal ----------------------------------------------------------------------------------------

    private Finding bySize() throws IOException {
        try (SerReader reader = SerReader.open(file)) {
            SerHeader header = reader.header();
            long count = reader.frameCount();
            long trailerOffset = SerHeader.BYTES + count * header.frameBytes();
            long trailerBytes = channel.size() - trailerOffset;
            if (count != header.frameCount()) {
                if (count > Integer.MAX_VALUE) {
                    throw new BadInputException(
                            "FILE=" + file + " frames=" + count + " is more than a SER clip can hold");
                }
                deeds.add("FrameCount=" + header.frameCount() + " becomes " + count + ", as many as the file holds");
                write(little(Integer.BYTES).putInt(0, (int) count).array(), SerHeader.FRAME_COUNT_OFFSET);
            }
            long timedCount = 0;
            for (long frame = 0; frame < count; frame++) {
                timedCount += UtcText.isKnown(reader.startUtcNs(frame)) ? 1 : 0;
            }
            if (timedCount == 0 && header.localTicks() > 0) {
                deeds.add("DateTime=" + header.localTicks() + " becomes 0, which says that there are no time stamps;"
                        + " DateTime_UTC=" + header.utcTicks() + " stays");
                write(new byte[Long.BYTES], SerHeader.LOCAL_TICKS_OFFSET);
            } else if (timedCount > 0 && header.localTicks() <= 0) {
                long first = stampAt(count, header.frameBytes());
                deeds.add("DateTime=" + header.localTicks() + " becomes " + SerRecording.localTicks(first)
                        + ", because there are time stamps");
                write(
                        little(2 * Long.BYTES)
                                .putLong(0, SerRecording.localTicks(first))
                                .putLong(Long.BYTES, first)
                                .array(),
                        SerHeader.LOCAL_TICKS_OFFSET);
            }
            if (timedCount > 0 && trailerBytes < STAMP_BYTES * count) {
                fillUp(count, header.frameBytes(), trailerBytes / STAMP_BYTES);
            }
            return new Finding(file, count, timedCount, List.copyOf(deeds));
        }
    }

    private void fillUp(long count, long frameBytes, long stampCount) throws IOException {
        byte[] last = bytesAt(SerHeader.BYTES + count * frameBytes + STAMP_BYTES * (stampCount - 1), STAMP_BYTES);
        long before = ByteBuffer.wrap(last).order(ByteOrder.LITTLE_ENDIAN).getLong();
        ByteBuffer missing = little((int) (STAMP_BYTES * (count - stampCount)));
        for (int i = 0; missing.hasRemaining(); i++) {
            missing.putLong(before + 1 + i);
        }
        deeds.add("trailer=" + stampCount + " of " + count + " time stamps; the others are filled up 100 ns after their"
                + " predecessor, they are no times of their own");
        write(missing.array(), SerHeader.BYTES + count * frameBytes + STAMP_BYTES * stampCount);
    }

    // ---- bytes ----------------------------------------------------------------------------------------------------

    private void writeStamps(long[] stamps, long offset) throws IOException {
        if (dryRun) {
            return;
        }
        ByteBuffer out = little(CHUNK_BYTES);
        long at = offset;
        for (int i = 0; i < stamps.length; i++) {
            out.putLong(stamps[i]);
            if (!out.hasRemaining() || i == stamps.length - 1) {
                out.flip();
                while (out.hasRemaining()) {
                    at += channel.write(out, at);
                }
                out.clear();
            }
        }
        channel.truncate(at);
        channel.force(true);
    }

    private void write(byte[] bytes, long offset) throws IOException {
        if (!dryRun) {
            ByteBuffer out = ByteBuffer.wrap(bytes);
            while (out.hasRemaining()) {
                channel.write(out, offset + out.position());
            }
        }
    }

    /** As many bytes as there are, at most as many as wished. */
    private byte[] bytesAt(long offset, int bytes) throws IOException {
        ByteBuffer in = little(bytes);
        while (in.hasRemaining() && channel.read(in, offset + in.position()) >= 0) {}
        return Arrays.copyOf(in.array(), in.position());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
