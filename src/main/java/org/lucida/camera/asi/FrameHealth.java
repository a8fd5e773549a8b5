package org.lucida.camera.asi;

import java.nio.ByteBuffer;

/**
 * Finds blank, short, torn and repeated frames by looking at up to {@value #MOST_ROWS} rows of each.
 *
 * <ul>
 *   <li>Short: before a frame is fetched, eight bytes at the end of each of these rows get a mark; where it survives, the
 *       library wrote nothing.
 *   <li>Torn or repeated: a noisy sensor never shows the same row twice. Rows that equal those of the frame before, although
 *       they changed in the {@value #ARMED_STREAK} frames until then, were not read anew. {@value #TELLING_ROWS} such rows
 *       side by side (or rows that turned constant, just so) speak against the frame. A source that stands still by nature is
 *       left in peace.
 *   <li>Blank: every byte of the frame equals its neighbour eight bytes on; only looked at closely if the rows suggest it.
 * </ul>
 *
 * <p>Lost lines that shift the rest of the frame are not found; the library's own frame markers catch most of them.
 * <p>Memory: made in the constructor; calls allocate nothing. Cost: a sixteenth or so of reading the frame once.
 * <p>Thread: one at a time.
 */
final class FrameHealth {
    /** What is wrong with a frame. */
    enum Finding {
        SOUND,
        BLANK,
        SHORT,
        TORN,
        REPEATED
    }

    static final int MOST_ROWS = 64;
    static final int ARMED_STREAK = 16;
    static final int TELLING_ROWS = 3;

    private static final int MOST_STREAK = 24;
    private static final long MARK = 0x7E3A_91C4_5D2B_F086L;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    /** Even, so that the factors stay odd. */
    private static final long STEP = 0x3C6E_F372_FE94_F82AL;

    private final int rowBytes;
    private final int frameBytes;
    private final int rowCount;
    private final int[] rowAt;
    private final long[] before;
    private final boolean[] constant;
    private final boolean[] stale;
    private final byte[] changeStreak;
    private final byte[] liveStreak;
    /** All samples of the looked-at rows of all frames, or-ed, four 16-bit lanes. */
    private long seenBits;

    private long seenFrameCount;

    /**
     * Lays out the rows.
     *
     * @param rowBytes bytes of a row, at least 8
     * @param heightPx rows of a frame
     */
    FrameHealth(int rowBytes, int heightPx) {
        this.rowBytes = rowBytes;
        frameBytes = rowBytes * heightPx;
        rowCount = Math.min(MOST_ROWS, heightPx);
        rowAt = new int[rowCount];
        for (int r = 0; r < rowCount; r++) {
            // the last row of each of rowCount strips, so that the last row of the frame is always among them
            rowAt[r] = (int) ((long) (r + 1) * heightPx / rowCount - 1) * rowBytes;
        }
        before = new long[rowCount];
        constant = new boolean[rowCount];
        stale = new boolean[rowCount];
        changeStreak = new byte[rowCount];
        liveStreak = new byte[rowCount];
    }

    /** Forgets the frames before: after a start or a change of settings. */
    void restart() {
        java.util.Arrays.fill(changeStreak, (byte) 0);
        java.util.Arrays.fill(liveStreak, (byte) 0);
    }

    /** Marks a buffer that is to receive a frame. Modified: eight bytes of some rows. */
    void mark(ByteBuffer raw) {
        for (int r = 0; r < rowCount; r++) {
            raw.putLong(rowAt[r] + rowBytes - Long.BYTES, MARK);
        }
    }

    /** Judges the frame in a buffer that was marked before. Not modified. */
    Finding judge(ByteBuffer raw) {
        boolean whole = true;
        boolean uniform = true;
        int staleCount = 0;
        long firstWord = raw.getLong(0);
        for (int r = 0; r < rowCount; r++) {
            int at = rowAt[r];
            whole &= raw.getLong(at + rowBytes - Long.BYTES) != MARK;
            long hash = look(raw, at, r);
            boolean same = hash == before[r];
            boolean turnedConstant = constant[r] && liveStreak[r] >= ARMED_STREAK;
            stale[r] = !constant[r] && same && changeStreak[r] >= ARMED_STREAK || turnedConstant;
            staleCount += same && stale[r] ? 1 : 0;
            changeStreak[r] = step(changeStreak[r], !same);
            liveStreak[r] = step(liveStreak[r], !constant[r]);
            before[r] = hash;
            uniform &= constant[r] && raw.getLong(at) == firstWord;
        }
        seenFrameCount++;
        if (uniform && isUniform(raw, firstWord)) {
            return Finding.BLANK;
        }
        if (!whole) {
            return Finding.SHORT;
        }
        if (staleCount == rowCount) {
            return Finding.REPEATED;
        }
        return longestRun() >= Math.min(TELLING_ROWS, rowCount) ? Finding.TORN : Finding.SOUND;
    }

    /** A good sign adds to a streak; bad ones wear it down, so that what lasts becomes normal. */
    private static byte step(byte streak, boolean good) {
        return (byte) (good ? Math.min(MOST_STREAK, streak + 1) : Math.max(0, streak - 1));
    }

    /** Hash of a row; notes whether it is constant, and which bits it uses. */
    private long look(ByteBuffer raw, int at, int r) {
        int end = at + rowBytes - Long.BYTES;
        long first = raw.getLong(at);
        long differing = 0;
        long bits = 0;
        long hash = 0;
        long factor = MIX;
        for (int i = at; i <= end; i += Long.BYTES) {
            long word = raw.getLong(i);
            differing |= word ^ first;
            bits |= word;
            hash += (word ^ (word >>> 29)) * factor;
            factor += STEP;
        }
        constant[r] = differing == 0;
        seenBits |= bits;
        return hash;
    }

    private int longestRun() {
        int longest = 0;
        int run = 0;
        for (int r = 0; r < rowCount; r++) {
            run = stale[r] ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    private boolean isUniform(ByteBuffer raw, long word) {
        for (int i = 0; i + Long.BYTES <= frameBytes; i += Long.BYTES) {
            if (raw.getLong(i) != word) {
                return false;
            }
        }
        return true;
    }

    /** Bits that any 16-bit sample looked at so far had set; 0 before the first frame. */
    int usedBits() {
        long lanes = seenBits | seenBits >>> 32;
        return (int) ((lanes | lanes >>> 16) & 0xffff);
    }

    /** Frames judged so far. */
    long seenFrameCount() {
        return seenFrameCount;
    }
}
