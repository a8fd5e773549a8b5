package org.lucida.view.fx.picture;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.StackView;
import org.lucida.view.fx.desk.Observation;

/**
 * Fetches frames and stacks for those who look, as often as the machine can spare: the preview gives way first.
 *
 * <p>At most 30 live frames and 5 stacks a second, and less where that would take more than 6 % of a core: the measured cost
 * of each round, viewers included, sets the pause after it. While a recording needs the machine nothing is fetched.
 *
 * <p>Memory: one set of planes for the frame and one for the stack, made when they are first wanted; no garbage per round beyond
 * some small objects.
 * <p>Thread: any; viewers are called on the eye's own thread.
 */
@SuppressWarnings("ReferenceEquality") // the same object is meant
public final class Eye implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Eye.class.getName());
    /** Share of a core for everything the eye does by itself; what the toolkit needs to show it comes on top. */
    private static final double SHARE_FRACTION = 0.06;
    /** Share of it for the stack when both are wanted. */
    private static final double STACK_FRACTION = 0.4;
    /** Share of a core while the observer moves the picture. */
    private static final double NUDGED_FRACTION = 0.5;

    private static final long LIVE_NS = TimeUnit.MILLISECONDS.toNanos(33);
    private static final long STACK_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long COVERAGE_NS = TimeUnit.MILLISECONDS.toNanos(1000);
    /** So long a frame is waited for before looking around. */
    private static final long GLIMPSE_MS = 40;

    private static final long SNAPSHOT_MS = 1000;
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Exhibit.Viewer> viewers = new CopyOnWriteArrayList<>();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Thread thread = new Thread(this::work, "lucida-eye");
    private final Darkroom darkroom = new Darkroom(this::nudge);
    private volatile Subject wanted;
    private volatile boolean nudged;
    private volatile boolean closed;
    private volatile Coverage coverage;

    // ---- the eye's thread ----
    private Subject subject;
    private Development development;
    private float[][] livePlanes;
    private float[][] stackPlanes;
    private float[] stackRow;
    private Exhibit live;
    private Exhibit stack;
    private Exhibit sharp;
    private Exhibit offered;
    private long liveDueNs;
    private long stackDueNs;
    private long againDueNs;
    private long coverageDueNs;
    private boolean toldFault;

    public Eye() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Somebody who looks from now on. */
    public void add(Exhibit.Viewer viewer) {
        viewers.add(viewer);
        nudge();
    }

    public void remove(Exhibit.Viewer viewer) {
        viewers.remove(viewer);
    }

    /** Looks at this from now on; null = at nothing. */
    public void look(Observation observation) {
        lookAt(observation == null ? null : Subject.of(observation));
    }

    void lookAt(Subject next) {
        wanted = next;
        nudge();
    }

    /** Sharpens stacks like this for those who want them sharp; null = not at all. */
    public void sharpen(Sharpening sharpening) {
        darkroom.sharpen(sharpening);
    }

    /** Asks the viewers at once what they want, and who wants to see the last picture again. Cheap; any thread. */
    public void nudge() {
        nudged = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        closed = true;
        darkroom.close();
        LockSupport.unpark(thread);
    }

    /** CPU time of the eye so far, ns. */
    long cpuNs() {
        return Math.max(0, threads.getThreadCpuTime(thread.getId()));
    }

    private void work() {
        while (!closed) {
            try {
                round();
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException fault) {
                if (!toldFault) {
                    toldFault = true;
                    LOG.log(System.Logger.Level.ERROR, "a picture could not be shown", fault);
                }
                LockSupport.parkNanos(this, IDLE_NS);
            }
        }
    }

    private void round() throws InterruptedException {
        Subject now = wanted;
        if (now != subject) {
            begin(now);
        }
        if (subject == null) {
            nudged = false;
            LockSupport.parkNanos(this, IDLE_NS);
            return;
        }
        if (nudged && System.nanoTime() - againDueNs >= 0) {
            nudged = false;
            long startNs = System.nanoTime();
            long costNs = showAgain();
            againDueNs = startNs + Math.max(LIVE_NS / 2, (long) (costNs / NUDGED_FRACTION));
        }
        boolean wantsLive = isWanted(Exhibit.Kind.LIVE);
        boolean wantsSharp = isWanted(Exhibit.Kind.SHARP);
        boolean wantsStack = wantsSharp || isWanted(Exhibit.Kind.STACK);
        if ((wantsLive || wantsStack) && subject.mayPreview()) {
            if (wantsStack) {
                lookAtStack(wantsLive);
            }
            if (wantsSharp) {
                lookSharply();
            }
            if (wantsLive) {
                lookAtFrame(wantsStack);
            }
        }
        rest(wantsLive, wantsStack);
    }

    /** Until something is due or somebody nudges. */
    private void rest(boolean wantsLive, boolean wantsStack) {
        long nowNs = System.nanoTime();
        long restNs = IDLE_NS;
        if (wantsLive) {
            restNs = Math.min(restNs, Math.max(0, liveDueNs - nowNs));
        }
        if (wantsStack) {
            // Between stacks it looks now and then whether there is a new one.
            restNs = Math.min(restNs, Math.max(LIVE_NS, stackDueNs - nowNs));
        }
        if (nudged) {
            restNs = Math.min(restNs, Math.max(0, againDueNs - nowNs));
        }
        if (restNs > 0 && !closed && wanted == subject) {
            LockSupport.parkNanos(this, restNs);
        }
    }

    private void begin(Subject next) {
        subject = next;
        development = null;
        livePlanes = null;
        stackPlanes = null;
        live = null;
        stack = null;
        sharp = null;
        offered = null;
        coverage = null;
        darkroom.forget();
        long nowNs = System.nanoTime();
        liveDueNs = nowNs;
        stackDueNs = nowNs;
        againDueNs = nowNs;
        coverageDueNs = nowNs;
    }

    private boolean isWanted(Exhibit.Kind kind) {
        for (Exhibit.Viewer viewer : viewers) {
            if (viewer.wants(kind)) {
                return true;
            }
        }
        return false;
    }

    private void show(Exhibit exhibit) {
        for (Exhibit.Viewer viewer : viewers) {
            if (viewer.wants(exhibit.kind())) {
                viewer.see(exhibit);
            }
        }
    }

    private long showAgain() {
        long startCpuNs = threads.getCurrentThreadCpuTime();
        showAgain(live);
        showAgain(stack);
        showAgain(sharp);
        return threads.getCurrentThreadCpuTime() - startCpuNs;
    }

    private void showAgain(Exhibit exhibit) {
        if (exhibit == null) {
            return;
        }
        for (Exhibit.Viewer viewer : viewers) {
            if (viewer.wantsAgain(exhibit.kind())) {
                viewer.see(exhibit);
            }
        }
    }

    // ---- the frame ------------------------------------------------------------------------------------------------

    private void lookAtFrame(boolean wantsStack) throws InterruptedException {
        long startNs = System.nanoTime();
        if (startNs - liveDueNs < 0 || !subject.await(GLIMPSE_MS)) {
            return;
        }
        long startCpuNs = threads.getCurrentThreadCpuTime();
        FrameFormat format = subject.format();
        if (development == null) {
            development = new Development(format);
            livePlanes = development.newPlanes();
        }
        development.develop(subject.raw(), livePlanes);
        live = new Exhibit(
                Exhibit.Kind.LIVE,
                livePlanes,
                development.widthPx(),
                development.heightPx(),
                development.pxPerRawPx(),
                format.maxAdu(),
                subject.displacementXPx(),
                subject.displacementYPx(),
                1,
                subject.stackNumber(),
                subject.frame());
        show(live);
        long costNs = threads.getCurrentThreadCpuTime() - startCpuNs;
        double share = SHARE_FRACTION * (wantsStack ? 1 - STACK_FRACTION : 1);
        liveDueNs = startNs + Math.max(LIVE_NS, (long) (costNs / share));
    }

    // ---- the stack ------------------------------------------------------------------------------------------------

    private void lookAtStack(boolean wantsLive) throws InterruptedException {
        long startNs = System.nanoTime();
        if (startNs - stackDueNs < 0 || subject.stackedCount() == 0 || !isStackNews(startNs)) {
            return;
        }
        long startCpuNs = threads.getCurrentThreadCpuTime();
        Exhibit before = stack;
        boolean isRead = subject.readStack(this::read, SNAPSHOT_MS);
        if (isRead && stack != before) {
            show(stack);
        }
        long costNs = threads.getCurrentThreadCpuTime() - startCpuNs;
        double share = SHARE_FRACTION * (wantsLive ? STACK_FRACTION : 1);
        stackDueNs = startNs + Math.max(STACK_NS, (long) (costNs / share));
    }

    private boolean isStackNews(long nowNs) {
        return stack == null
                || subject.stackedCount() != stack.stackedCount()
                || subject.stackNumber() != stack.stackNumber()
                || (wantsCoverage() && coverage == null && nowNs - coverageDueNs >= 0);
    }

    private boolean wantsCoverage() {
        for (Exhibit.Viewer viewer : viewers) {
            if (viewer.wantsCoverage()) {
                return true;
            }
        }
        return false;
    }

    /** Coverage of the stack shown last; null if nobody wanted it. Eye's thread. */
    Coverage coverage() {
        return coverage;
    }

    private void read(StackView view, int stackNumber) {
        if (stackPlanes == null
                || stackPlanes.length != view.planeCount()
                || stackPlanes[0].length != view.widthPx() * view.heightPx()) {
            stackPlanes = new float[view.planeCount()][view.widthPx() * view.heightPx()];
            stackRow = new float[view.widthPx()];
        }
        for (int plane = 0; plane < stackPlanes.length; plane++) {
            for (int y = 0; y < view.heightPx(); y++) {
                view.readValues(plane, y, stackRow);
                System.arraycopy(stackRow, 0, stackPlanes[plane], y * stackRow.length, stackRow.length);
            }
        }
        stack = new Exhibit(
                Exhibit.Kind.STACK,
                stackPlanes,
                view.widthPx(),
                view.heightPx(),
                subject.scale(),
                subject.format().maxAdu(),
                Double.NaN,
                Double.NaN,
                view.stackedCount(),
                stackNumber,
                null);
        readCoverage(view);
    }

    private void readCoverage(StackView view) {
        if (!wantsCoverage()) {
            coverage = null;
            return;
        }
        long nowNs = System.nanoTime();
        if (coverage != null && nowNs - coverageDueNs < 0) {
            return;
        }
        if (coverage == null || coverage.widthPx != view.widthPx() || coverage.heightPx != view.heightPx()) {
            coverage = new Coverage(view.widthPx(), view.heightPx());
        }
        coverage.read(view);
        coverageDueNs = nowNs + COVERAGE_NS;
    }

    private void lookSharply() {
        if (stack != null && darkroom.isWaiting(stack != offered)) {
            darkroom.offer(stack);
            offered = stack;
        }
        Exhibit print = darkroom.take();
        if (print != null) {
            sharp = print;
            show(sharp);
        }
    }
}
