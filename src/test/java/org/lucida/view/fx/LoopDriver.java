package org.lucida.view.fx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraGap;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraNotice;
import org.lucida.camera.CameraWish;
import org.lucida.files.SerReader;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;

/**
 * Cameras for the window's tests: the frames of a clip again and again, at a given rate, without end and without cost; a frame
 * not fetched while two more became due is lost, as in a camera. Address: {@code loop:CLIP@RATE}, for instance
 * {@code loop:/tmp/a.ser@200}; {@link #unplug} pulls the cable of all that are open.
 */
final class LoopDriver implements CameraDriver {
    private volatile boolean unplugged;

    @Override
    public String scheme() {
        return "loop";
    }

    @Override
    public List<CameraInfo> cameras() {
        return List.of();
    }

    /** Pulls or puts back the cable. */
    void unplug(boolean isOut) {
        unplugged = isOut;
    }

    @Override
    public Camera open(String address, CameraWish wish) throws IOException {
        int at = address.lastIndexOf('@');
        Path clip = Path.of(address.substring(0, at));
        double rateHz = Double.parseDouble(address.substring(at + 1));
        try (SerReader reader = SerReader.open(clip)) {
            FrameFormat format = reader.format();
            ByteBuffer frames = ByteBuffer.allocateDirect((int) (reader.frameCount() * format.frameBytes()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer one = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
            Roi whole = new Roi(0, 0, format.widthPx(), format.heightPx());
            for (int frame = 0; frame < reader.frameCount(); frame++) {
                reader.read(frame, whole, one);
                frames.put((int) ((long) frame * format.frameBytes()), one, 0, format.frameBytes());
            }
            return new Loop(address, format, frames, (int) reader.frameCount(), rateHz);
        }
    }

    /** One such camera. */
    private final class Loop implements Camera {
        private static final int HELD_COUNT = 2;

        private final String address;
        private final FrameFormat format;
        private final ByteBuffer frames;
        private final int clipCount;
        private final double rateHz;
        private final List<CameraNotice> notices = new ArrayList<>();
        private long startNs;
        private long startUtcNs;
        private long next;
        private volatile long droppedCount;
        private boolean toldOut;

        Loop(String address, FrameFormat format, ByteBuffer frames, int clipCount, double rateHz) {
            this.address = address;
            this.format = format;
            this.frames = frames;
            this.clipCount = clipCount;
            this.rateHz = rateHz;
        }

        @Override
        public CameraInfo info() {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("OBJECT", "Jupiter");
            facts.put("XPIXSZ", "2.9");
            facts.put("FOCALLEN", "4000");
            facts.put("APTDIA", "203");
            facts.put("EGAIN", "0.5");
            return new CameraInfo(
                    "Loop",
                    "loop:" + address,
                    OptionalLong.empty(),
                    OptionalDouble.of(rateHz),
                    OptionalDouble.of(1e6 / rateHz),
                    facts,
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

        private long dueNs(long frame) {
            return startNs + (long) ((frame + 1) * 1e9 / rateHz);
        }

        @Override
        public Delivery read(FrameSlot slot, long timeoutMs) {
            long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
            while (true) {
                long nowNs = System.nanoTime();
                if (unplugged) {
                    tell(true);
                    LockSupport.parkNanos(1_000_000);
                } else {
                    if (toldOut) {
                        tell(false);
                        next = Math.max(next, (long) ((nowNs - startNs) * rateHz / 1e9));
                    }
                    if (nowNs >= dueNs(next)) {
                        break;
                    }
                    LockSupport.parkNanos(Math.min(dueNs(next), endNs) - nowNs);
                }
                if (System.nanoTime() >= endNs) {
                    return Delivery.TIMEOUT;
                }
            }
            long newest = (long) ((System.nanoTime() - startNs) * rateHz / 1e9) - 1;
            if (newest - next >= HELD_COUNT) {
                droppedCount += newest - next - HELD_COUNT + 1;
                next = newest - HELD_COUNT + 1;
            }
            slot.raw.put(0, frames, (int) (next % clipCount) * format.frameBytes(), format.frameBytes());
            slot.frameIndex = next;
            slot.startUtcNs = startUtcNs + (long) (next * 1e9 / rateHz);
            next++;
            return Delivery.FRAME;
        }

        private void tell(boolean isOut) {
            if (toldOut != isOut) {
                toldOut = isOut;
                synchronized (notices) {
                    notices.add(new CameraNotice(
                            System.currentTimeMillis() * 1_000_000L,
                            isOut,
                            isOut
                                    ? "camera=Loop is gone; plug it in again, the session waits for it"
                                    : "camera=Loop is back; frames go on",
                            1));
                }
            }
        }

        @Override
        public long droppedCount() {
            return droppedCount;
        }

        @Override
        public List<CameraNotice> notices() {
            synchronized (notices) {
                return List.copyOf(notices);
            }
        }

        @Override
        public List<CameraGap> gaps() {
            return List.of();
        }

        @Override
        public Optional<org.lucida.camera.PulseGuide> guide() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
