package org.lucida.view.fx;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javafx.application.Platform;

/**
 * Watches the FX thread: a question every few milliseconds, and how long it took to be answered. What takes longer than 50 ms
 * is a stall. Also adds up the processor time of the window's threads.
 */
final class StallWatch implements AutoCloseable {
    private static final long ASK_NS = 5_000_000;
    private static final long STALL_NS = 50_000_000;

    private final Thread thread = new Thread(this::ask, "stall-watch");
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean ended;
    private volatile long worstNs;
    private volatile int stallCount;
    private volatile long askedCount;

    StallWatch() {
        thread.setDaemon(true);
        thread.start();
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private void ask() {
        while (!ended) {
            long askedNs = System.nanoTime();
            answered.set(0);
            Platform.runLater(() -> answered.set(System.nanoTime()));
            while (answered.get() == 0 && !ended) {
                LockSupport.parkNanos(500_000);
            }
            long tookNs = answered.get() - askedNs;
            if (!ended) {
                askedCount++;
                worstNs = Math.max(worstNs, tookNs);
                stallCount += tookNs > STALL_NS ? 1 : 0;
            }
            LockSupport.parkNanos(ASK_NS);
        }
    }

    int stallCount() {
        return stallCount;
    }

    double worstMs() {
        return worstNs / 1e6;
    }

    long askedCount() {
        return askedCount;
    }

    /** Seconds of processor that threads have used, by what their name begins with. */
    static Map<String, Double> cpuS() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<String, Double> all = new TreeMap<>();
        for (ThreadInfo info : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (info != null) {
                String name = info.getThreadName().replaceAll("[-# ]*\\d+$", "");
                all.merge(name, threads.getThreadCpuTime(info.getThreadId()) / 1e9, Double::sum);
            }
        }
        return all;
    }

    /** True for the threads that only the window has. */
    static boolean isWindow(String name) {
        return name.startsWith("JavaFX")
                || name.startsWith("QuantumRenderer")
                || name.startsWith("Prism")
                || name.startsWith("lucida-eye")
                || name.startsWith("lucida-desk")
                || name.startsWith("lucida-darkroom")
                || name.startsWith("InvokeLaterDispatcher");
    }

    @Override
    public void close() {
        ended = true;
    }
}
