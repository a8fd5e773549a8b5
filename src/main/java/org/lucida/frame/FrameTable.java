package org.lucida.frame;

import java.util.ArrayList;
import java.util.List;

/**
 * One row for each judged frame, in order: index, time, camera settings, luckiness, displacement, weight, verdict.
 *
 * <p>Memory: grows by chunks of {@value #CHUNK_ROWS} rows, so that steady state allocates nothing for a frame.
 * <p>Thread: {@link #append} by the settling thread; rows below {@link #rowCount()} may be read from anywhere.
 */
public final class FrameTable {
    private static final int CHUNK_ROWS = 65_536;

    private static final class Chunk {
        final long[] frameIndex = new long[CHUNK_ROWS];
        final long[] startUtcNs = new long[CHUNK_ROWS];
        final int[] controlEpoch = new int[CHUNK_ROWS];
        final double[] luckiness = new double[CHUNK_ROWS];
        final float[] luckinessSnr = new float[CHUNK_ROWS];
        final float[] fluxScale = new float[CHUNK_ROWS];
        final double[] displacementXPx = new double[CHUNK_ROWS];
        final double[] displacementYPx = new double[CHUNK_ROWS];
        final float[] displacementSigmaPx = new float[CHUNK_ROWS];
        final float[] peakSignificance = new float[CHUNK_ROWS];
        final double[] weight = new double[CHUNK_ROWS];
        final byte[] verdict = new byte[CHUNK_ROWS];
    }

    private static final Verdict[] VERDICTS = Verdict.values();

    private final List<Chunk> chunks = new ArrayList<>();
    private volatile int rowCount;

    public FrameTable() {
        chunks.add(new Chunk());
    }

    /** Copies the findings of a slot into the next row. */
    public void append(FrameSlot slot) {
        int row = rowCount;
        if (row / CHUNK_ROWS == chunks.size()) {
            synchronized (chunks) {
                chunks.add(new Chunk());
            }
        }
        Chunk chunk = chunks.get(row / CHUNK_ROWS);
        int i = row % CHUNK_ROWS;
        chunk.frameIndex[i] = slot.frameIndex;
        chunk.startUtcNs[i] = slot.startUtcNs;
        chunk.controlEpoch[i] = slot.controlEpochIndex;
        chunk.luckiness[i] = slot.luckiness;
        chunk.luckinessSnr[i] = (float) slot.luckinessSnr;
        chunk.fluxScale[i] = (float) slot.fluxScale;
        chunk.displacementXPx[i] = slot.displacementXPx;
        chunk.displacementYPx[i] = slot.displacementYPx;
        chunk.displacementSigmaPx[i] = (float) slot.displacementSigmaPx;
        chunk.peakSignificance[i] = (float) slot.peakSignificance;
        chunk.weight[i] = slot.weight;
        chunk.verdict[i] = (byte) slot.verdict.ordinal();
        rowCount = row + 1;
    }

    public int rowCount() {
        return rowCount;
    }

    public long frameIndex(int row) {
        return chunk(row).frameIndex[row % CHUNK_ROWS];
    }

    /** Start of exposure, ns since 1970 UTC, or {@link FrameSlot#UNKNOWN_UTC_NS}. */
    public long startUtcNs(int row) {
        return chunk(row).startUtcNs[row % CHUNK_ROWS];
    }

    /** Number of the camera settings the frame was taken with, 0 = as opened. */
    public int controlEpoch(int row) {
        return chunk(row).controlEpoch[row % CHUNK_ROWS];
    }

    public double luckiness(int row) {
        return chunk(row).luckiness[row % CHUNK_ROWS];
    }

    public double luckinessSnr(int row) {
        return chunk(row).luckinessSnr[row % CHUNK_ROWS];
    }

    public double fluxScale(int row) {
        return chunk(row).fluxScale[row % CHUNK_ROWS];
    }

    public double displacementXPx(int row) {
        return chunk(row).displacementXPx[row % CHUNK_ROWS];
    }

    public double displacementYPx(int row) {
        return chunk(row).displacementYPx[row % CHUNK_ROWS];
    }

    public double displacementSigmaPx(int row) {
        return chunk(row).displacementSigmaPx[row % CHUNK_ROWS];
    }

    public double peakSignificance(int row) {
        return chunk(row).peakSignificance[row % CHUNK_ROWS];
    }

    public double weight(int row) {
        return chunk(row).weight[row % CHUNK_ROWS];
    }

    public Verdict verdict(int row) {
        return VERDICTS[chunk(row).verdict[row % CHUNK_ROWS]];
    }

    private Chunk chunk(int row) {
        if (row < 0 || row >= rowCount) {
            throw new IndexOutOfBoundsException("row=" + row + " of " + rowCount);
        }
        synchronized (chunks) {
            return chunks.get(row / CHUNK_ROWS);
        }
    }
}
