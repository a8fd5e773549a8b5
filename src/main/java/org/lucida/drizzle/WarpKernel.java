package org.lucida.drizzle;

import org.lucida.math.VectorUnit;

/**
 * The inner loops of warped frames. All kernels give the same bits: the same operations in the same order, none fused.
 *
 * <p>Thread: one at a time.
 */
interface WarpKernel {
    /** Offset of the two points of the Gauss rule, as a fraction of the length. */
    float GAUSS = 0.28867513f;

    /** The fastest this machine has. */
    static WarpKernel fastest() {
        return VectorUnit.isOn() ? new VectorWarpKernel() : new PlainWarpKernel();
    }

    /**
     * Adds drops with sides along the output axes, overlap {@code t(z) = clamp(end - |z|, 0, full)} in x and y:
     * {@code sums += share * raw}, {@code weights += share}, and the frame's mark where the share is above 0. All three are
     * modified.
     */
    void addUpright(WarpChunk chunk, float[] sums, float[] weights, int[] marks);

    /**
     * Adds slightly tilted drops in the same way. Each side is taken where it crosses the middle of what drop and pixel have
     * in common, and the change of the overlap along that length by the two-point Gauss rule.
     */
    void addTilted(WarpChunk chunk, float[] sums, float[] weights, int[] marks);
}
