package org.lucida.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.frame.Plane;
import org.lucida.frame.Roi;
import org.lucida.math.SubpixelShift;

/** The fast fine stage against a slow one in doubles that follows the formula pixel by pixel. */
class ShiftFitOracleTest {
    @ParameterizedTest
    @CsvSource({"PLANET,0.3,-0.4", "SURFACE,1.7,0.2", "SURFACE,-2.2,3.6", "STARS,0.5,0.5"})
    void agreesWithTheFormulaPixelByPixel(TargetKind kind, double dx, double dy) {
        TestSky sky = new TestSky(kind, 77, 69, kind == TargetKind.STARS ? 6 : 40, 3);
        Roi region = new Roi(3, 2, 71, 66);
        Anchor anchor = new Anchor(region, kind);
        Plane template = sky.frame(0, 0, 1, 30);
        for (int y = 0; y < region.heightPx(); y++) {
            System.arraycopy(
                    template.adu,
                    (y + region.yPx()) * sky.widthPx + region.xPx(),
                    anchor.mean,
                    y * region.widthPx(),
                    region.widthPx());
        }
        float[] usable = new float[anchor.mean.length];
        Arrays.fill(usable, 1);
        anchor.prepare(usable, 30, 1);
        ShiftFit fit = new ShiftFit(anchor, 0.3);
        Plane frame = sky.frame(dx, dy, 1.1, 30);
        assertTrue(fit.run(frame.adu, sky.widthPx, sky.heightPx, 0, 0, Math.rint(dx), Math.rint(dy)));
        double[] slow = slowFit(anchor, frame, dx, dy);
        assertEquals(slow[0], fit.xPx(), 0.003);
        assertEquals(slow[1], fit.yPx(), 0.003);
        assertEquals(slow[2], fit.alpha(), 0.003);
        assertEquals(dx, fit.xPx(), 0.3);
        assertEquals(dy, fit.yPx(), 0.3);
    }

    /** The same part of the region as the fast stage: all that stays inside with its rounding. */
    private static double[] slowFit(Anchor anchor, Plane frame, double xTrue, double yTrue) {
        double[] d = {xTrue, yTrue, 0};
        int left = first(Math.rint(xTrue) + anchor.region.xPx());
        int top = first(Math.rint(yTrue) + anchor.region.yPx());
        int right = end(Math.rint(xTrue) + anchor.region.xPx(), frame.widthPx, anchor.widthPx);
        int bottom = end(Math.rint(yTrue) + anchor.region.yPx(), frame.heightPx, anchor.heightPx);
        for (int step = 0; step < 20; step++) {
            double[][] a = new double[4][5];
            double weight = 0;
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    double h = anchor.window[y][x];
                    double[] j = {anchor.xGradient[y][x], anchor.yGradient[y][x], anchor.value[y][x], h};
                    double[] q = {j[0], j[1], anchor.rawValue[y][x], h};
                    double t = h * sample(frame, x + anchor.region.xPx() + d[0], y + anchor.region.yPx() + d[1]);
                    for (int r = 0; r < 4; r++) {
                        for (int c = 0; c < 4; c++) {
                            a[r][c] += j[r] * q[c];
                        }
                        a[r][4] += j[r] * t;
                    }
                    weight += h * h;
                }
            }
            a[0][0] -= weight * anchor.termNoise(0);
            a[1][1] -= weight * anchor.termNoise(1);
            a[2][2] -= weight * anchor.rawValueNoise();
            double[] p = solve(a);
            d[0] -= p[0] / p[2];
            d[1] -= p[1] / p[2];
            d[2] = p[2];
        }
        return d;
    }

    private static int first(double displacement) {
        int first = (int) (3 - displacement);
        return first <= 0 ? 0 : (first + 2 + 3) / 4 * 4;
    }

    private static int end(double displacement, int frameSize, int regionSize) {
        int last = (int) (frameSize - 5 - displacement);
        return last >= regionSize - 1 ? regionSize : regionSize - (regionSize - 1 - last + 2 + 3) / 4 * 4;
    }

    private static double sample(Plane frame, double xPx, double yPx) {
        int x0 = (int) Math.floor(xPx);
        int y0 = (int) Math.floor(yPx);
        float[] wx = new float[8];
        float[] wy = new float[8];
        SubpixelShift.weights(xPx - x0, wx);
        SubpixelShift.weights(yPx - y0, wy);
        double sum = 0;
        for (int k = 0; k < 8; k++) {
            for (int i = 0; i < 8; i++) {
                sum += (double) wy[k] * wx[i] * frame.adu[(y0 + k - 3) * frame.widthPx + x0 + i - 3];
            }
        }
        return sum;
    }

    private static double[] solve(double[][] a) {
        for (int p = 0; p < 4; p++) {
            for (int r = 0; r < 4; r++) {
                if (r != p) {
                    double f = a[r][p] / a[p][p];
                    for (int c = 0; c < 5; c++) {
                        a[r][c] -= f * a[p][c];
                    }
                }
            }
        }
        return new double[] {a[0][4] / a[0][0], a[1][4] / a[1][1], a[2][4] / a[2][2], a[3][4] / a[3][3]};
    }
}
