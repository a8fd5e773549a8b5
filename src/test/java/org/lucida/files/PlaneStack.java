package org.lucida.files;

import org.lucida.frame.StackView;

/** A stack made of arrays, {@code adu[plane][y * widthPx + x]}. */
final class PlaneStack implements StackView {
    private final int widthPx;
    private final float[][] adu;

    PlaneStack(int widthPx, float[]... adu) {
        this.widthPx = widthPx;
        this.adu = adu;
    }

    @Override
    public int widthPx() {
        return widthPx;
    }

    @Override
    public int heightPx() {
        return adu[0].length / widthPx;
    }

    @Override
    public int planeCount() {
        return adu.length;
    }

    @Override
    public long stackedCount() {
        return 100;
    }

    @Override
    public void readValues(int plane, int y, float[] out) {
        System.arraycopy(adu[plane], y * widthPx, out, 0, widthPx);
    }

    @Override
    public void readWeights(int plane, int y, float[] out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void readCounts(int plane, int y, int[] out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void readFlags(int plane, int y, int[] out) {
        throw new UnsupportedOperationException();
    }
}
