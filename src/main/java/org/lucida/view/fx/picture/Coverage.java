package org.lucida.view.fx.picture;

import org.lucida.frame.StackView;

/**
 * How well the frames cover each pixel of the stack, in a few grades; the worst colour counts.
 *
 * <p>Memory: one byte for each pixel, made in the constructor.
 * <p>Thread: the eye's.
 */
final class Coverage {
    /** At least nine tenths of the mean weight: not worth a tint. */
    static final byte FULL = 0;
    /** Little weight; 1 = nearly full .. 4 = under a quarter of the mean. */
    static final byte LEAST_WEIGHT = 4;
    /** Too few frames to be trusted. */
    static final byte THIN = 5;
    /** No frame reached it; the neighbours are shown. */
    static final byte FILLED = 6;
    /** Nothing is known. */
    static final byte EMPTY = 7;

    static final int GRADE_COUNT = 8;

    final int widthPx;
    final int heightPx;
    final byte[] grades;
    private final float[] weights;
    private final int[] flags;

    Coverage(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        grades = new byte[widthPx * heightPx];
        weights = new float[widthPx];
        flags = new int[widthPx];
    }

    void read(StackView stack) {
        java.util.Arrays.fill(grades, FULL);
        for (int plane = 0; plane < stack.planeCount(); plane++) {
            double sum = 0;
            long count = 0;
            for (int y = 0; y < heightPx; y++) {
                stack.readWeights(plane, y, weights);
                for (float weight : weights) {
                    if (weight > 0) {
                        sum += weight;
                        count++;
                    }
                }
            }
            float mean = count == 0 ? 0 : (float) (sum / count);
            for (int y = 0; y < heightPx; y++) {
                stack.readWeights(plane, y, weights);
                stack.readFlags(plane, y, flags);
                grade(weights, flags, mean, grades, y * widthPx);
            }
        }
    }

    static void grade(float[] weights, int[] flags, float mean, byte[] grades, int start) {
        for (int x = 0; x < weights.length; x++) {
            grades[start + x] = (byte) Math.max(grades[start + x], grade(weights[x], flags[x], mean));
        }
    }

    private static int grade(float weight, int flag, float mean) {
        if ((flag & StackView.FLAG_EMPTY) != 0) {
            return EMPTY;
        }
        if ((flag & StackView.FLAG_FILLED) != 0) {
            return FILLED;
        }
        if ((flag & StackView.FLAG_THIN) != 0) {
            return THIN;
        }
        float fraction = weight / mean;
        if (fraction >= 0.9f || mean == 0) {
            return FULL;
        }
        return fraction >= 0.75f ? 1 : fraction >= 0.5f ? 2 : fraction >= 0.25f ? 3 : LEAST_WEIGHT;
    }
}
