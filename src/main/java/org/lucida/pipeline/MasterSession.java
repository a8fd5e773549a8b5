package org.lucida.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.lucida.calibrate.MasterMaker;
import org.lucida.camera.Camera;
import org.lucida.files.MasterFacts;
import org.lucida.files.MasterFits;
import org.lucida.files.SessionNames;
import org.lucida.files.StackFacts;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/**
 * A camera through the mean of many frames into one master dark or flat, which {@code --dark} and {@code --flat} read.
 *
 * <p>Memory: see {@link #memoryFor}; frames allocate nothing.
 * <p>Thread: one of its own does the work; everything here from anywhere.
 */
public final class MasterSession implements AutoCloseable {
    private static final long READ_TIMEOUT_MS = 100;
    private static final long JOIN_MS = 30_000;
    private static final int MOST_NAMES = 10_000;

    /** A camera's black level lies far below this share of the range. */
    private static final double BRIGHTEST_DARK_FRACTION = 0.2;
    /** One side of a dark brighter than another by this share of the range: glow of a sensor stays well below. */
    private static final double MOST_UNEVEN_DARK_FRACTION = 0.03;
    /** Hot pixels are fewer than this. */
    private static final double MOST_CLIPPED_DARK_FRACTION = 0.01;
    /** Dust and hot pixels explain so many clipped samples of a flat. */
    private static final double MOST_CLIPPED_FLAT_FRACTION = 0.001;

    private static final double BRIGHTEST_FLAT_FRACTION = 0.85;
    private static final double DIMMEST_FLAT_FRACTION = 0.1;
    /** Fewer frames than this put noise of their own into every stack. */
    private static final int FEW_FRAMES = 16;

    private static final int BLOCKS_PER_SIDE = 4;

    private final Camera camera;
    private final MasterFacts.Kind kind;
    private final int wantedCount;
    private final float[] darkAdu;
    private final Path folder;
    private final String software;
    private final Clock clock;
    private final MasterMaker maker;
    private final FrameSlot slot;
    private final Thread thread = new Thread(this::run, "lucida-master");

    private volatile boolean stopRequested;
    private volatile boolean cancelled;
    private volatile boolean over;
    private volatile int doneCount;
    private volatile int damagedCount;
    private volatile double meanAdu = Double.NaN;
    private volatile double clippedFraction;
    private volatile IOException failure;
    private volatile Path master;
    private volatile List<String> judgement = List.of();
    private double sumAdu;
    private long clippedCount;
    private long firstUtcNs = FrameSlot.UNKNOWN_UTC_NS;
    private long lastUtcNs = FrameSlot.UNKNOWN_UTC_NS;

    /**
     * Lays out memory; nothing runs yet.
     *
     * @param camera opened; closed by this session
     * @param wantedCount frames to average
     * @param dark for flats: a camera that plays darks of the flats' exposure, or one master, to be taken off; closed by this
     *     session
     * @param folder folder of the master
     * @param software name and version for the header
     * @throws IllegalArgumentException if frames and dark do not fit together or memory does not suffice
     */
    public MasterSession(
            Camera camera,
            MasterFacts.Kind kind,
            int wantedCount,
            Optional<Camera> dark,
            Path folder,
            String software,
            Clock clock)
            throws IOException {
        if (wantedCount < 1) {
            throw new IllegalArgumentException("wantedCount=" + wantedCount + " must be at least 1; use 30 or more");
        }
        if (kind == MasterFacts.Kind.DARK && dark.isPresent()) {
            throw new IllegalArgumentException("a master dark must not have a dark taken off; leave the dark out");
        }
        FrameFormat format = camera.format();
        memoryFor(format, dark.isPresent()).check();
        this.camera = camera;
        this.kind = kind;
        this.wantedCount = wantedCount;
        this.folder = folder;
        this.software = software;
        this.clock = clock;
        darkAdu = StackingSession.master(dark, format, "dark");
        maker = new MasterMaker(format);
        slot = new FrameSlot(format.frameBytes());
        thread.setDaemon(true);
    }

    /**
     * What it would hold in memory.
     *
     * @param hasDark true if a dark is taken off
     */
    public static MemoryPlan memoryFor(FrameFormat format, boolean hasDark) {
        long sampleCount =
                (long) format.widthPx() * format.heightPx() * format.layout().samplesPerPixel();
        long bytes = sampleCount * (Double.BYTES + Float.BYTES + (hasDark ? Float.BYTES : 0));
        return new MemoryPlan(1, format.frameBytes(), 0, 0, bytes, 0);
    }

    /** Starts the camera. */
    public void start() {
        thread.start();
    }

    /** Enough frames: the master is made of those so far. Any number of times. */
    public void requestStop() {
        stopRequested = true;
    }

    /** No master: nothing is written. Any number of times. */
    public void cancel() {
        cancelled = true;
    }

    /**
     * Waits for the end.
     *
     * @return false if the timeout came first
     */
    public boolean awaitEnd(long timeoutMs) throws InterruptedException {
        TimeUnit.MILLISECONDS.timedJoin(thread, Math.max(1, timeoutMs));
        return over;
    }

    /** True when the master is written, or nothing more comes. */
    public boolean isOver() {
        return over;
    }

    /** Frames averaged so far. */
    public int doneCount() {
        return doneCount;
    }

    /** Frames to average. */
    public int wantedCount() {
        return wantedCount;
    }

    /** Frames the camera called incomplete; they are left out. */
    public int damagedCount() {
        return damagedCount;
    }

    /** Frames the camera lost; they do no harm here. */
    public long lostCount() {
        return camera.droppedCount();
    }

    /** Mean of all samples so far, ADU; NaN before the first frame. */
    public double meanAdu() {
        return meanAdu;
    }

    /** Share of the samples so far that are as large as can be, 0..1. */
    public double clippedFraction() {
        return clippedFraction;
    }

    /** The file, once it is written. */
    public Optional<Path> master() {
        return Optional.ofNullable(master);
    }

    /** What went wrong with camera or disk. */
    public Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** What is wrong with the master, one sentence each with what helps; empty if it is good. After the end. */
    public List<String> judgement() {
        return judgement;
    }

    private void run() {
        try {
            take();
            if (!cancelled && doneCount > 0) {
                float[] mean = maker.meanAdu();
                List<String> sentences = judge(mean);
                takeOffDark(mean);
                judgement = sentences;
                master = write(mean);
            } else if (!cancelled) {
                throw new IOException("camera=" + camera.info().address()
                        + " delivered no whole frame and no master was made; check cable and exposure");
            }
        } catch (IOException failed) {
            failure = failed;
        } catch (RuntimeException bug) {
            failure = new IOException("the master could not be made: " + bug, bug);
        } finally {
            over = true;
        }
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private void take() throws IOException {
        camera.start();
        Camera.Delivery delivery = Camera.Delivery.TIMEOUT;
        while (doneCount < wantedCount && !stopRequested && !cancelled && delivery != Camera.Delivery.END) {
            slot.clear();
            delivery = camera.read(slot, READ_TIMEOUT_MS);
            if (delivery == Camera.Delivery.FRAME && slot.verdict.isRejected()) {
                damagedCount++;
            } else if (delivery == Camera.Delivery.FRAME) {
                maker.add(slot);
                measure();
                firstUtcNs = firstUtcNs == FrameSlot.UNKNOWN_UTC_NS ? slot.startUtcNs : firstUtcNs;
                lastUtcNs = slot.startUtcNs;
                doneCount++;
            }
        }
    }

    private void measure() {
        FrameFormat format = camera.format();
        int count = format.frameBytes() / format.bytesPerSample();
        int most = format.maxAdu();
        long clipped =
                format.bytesPerSample() == 1 ? clipped8(slot.raw, count, most) : clipped16(slot.raw, count, most);
        clippedCount += clipped;
        double samples = (double) (doneCount + 1) * count;
        meanAdu = sumAdu / samples;
        clippedFraction = clippedCount / samples;
    }

    private long clipped8(ByteBuffer raw, int count, int most) {
        long sum = 0;
        long clipped = 0;
        for (int i = 0; i < count; i++) {
            int value = raw.get(i) & 0xFF;
            sum += value;
            clipped += value >= most ? 1 : 0;
        }
        sumAdu += sum;
        return clipped;
    }

    private long clipped16(ByteBuffer raw, int count, int most) {
        long sum = 0;
        long clipped = 0;
        for (int i = 0; i < count; i++) {
            int value = raw.getShort(2 * i) & 0xFFFF;
            sum += value;
            clipped += value >= most ? 1 : 0;
        }
        sumAdu += sum;
        return clipped;
    }

    private void takeOffDark(float[] mean) {
        for (int i = 0; darkAdu != null && i < mean.length; i++) {
            mean[i] -= darkAdu[i];
        }
    }

    // ---- judgement ------------------------------------------------------------------------------------------------

    private List<String> judge(float[] mean) {
        List<String> sentences = new ArrayList<>();
        double mostAdu = camera.format().maxAdu();
        if (kind == MasterFacts.Kind.DARK) {
            judgeDark(mean, mostAdu, sentences);
        } else {
            judgeFlat(mean, mostAdu, sentences);
        }
        if (doneCount < FEW_FRAMES) {
            sentences.add("frameCount=" + doneCount + " is few and their noise goes into every stack; take "
                    + 2 * FEW_FRAMES + " or more");
        }
        return List.copyOf(sentences);
    }

    private void judgeDark(float[] mean, double mostAdu, List<String> sentences) {
        double unevenAdu = unevenAdu(mean);
        if (meanAdu > BRIGHTEST_DARK_FRACTION * mostAdu) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "meanAdu=%.1f is bright for a dark, %.0f %% of the range, so light may have come in; close the cap, cover"
                            + " the finder, darken the room, or lower the black level, and take it again",
                    meanAdu,
                    100 * meanAdu / mostAdu));
        } else if (unevenAdu > MOST_UNEVEN_DARK_FRACTION * mostAdu) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "unevenAdu=%.1f between the brightest and the darkest part of the dark, so light may have come in from one"
                            + " side; close the cap, cover the finder, and take it again",
                    unevenAdu));
        }
        if (clippedFraction > MOST_CLIPPED_DARK_FRACTION) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "clippedFraction=%.3f of the samples of the dark are at the top of the range; close the cap, cool the"
                            + " sensor or lower the gain",
                    clippedFraction));
        }
    }

    private void judgeFlat(float[] mean, double mostAdu, List<String> sentences) {
        double[] planes = planeMeansAdu(mean);
        double brightestAdu = 0;
        double dimmestAdu = Double.POSITIVE_INFINITY;
        for (double plane : planes) {
            brightestAdu = Math.max(brightestAdu, plane);
            dimmestAdu = Math.min(dimmestAdu, plane);
        }
        if (clippedFraction > MOST_CLIPPED_FLAT_FRACTION || brightestAdu > BRIGHTEST_FLAT_FRACTION * mostAdu) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "clippedFraction=%.4f meanAdu=%.0f of %.0f: the flat is too bright, its bright parts are cut off; use"
                            + " a shorter exposure or less light so that the mean is near the middle of the range",
                    clippedFraction,
                    brightestAdu,
                    mostAdu));
        } else if (dimmestAdu < DIMMEST_FLAT_FRACTION * mostAdu) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "meanAdu=%.0f of %.0f in the dimmest colour: the flat is too dark and would add noise; use a longer"
                            + " exposure or more light so that the mean is near the middle of the range",
                    dimmestAdu,
                    mostAdu));
        }
    }

    private double[] planeMeansAdu(float[] mean) {
        FrameFormat format = camera.format();
        int samples = format.layout().samplesPerPixel();
        double[] sums = new double[format.layout().planeCount()];
        long[] counts = new long[sums.length];
        for (int i = 0; i < mean.length; i++) {
            int x = i / samples % format.widthPx();
            int y = i / samples / format.widthPx();
            int plane = format.layout().planeOf(x, y, i % samples);
            if (!Float.isNaN(mean[i])) {
                sums[plane] += mean[i];
                counts[plane]++;
            }
        }
        for (int plane = 0; plane < sums.length; plane++) {
            sums[plane] /= Math.max(1, counts[plane]);
        }
        return sums;
    }

    /** From the darkest to the brightest of sixteen parts of the frame. */
    private double unevenAdu(float[] mean) {
        FrameFormat format = camera.format();
        int samples = format.layout().samplesPerPixel();
        double[] sums = new double[BLOCKS_PER_SIDE * BLOCKS_PER_SIDE];
        long[] counts = new long[sums.length];
        for (int i = 0; i < mean.length; i++) {
            int x = i / samples % format.widthPx() * BLOCKS_PER_SIDE / format.widthPx();
            int y = i / samples / format.widthPx() * BLOCKS_PER_SIDE / format.heightPx();
            if (!Float.isNaN(mean[i])) {
                sums[y * BLOCKS_PER_SIDE + x] += mean[i];
                counts[y * BLOCKS_PER_SIDE + x]++;
            }
        }
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        for (int block = 0; block < sums.length; block++) {
            if (counts[block] > 0) {
                least = Math.min(least, sums[block] / counts[block]);
                most = Math.max(most, sums[block] / counts[block]);
            }
        }
        return Math.max(0, most - least);
    }

    // ---- the file -------------------------------------------------------------------------------------------------

    private Path write(float[] mean) throws IOException {
        Files.createDirectories(folder);
        MasterFacts facts = new MasterFacts(
                software,
                kind,
                StackingSession.sourceOf(camera),
                doneCount,
                new StackFacts.Span(firstUtcNs, lastUtcNs),
                darkAdu != null,
                judgement);
        Instant now = clock.instant();
        String stem = SessionNames.stamp(now.getEpochSecond() * 1_000_000_000L + now.getNano()) + "-master-"
                + kind.imageType().toLowerCase(Locale.ROOT);
        for (int number = 1; number <= MOST_NAMES; number++) {
            Path file = folder.resolve(stem + (number == 1 ? "" : "-" + number) + ".fits");
            try {
                new MasterFits(clock).write(file, mean, facts);
                return file;
            } catch (FileAlreadyExistsException taken) {
                // the next number
            }
        }
        throw new IOException(
                "folder=" + folder + " holds " + MOST_NAMES + " masters called " + stem + "; choose another folder");
    }

    /** Ends the thread, without a master if it is not written yet, and closes the camera. */
    @Override
    public void close() throws IOException {
        cancel();
        if (thread.getState() != Thread.State.NEW) {
            try {
                thread.join(JOIN_MS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        camera.close();
    }
}
