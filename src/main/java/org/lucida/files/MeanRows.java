package org.lucida.files;

import org.lucida.frame.StackView;

/**
 * Reads a stack as grey: the mean of its planes, NaN where one of them is.
 *
 * <p>Memory: one row of scratch. Thread: one reader.
 */
final class MeanRows {
    private final StackView stack;
    private final float[] one;

    MeanRows(StackView stack) {
        this.stack = stack;
        one = new float[stack.widthPx()];
    }

    /** Fills {@code row[0 .. widthPx)}. Modified. */
    void read(int y, float[] row) {
        int planeCount = stack.planeCount();
        stack.readValues(0, y, row);
        if (planeCount == 1) {
            return;
        }
        for (int plane = 1; plane < planeCount; plane++) {
            stack.readValues(plane, y, one);
            for (int x = 0; x < one.length; x++) {
                row[x] += one[x];
            }
        }
        for (int x = 0; x < one.length; x++) {
            row[x] /= planeCount;
        }
    }
}
