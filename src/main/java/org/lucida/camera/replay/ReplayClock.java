package org.lucida.camera.replay;

import java.util.concurrent.locks.LockSupport;

/** The clock a paced replay goes by; tests bring their own. */
public interface ReplayClock {
    /** The machine's clock. */
    ReplayClock SYSTEM = new ReplayClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleep(long ns) {
            LockSupport.parkNanos(ns);
        }
    };

    /** Nanoseconds since some fixed instant. */
    long nanoTime();

    /** Waits for about this long; may return early. */
    void sleep(long ns);
}
