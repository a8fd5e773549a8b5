package org.lucida.drizzle;

/** Plain loops, for a Java without the Vector API. */
final class PlainWarpKernel implements WarpKernel {
    private static final int LANES = WarpChunk.LANES;

    @Override
    public void addUpright(WarpChunk chunk, float[] sums, float[] weights, int[] marks) {
        float[] columns = chunk.columns;
        float[] rows = chunk.rows;
        for (int t = 0; t < chunk.columnCount; t++) {
            float z = chunk.zX - t;
            for (int l = 0; l < LANES; l++) {
                columns[t * LANES + l] = upright(l * chunk.slopeX + z, chunk.flatX, chunk.fullX);
            }
        }
        for (int r = chunk.rowFrom; r < chunk.rowEnd; r++) {
            float z = chunk.zY - r;
            for (int l = 0; l < LANES; l++) {
                float weight = l < chunk.laneCount ? chunk.weight : 0;
                rows[r * LANES + l] = upright(l * chunk.slopeY + z, chunk.flatY, chunk.fullY) * weight;
            }
        }
        for (int r = chunk.rowFrom; r < chunk.rowEnd; r++) {
            for (int t = 0; t < chunk.columnCount; t++) {
                int share = (r * chunk.columnCount + t) * LANES;
                for (int l = 0; l < LANES; l++) {
                    chunk.shares[share + l] = columns[t * LANES + l] * rows[r * LANES + l];
                }
            }
        }
        add(chunk, sums, weights, marks);
    }

    private static float upright(float z, float flat, float full) {
        float beyond = Math.abs(z) - flat;
        float left = full - (beyond > 0 ? beyond : 0);
        return left > 0 ? left : 0;
    }

    @Override
    public void addTilted(WarpChunk chunk, float[] sums, float[] weights, int[] marks) {
        float[] columns = chunk.columns;
        float[] rows = chunk.rows;
        for (int t = 0; t < chunk.columnCount; t++) {
            meet(columns, t, chunk.zX, chunk.slopeX, chunk.halfX, chunk.leanY);
        }
        for (int r = chunk.rowFrom; r < chunk.rowEnd; r++) {
            meet(rows, r, chunk.zY, chunk.slopeY, chunk.halfY, chunk.leanX);
        }
        float weight = chunk.weight * 0.25f;
        for (int r = chunk.rowFrom; r < chunk.rowEnd; r++) {
            for (int t = 0; t < chunk.columnCount; t++) {
                int share = (r * chunk.columnCount + t) * LANES;
                for (int l = 0; l < LANES; l++) {
                    int column = 3 * t * LANES + l;
                    int row = 3 * r * LANES + l;
                    float inX =
                            tilted(columns[column] + rows[row + LANES], rows[row + 2 * LANES], chunk.endX, chunk.flatX);
                    float inY = tilted(
                            rows[row] + columns[column + LANES], columns[column + 2 * LANES], chunk.endY, chunk.flatY);
                    chunk.shares[share + l] = inX * inY * (l < chunk.laneCount ? weight : 0);
                }
            }
        }
        add(chunk, sums, weights, marks);
    }

    /** Distance to one row or column, what its lean adds there to the other axis, and half the reach of the Gauss rule. */
    private static void meet(float[] out, int k, float z, float slope, float half, float lean) {
        for (int l = 0; l < LANES; l++) {
            float distance = l * slope + (z - k);
            float low = -0.5f - distance;
            float high = 0.5f - distance;
            low = low > -half ? low : -half;
            high = high < half ? high : half;
            float length = high - low;
            length = length > 0 ? length : 0;
            out[3 * k * LANES + l] = distance;
            out[(3 * k + 1) * LANES + l] = (low + high) * (0.5f * lean);
            out[(3 * k + 2) * LANES + l] = length * (GAUSS * Math.abs(lean));
        }
    }

    /** Twice the mean of the overlap at z - reach and z + reach. */
    private static float tilted(float z, float reach, float end, float flat) {
        float inner = reach - flat;
        float distance = Math.abs(z);
        distance = distance > inner ? distance : inner;
        float p = end - distance;
        float q = flat - distance;
        float pSize = Math.abs(p);
        float qSize = Math.abs(q);
        return (p + (pSize > reach ? pSize : reach)) - (q + (qSize > reach ? qSize : reach));
    }

    private static void add(WarpChunk chunk, float[] sums, float[] weights, int[] marks) {
        for (int r = chunk.rowFrom; r < chunk.rowEnd; r++) {
            for (int t = 0; t < chunk.columnCount; t++) {
                int share = (r * chunk.columnCount + t) * LANES;
                int index = chunk.rowIndex + r * chunk.rowStride + chunk.columnIndex[t];
                for (int l = 0; l < LANES; l++) {
                    float a = chunk.shares[share + l];
                    sums[index + l] += a * chunk.raw[chunk.rawIndex + l];
                    weights[index + l] += a;
                    marks[index + l] |= a > 0 ? chunk.mark : 0;
                }
            }
        }
    }
}
