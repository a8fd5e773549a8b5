package org.lucida.pipeline;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.lucida.files.ClipWriter;
import org.lucida.files.RecordingFacts;
import org.lucida.files.StackFacts;
import org.lucida.frame.DropPlace;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/**
 * Writes the raw frames on the ring to the disk, beside and before everything else; it waits for nobody but the disk.
 *
 * <p>Before the trigger it holds the frames of the last seconds on the ring, so that they can still be written. Frames the
 * camera called incomplete are left out and counted. When the disk fails or fills, the clip is ended as well as it can be,
 * and the frames after that are let go: stacking goes on.
 *
 * <p>One that stays to the end counts the frames after its clip as outside; any other leaves the ring with the end of its clip
 * and its account stands still.
 *
 * <p>Memory: allocates nothing for a frame.
 * <p>Thread: {@link #run} is the recorder's own thread; it alone writes the fields, the others are asked from anywhere.
 */
final class Recorder implements Runnable {
    /**
     * How long the recorder sleeps when there is no frame. The ring has room for that, and looking more often, as the other
     * workers do, takes one to two per cent of a core.
     */
    private static final long DOZE_NS = 2_000_000;

    private static final long LOOK_NS = 1_000_000_000L;

    /** Tells how much room there is; tests make it scarce. */
    interface Room {
        /** Free bytes, or a negative number if nobody knows. */
        long freeBytes() throws IOException;
    }

    private final RingBuffer<FrameSlot> ring;
    private final Arrivals arrivals;
    private final LiveLedger ledger;
    private final ClipWriter clip;
    private final FrameFormat format;
    private final ClipWriter.Kind kind;
    private final RecordingWish.Stop stop;
    private final long mostFrameCount;
    private final long keptNs;
    private final int mostKeptCount;
    private final Room room;
    private final TimeGaps gaps;
    private final Sequence sequence = new Sequence();
    private final boolean staysToTheEnd;
    /** Frames that stood on the ring, or were lost, before this recorder came. */
    private final long earlierCount;

    private final long earlierCameraLostCount;
    private final long earlierRingLostCount;

    private volatile RecordingStatus.State state;
    private volatile boolean triggered;
    /** Number of the last frame to look at; the largest number as long as nobody knows. */
    private volatile long lastNumber = Long.MAX_VALUE;

    private volatile boolean through;
    private boolean closed;
    private volatile long recordedCount;
    private volatile long damagedCount;
    private volatile long outsideCount;
    private volatile long failedCount;
    private volatile long keptCount;
    private volatile long mostWaitingCount;
    private volatile IOException failure;
    private volatile double cpuS;
    private long firstArrivedNs;
    private volatile long firstWrittenNs;
    private volatile long lastWrittenNs;
    private volatile long worstWriteNs;
    private long firstUtcNs = FrameSlot.UNKNOWN_UTC_NS;
    private long lastUtcNs = FrameSlot.UNKNOWN_UTC_NS;
    private long lookedNs = System.nanoTime();
    private boolean keptLess;
    /** The account at the end, for one that does not stay; null before. */
    private volatile RecordingStatus end;

    /**
     * Stands by the ring from its next frame on; nothing is written yet.
     *
     * @param gaps none added yet; the recorder's own from now on
     * @param clip begun; ended by the recorder
     * @param staysToTheEnd true to account for the frames of the whole session
     */
    Recorder(
            RingBuffer<FrameSlot> ring,
            Arrivals arrivals,
            LiveLedger ledger,
            ClipWriter clip,
            FrameFormat format,
            TimeGaps gaps,
            RecordingWish wish,
            Room room,
            boolean staysToTheEnd) {
        this.ring = ring;
        this.arrivals = arrivals;
        this.ledger = ledger;
        this.clip = clip;
        this.format = format;
        this.kind = wish.kind();
        this.stop = wish.stop();
        this.mostFrameCount = wish.stop().frameCount(format);
        this.keptNs = (long) (wish.preTriggerS() * 1e9);
        this.mostKeptCount = RecordingWish.mostKept(ring.getBufferSize());
        this.room = room;
        this.gaps = gaps;
        this.staysToTheEnd = staysToTheEnd;
        state = keptNs > 0 ? RecordingStatus.State.ARMED : RecordingStatus.State.RECORDING;
        ring.addGatingSequences(sequence);
        earlierCount = sequence.get() + 1;
        earlierCameraLostCount = ledger.lostCount(DropPlace.CAMERA);
        earlierRingLostCount = ledger.lostCount(DropPlace.RING);
    }

    /** The room on the disk of a clip. */
    static Room roomOf(ClipWriter clip) throws IOException {
        FileStore disk = Files.getFileStore(clip.path().toAbsolutePath().getParent());
        return () -> DiskRoom.freeBytes(disk);
    }

    /** Begins the clip with the frames kept in memory. Any thread, any number of times. */
    void trigger() {
        triggered = true;
    }

    /** The clip is ended when the frames that are on the ring now are written. Any thread; the first call counts. */
    synchronized void endAfterLastFrame() {
        if (lastNumber == Long.MAX_VALUE) {
            lastNumber = ring.getCursor();
        }
    }

    /** True if no further frame is written. */
    boolean isEnded() {
        return state.isEnded();
    }

    /** True if the clip is closed and every frame is accounted for. */
    boolean isThrough() {
        return through;
    }

    /** Why the clip ended early, or null. */
    IOException failure() {
        return failure;
    }

    @Override
    public void run() {
        long next = sequence.get() + 1;
        try {
            while (!isOver()) {
                boolean wasArmed = state == RecordingStatus.State.ARMED;
                if (wasArmed && (triggered || lastNumber != Long.MAX_VALUE)) {
                    fire();
                    next = sequence.get() + 1;
                }
                long available = Math.min(ring.getCursor(), lastNumber);
                if (available >= next) {
                    next = take(next, available);
                } else {
                    LockSupport.parkNanos(DOZE_NS);
                }
                look();
            }
        } catch (RuntimeException | Error bug) {
            fail(new IOException("the recorder failed: " + bug, bug));
        } finally {
            if (!state.isEnded()) {
                state = RecordingStatus.State.ENDED;
            }
            close();
            ring.removeGatingSequence(sequence);
            end = staysToTheEnd ? null : statusAt(sequence.get() + 1 - earlierCount);
            cpuS = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
            through = true;
        }
    }

    /** A clip that ended by itself is the end of a recorder that does not stay. */
    private boolean isOver() {
        return sequence.get() >= lastNumber
                || !staysToTheEnd && state.isEnded() && state != RecordingStatus.State.ENDED;
    }

    /** The trigger came: what is held becomes the beginning of the clip. Without a trigger it is let go. */
    private void fire() {
        keptCount = 0;
        state = triggered ? RecordingStatus.State.RECORDING : RecordingStatus.State.ENDED;
    }

    /** Works on frames that are there; returns the number of the next one to wait for. */
    private long take(long from, long to) {
        if (state == RecordingStatus.State.ARMED) {
            keep(to);
            return to + 1;
        }
        for (long number = from; number <= to && !isOver(); number++) {
            long waiting = ring.getCursor() - number;
            if (waiting > mostWaitingCount) {
                mostWaitingCount = waiting;
            }
            pass(number);
            sequence.set(number);
            look();
        }
        return sequence.get() + 1;
    }

    /** Holds what is young enough and lets the rest go. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private void keep(long newest) {
        long oldest = sequence.get() + 1;
        long youngNs = arrivals.arrivedNs(newest) - keptNs;
        long first = oldest;
        while (first < newest && arrivals.arrivedNs(first) < youngNs) {
            first++;
        }
        long fitting = newest - mostKeptCount + 1;
        if (fitting > first) {
            first = fitting;
            keptLess = true;
        }
        outsideCount += first - oldest;
        keptCount = newest - first + 1;
        sequence.set(first - 1);
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private void pass(long number) {
        FrameSlot slot = ring.get(number);
        if (state == RecordingStatus.State.FAILED) {
            failedCount++;
        } else if (state.isEnded()) {
            outsideCount++;
        } else if (arrivals.isDamaged(number)) {
            damagedCount++;
        } else if (recordedCount > 0 && arrivals.arrivedNs(number) - firstArrivedNs >= stop.maxDurationNs()) {
            end(RecordingStatus.State.ENDED_BY_TIME);
            outsideCount++;
        } else {
            write(slot, arrivals.arrivedNs(number));
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private void write(FrameSlot slot, long arrivedNs) {
        long beganNs = System.nanoTime();
        try {
            clip.write(slot.raw, slot.startUtcNs);
        } catch (IOException failed) {
            failedCount++;
            fail(failed);
            return;
        }
        long nowNs = System.nanoTime();
        if (recordedCount == 0) {
            firstArrivedNs = arrivedNs;
            firstWrittenNs = beganNs;
            firstUtcNs = slot.startUtcNs;
        }
        lastWrittenNs = nowNs;
        lastUtcNs = slot.startUtcNs;
        if (nowNs - beganNs > worstWriteNs) {
            worstWriteNs = nowNs - beganNs;
        }
        gaps.add(slot.frameIndex, slot.startUtcNs);
        recordedCount++;
        if (recordedCount >= mostFrameCount) {
            end(
                    recordedCount >= stop.maxFrameCount()
                            ? RecordingStatus.State.ENDED_BY_FRAMES
                            : RecordingStatus.State.ENDED_BY_BYTES);
        }
    }

    /** Once a second: the clip to the disk, and a look at the room there is. */
    private void look() {
        if (state != RecordingStatus.State.RECORDING) {
            return;
        }
        long nowNs = System.nanoTime();
        if (nowNs - lookedNs < LOOK_NS) {
            return;
        }
        lookedNs = nowNs;
        try {
            clip.secure();
            long freeBytes = room.freeBytes();
            if (freeBytes >= 0 && freeBytes < RecordingWish.RESERVE_BYTES) {
                failure =
                        new IOException("folder=" + clip.path().toAbsolutePath().getParent() + " freeBytes=" + freeBytes
                                + " is nearly full and the recording has ended; free disk space or choose another folder, the "
                                + recordedCount + " frames so far are kept");
                end(RecordingStatus.State.ENDED_BY_SPACE);
            }
        } catch (IOException failed) {
            fail(failed);
        }
    }

    private void fail(IOException failed) {
        failure = failed;
        end(RecordingStatus.State.FAILED);
    }

    private void end(RecordingStatus.State how) {
        state = how;
        close();
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private void close() {
        if (closed) {
            return;
        }
        try {
            clip.close();
        } catch (IOException failed) {
            state = RecordingStatus.State.FAILED;
            failure = failure == null
                    ? failed
                    : new IOException(failure.getMessage() + "; and " + failed.getMessage(), failed);
        }
        long lost = recordedCount - clip.frameCount();
        recordedCount = clip.frameCount();
        failedCount += lost;
        closed = true;
    }

    /** The recording now. Any thread. */
    RecordingStatus status() {
        RecordingStatus last = end;
        return last != null ? last : statusAt(-1);
    }

    /** @param seenCount frames that stood on the ring for this recorder; negative = as many as did */
    private RecordingStatus statusAt(long seenCount) {
        // what is behind the recorder is read before what is before it, so that nothing is counted as waiting twice
        RecordingStatus.State now = state;
        long secured = clip.securedCount();
        long recorded = recordedCount;
        long damaged = damagedCount;
        long outside = outsideCount;
        long failed = failedCount;
        long kept = keptCount;
        long cameraLost = ledger.lostCount(DropPlace.CAMERA) - earlierCameraLostCount;
        long ringLost = ledger.lostCount(DropPlace.RING) - earlierRingLostCount;
        long published = seenCount >= 0 ? seenCount : ledger.publishedCount() - earlierCount;
        long waiting = published - recorded - damaged - outside - failed;
        long firstNs = firstWrittenNs;
        long untilNs = now.isEnded() ? lastWrittenNs : System.nanoTime();
        return new RecordingStatus(
                now,
                published + cameraLost + ringLost,
                recorded,
                cameraLost,
                ringLost,
                damaged,
                outside,
                failed,
                waiting,
                kept,
                secured,
                recorded * format.frameBytes(),
                firstNs == 0 ? 0 : (untilNs - firstNs) / 1e9,
                ring.getBufferSize(),
                gaps.count());
    }

    /** The recording for the report; after the end. */
    RecordingFacts facts() {
        RecordingStatus end = status();
        Map<String, Long> account = new LinkedHashMap<>();
        account.put("deliveredCount", end.deliveredCount());
        account.put("recordedCount", end.recordedCount());
        account.put("cameraLostCount", end.cameraLostCount());
        account.put("ringLostCount", end.ringLostCount());
        account.put("damagedCount", end.damagedCount());
        account.put("outsideCount", end.outsideCount());
        account.put("failedCount", end.failedCount());
        account.put("waitingCount", end.waitingCount());
        List<String> notes = new ArrayList<>(clip.notes());
        if (keptLess) {
            notes.add("keptCount=" + mostKeptCount + " frames are what half the ring holds, less than the wished "
                    + keptNs / 1e9 + " s before the trigger; raise --buffer-mib or use a smaller --roi");
        }
        if (failure != null) {
            notes.add(failure.getMessage());
        }
        return new RecordingFacts(
                clip.path(),
                kind.word(),
                end.state().words(),
                account,
                end.balances(),
                new StackFacts.Span(firstUtcNs, lastUtcNs),
                end.wallS(),
                end.recordedBytes(),
                worstWriteNs / 1e6,
                mostWaitingCount,
                end.slotCount(),
                cpuS,
                gaps.facts(),
                notes);
    }
}
