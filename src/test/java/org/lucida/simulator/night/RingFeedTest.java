package org.lucida.simulator.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other side of the ring file is played here; the camera library stand-in plays it in C. */
class RingFeedTest {
    private static final String SCENE = "double-star";
    private static final Map<String, String> SMALL =
            Map.of("roi", "64x48", "frames", "150", "bits", "16", "exposureUs", "2000", "mode", "quick");

    @TempDir
    Path folder;

    @Test
    void everyFrameIsServedInOrderAndIsTheClipsFrame() throws Exception {
        Path file = folder.resolve("ring");
        AtomicReference<Throwable> fault = new AtomicReference<>();
        Thread feed = new Thread(() -> {
            try {
                new ClipWorks().feed(SCENE, SMALL, file, 2, (doing, done, total) -> true);
            } catch (Exception e) {
                fault.set(e);
            }
        });
        feed.start();
        while (!Files.exists(file) && feed.isAlive()) {
            Thread.sleep(5);
        }
        assertNull(fault.get(), () -> String.valueOf(fault.get()));
        MappedByteBuffer ring;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ring = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
        }
        ring.order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0x52495341, ring.getInt(0));
        assertEquals(1, ring.getInt(4));
        assertEquals(64, ring.getInt(8));
        assertEquals(48, ring.getInt(12));
        assertEquals(2, ring.getInt(16));
        int slots = ring.getInt(20);
        assertTrue(slots >= 4 && slots < 150, "slots=" + slots);

        Night night = Night.of(NightWish.of(SCENE, SMALL, Night.Mode.QUICK));
        NightFrames frames = new NightFrames(night);
        ByteBuffer expected = ByteBuffer.allocate(64 * 48 * 2);
        byte[] got = new byte[expected.capacity()];
        for (long k = 0; k < 150; k++) {
            while (ring.getLong(24) <= k && feed.isAlive()) {
                Thread.sleep(1);
            }
            assertTrue(ring.getLong(24) > k, "frame " + k + " was never written: " + fault.get());
            assertTrue(ring.getLong(24) - k <= slots, "frame " + k + " was overwritten");
            ring.get((int) (ring.getLong(40) + k % slots * ring.getLong(32)), got);
            if (k % 37 == 0) {
                frames.make(k, expected, 0);
                assertEquals(ByteBuffer.wrap(expected.array()), ByteBuffer.wrap(got), "frame " + k);
            }
            ring.putLong(48, k + 1);
        }
        feed.join();
        assertNull(fault.get(), () -> String.valueOf(fault.get()));
        assertFalse(Files.exists(file), "the ring file is removed at the end");
    }
}
