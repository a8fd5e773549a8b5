package org.lucida.pipeline;

/**
 * What the capture thread knows of the frames on the ring besides the slots themselves, for the recorder: the other stages
 * change a slot while the recorder reads it, these notes stay.
 *
 * <p>Thread: written by the capture thread before it publishes a slot, read by the recorder while it holds the slot.
 */
final class Arrivals {
    private final long[] arrivedNs;
    private final boolean[] damaged;
    private final int mask;

    /** @param slotCount slots of the ring, a power of two */
    Arrivals(int slotCount) {
        arrivedNs = new long[slotCount];
        damaged = new boolean[slotCount];
        mask = slotCount - 1;
    }

    /** Notes a frame that is about to be published. */
    void note(long sequence, long nowNs, boolean isDamaged) {
        int place = (int) (sequence & mask);
        arrivedNs[place] = nowNs;
        damaged[place] = isDamaged;
    }

    /** When the frame was there, by the machine's own clock. */
    long arrivedNs(long sequence) {
        return arrivedNs[(int) (sequence & mask)];
    }

    /** True if the camera said that the frame is incomplete. */
    boolean isDamaged(long sequence) {
        return damaged[(int) (sequence & mask)];
    }
}
