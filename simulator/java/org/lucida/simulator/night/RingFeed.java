package org.lucida.simulator.night;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.lucida.camera.ClipSimulator.Onlooker;
import org.lucida.frame.FrameFormat;

/**
 * Feeds the frames of a night into a ring file, from which the stand-in of the camera library serves them.
 *
 * <p>Frames are made straight in the ring's slots, in any order by several threads, and published in theirs; the writer waits
 * while the ring is full, so every frame is served, at the rate of the camera that reads. Exposure and gain are the scene's, whatever
 * the reader sets.
 * <p>Shape: one header page and equal slots, little-endian; native/README.md describes them field by field.
 * <p>Error: the file appears under its name when its header is complete and is removed at the end.
 */
final class RingFeed {
    private static final int MAGIC = 0x5249_5341;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 4096;
    private static final int WRITTEN_AT = 24;
    private static final int READ_AT = 48;
    private static final int PAGE_BYTES = 4096;
    private static final int LEAST_SLOTS = 4;
    private static final int MOST_SLOTS = 64;
    private static final long BUDGET_BYTES = 256L << 20;
    private static final long WAIT_MS = 1;
    private static final long TURN_NS = 50_000;
    private static final long TELL_MS = 200;
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Night night;
    private final long frameCount;
    private final MappedByteBuffer ring;
    private final int slotCount;
    private final long strideBytes;
    private final AtomicLong claimed = new AtomicLong();
    private final AtomicReference<Throwable> fault = new AtomicReference<>();
    private volatile boolean ended;

    private RingFeed(Night night, long frameCount, MappedByteBuffer ring, int slotCount, long strideBytes) {
        this.night = night;
        this.frameCount = frameCount;
        this.ring = ring;
        this.slotCount = slotCount;
        this.strideBytes = strideBytes;
    }

    /**
     * Feeds until the frames are used up and read, or the onlooker has seen enough.
     *
     * @param frameCount frames to feed; {@link Long#MAX_VALUE} for no end
     * @throws IOException if the file cannot be written
     */
    static void feed(Night night, long frameCount, Path file, int threadCount, Onlooker onlooker) throws IOException {
        FrameFormat format = night.format();
        long strideBytes = (format.frameBytes() + PAGE_BYTES - 1L) / PAGE_BYTES * PAGE_BYTES;
        int slotCount = (int) Math.max(LEAST_SLOTS, Math.min(MOST_SLOTS, BUDGET_BYTES / strideBytes));
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            MappedByteBuffer ring;
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ring = channel.map(FileChannel.MapMode.READ_WRITE, 0, HEADER_BYTES + slotCount * strideBytes);
            }
            ring.order(ByteOrder.LITTLE_ENDIAN);
            ring.putInt(4, VERSION);
            ring.putInt(8, format.widthPx());
            ring.putInt(12, format.heightPx());
            ring.putInt(16, format.bytesPerSample());
            ring.putInt(20, slotCount);
            ring.putLong(32, strideBytes);
            ring.putLong(40, HEADER_BYTES);
            ring.putInt(56, format.bitDepth());
            VarHandle.releaseFence();
            ring.putInt(0, MAGIC);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            new RingFeed(night, frameCount, ring, slotCount, strideBytes).run(threadCount, onlooker);
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(file);
        }
    }

    private void run(int threadCount, Onlooker onlooker) throws IOException {
        Thread[] crew = new Thread[threadCount];
        for (int t = 0; t < threadCount; t++) {
            crew[t] = new Thread(this::make, "lucida-simulator-" + t);
            crew[t].setDaemon(true);
            crew[t].start();
        }
        long told = frameCount == Long.MAX_VALUE ? 0 : frameCount;
        try {
            while (fault.get() == null
                    && readCount() < frameCount
                    && onlooker.goesOn("frames taken", readCount(), told)) {
                Thread.sleep(TELL_MS);
            }
            ended = true;
            for (Thread thread : crew) {
                thread.join();
            }
        } catch (InterruptedException e) {
            ended = true;
            Thread.currentThread().interrupt();
        }
        if (fault.get() != null) {
            throw new IOException(
                    "frame=" + writtenCount() + " could not be made; report this with the scene", fault.get());
        }
    }

    private void make() {
        try {
            NightFrames frames = new NightFrames(night);
            ByteBuffer slots = ring.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            long k = claimed.getAndIncrement();
            while (k < frameCount && !ended) {
                while (k - readCount() >= slotCount && !ended) {
                    Thread.sleep(WAIT_MS);
                }
                frames.make(k, slots, (int) (HEADER_BYTES + k % slotCount * strideBytes));
                while (writtenCount() != k && !ended) {
                    LockSupport.parkNanos(TURN_NS);
                }
                if (!ended) {
                    LONGS.setRelease(ring, WRITTEN_AT, k + 1);
                }
                k = claimed.getAndIncrement();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fault.compareAndSet(null, e);
        }
    }

    private long readCount() {
        return (long) LONGS.getAcquire(ring, READ_AT);
    }

    private long writtenCount() {
        return (long) LONGS.getAcquire(ring, WRITTEN_AT);
    }
}
