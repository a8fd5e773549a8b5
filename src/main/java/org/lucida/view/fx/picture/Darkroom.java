package org.lucida.view.fx.picture;

import java.util.concurrent.TimeUnit;

/**
 * Where the stack is sharpened for the eye: on its own copy, on a thread of low priority, the latest wish wins.
 *
 * <p>Memory: three sets of planes of the stack's size, made when the first stack comes.
 * <p>Thread: {@link #offer}, {@link #take}, {@link #isWaiting} by the eye's; {@link #sharpen}, {@link #close} from any.
 */
@SuppressWarnings({"ReferenceEquality", "ThreadPriorityCheck"}) // the same object is meant; priority is only courtesy
final class Darkroom implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Darkroom.class.getName());
    /** Share of a core it takes while the stack grows. */
    private static final double SHARE_FRACTION = 0.25;
    /** Shortest time between two prints. */
    private static final long LEAST_NS = TimeUnit.MILLISECONDS.toNanos(200);
    /** The same after the observer turned something. */
    private static final long LEAST_TURNED_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Runnable onPrint;
    private final Thread thread = new Thread(this::work, "lucida-darkroom");
    private Sharpening sharpening;
    private boolean isTurned;
    private Exhibit negative;
    private boolean hasWork;
    private boolean isWorking;
    private float[][] tray;
    private float[][] shown;
    private Exhibit print;
    private long restUntilNs = System.nanoTime();
    private boolean closed;
    private boolean toldFault;

    /** @param onPrint called on the darkroom's thread when there is something to fetch or room for more */
    Darkroom(Runnable onPrint) {
        this.onPrint = onPrint;
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    /** Sharpens like this from now on; null = not at all. */
    void sharpen(Sharpening how) {
        synchronized (this) {
            sharpening = how;
            isTurned = true;
            notifyAll();
        }
        onPrint.run();
    }

    /** True if a stack would be looked at now; {@code isNew} if it is another one than offered last. */
    synchronized boolean isWaiting(boolean isNew) {
        if (sharpening == null || hasWork || isWorking || !(isNew || isTurned)) {
            return false;
        }
        return isTurned || System.nanoTime() - restUntilNs >= 0;
    }

    /** Copies a stack to be sharpened. */
    synchronized void offer(Exhibit stack) {
        if (hasWork || isWorking) {
            return;
        }
        if (negative == null
                || negative.planes().length != stack.planes().length
                || negative.widthPx() != stack.widthPx()
                || negative.heightPx() != stack.heightPx()) {
            negative = stack.withPlanes(Exhibit.Kind.STACK, newPlanes(stack));
            tray = newPlanes(stack);
            shown = newPlanes(stack);
            print = null;
        }
        for (int plane = 0; plane < stack.planes().length; plane++) {
            System.arraycopy(stack.planes()[plane], 0, negative.planes()[plane], 0, stack.planes()[plane].length);
        }
        negative = stack.withPlanes(Exhibit.Kind.STACK, negative.planes());
        hasWork = true;
        notifyAll();
    }

    private static float[][] newPlanes(Exhibit stack) {
        return new float[stack.planes().length][stack.planes()[0].length];
    }

    /** The latest print; null if there is none since the last call. Valid until the next call that is not null. */
    synchronized Exhibit take() {
        if (print == null || isWorking) {
            return null;
        }
        float[][] swap = shown;
        shown = tray;
        tray = swap;
        Exhibit taken = print;
        print = null;
        return taken;
    }

    /** Drops what belongs to another observation. */
    synchronized void forget() {
        print = null;
        hasWork = false;
        isTurned = true;
    }

    private void work() {
        while (true) {
            Exhibit from;
            Sharpening how;
            float[][] to;
            synchronized (this) {
                while (!closed && (!hasWork || sharpening == null)) {
                    try {
                        wait();
                    } catch (InterruptedException interrupted) {
                        return;
                    }
                }
                if (closed) {
                    return;
                }
                hasWork = false;
                isWorking = true;
                isTurned = false;
                print = null;
                from = negative;
                how = sharpening;
                to = tray;
            }
            long startNs = System.nanoTime();
            boolean well = false;
            try {
                well = how.apply(from, to);
            } catch (RuntimeException fault) {
                if (!toldFault) {
                    toldFault = true;
                    LOG.log(System.Logger.Level.ERROR, "sharpening failed; the stack is shown as it is", fault);
                }
            }
            boolean mustRest;
            synchronized (this) {
                isWorking = false;
                print = well && from == negative ? from.withPlanes(Exhibit.Kind.SHARP, to) : null;
                long tookNs = System.nanoTime() - startNs;
                restUntilNs = startNs + Math.max(LEAST_NS, (long) (tookNs / SHARE_FRACTION));
                mustRest = isTurned;
            }
            onPrint.run();
            if (mustRest) {
                try {
                    TimeUnit.NANOSECONDS.sleep(LEAST_TURNED_NS);
                } catch (InterruptedException interrupted) {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
    }
}
