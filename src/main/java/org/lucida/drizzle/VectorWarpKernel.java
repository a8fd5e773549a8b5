package org.lucida.drizzle;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Explicit SIMD: all lanes of a chunk in one to four vectors, without masks. */
final class VectorWarpKernel implements WarpKernel {
    private static final int LANES = WarpChunk.LANES;
    private static final VectorSpecies<Float> F =
            FloatVector.SPECIES_PREFERRED.length() > LANES ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I =
            FloatVector.SPECIES_PREFERRED.length() > LANES ? IntVector.SPECIES_512 : IntVector.SPECIES_PREFERRED;
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
    public void shareUpright(WarpChunk chunk) {
        for (int t = 0; t < chunk.columnCount; t++) {
            upright(chunk.columns, t, chunk.zX, chunk.slopeX, chunk.flatX, chunk.fullX);
        }
        for (int r = chunk.rowFrom; r < chunk.rowEnd; r++) {
            upright(chunk.rows, r, chunk.zY, chunk.slopeY, chunk.flatY, chunk.fullY);
            weigh(chunk.rows, r, chunk.weight, chunk.laneCount);
        }
        for (int r = chunk.rowFrom; r < chunk.rowEnd; r++) {
            multiply(chunk.columns, chunk.rows, r, chunk.columnCount, chunk.shares);
        }
    }

    private static void upright(float[] out, int k, float z, float slope, float flat, float full) {
        for (int l = 0; l < LANES; l += STEP) {
            FloatVector distance =
                    FloatVector.fromArray(F, NUMBERS, l).mul(slope).add(z - k);
            FloatVector beyond = distance.abs().sub(flat).max(0);
            FloatVector.broadcast(F, full).sub(beyond).max(0).intoArray(out, k * LANES + l);
        }
    }

    private static void weigh(float[] out, int k, float weight, int laneCount) {
        for (int l = 0; l < LANES; l += STEP) {
            FloatVector.fromArray(F, out, k * LANES + l)
                    .mul(FloatVector.fromArray(F, ONES, LANES - laneCount + l).mul(weight))
                    .intoArray(out, k * LANES + l);
        }
    }

    private static void multiply(float[] columns, float[] rows, int r, int columnCount, float[] shares) {
        for (int t = 0; t < columnCount; t++) {
            for (int l = 0; l < LANES; l += STEP) {
                FloatVector.fromArray(F, columns, t * LANES + l)
                        .mul(FloatVector.fromArray(F, rows, r * LANES + l))
                        .intoArray(shares, (r * columnCount + t) * LANES + l);
            }
        }
    }

    @Override
    public void shareTilted(WarpChunk chunk) {
        for (int t = 0; t < chunk.columnCount; t++) {
            meet(chunk.columns, t, chunk.zX, chunk.slopeX, chunk.halfX, chunk.leanY);
        }
        for (int r = chunk.rowFrom; r < chunk.rowEnd; r++) {
            meet(chunk.rows, r, chunk.zY, chunk.slopeY, chunk.halfY, chunk.leanX);
        }
        float weight = chunk.weight * 0.25f;
        for (int r = chunk.rowFrom; r < chunk.rowEnd; r++) {
            for (int t = 0; t < chunk.columnCount; t++) {
                for (int l = 0; l < LANES; l += STEP) {
                    tilted(chunk, t, r, l, weight);
                }
            }
        }
    }

    private static void meet(float[] out, int k, float z, float slope, float half, float lean) {
        float shift = 0.5f * lean;
        float reach = WarpKernel.GAUSS * Math.abs(lean);
        for (int l = 0; l < LANES; l += STEP) {
            FloatVector distance =
                    FloatVector.fromArray(F, NUMBERS, l).mul(slope).add(z - k);
            FloatVector low = FloatVector.broadcast(F, -0.5f).sub(distance).max(-half);
            FloatVector high = FloatVector.broadcast(F, 0.5f).sub(distance).min(half);
            distance.intoArray(out, 3 * k * LANES + l);
            low.add(high).mul(shift).intoArray(out, (3 * k + 1) * LANES + l);
            high.sub(low).max(0).mul(reach).intoArray(out, (3 * k + 2) * LANES + l);
        }
    }

    private static void tilted(WarpChunk chunk, int t, int r, int l, float weight) {
        int column = 3 * t * LANES + l;
        int row = 3 * r * LANES + l;
        FloatVector inX = overlap(
                FloatVector.fromArray(F, chunk.columns, column).add(FloatVector.fromArray(F, chunk.rows, row + LANES)),
                FloatVector.fromArray(F, chunk.rows, row + 2 * LANES),
                chunk.endX,
                chunk.flatX);
        FloatVector inY = overlap(
                FloatVector.fromArray(F, chunk.rows, row).add(FloatVector.fromArray(F, chunk.columns, column + LANES)),
                FloatVector.fromArray(F, chunk.columns, column + 2 * LANES),
                chunk.endY,
                chunk.flatY);
        inX.mul(inY)
                .mul(FloatVector.fromArray(F, ONES, LANES - chunk.laneCount + l).mul(weight))
                .intoArray(chunk.shares, (r * chunk.columnCount + t) * LANES + l);
    }

    private static FloatVector overlap(FloatVector z, FloatVector reach, float end, float flat) {
        FloatVector distance = z.abs().max(reach.sub(flat));
        FloatVector p = FloatVector.broadcast(F, end).sub(distance);
        FloatVector q = FloatVector.broadcast(F, flat).sub(distance);
        return p.add(p.abs().max(reach)).sub(q.add(q.abs().max(reach)));
    }

    @Override
    public void add(WarpChunk chunk, float[] sums, float[] weights, int[] marks) {
        for (int r = chunk.rowFrom; r < chunk.rowEnd; r++) {
            addRow(
                    chunk.shares,
                    r * chunk.columnCount * LANES,
                    chunk.raw,
                    chunk.rawIndex,
                    chunk.columnIndex,
                    chunk.columnCount,
                    chunk.rowIndex + r * chunk.rowStride,
                    chunk.mark,
                    sums,
                    weights,
                    marks);
        }
    }

    private static void addRow(
            float[] shares,
            int firstShare,
            float[] raw,
            int rawIndex,
            int[] columnIndex,
            int columnCount,
            int rowIndex,
            int mark,
            float[] sums,
            float[] weights,
            int[] marks) {
        for (int t = 0; t < columnCount; t++) {
            int index = rowIndex + columnIndex[t];
            for (int l = 0; l < LANES; l += STEP) {
                FloatVector share = FloatVector.fromArray(F, shares, firstShare + t * LANES + l);
                FloatVector.fromArray(F, sums, index + l)
                        .add(share.mul(FloatVector.fromArray(F, raw, rawIndex + l)))
                        .intoArray(sums, index + l);
                FloatVector.fromArray(F, weights, index + l).add(share).intoArray(weights, index + l);
                IntVector.fromArray(I, marks, index + l)
                        .or(share.reinterpretAsInts().min(mark))
                        .intoArray(marks, index + l);
            }
        }
    }
}
