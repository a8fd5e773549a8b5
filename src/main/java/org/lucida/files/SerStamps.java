package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Locale;
import org.lucida.frame.FrameSlot;

/**
 * The time stamps behind the last frame of a SER clip, turned into UTC, and what is odd about them.
 *
 * <p>Memory: one long for each stamp that is really in the file.
 */
final class SerStamps {
    private static final int STAMP_BYTES = 8;
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final long NS_PER_TICK = 100;
    /** Clocks differ from UTC by quarters of an hour; less is not a time zone. */
    private static final long QUARTER_HOUR_TICKS = 9_000_000_000L;

    private static final double TICKS_PER_HOUR = 36e9;

    /** A clip without stamps. */
    static final SerStamps NONE = new SerStamps(new long[0]);

    private final long[] utcNs;

    private SerStamps(long[] utcNs) {
        this.utcNs = utcNs;
    }

    /** Start of a frame, ns since 1970 UTC, or {@link FrameSlot#UNKNOWN_UTC_NS}. */
    long startUtcNs(long frame) {
        return frame < utcNs.length ? utcNs[(int) frame] : FrameSlot.UNKNOWN_UTC_NS;
    }

    /**
     * Reads and judges the trailer.
     *
     * @param trailerOffset where the stamps begin
     * @param trailerBytes bytes from there to the end of the file
     * @param notes receives a sentence for each oddity. Modified
     */
    static SerStamps read(
            FileChannel channel,
            long trailerOffset,
            long trailerBytes,
            long frameCount,
            SerHeader header,
            List<String> notes)
            throws IOException {
        long wanted = STAMP_BYTES * frameCount;
        if (header.localTicks() <= 0) {
            // by the specification such a file has no trailer; some programs write the trailer but not the header's
            // times
            boolean dated = trailerBytes >= wanted
                    && beginsAt(channel, trailerOffset)
                    && beginsAt(channel, trailerOffset + wanted - STAMP_BYTES);
            if (!dated) {
                if (trailerBytes > 0) {
                    notes.add("DateTime=" + header.localTicks() + " means that there are no time stamps, and the "
                            + trailerBytes + " bytes after the last frame are none; the frames have no times");
                }
                return NONE;
            }
            notes.add("DateTime=" + header.localTicks() + " would mean that there are no time stamps, yet " + frameCount
                    + " plausible ones follow the last frame; they are used");
        }
        if (trailerBytes < STAMP_BYTES) {
            notes.add("trailer=" + trailerBytes + " bytes of " + wanted
                    + ": the time stamps are missing; the frames have no times");
            return NONE;
        }
        if (trailerBytes < wanted) {
            notes.add("trailer=" + trailerBytes + " bytes of " + wanted + ": the time stamps are cut short; the first "
                    + trailerBytes / STAMP_BYTES + " frames have times, the others none");
        }
        if (trailerBytes > wanted) {
            notes.add("trailer=" + trailerBytes + " bytes of " + wanted + ": " + (trailerBytes - wanted)
                    + " bytes of something else follow the time stamps; they were not used");
        }
        long count = Math.min(frameCount, trailerBytes / STAMP_BYTES);
        if (count > Integer.MAX_VALUE - 8) {
            notes.add("trailer=" + trailerBytes + " bytes is more than can be held; the frames have no times");
            return NONE;
        }
        return judged(ticksAt(channel, trailerOffset, (int) count), header, notes);
    }

    /** True if a date stands at the offset: used to find the trailer when the frame count is wrong. */
    static boolean beginsAt(FileChannel channel, long offset) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(STAMP_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (one.hasRemaining()) {
            if (channel.read(one, offset + one.position()) < 0) {
                return false;
            }
        }
        return SerHeader.isDate(one.getLong(0));
    }

    private static long[] ticksAt(FileChannel channel, long offset, int count) throws IOException {
        long[] ticks = new long[count];
        ByteBuffer chunk = ByteBuffer.allocate(
                        Math.min(CHUNK_BYTES, Math.multiplyExact(STAMP_BYTES, Math.min(count, CHUNK_BYTES))))
                .order(ByteOrder.LITTLE_ENDIAN);
        int done = 0;
        while (done < count) {
            chunk.clear().limit((int) Math.min(chunk.capacity(), (long) STAMP_BYTES * (count - done)));
            long position = offset + (long) STAMP_BYTES * done;
            while (chunk.hasRemaining()) {
                if (channel.read(chunk, position + chunk.position()) < 0) {
                    return ticks;
                }
            }
            chunk.flip();
            while (chunk.hasRemaining()) {
                ticks[done++] = chunk.getLong();
            }
        }
        return ticks;
    }

    private static SerStamps judged(long[] ticks, SerHeader header, List<String> notes) {
        long[] utcNs = new long[ticks.length];
        int knownCount = 0;
        int backwardCount = 0;
        int equalCount = 0;
        long previous = FrameSlot.UNKNOWN_UTC_NS;
        for (int i = 0; i < ticks.length; i++) {
            utcNs[i] = SerHeader.utcNs(ticks[i]);
            if (utcNs[i] == FrameSlot.UNKNOWN_UTC_NS) {
                continue;
            }
            if (knownCount++ > 0) {
                backwardCount += utcNs[i] < previous ? 1 : 0;
                equalCount += utcNs[i] == previous ? 1 : 0;
            }
            previous = utcNs[i];
        }
        if (knownCount == 0) {
            notes.add("trailer=" + ticks.length
                    + " time stamps that are no dates (zero or damaged); the frames have no times");
            return NONE;
        }
        if (knownCount > 1 && equalCount == knownCount - 1) {
            notes.add("trailer=" + knownCount + " equal time stamps; they say nothing and the frames have no times");
            return NONE;
        }
        if (knownCount < ticks.length) {
            notes.add("trailer=" + (ticks.length - knownCount) + " of " + ticks.length
                    + " time stamps are no dates (zero or damaged); those frames have no times");
        }
        if (backwardCount > 0) {
            notes.add(
                    "trailer=" + backwardCount + " of " + (knownCount - 1)
                            + " time stamps run backwards; they are passed on as they are, and replay by time uses their mean rate");
        }
        undoLocalTime(utcNs, header, notes);
        return new SerStamps(utcNs);
    }

    /** Turns stamps by the local clock into UTC where the two times of the header prove that they are local. */
    private static void undoLocalTime(long[] utcNs, SerHeader header, List<String> notes) {
        if (!SerHeader.isDate(header.localTicks()) || !SerHeader.isDate(header.utcTicks())) {
            return;
        }
        long localNs = SerHeader.utcNs(header.localTicks());
        long offsetNs = localNs - SerHeader.utcNs(header.utcTicks());
        long firstNs = FrameSlot.UNKNOWN_UTC_NS;
        for (int i = 0; i < utcNs.length && firstNs == FrameSlot.UNKNOWN_UTC_NS; i++) {
            firstNs = utcNs[i];
        }
        boolean isZone = Math.abs(offsetNs) >= QUARTER_HOUR_TICKS * NS_PER_TICK;
        if (!isZone || Math.abs(firstNs - localNs) >= Math.abs(firstNs - (localNs - offsetNs))) {
            return;
        }
        for (int i = 0; i < utcNs.length; i++) {
            if (utcNs[i] != FrameSlot.UNKNOWN_UTC_NS) {
                utcNs[i] -= offsetNs;
            }
        }
        notes.add(String.format(
                Locale.ROOT,
                "DateTime-DateTimeUTC=%+.2f h and the time stamps begin at the local time; they were taken as local and"
                        + " turned into UTC",
                offsetNs / (TICKS_PER_HOUR * NS_PER_TICK)));
    }
}
