package org.lucida.view.cli.doctor;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * How fast a folder takes a stream of bytes.
 *
 * <p>The file is unlinked as soon as it is open, so that nothing is left whatever ends the program; where the system cannot do
 * that, it is removed at the end, and by a shutdown hook.
 *
 * @param directBytesPerS past the page cache (O_DIRECT); 0 where the file system refuses that
 * @param bufferedBytesPerS through the page cache, flushed
 * @param writtenBytes what was written for it
 */
record DiskSpeed(double directBytesPerS, double bufferedBytesPerS, long writtenBytes) {
    private static final int BLOCK_BYTES = 8 << 20;
    /** Address and size of direct writes; no file system asks for more (checked before use). */
    private static final int ALIGNMENT_BYTES = 4096;
    /** Flushing more often than this would measure the flushing. */
    private static final long SHORTEST_FLUSH_NS = 200_000_000;

    private static final double NS_PER_S = 1e9;
    private static final int NOISE_SEED = 3;

    /**
     * Writes noise, which no disk can compress, in two halves: direct and buffered.
     *
     * @param folder to write into
     * @param mostBytes most to write altogether
     * @param mostNs longest time altogether; the last block may take longer
     * @throws IOException if the folder cannot be written to
     */
    static DiskSpeed measure(Path folder, long mostBytes, long mostNs, LongSupplier nanoClock) throws IOException {
        ByteBuffer block =
                ByteBuffer.allocateDirect(BLOCK_BYTES + ALIGNMENT_BYTES).alignedSlice(ALIGNMENT_BYTES);
        SplittableRandom noise = new SplittableRandom(NOISE_SEED);
        for (int at = 0; at < BLOCK_BYTES; at += Long.BYTES) {
            block.putLong(at, noise.nextLong());
        }
        double direct = 0;
        long written = 0;
        try {
            long[] told = write(folder, block, mostBytes / 2, mostNs / 2, nanoClock, true);
            direct = told[0] * NS_PER_S / told[1];
            written += told[0];
        } catch (IOException | UnsupportedOperationException refused) {
            direct = 0; // the buffered half tells whether the folder can be written to at all
        }
        long[] told = write(folder, block, mostBytes / 2, mostNs / 2, nanoClock, false);
        return new DiskSpeed(direct, told[0] * NS_PER_S / told[1], written + told[0]);
    }

    /** Writes for a while; returns bytes and nanoseconds. */
    private static long[] write(
            Path folder, ByteBuffer block, long mostBytes, long mostNs, LongSupplier nanoClock, boolean direct)
            throws IOException {
        Path file = folder.resolve(
                ".lucida-doctor-" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".tmp");
        Thread hook = new Thread(() -> remove(file), "lucida-doctor-tidy");
        Runtime.getRuntime().addShutdownHook(hook);
        Set<OpenOption> options = direct
                ? Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE,
                        ExtendedOpenOption.DIRECT)
                : Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        try (FileChannel channel = FileChannel.open(file, options)) {
            return stream(channel, block, mostBytes, mostNs, nanoClock, direct);
        } finally {
            remove(file);
            forget(hook);
        }
    }

    private static long[] stream(
            FileChannel channel, ByteBuffer block, long mostBytes, long mostNs, LongSupplier nanoClock, boolean direct)
            throws IOException {
        long startNs = nanoClock.getAsLong();
        long segmentStartNs = startNs;
        long written = 0;
        long unflushed = 0;
        long segmentBytes = BLOCK_BYTES;
        while (true) {
            block.clear().limit(BLOCK_BYTES);
            while (block.hasRemaining()) {
                channel.write(block);
            }
            written += BLOCK_BYTES;
            unflushed += BLOCK_BYTES;
            boolean isLast = written >= mostBytes;
            if (isLast || (!direct && unflushed >= segmentBytes)) {
                channel.force(false);
                unflushed = 0;
            }
            long nowNs = nanoClock.getAsLong();
            if (isLast || nowNs - startNs >= mostNs) {
                if (unflushed > 0) {
                    channel.force(false);
                    nowNs = nanoClock.getAsLong();
                }
                return new long[] {written, Math.max(1, nowNs - startNs)};
            }
            if (unflushed == 0) {
                if (nowNs - segmentStartNs < SHORTEST_FLUSH_NS) {
                    segmentBytes *= 2;
                }
                segmentStartNs = nowNs;
            }
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException notOurs) {
            System.getLogger(DiskSpeed.class.getName())
                    .log(System.Logger.Level.WARNING, "file=" + file + " could not be removed; remove it by hand");
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            // the hook runs already, and finds nothing to do
        }
    }
}
