package org.lucida.drizzle;

import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

/**
 * The slow obvious twin: Fruchter and Hook's own incremental form, one sample and one output pixel at a time, in double.
 *
 * <p>{@code W' = W + a w}, {@code I' = (I W + a w i) / W'}; a = area of drop and pixel in common / area of the drop, from the
 * edges of both. As in the fast one, less than 1e-7 of the largest possible overlap along an axis is none.
 */
final class NaiveDrizzle {
    final FrameFormat format;
    final double scale;
    final double pixfrac;
    final int widthPx;
    final int heightPx;
    final double[][] mean;
    final double[][] weight;
    final int[][] count;
    double frameWeightSum;

    NaiveDrizzle(FrameFormat format, double scale, double pixfrac, int widthPx, int heightPx) {
        this.format = format;
        this.scale = scale;
        this.pixfrac = pixfrac;
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        int planes = format.layout().planeCount();
        mean = new double[planes][widthPx * heightPx];
        weight = new double[planes][widthPx * heightPx];
        count = new int[planes][widthPx * heightPx];
    }

    void addAll(FloatFrames frames) {
        for (FrameSlot slot : frames.slots) {
            add(frames.samples.get((int) slot.frameIndex), slot);
        }
    }

    void add(float[] frame, FrameSlot slot) {
        ColorLayout layout = format.layout();
        boolean[][] touched = new boolean[count.length][widthPx * heightPx];
        for (int y = 0; y < format.heightPx(); y++) {
            for (int x = 0; x < format.widthPx(); x++) {
                for (int sample = 0; sample < layout.samplesPerPixel(); sample++) {
                    float value = frame[(y * format.widthPx() + x) * layout.samplesPerPixel() + sample];
                    drop(layout.planeOf(x, y, sample), x, y, value, slot, touched);
                }
            }
        }
        for (int plane = 0; plane < count.length; plane++) {
            for (int i = 0; i < count[plane].length; i++) {
                count[plane][i] += touched[plane][i] ? 1 : 0;
            }
        }
        frameWeightSum += slot.weight;
    }

    private void drop(int plane, int x, int y, double value, FrameSlot slot, boolean[][] touched) {
        double centreX = (x - slot.displacementXPx + 0.5) * scale - 0.5;
        double centreY = (y - slot.displacementYPx + 0.5) * scale - 0.5;
        double half = scale * pixfrac / 2;
        int lastY = (int) Math.min(heightPx - 1, Math.ceil(centreY + half + 1));
        int lastX = (int) Math.min(widthPx - 1, Math.ceil(centreX + half + 1));
        for (int outY = (int) Math.max(0, Math.floor(centreY - half - 1)); outY <= lastY; outY++) {
            for (int outX = (int) Math.max(0, Math.floor(centreX - half - 1)); outX <= lastX; outX++) {
                double a = common(centreX, half, outX) * common(centreY, half, outY) / (4 * half * half);
                if (a > 0) {
                    int i = outY * widthPx + outX;
                    double aw = a * slot.weight;
                    mean[plane][i] = (mean[plane][i] * weight[plane][i] + aw * value) / (weight[plane][i] + aw);
                    weight[plane][i] += aw;
                    touched[plane][i] = true;
                }
            }
        }
    }

    private static double common(double centre, double half, int pixel) {
        double overlap = Math.min(centre + half, pixel + 0.5) - Math.max(centre - half, pixel - 0.5);
        return overlap > 1e-7 * Math.min(1, 2 * half) ? overlap : 0;
    }
}
