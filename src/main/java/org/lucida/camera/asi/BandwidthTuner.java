package org.lucida.camera.asi;

/**
 * Takes the share of the USB bus down where frames are lost on the bus, step by step, and never up.
 *
 * <p>Begins at the vendor's default, at most {@value #MOST_START_PERCENT} %: the automatic of the library is known to break
 * frames on hubs and small computers. A share the observer chose is left alone.
 */
final class BandwidthTuner {
    static final int MOST_START_PERCENT = 80;
    static final int LEAST_PERCENT = 40;
    static final int STEP_PERCENT = 10;
    /** Least time between two steps, ns. */
    static final long PAUSE_NS = 5_000_000_000L;

    private final boolean isFixed;
    private long lastStepNs;
    private boolean stepped;

    BandwidthTuner(boolean isFixed) {
        this.isFixed = isFixed;
    }

    /** Where a camera with this default begins. */
    static long startPercent(long defaultPercent) {
        return Math.max(LEAST_PERCENT, Math.min(MOST_START_PERCENT, defaultPercent));
    }

    /**
     * What to do about lost frames.
     *
     * @return the new share in percent, or the present one if nothing should be changed now
     */
    long afterLoss(long presentPercent, long nowNs) {
        boolean soon = stepped && nowNs - lastStepNs < PAUSE_NS;
        if (isFixed || soon || presentPercent <= LEAST_PERCENT) {
            return presentPercent;
        }
        stepped = true;
        lastStepNs = nowNs;
        return Math.max(LEAST_PERCENT, presentPercent - STEP_PERCENT);
    }
}
