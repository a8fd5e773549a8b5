package org.lucida.camera.asi;

/**
 * How long a camera is waited for before something is done about it.
 *
 * @param silenceMs on top of two exposures: a wait without a frame that counts as one timeout
 * @param firstFrameMs on top of two exposures: wait for the first frame after a start
 * @param stuckMs on top of what a call may take: after that it is left alone
 * @param searchMs from one search for a lost camera to the next
 * @param againMs from one attempt to bring a silent camera back to the next, after the first ones failed
 * @param singleShotUs exposures of so long and longer are taken one by one, so that they can be aborted
 */
record AsiPatience(int silenceMs, int firstFrameMs, int stuckMs, int searchMs, int againMs, long singleShotUs) {
    static final AsiPatience USUAL = new AsiPatience(500, 2000, 2500, 500, 10_000, 5_000_000);
}
