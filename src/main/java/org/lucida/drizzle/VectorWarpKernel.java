package org.lucida.drizzle;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Explicit SIMD: all lanes of a chunk in one to four vectors, without masks. */
final class VectorWarpKernel implements WarpKernel {
    private static final int LANES = WarpChunk.LANES;
    private static final VectorSpecies<Float> F =
            Integer.getInteger("vs", 512) == 256 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_512;
    private static final VectorSpecies<Integer> I =
            Integer.getInteger("vs", 512) == 256 ? IntVector.SPECIES_256 : IntVector.SPECIES_512;
    private static final int STEP = F.length();
    /** 0, 1, 2 .. and as many ones as lanes are used, before zeros. */
    private static final float[] NUMBERS = new float[LANES];

    private static final float[] ONES = new float[2 * LANES];

    static {
        for (int l = 0; l < LANES; l++) {
            NUMBERS[l] = l;
            ONES[l] = 1;
        }
    }

    @Override
    public void addUpright(WarpChunk chunk, float[] sums, float[] weights, int[] marks) {
        for (int r = chunk.rowFrom; r < chunk.rowEnd; r++) {
            for (int l = 0; l < LANES; l += STEP) {
                upright(chunk, l, chunk.zY - r, chunk.rowIndex + r * chunk.rowStride + l, sums, weights, marks);
            }
        }
    }

    private static void upright(
            WarpChunk chunk, int l, float zY, int rowIndex, float[] sums, float[] weights, int[] marks) {
        FloatVector numbers = FloatVector.fromArray(F, NUMBERS, l);
        FloatVector beyondY =
                numbers.mul(chunk.slopeY).add(zY).abs().sub(chunk.flatY).max(0);
        FloatVector shareY = FloatVector.broadcast(F, chunk.fullY)
                .sub(beyondY)
                .max(0)
                .mul(FloatVector.fromArray(F, ONES, LANES - chunk.laneCount + l).mul(chunk.weight));
        FloatVector samples = FloatVector.fromArray(F, chunk.raw, chunk.rawIndex + l);
        FloatVector overX = numbers.mul(chunk.slopeX);
        int columnCount = chunk.columnCount;
        float zX = chunk.zX;
        float flat = chunk.flatX;
        float full = chunk.fullX;
        int mark = chunk.mark;
        int[] columnIndex = chunk.columnIndex;
        for (int t = 0; t < columnCount; t++) {
            int index = rowIndex + columnIndex[t];
            FloatVector beyond = overX.add(zX - t).abs().sub(flat).max(0);
            FloatVector share =
                    FloatVector.broadcast(F, full).sub(beyond).max(0).mul(shareY);
            FloatVector.fromArray(F, sums, index).add(share.mul(samples)).intoArray(sums, index);
            FloatVector.fromArray(F, weights, index).add(share).intoArray(weights, index);
            IntVector.fromArray(I, marks, index)
                    .or(share.reinterpretAsInts().min(mark))
                    .intoArray(marks, index);
        }
    }

    @Override
    public void addTilted(WarpChunk chunk, float[] sums, float[] weights, int[] marks) {
        for (int r = chunk.rowFrom; r < chunk.rowEnd; r++) {
            for (int l = 0; l < LANES; l += STEP) {
                tilted(chunk, l, chunk.zY - r, chunk.rowIndex + r * chunk.rowStride + l, sums, weights, marks);
            }
        }
    }

    private static void tilted(
            WarpChunk chunk, int l, float zY, int rowIndex, float[] sums, float[] weights, int[] marks) {
        FloatVector numbers = FloatVector.fromArray(F, NUMBERS, l);
        FloatVector distanceY = numbers.mul(chunk.slopeY).add(zY);
        FloatVector lowY = FloatVector.broadcast(F, -0.5f).sub(distanceY).max(-chunk.halfY);
        FloatVector highY = FloatVector.broadcast(F, 0.5f).sub(distanceY).min(chunk.halfY);
        FloatVector shiftX = lowY.add(highY).mul(0.5f * chunk.leanX);
        FloatVector reachX = highY.sub(lowY).max(0).mul(WarpKernel.GAUSS * Math.abs(chunk.leanX));
        FloatVector innerX = reachX.sub(chunk.flatX);
        FloatVector use =
                FloatVector.fromArray(F, ONES, LANES - chunk.laneCount + l).mul(chunk.weight * 0.25f);
        FloatVector samples = FloatVector.fromArray(F, chunk.raw, chunk.rawIndex + l);
        FloatVector overX = numbers.mul(chunk.slopeX);
        float zX = chunk.zX;
        float halfX = chunk.halfX;
        float shift = 0.5f * chunk.leanY;
        float reach = WarpKernel.GAUSS * Math.abs(chunk.leanY);
        float endX = chunk.endX;
        float endY = chunk.endY;
        float flatX = chunk.flatX;
        float flatY = chunk.flatY;
        int mark = chunk.mark;
        int columnCount = chunk.columnCount;
        int[] columnIndex = chunk.columnIndex;
        for (int t = 0; t < columnCount; t++) {
            int index = rowIndex + columnIndex[t];
            FloatVector distanceX = overX.add(zX - t);
            FloatVector lowX = FloatVector.broadcast(F, -0.5f).sub(distanceX).max(-halfX);
            FloatVector highX = FloatVector.broadcast(F, 0.5f).sub(distanceX).min(halfX);
            FloatVector reachY = highX.sub(lowX).max(0).mul(reach);
            FloatVector z = distanceX.add(shiftX).abs().max(innerX);
            FloatVector p = FloatVector.broadcast(F, endX).sub(z);
            FloatVector q = FloatVector.broadcast(F, flatX).sub(z);
            FloatVector inX = p.add(p.abs().max(reachX)).sub(q.add(q.abs().max(reachX)));
            z = distanceY.add(lowX.add(highX).mul(shift)).abs().max(reachY.sub(flatY));
            p = FloatVector.broadcast(F, endY).sub(z);
            q = FloatVector.broadcast(F, flatY).sub(z);
            FloatVector inY = p.add(p.abs().max(reachY)).sub(q.add(q.abs().max(reachY)));
            FloatVector share = inX.mul(inY).mul(use);
            FloatVector.fromArray(F, sums, index).add(share.mul(samples)).intoArray(sums, index);
            FloatVector.fromArray(F, weights, index).add(share).intoArray(weights, index);
            IntVector.fromArray(I, marks, index)
                    .or(share.reinterpretAsInts().min(mark))
                    .intoArray(marks, index);
        }
    }
}
