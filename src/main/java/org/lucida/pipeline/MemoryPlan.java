package org.lucida.pipeline;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.lucida.frame.FrameFormat;

/**
 * What a run will hold in memory, known before anything is allocated.
 *
 * @param slotCount slots of the ring
 * @param ringBytes raw frames on the ring, outside the heap
 * @param stackBytes accumulators of the stack, on the heap
 * @param snapshotBytes copy of the stack for previews, on the heap; 0 without previews
 * @param measureBytes planes of luckiness and alignment, on the heap
 * @param glimpseBytes frames copied for the eye, outside the heap; 0 without a window
 */
public record MemoryPlan(
        int slotCount, long ringBytes, long stackBytes, long snapshotBytes, long measureBytes, long glimpseBytes) {
    /** Left for everything small: classes' data, tables, writers' rows. */
    private static final long HEAP_RESERVE_BYTES = 48L << 20;

    private static final long LIVE_RING_BYTES = 128L << 20;
    private static final long FILE_RING_BYTES = 96L << 20;
    private static final int MIN_SLOTS = 16;
    private static final int MAX_SLOTS = 256;
    private static final int FEWEST_RECORDING_SLOTS = 4;
    private static final int MOST_RECORDING_SLOTS = 8192;

    /**
     * Slots for frames of this size: a live ring bridges stalls of some tenths of a second, a ring fed from files only
     * has to keep the stages busy.
     */
    static int slotCountFor(FrameFormat format, boolean live) {
        long bytes = live ? LIVE_RING_BYTES : FILE_RING_BYTES;
        long slots = Long.highestOneBit(Math.max(1, bytes / format.frameBytes()));
        return (int) Math.max(MIN_SLOTS, Math.min(live ? MAX_SLOTS : 64, slots));
    }

    /** Slots of a ring that has a number of bytes at most, for a recording. */
    static int slotCountWithin(FrameFormat format, long bytes) {
        long slots = Long.highestOneBit(Math.max(1, bytes / format.frameBytes()));
        return (int) Math.max(FEWEST_RECORDING_SLOTS, Math.min(MOST_RECORDING_SLOTS, slots));
    }

    /** This with some more bytes for measuring. */
    MemoryPlan with(long moreMeasureBytes) {
        return new MemoryPlan(
                slotCount, ringBytes, stackBytes, snapshotBytes, measureBytes + moreMeasureBytes, glimpseBytes);
    }

    /** Bytes needed on the heap. */
    public long heapBytes() {
        return stackBytes + snapshotBytes + measureBytes;
    }

    /** Bytes needed outside the heap. */
    public long directBytes() {
        return ringBytes + glimpseBytes;
    }

    /**
     * Refuses a plan the machine cannot hold.
     *
     * @throws IllegalArgumentException with the bytes needed, the bytes there are, and what helps
     */
    void check() {
        long heap = Runtime.getRuntime().maxMemory();
        if (heapBytes() + HEAP_RESERVE_BYTES > heap) {
            throw new IllegalArgumentException(
                    "heapBytes=" + (heapBytes() + HEAP_RESERVE_BYTES) + " are needed, but the heap is limited to "
                            + heap + " bytes; use a smaller --scale or --roi, or give more with LUCIDA_JAVA_OPTS=-Xmx"
                            + megabytesUp(heapBytes() + HEAP_RESERVE_BYTES) + "m");
        }
        long direct = maxDirectBytes();
        if (directBytes() > direct) {
            throw new IllegalArgumentException(
                    "ringBytes=" + directBytes() + " are needed outside the heap, but the limit is " + direct
                            + " bytes; use a smaller --roi, or give more with LUCIDA_JAVA_OPTS=-XX:MaxDirectMemorySize="
                            + megabytesUp(directBytes()) + "m");
        }
    }

    /** The plan in words, one line each. */
    public List<String> lines() {
        return List.of(String.format(
                Locale.ROOT,
                "memory: ring %d slots = %s off-heap; stack %s, previews %s, measuring %s on the heap (limit %s)",
                slotCount,
                megabytes(ringBytes),
                megabytes(stackBytes),
                megabytes(snapshotBytes),
                megabytes(measureBytes),
                megabytes(Runtime.getRuntime().maxMemory())));
    }

    /** What the JVM allows outside the heap, and what the machine has besides the heap: the smaller. */
    static long maxDirectBytes() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        long set = Long.parseLong(vm.getVMOption("MaxDirectMemorySize").getValue());
        long heap = Runtime.getRuntime().maxMemory();
        long machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return Math.min(set == 0 ? heap : set, Math.max(0, machine - heap));
    }

    private static long megabytesUp(long bytes) {
        return (bytes >> 20) + 1;
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
