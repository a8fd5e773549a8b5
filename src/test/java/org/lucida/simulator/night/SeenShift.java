package org.lucida.simulator.night;

/**
 * The displacement that a picture as a whole is seen to have made, from the truth's field.
 *
 * <p>Least squares over the picture tell brightness differences, so each place counts by its slope squared: the shift that
 * explains {@code g . d(x)} best, g the gradient of the blurred true scene, d the field. The edges of a planet decide, and in
 * each direction those that lie across it. The field is that of the centre of light (mean gradient of the wave, G-tilt), not of
 * the wave's best plane: fine detail sits where the core of the PSF is, but what is left of a limb through the air is coarse, and
 * coarse detail goes with the centre of light. Measured on Mars, D/r0 = 3.4 at 2.9 px for lambda/D, quick and full: 0.06 and 0.12 px rms
 * between the pipeline and this one; 0.33 against the mean along the limb; 0.45 to 0.5 against the best plane weighted as here; 0.7
 * against the mean of the field. An aligner of its own (least squares over the spectrum, another language) agreed with the
 * pipeline within 0.02 px on the same frames.
 */
final class SeenShift {
    private static final int STEP = 2;

    private final int widthPx;
    private final int heightPx;
    private final double[] slopeX;
    private final double[] slopeY;
    private double xx;
    private double xy;
    private double yy;

    /** Found by {@link #look}. */
    double xPx;

    double yPx;

    /**
     * @param scene light without air, row-major; Not modified
     * @param blurPx sigma of the blur the air leaves, about
     */
    SeenShift(float[] scene, int widthPx, int heightPx, double blurPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        double[] soft = blurred(blurred(scene, widthPx, heightPx, blurPx, true), widthPx, heightPx, blurPx, false);
        slopeX = new double[soft.length];
        slopeY = new double[soft.length];
        for (int y = 1; y < heightPx - 1; y++) {
            for (int x = 1; x < widthPx - 1; x++) {
                int i = y * widthPx + x;
                slopeX[i] = (soft[i + 1] - soft[i - 1]) / 2;
                slopeY[i] = (soft[i + widthPx] - soft[i - widthPx]) / 2;
            }
        }
        for (int y = 0; y < heightPx; y += STEP) {
            for (int x = 0; x < widthPx; x += STEP) {
                int i = y * widthPx + x;
                xx += slopeX[i] * slopeX[i];
                xy += slopeX[i] * slopeY[i];
                yy += slopeY[i] * slopeY[i];
            }
        }
    }

    /** Finds the shift of a frame. */
    void look(NightTruth truth) {
        double byX = 0;
        double byY = 0;
        for (int y = 0; y < heightPx; y += STEP) {
            for (int x = 0; x < widthPx; x += STEP) {
                int i = y * widthPx + x;
                double along =
                        slopeX[i] * at(truth, truth.lightXPx, x, y) + slopeY[i] * at(truth, truth.lightYPx, x, y);
                byX += slopeX[i] * along;
                byY += slopeY[i] * along;
            }
        }
        double determinant = xx * yy - xy * xy;
        xPx = (yy * byX - xy * byY) / determinant;
        yPx = (xx * byY - xy * byX) / determinant;
    }

    /** A field of the truth at a nominal place, straight between the nodes. */
    static double at(NightTruth truth, float[] field, double xPx, double yPx) {
        double u = inside((xPx - truth.nodeFirstXPx) / truth.nodeSpacingPx, truth.nodeColumnCount);
        double v = inside((yPx - truth.nodeFirstYPx) / truth.nodeSpacingPx, truth.nodeRowCount);
        int i = (int) u;
        int j = (int) v;
        int n = j * truth.nodeColumnCount + i;
        double top = field[n] * (1 - (u - i)) + field[n + 1] * (u - i);
        double below =
                field[n + truth.nodeColumnCount] * (1 - (u - i)) + field[n + truth.nodeColumnCount + 1] * (u - i);
        return top * (1 - (v - j)) + below * (v - j);
    }

    private static double inside(double place, int count) {
        return Math.max(0, Math.min(count - 1 - 1e-9, place));
    }

    private static double[] blurred(float[] plane, int width, int height, double sigma, boolean alongX) {
        double[] copy = new double[plane.length];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = plane[i];
        }
        return blurred(copy, width, height, sigma, alongX);
    }

    private static double[] blurred(double[] plane, int width, int height, double sigma, boolean alongX) {
        int reach = (int) Math.ceil(4 * sigma);
        double[] out = new double[plane.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                double weights = 0;
                for (int o = -reach; o <= reach; o++) {
                    int px = alongX ? x + o : x;
                    int py = alongX ? y : y + o;
                    if (px >= 0 && py >= 0 && px < width && py < height) {
                        double weight = Math.exp(-0.5 * o * o / (sigma * sigma));
                        sum += weight * plane[py * width + px];
                        weights += weight;
                    }
                }
                out[y * width + x] = sum / weights;
            }
        }
        return out;
    }
}
