package org.lucida.view.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * Threads for the bands of a drizzle.
 *
 * <p>Thread: one caller at a time.
 */
final class BandCrew implements AutoCloseable {
    final int bandCount;
    private final ExecutorService threads;

    BandCrew(int bandCount, int threadCount) {
        this.bandCount = bandCount;
        threads = Executors.newFixedThreadPool(Math.max(1, Math.min(threadCount, bandCount)), work -> {
            Thread thread = new Thread(work, "drizzle");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Does the work of all bands, and waits for it. */
    void each(IntConsumer work) throws IOException {
        List<Callable<Void>> parts = new ArrayList<>();
        for (int band = 0; band < bandCount; band++) {
            int own = band;
            parts.add(() -> {
                work.accept(own);
                return null;
            });
        }
        try {
            for (Future<Void> part : threads.invokeAll(parts)) {
                part.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("drizzle=interrupted; run it again", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
