package org.lucida.camera;

import org.lucida.camera.replay.ReplayClock;

/** A clock that stands still but when someone sleeps by it or moves it on. */
public final class FakeClock implements ReplayClock {
    private long nowNs = Long.MAX_VALUE - 5_000_000;

    @Override
    public long nanoTime() {
        return nowNs;
    }

    @Override
    public void sleep(long ns) {
        nowNs += Math.max(1, ns);
    }

    /** Lets time pass. */
    public void pass(long ms) {
        nowNs += ms * 1_000_000;
    }
}
