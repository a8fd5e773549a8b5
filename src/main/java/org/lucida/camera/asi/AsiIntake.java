package org.lucida.camera.asi;

import java.util.List;
import java.util.Locale;
import org.lucida.camera.CameraGap;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Verdict;

/**
 * Gives every frame its time and its index, and says what is wrong with it.
 *
 * <p>Memory: allocates nothing while sound frames come. Modifies of the slot: time, index and verdict; {@link #mark} also
 * the raw bytes.
 * <p>Thread: the capture thread; counts, gaps and the uncertainty of time from anywhere.
 */
final class AsiIntake {
    /** Frames after which the bits of their samples are told. */
    private static final int TELLING_FRAMES = 64;
    /** Between the one period from frame to frame, and the two or more of a library whose buffer ran full. */
    private static final double LATE_PERIODS = 1.5;

    private final FrameClock clock;
    private final AsiNotices notices;
    private final FrameHealth health;
    private final AsiAccount account = new AsiAccount();
    private final boolean isSixteenBit;
    private long advancedCount = 1;
    private long usualPeriodNs;
    private boolean bitsTold;
    private volatile long timeUncertaintyNs = -1;

    AsiIntake(FrameFormat format, FrameClock clock, AsiNotices notices) {
        this.clock = clock;
        this.notices = notices;
        health = new FrameHealth(format.rowBytes(), format.heightPx());
        isSixteenBit = format.bitDepth() == 16;
    }

    /** A stream begins, or the exposure changed. */
    void restart(long exposureNs, long readoutNs) {
        clock.restart(exposureNs, readoutNs);
        health.restart();
    }

    /** The frames to come look different from those before. */
    void looksChanged() {
        health.restart();
    }

    /** The camera's automatic turned the exposure. */
    void exposureTurned(long exposureNs) {
        clock.exposureTurned(exposureNs);
    }

    /** Once a second: compares the clocks. */
    void keepTime() {
        long steppedNs = clock.discipline();
        if (steppedNs != 0) {
            notices.trouble(String.format(
                    Locale.ROOT,
                    "the system's clock was set by %.3f s; frame times before and after do not fit together",
                    steppedNs / 1e9));
        }
    }

    /** Makes a slot ready to be filled. Modified: its raw bytes. */
    void mark(FrameSlot slot) {
        health.mark(slot.raw);
    }

    /**
     * A video frame was fetched.
     *
     * @param enteredNs when the call was made, on the monotonic clock
     * @param returnedNs when it returned
     * @param droppedSinceStart what the library's counter says
     * @param beforeNs when the frame before came
     * @return true if frames were lost on the bus, not by a late reader
     */
    boolean fetched(long enteredNs, long returnedNs, int droppedSinceStart, long beforeNs) {
        long droppedBefore = account.droppedCount();
        // a reader that comes late loses frames by itself, whatever the bus does
        long periodNs = clock.periodNs();
        boolean wasAway = enteredNs - beforeNs > periodNs;
        boolean isQueued = clock.isQueued(enteredNs, returnedNs);
        advancedCount = 1 + account.fetched(droppedSinceStart, isQueued);
        clock.frame(enteredNs, returnedNs, advancedCount);
        long lost = account.droppedCount() - droppedBefore;
        // neither does a reader that was woken too late: then more time has gone by than the lost frames take
        boolean wasAsleep = returnedNs - beforeNs > (lost + LATE_PERIODS) * periodNs;
        return lost > 0 && !wasAway && !wasAsleep && !isQueued && clock.periodNs() > 0;
    }

    /** A single exposure was fetched, which was ordered and taken on then. */
    void exposed(long orderedNs, long acceptedNs) {
        advancedCount = 1;
        clock.exposure(orderedNs, acceptedNs);
    }

    /** The frame fetched last is of before. */
    void discard() {
        account.discarded();
    }

    /** Delivers the frame fetched last; tells what is wrong with it. */
    FrameHealth.Finding deliver(FrameSlot slot, long exposureNs) {
        if (clock.periodNs() > 0) {
            usualPeriodNs = clock.periodNs();
        }
        slot.startUtcNs = clock.startUtcNs();
        timeUncertaintyNs = clock.uncertaintyNs();
        slot.frameIndex = account.delivered(slot.startUtcNs, exposureNs, usualPeriodNs, advancedCount);
        FrameHealth.Finding finding = health.judge(slot.raw);
        if (finding != FrameHealth.Finding.SOUND) {
            slot.reject(finding == FrameHealth.Finding.BLANK ? Verdict.BLANK : Verdict.DAMAGED);
            notices.trouble(words(finding));
        }
        if (!bitsTold && health.seenFrameCount() >= TELLING_FRAMES) {
            tellBits();
        }
        return finding;
    }

    private static String words(FrameHealth.Finding finding) {
        return switch (finding) {
            case BLANK -> "blank frames arrive: all samples are equal; check cap and exposure, or the USB cable";
            case SHORT -> "short frames arrive: the library fills only a part; try another USB cable or port";
            case REPEATED -> "frames arrive twice: the camera stalls; lower bandwidthPercent or try another port";
            default -> "torn frames arrive: parts are of the frame before; lower bandwidthPercent or try another"
                    + " USB cable or port";
        };
    }

    /** Says once where the true bits of 16-bit samples lie; the samples stay as delivered. */
    private void tellBits() {
        bitsTold = true;
        int bits = health.usedBits();
        if (isSixteenBit && bits != 0) {
            int unused = Integer.numberOfTrailingZeros(bits);
            if (unused > 0) {
                notices.fact("samples are multiples of " + (1 << unused) + ": " + (16 - unused)
                        + " bits, aligned to the top of 16");
            }
        }
    }

    /** A frame was lost without the library's counter. */
    void lost() {
        account.lost();
    }

    /** No frame was fetched, but the library's drop counter was looked at. */
    void counted(int droppedSinceStart) {
        account.counted(droppedSinceStart);
    }

    /** The next frame comes after an interruption with this reason. */
    void interrupted(String why) {
        account.interrupted(why);
    }

    /** The stream was stopped: the library's counter begins anew. */
    void streamStopped() {
        account.streamStopped();
    }

    /** Index of the frame that comes next if nothing is lost before it. */
    long nextIndex() {
        return account.nextIndex();
    }

    long utcNowNs() {
        return clock.utcNow();
    }

    long droppedCount() {
        return account.droppedCount();
    }

    long discardedCount() {
        return account.discardedCount();
    }

    List<CameraGap> gaps() {
        return account.gaps();
    }

    /** Uncertainty of the last frame's time, ns; negative before the first. */
    long timeUncertaintyNs() {
        return timeUncertaintyNs;
    }

    /** How far the system's clock may be off, ns. */
    long clockErrorNs() {
        return clock.clockErrorNs();
    }

    /** Time from frame to frame, ns; 0 while unknown. */
    long usualPeriodNs() {
        return usualPeriodNs;
    }

    /** Bits the samples were seen to use; 0 before the first frame. */
    int usedBits() {
        return health.usedBits();
    }
}
