package org.lucida.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraInfo;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Verdict;

/** A test camera: a striped disc that wanders, sixteen frames made once and shown again and again. */
final class DiscCamera implements Camera {
    private static final int CYCLE = 16;

    private final FrameFormat format;
    private final long frameCount;
    private final byte[][] frames = new byte[CYCLE][];
    private LongConsumer beforeFrame = k -> {};
    private long failAtIndex = Long.MAX_VALUE;
    private long damagedEvery = Long.MAX_VALUE;
    private long blankEvery = Long.MAX_VALUE;
    private long next;
    private boolean started;

    DiscCamera(FrameFormat format, long frameCount) {
        this.format = format;
        this.frameCount = frameCount;
        SplittableRandom random = new SplittableRandom(42);
        for (int k = 0; k < CYCLE; k++) {
            frames[k] = new byte[format.frameBytes()];
            double cx = format.widthPx() / 2.0 + 1.7 * Math.cos(k);
            double cy = format.heightPx() / 2.0 + 1.3 * Math.sin(k);
            double radius = 0.3 * Math.min(format.widthPx(), format.heightPx());
            for (int i = 0; i < frames[k].length; i++) {
                double x = i % format.widthPx() - cx;
                double y = i / format.widthPx() - cy;
                double edge = 1 / (1 + Math.exp((Math.hypot(x, y) - radius) / 1.5));
                double value = 10 + 150 * edge * (1 + 0.2 * Math.sin(y * 0.5) + 0.1 * Math.sin(x * 0.4));
                frames[k][i] = (byte) Math.max(0, Math.min(255, Math.round(value + 2 * random.nextGaussian())));
            }
        }
    }

    DiscCamera beforeFrame(LongConsumer action) {
        beforeFrame = action;
        return this;
    }

    DiscCamera failAt(long index) {
        failAtIndex = index;
        return this;
    }

    DiscCamera damagedEvery(long count) {
        damagedEvery = count;
        return this;
    }

    DiscCamera blankEvery(long count) {
        blankEvery = count;
        return this;
    }

    /** Begins with a later frame. */
    DiscCamera from(long index) {
        next = index;
        return this;
    }

    long deliveredCount() {
        return next;
    }

    @Override
    public CameraInfo info() {
        return new CameraInfo(
                "disc",
                "test:disc",
                OptionalLong.of(frameCount),
                OptionalDouble.empty(),
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
        started = true;
    }

    @Override
    public Delivery read(FrameSlot slot, long timeoutMs) throws IOException {
        if (!started) {
            throw new IllegalStateException("read before start");
        }
        if (next >= frameCount) {
            return Delivery.END;
        }
        beforeFrame.accept(next);
        if (next == failAtIndex) {
            throw new IOException("the disc fell off at frameIndex=" + next + "; put it back");
        }
        ByteBuffer raw = slot.raw;
        if ((next + 1) % blankEvery == 0) {
            for (int i = 0; i < format.frameBytes(); i++) {
                raw.put(i, (byte) 10);
            }
        } else {
            raw.put(0, frames[(int) (next % CYCLE)], 0, format.frameBytes());
        }
        slot.frameIndex = next;
        slot.startUtcNs = 1_000_000_000L * next;
        if ((next + 1) % damagedEvery == 0) {
            slot.reject(Verdict.DAMAGED);
        }
        next++;
        return Delivery.FRAME;
    }

    @Override
    public long droppedCount() {
        return 0;
    }

    @Override
    public void close() {}
}
