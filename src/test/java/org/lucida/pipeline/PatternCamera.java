package org.lucida.pipeline;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraInfo;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/**
 * A test camera at a given rate whose frames prove themselves: number and time stand in the first 16 bytes, the rest is one
 * of a few noisy pictures. Who comes too late finds frames lost, as with a real camera that keeps two.
 */
public final class PatternCamera implements Camera {
    private static final int PICTURES = 8;
    private static final int BUFFER_FRAMES = 2;
    private static final int STAMP_BYTES = 16;

    private final FrameFormat format;
    private final double frameRateHz;
    private final long frameCount;
    private final ByteBuffer[] pictures = new ByteBuffer[PICTURES];
    private LongConsumer afterFrame = index -> {};
    private long startNs;
    private long startUtcNs;
    private long next;
    private volatile long lostCount;

    /** Makes the pictures. */
    public PatternCamera(FrameFormat format, double frameRateHz, long frameCount) {
        this.format = format;
        this.frameRateHz = frameRateHz;
        this.frameCount = frameCount;
        for (int i = 0; i < PICTURES; i++) {
            pictures[i] = picture(format, i);
        }
    }

    PatternCamera afterFrame(LongConsumer action) {
        afterFrame = action;
        return this;
    }

    /** A striped disc that wanders, with noise. */
    private static ByteBuffer picture(FrameFormat format, long index) {
        byte[] bytes = new byte[format.frameBytes()];
        int picture = (int) (index % PICTURES);
        SplittableRandom random = new SplittableRandom(picture);
        random.nextBytes(bytes);
        int sampleBytes = format.bytesPerSample();
        int rowBytes = format.rowBytes();
        double radius = 0.3 * format.heightPx();
        for (int i = sampleBytes - 1; i < bytes.length; i += sampleBytes) {
            double x = (double) (i % rowBytes) / rowBytes * format.widthPx() - format.widthPx() / 2.0 - picture % 3;
            double y = i / rowBytes - format.heightPx() / 2.0 + picture % 4;
            double disc = 1 / (1 + Math.exp((Math.hypot(x, y) - radius) / 1.5));
            double value = 10 + 130 * disc * (1 + 0.2 * Math.sin(y * 0.5) + 0.1 * Math.sin(x * 0.4));
            bytes[i] = (byte) (value + (bytes[i] & 7));
        }
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).clear();
    }

    /** True if the bytes are a whole frame of this camera; number and time are what stands in it. */
    static boolean isWhole(ByteBuffer raw, FrameFormat format, ByteBuffer[] pictures) {
        if (format.frameBytes() <= STAMP_BYTES) {
            return true;
        }
        int picture = (int) (index(raw) % PICTURES);
        if (pictures[picture] == null) {
            pictures[picture] = picture(format, picture);
        }
        int rest = format.frameBytes() - STAMP_BYTES;
        return raw.slice(STAMP_BYTES, rest).equals(pictures[picture].slice(STAMP_BYTES, rest));
    }

    static long index(ByteBuffer raw) {
        return raw.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }

    static long utcNs(ByteBuffer raw) {
        return raw.order(ByteOrder.LITTLE_ENDIAN).getLong(8);
    }

    @Override
    public CameraInfo info() {
        return new CameraInfo(
                "pattern",
                "test:pattern",
                OptionalLong.empty(),
                OptionalDouble.of(frameRateHz),
                OptionalDouble.empty(),
                Map.of(),
                List.of());
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public void start() {
        startNs = System.nanoTime();
        startUtcNs = System.currentTimeMillis() * 1_000_000L;
    }

    @Override
    public Delivery read(FrameSlot slot, long timeoutMs) {
        if (next >= frameCount) {
            return Delivery.END;
        }
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        long dueNs = startNs + offsetNs(next);
        long now = System.nanoTime();
        while (now < dueNs) {
            if (now >= deadlineNs) {
                return Delivery.TIMEOUT;
            }
            LockSupport.parkNanos(Math.min(dueNs, deadlineNs) - now);
            now = System.nanoTime();
        }
        long newest = (long) ((now - startNs) * frameRateHz / 1e9);
        long oldest = Math.min(frameCount - 1, newest - BUFFER_FRAMES + 1);
        if (oldest > next) {
            lostCount += oldest - next;
            next = oldest;
        }
        slot.raw.put(0, pictures[(int) (next % PICTURES)], 0, format.frameBytes());
        slot.frameIndex = next;
        slot.startUtcNs = startUtcNs + offsetNs(next);
        if (format.frameBytes() >= STAMP_BYTES) {
            slot.raw.putLong(0, next).putLong(8, slot.startUtcNs);
        }
        afterFrame.accept(next++);
        return Delivery.FRAME;
    }

    private long offsetNs(long frame) {
        return (long) (frame * 1e9 / frameRateHz) / 100 * 100;
    }

    @Override
    public long droppedCount() {
        return lostCount;
    }

    @Override
    public void close() {}
}
