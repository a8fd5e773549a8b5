package org.lucida.simulator;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.lucida.simulator.night.NightFrames;
import org.lucida.simulator.night.Stretch;

/**
 * Frames of a night made ahead of their reader by a few threads.
 *
 * <p>A frame is a function of its number, so its bits depend neither on who makes it nor on when. Frames the reader has given up
 * are not made.
 * <p>Memory: {@value #AHEAD_COUNT} frames; steady state allocates one small task a frame. Thread: one reader; any thread may close.
 */
final class FramesAhead {
    static final int AHEAD_COUNT = 6;
    private static final int THREAD_COUNT = 2;
    private static final long EMPTY = -1;

    /** A frame and how it is taken. */
    private record Task(Stretch stretch, long frame) {}

    private final long frameCount;
    private final ByteBuffer[] raw = new ByteBuffer[AHEAD_COUNT];
    /** Number of the finished frame in each place, or EMPTY. */
    private final long[] ready = new long[AHEAD_COUNT];

    private final boolean[] isMaking = new boolean[AHEAD_COUNT];
    /** How frames are taken from now on; what was made otherwise is of no use. */
    private Stretch stretch;

    private long wanted;
    private long next;
    private boolean isClosed;
    private boolean isStarted;
    private Throwable fault;

    FramesAhead(Stretch opening, long frameCount) {
        stretch = opening;
        this.frameCount = frameCount;
        Arrays.fill(ready, EMPTY);
    }

    /**
     * Gives a frame and forgets all before it; numbers must rise. The buffer is the caller's until the next call.
     *
     * @param now how it is taken; if that changes, frames made ahead are made anew
     */
    synchronized ByteBuffer frame(long k, Stretch now) {
        if (now != stretch) {
            stretch = now;
            Arrays.fill(ready, EMPTY);
            next = k;
        }
        if (!isStarted) {
            start();
        }
        wanted = k;
        next = Math.max(next, k);
        notifyAll();
        int place = (int) (k % AHEAD_COUNT);
        while (ready[place] != k) {
            if (fault != null || isClosed) {
                throw new IllegalStateException("frame=" + k + " could not be made; report this with the scene", fault);
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("frame=" + k + " was interrupted; start the camera again", e);
            }
        }
        return raw[place];
    }

    synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    private void start() {
        isStarted = true;
        for (int n = 0; n < AHEAD_COUNT; n++) {
            raw[n] = ByteBuffer.allocateDirect(stretch.night().format().frameBytes());
        }
        for (int n = 0; n < THREAD_COUNT; n++) {
            Thread maker = new Thread(this::work, "lucida-simulator-" + n);
            maker.setDaemon(true);
            maker.start();
        }
    }

    private void work() {
        try {
            NightFrames frames = null;
            for (Task task = take(); task != null; task = take()) {
                Stretch how = task.stretch();
                if (frames == null || frames.night() != how.night()) {
                    frames = frames == null ? new NightFrames(how.night()) : new NightFrames(how.night(), frames);
                }
                int place = (int) (task.frame() % AHEAD_COUNT);
                frames.make(how, task.frame(), raw[place], 0);
                finish(place, task);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    /** A frame to make, or null at the end. */
    private synchronized Task take() {
        while (!isClosed) {
            // the place of the frame wanted stays untouched until the reader asks for the next one
            boolean isRoom = next < wanted + AHEAD_COUNT && !isMaking[(int) (next % AHEAD_COUNT)];
            if (next < frameCount && isRoom && stretch.holds(next)) {
                int place = (int) (next % AHEAD_COUNT);
                isMaking[place] = true;
                ready[place] = EMPTY;
                return new Task(stretch, next++);
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return null;
    }

    private synchronized void finish(int place, Task task) {
        isMaking[place] = false;
        ready[place] = task.stretch() == stretch ? task.frame() : EMPTY;
        notifyAll();
    }

    private synchronized void fail(Throwable cause) {
        fault = cause;
        notifyAll();
    }
}
