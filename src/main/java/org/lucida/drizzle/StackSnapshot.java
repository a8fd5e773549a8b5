package org.lucida.drizzle;

/**
 * A copy of a growing stack as it was after some frame, complete and at rest.
 *
 * <p>Made by {@link DrizzleStack#newSnapshot()} and filled by {@link DrizzleStack#snapshotInto}, as often as wanted; it
 * can be read until it is filled again. Before the first filling, and after one that timed out, reading it throws
 * IllegalStateException.
 * <p>Memory: one float for each output pixel and plane, and the coverage.
 * <p>Thread: one reader at a time, who is also the one to fill it.
 */
public final class StackSnapshot extends StackPicture {
    final DrizzleStack owner;
    private boolean complete;

    StackSnapshot(DrizzleStack owner, OutputGrid grid, BandSums[] bands) {
        super(grid, bands);
        this.owner = owner;
    }

    void setComplete(boolean complete) {
        this.complete = complete;
        forget();
    }

    /** True if it shows a state of the stack. */
    public boolean isComplete() {
        return complete;
    }

    @Override
    void checkReadable() {
        if (!complete) {
            throw new IllegalStateException("snapshot is empty; fill it with DrizzleStack.snapshotInto first");
        }
    }
}
