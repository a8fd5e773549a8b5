package org.lucida.pipeline;

import org.lucida.frame.FrameSlot;

/** One worker on the ring: slots in, slots changed. Called by exactly one thread. */
interface Stage {
    /**
     * Works on the next frames, in order. Rejected slots pass through untouched.
     *
     * @param slots the first {@code count} entries are valid until the call returns
     */
    void process(FrameSlot[] slots, int count);

    /** Frames this stage likes to see at once; more than 1 only where it saves memory traffic. */
    default int batchCount() {
        return 1;
    }

    /** Called now and then while no frame comes. */
    default void idle() {}
}
