package org.lucida.files;

import org.lucida.frame.StackView;

/**
 * A stack computed on the fly, every sample different from its neighbours in each direction and plane:
 * value = 1000 plane + 10 y + x + 0.25, weight = value / 2, count = x + 2 y + 3 plane; one sample is filled, one thin,
 * one empty.
 */
class GradientStack implements StackView {
    static final int FILLED_X = 1;
    static final int THIN_X = 2;
    static final int EMPTY_X = 3;

    private final int widthPx;
    private final int heightPx;
    private final int planeCount;

    GradientStack(int widthPx, int heightPx, int planeCount) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.planeCount = planeCount;
    }

    static float value(int plane, int x, int y) {
        return y == 1 && x == EMPTY_X ? Float.NaN : 1000f * plane + 10f * y + x + 0.25f;
    }

    static int flag(int x, int y) {
        if (y != 1) {
            return 0;
        }
        return switch (x) {
            case FILLED_X -> FLAG_FILLED;
            case THIN_X -> FLAG_THIN;
            case EMPTY_X -> FLAG_EMPTY;
            default -> 0;
        };
    }

    @Override
    public int widthPx() {
        return widthPx;
    }

    @Override
    public int heightPx() {
        return heightPx;
    }

    @Override
    public int planeCount() {
        return planeCount;
    }

    @Override
    public long stackedCount() {
        return 120;
    }

    @Override
    public void readValues(int plane, int y, float[] out) {
        for (int x = 0; x < widthPx; x++) {
            out[x] = value(plane, x, y);
        }
    }

    @Override
    public void readWeights(int plane, int y, float[] out) {
        for (int x = 0; x < widthPx; x++) {
            out[x] = (1000f * plane + 10f * y + x) / 2;
        }
    }

    @Override
    public void readCounts(int plane, int y, int[] out) {
        for (int x = 0; x < widthPx; x++) {
            out[x] = x + 2 * y + 3 * plane;
        }
    }

    @Override
    public void readFlags(int plane, int y, int[] out) {
        for (int x = 0; x < widthPx; x++) {
            out[x] = flag(x, y);
        }
    }
}
