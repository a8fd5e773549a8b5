package org.lucida.drizzle;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.PixelMask;
import org.lucida.frame.SampleRows;

/**
 * The stack that grows while frames come in: every raw sample is shrunk to a drop and shared out over the pixels of a
 * finer grid it falls on, in its own colour plane.
 *
 * <p>Definition (Fruchter and Hook 2002, PASP 114, 144): with a = area of drop and output pixel in common / area of the
 * drop, and w the frame's weight, {@code W' = W + a w}, {@code I' = (I W + a w i) / W'}. Kept here are the sums
 * {@code S += a w i} and {@code W += a w}; {@code I = S / W} is the same mean. Values stay in the ADU of the input.
 *
 * <p>Coordinates: {@code outXPx = (inXPx - displacementXPx + 0.5) * scale - 0.5}, the same in y; the output is
 * {@code round(size * scale)} large.
 *
 * <p>Bands: the output rows are cut into bandCount bands; each is filled by one thread, and every band must be given the
 * same frames in the same order. The sums are the same to the last bit whatever the batches, bands and threads.
 *
 * <p>Error: after 100 000 frames of 30 000 ADU with 20 ADU of noise each, rounding has moved the mean by 0.002 of its
 * statistical error (PrecisionTest).
 * <p>Memory: all in the constructor, see {@link #heapBytes}; adding a frame allocates nothing unless it lies further out
 * than any before.
 */
public final class DrizzleStack {
    /** Largest stretch of warped frames along an axis, px for each px. */
    public static final double LARGEST_STRETCH = WarpBand.LARGEST_SLOPE;

    private static final int LARGEST_BAND_COUNT = 64;

    private final OutputGrid grid;
    private final StackBand[] bands;
    /** The shape of drops of warped frames, or null if all frames are rigid. */
    private final DropKernel warpKernel;

    private volatile SnapshotRequest request;

    /**
     * An empty stack.
     *
     * @param format the raw frames to come
     * @param scale output pixels for each input pixel along an axis, 1 to 3
     * @param pixfrac side of a drop in input pixels, 0.1 to 1
     * @param bandCount bands of output rows, 1 to 64
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public DrizzleStack(FrameFormat format, double scale, double pixfrac, int bandCount) {
        this(OutputGrid.of(format, scale, pixfrac), bandCount);
    }

    /**
     * An empty stack that keeps the variance of every pixel beside its value.
     *
     * @param noise of the calibrated samples, or null for no variances
     */
    public DrizzleStack(FrameFormat format, double scale, double pixfrac, int bandCount, SensorNoise noise) {
        this(OutputGrid.of(format, scale, pixfrac), null, bandCount, null, noise);
    }

    /**
     * An empty stack with another kernel.
     *
     * @param kernel any but circular; square and turbo are the same here
     */
    public DrizzleStack(FrameFormat format, double scale, double pixfrac, DropKernel kernel, int bandCount) {
        this(OutputGrid.of(format, scale, pixfrac, kernel), bandCount);
    }

    DrizzleStack(OutputGrid grid, int bandCount) {
        this(grid, null, bandCount, null, null);
    }

    /** For rigid frames if warpKernel is null; without variances if noise is null. */
    DrizzleStack(OutputGrid grid, DropKernel warpKernel, int bandCount, Supplier<WarpKernel> loops, SensorNoise noise) {
        if (bandCount < 1 || bandCount > LARGEST_BAND_COUNT) {
            throw new IllegalArgumentException(
                    "bandCount=" + bandCount + " is outside 1.." + LARGEST_BAND_COUNT + "; use one for each core");
        }
        this.grid = grid;
        this.warpKernel = warpKernel;
        bands = new StackBand[bandCount];
        for (int band = 0; band < bandCount; band++) {
            int first = grid.firstRowOf(band, bandCount);
            int rowCount = grid.firstRowOf(band + 1, bandCount) - first;
            bands[band] = warpKernel == null
                    ? new ShiftBand(grid, band, first, rowCount, noise)
                    : new WarpBand(grid, warpKernel, band, first, rowCount, loops.get());
        }
    }

    /**
     * An empty stack for frames that may be turned a little or warped smoothly ({@link FrameSlot#warp}); rigid frames are
     * welcome, too. It keeps a weight for each pixel and takes about five times as long as one for rigid frames.
     *
     * <p>Error: shares are within 1e-5 of a drop of those of {@link GeometricDrizzle} with the kernel turbo, within 1e-3 with
     * square.
     *
     * @param kernel turbo, or square for frames with a tilt of up to 0.75 degrees
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public static DrizzleStack forWarps(
            FrameFormat format, double scale, double pixfrac, DropKernel kernel, int bandCount) {
        WarpBand.check(kernel);
        return new DrizzleStack(
                OutputGrid.forWarps(format, scale, pixfrac), kernel, bandCount, WarpKernel::fastest, null);
    }

    /** Largest tilt of warped frames, px for each px: the sine of a rotation. */
    public static double largestTilt(DropKernel kernel) {
        return WarpBand.largestTilt(kernel);
    }

    /** Heap a stack for warped frames needs, bytes. */
    public static long warpHeapBytes(FrameFormat format, double scale, double pixfrac, int bandCount) {
        OutputGrid grid = OutputGrid.forWarps(format, scale, pixfrac);
        return BandSums.warpHeapBytes(grid, true) + bandCount * WarpBand.scratchBytes(grid);
    }

    /** Heap each snapshot of it needs, bytes. */
    public static long warpSnapshotBytes(FrameFormat format, double scale, double pixfrac) {
        return BandSums.warpHeapBytes(OutputGrid.forWarps(format, scale, pixfrac), false);
    }

    /** Heap a stack needs, bytes; frames that wander over more than a tenth of the field may need a few percent more. */
    public static long heapBytes(FrameFormat format, double scale, double pixfrac, int bandCount) {
        OutputGrid grid = OutputGrid.of(format, scale, pixfrac);
        return BandSums.heapBytes(grid, true) + bandCount * ShiftBand.scratchBytes(grid);
    }

    /** Heap each snapshot needs, bytes. */
    public static long snapshotBytes(FrameFormat format, double scale, double pixfrac, int bandCount) {
        return BandSums.heapBytes(OutputGrid.of(format, scale, pixfrac), false);
    }

    /** Heap that masked pixels are expected to need besides, bytes. */
    public static long maskBytes(FrameFormat format, double scale, double pixfrac, long maskedCount) {
        return Deficit.heapBytes(OutputGrid.of(format, scale, pixfrac), maskedCount);
    }

    /** Heap that variances need besides, bytes: in the stack, or in a snapshot of it. */
    public static long varianceBytes(FrameFormat format, double scale, double pixfrac, int bandCount, boolean live) {
        OutputGrid grid = OutputGrid.of(format, scale, pixfrac);
        return VarianceSums.heapBytes(grid, live) + (live ? bandCount * ShiftBand.scratchBytes(grid) : 0);
    }

    public int bandCount() {
        return bands.length;
    }

    /** Columns of the output. */
    public int widthPx() {
        return grid.widthPx();
    }

    /** Rows of the output. */
    public int heightPx() {
        return grid.heightPx();
    }

    public int planeCount() {
        return grid.planeCount();
    }

    /**
     * Adds frames to one band. The caller keeps rejected frames away; a frame of weight 0 adds nothing and does not count.
     *
     * <p>Thread: the band's own. Never waits.
     *
     * @param band which band, 0 .. bandCount - 1
     * @param slots the first count of them are added. Displacement, weight and mask are read, raw bytes by rows. Not
     *     modified
     * @param rows the band's own reader of calibrated samples, finite all and 0 where the slot's mask says so; if it throws,
     *     the stack is spoilt
     * @throws IllegalArgumentException if a weight or displacement is not a number to work with, or a frame is warped more
     *     than this stack can do; then nothing was added
     */
    public void add(int band, FrameSlot[] slots, int count, SampleRows rows) {
        StackBand target = bands[band];
        int frames = 0;
        for (int i = 0; i < count; i++) {
            check(slots[i]);
            frames += slots[i].weight > 0 ? 1 : 0;
        }
        target.begunPosition = target.position() + frames;
        offerSnapshot(band);
        SnapshotRequest wanted = request;
        for (int i = 0; i < count; i++) {
            if (slots[i].weight > 0) {
                target.take(slots[i]);
                if (target.roomInBatch() == 0 || wanted != null && target.takenPosition() == wanted.position) {
                    target.flush(rows);
                    serve(target, wanted);
                }
            }
        }
        target.flush(rows);
        offerSnapshot(band);
    }

    /**
     * Forgets all frames of one band and begins a new stack. Every band must be told between the same two frames; the sums
     * are then those of a stack that begins with the frames to come, to the last bit. Snapshots are of one stack or the
     * other, never of both.
     *
     * <p>Thread: the band's own. Never waits.
     *
     * @param stackNumber number of the stack that begins; the first one has 1
     */
    public void restart(int band, int stackNumber) {
        StackBand target = bands[band];
        target.begunPosition = target.position() + 1;
        offerSnapshot(band);
        target.restart(stackNumber);
        offerSnapshot(band);
    }

    private void check(FrameSlot slot) {
        if (!(slot.weight >= 0 && slot.weight <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("weight=" + slot.weight + " of frame " + slot.frameIndex
                    + " is not a number from 0 up; reject the frame");
        }
        boolean warped = slot.warp != null && slot.warp.isInForce();
        if (warpKernel != null) {
            WarpBand.check(slot, warpKernel);
        } else if (warped && slot.weight > 0) {
            throw new IllegalArgumentException(
                    "frame " + slot.frameIndex + " is warped, the stack is for rigid frames; make it with forWarps");
        }
        if (!warped
                && slot.weight > 0
                && !(Double.isFinite(slot.displacementXPx) && Double.isFinite(slot.displacementYPx))) {
            throw new IllegalArgumentException("displacementXPx=" + slot.displacementXPx + " displacementYPx="
                    + slot.displacementYPx + " of frame " + slot.frameIndex + " is not finite; align the frame first");
        }
        PixelMask mask = slot.mask;
        if (mask != null
                && (mask.widthPx() != grid.format().widthPx()
                        || mask.heightPx() != grid.format().heightPx())) {
            throw new IllegalArgumentException("mask=" + mask.widthPx() + "x" + mask.heightPx() + " px of frame "
                    + slot.frameIndex + " does not fit " + grid.format() + "; use a mask of the frame's size");
        }
    }

    /**
     * Lets a band serve a waiting snapshot between two calls of {@link #add}; call it when no frames come.
     *
     * <p>Thread: the band's own. Never waits.
     */
    public void offerSnapshot(int band) {
        serve(bands[band], request);
    }

    private static void serve(StackBand band, SnapshotRequest wanted) {
        if (wanted != null && wanted != band.served && wanted.position == band.position()) {
            band.sums.copyTo(wanted.target.band(band.index));
            band.served = wanted;
            wanted.copied();
        }
    }

    /** An empty snapshot of this stack's size, to be filled again and again. */
    public StackSnapshot newSnapshot() {
        BandSums[] copies = new BandSums[bands.length];
        for (int band = 0; band < bands.length; band++) {
            copies[band] = bands[band].sums.newCopy();
        }
        return new StackSnapshot(this, grid, copies);
    }

    /**
     * Fills a snapshot with one consistent state of the stack while the bands go on adding.
     *
     * <p>Every band copies its own rows when it has added exactly the wanted number of frames, restarts counted along. The number is the largest any
     * band has begun to reach, so the bands behind will come by it. It is announced first and the bands are asked again
     * afterwards: a band announces its next frames before it looks for a request, so either the band sees the request
     * in time, or the reader sees that the band has gone past, and asks anew for a later state.
     *
     * <p>Thread: any, one reader at a time; bands never wait for it.
     *
     * @param snapshot made by {@link #newSnapshot} of this stack. Modified
     * @param timeoutMs how long to wait at most
     * @return false if the bands did not come by in time (they stand still and nobody offers); the snapshot is empty then
     * @throws InterruptedException if the reader is told to stop; the snapshot is empty then
     */
    public synchronized boolean snapshotInto(StackSnapshot snapshot, long timeoutMs) throws InterruptedException {
        if (snapshot.owner != this) {
            throw new IllegalArgumentException("snapshot belongs to another stack; make it with newSnapshot()");
        }
        snapshot.setComplete(false);
        long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
        try {
            SnapshotRequest mine = announce(snapshot);
            while (!mine.isComplete()) {
                long leftNs = deadlineNs - System.nanoTime();
                if (leftNs <= 0) {
                    return false;
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException("waiting for a snapshot");
                }
                LockSupport.parkNanos(this, leftNs);
            }
            snapshot.setComplete(true);
            return true;
        } finally {
            request = null;
        }
    }

    private SnapshotRequest announce(StackSnapshot snapshot) {
        while (true) {
            SnapshotRequest candidate = new SnapshotRequest(snapshot, begunPosition(), bands.length);
            request = candidate;
            if (begunPosition() == candidate.position) {
                return candidate;
            }
        }
    }

    private long begunPosition() {
        long largest = 0;
        for (StackBand band : bands) {
            largest = Math.max(largest, band.begunPosition);
        }
        return largest;
    }

    /**
     * The stack itself, without a copy: only when all bands have stopped adding, and the reader's thread has joined theirs
     * or otherwise learnt of it.
     */
    public StackPicture view() {
        BandSums[] live = new BandSums[bands.length];
        for (int band = 0; band < bands.length; band++) {
            live[band] = bands[band].sums;
        }
        return new StackPicture(grid, live);
    }
}
