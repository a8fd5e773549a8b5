package org.lucida.judge;

import java.util.List;
import org.lucida.frame.Plane;
import org.lucida.frame.StackView;

/**
 * Stacks of the same recipe over parts of a clip, of which any half can be put together: the weighted sums add.
 *
 * <p>Where no part of a half reached a pixel it takes the mean of the filled values of its own parts.
 */
final class PartStacks {
    private final float[][] sum;
    private final float[][] weight;
    private final float[][] filled;
    private final int widthPx;
    private final int heightPx;

    PartStacks(int partCount, int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        sum = new float[partCount][widthPx * heightPx];
        weight = new float[partCount][widthPx * heightPx];
        filled = new float[partCount][widthPx * heightPx];
    }

    /** Copies one plane of a part's stack. */
    void set(int part, StackView stack, int plane) {
        float[] values = new float[widthPx];
        float[] weights = new float[widthPx];
        for (int y = 0; y < heightPx; y++) {
            stack.readValues(plane, y, values);
            stack.readWeights(plane, y, weights);
            for (int x = 0; x < widthPx; x++) {
                int i = y * widthPx + x;
                weight[part][i] = weights[x];
                sum[part][i] = weights[x] > 0 ? weights[x] * values[x] : 0;
                filled[part][i] = Float.isNaN(values[x]) ? 0 : values[x];
            }
        }
    }

    /** The mean over some of the parts. */
    Plane mean(List<Integer> parts) {
        Plane mean = new Plane(widthPx, heightPx);
        for (int i = 0; i < mean.adu.length; i++) {
            double s = 0;
            double w = 0;
            double fill = 0;
            for (int part : parts) {
                s += sum[part][i];
                w += weight[part][i];
                fill += filled[part][i] / parts.size();
            }
            mean.adu[i] = (float) (w > 0 ? s / w : fill);
        }
        return mean;
    }
}
