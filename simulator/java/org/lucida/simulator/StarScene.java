package org.lucida.simulator;

import org.lucida.frame.ColorLayout;
import org.lucida.frame.Roi;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.chance.NormalLaw;

/**
 * A star field with a faint nebula over a dark sky: every star an exact pixel-integrated Gaussian.
 *
 * <p>The n-th brightest star has 1/n of the brightest one's light (a power law); positions are even over sensor and margin.
 * <p>Memory: row and column profiles made in the constructor; calls allocate nothing.
 * <p>Thread: one at a time.
 */
final class StarScene implements SkyScene {
    /** Strength of the colours of white light on the sensor. */
    static final double[] GAINS = {0.9, 1.0, 0.8};

    private static final double STARS_PER_PX = 4e-4;
    /** Stars wait this far outside the sensor to drift in. */
    private static final int MARGIN_PX = 48;
    /** Sky glow as a share of the peak. */
    private static final double SKY = 0.01;
    /** Brightness of the nebula's clouds as a share of the peak. */
    private static final double NEBULA = 0.02;

    private static final int CLOUD_COUNT = 7;
    /** Colour of the nebula: hydrogen red with a little oxygen. */
    private static final double[] NEBULA_COLOR = {1.0, 0.35, 0.45};
    /** Half width of the star window in sigmas. */
    private static final double REACH_SIGMAS = 6;

    private final int starCount;
    private final double[] starXPx;
    private final double[] starYPx;
    /** Light of the star in units of the peak of the brightest, per colour. */
    private final double[][] starLight;

    private final double[] cloudXPx = new double[CLOUD_COUNT];
    private final double[] cloudYPx = new double[CLOUD_COUNT];
    private final double[] cloudSigmaPx = new double[CLOUD_COUNT];
    private final double[] cloudLight = new double[CLOUD_COUNT];

    private final float[] columnProfile;
    private final double[] starColumns;

    StarScene(ClipSettings settings, CountedRandom random) {
        double areaWidthPx = settings.widthPx() + 2.0 * MARGIN_PX;
        double areaHeightPx = settings.heightPx() + 2.0 * MARGIN_PX;
        starCount = Math.max(12, (int) (areaWidthPx * areaHeightPx * STARS_PER_PX));
        starXPx = new double[starCount];
        starYPx = new double[starCount];
        starLight = new double[starCount][3];
        double peakShare = NormalLaw.overPixel(0, settings.blurMinPx());
        for (int i = 0; i < starCount; i++) {
            starXPx[i] = random.unit(10L * i + 1) * areaWidthPx - MARGIN_PX;
            starYPx[i] = random.unit(10L * i + 2) * areaHeightPx - MARGIN_PX;
            // The brightest few belong on the sensor.
            if (i < 5) {
                starXPx[i] = (0.15 + 0.7 * random.unit(10L * i + 1)) * settings.widthPx();
                starYPx[i] = (0.15 + 0.7 * random.unit(10L * i + 2)) * settings.heightPx();
            }
            double warmth = random.unit(10L * i + 3);
            double light = 1.0 / (i + 1) / (peakShare * peakShare);
            starLight[i][0] = light * (0.6 + 0.4 * warmth);
            starLight[i][1] = light;
            starLight[i][2] = light * (1 - 0.5 * warmth);
        }
        double shortSidePx = Math.min(settings.widthPx(), settings.heightPx());
        for (int i = 0; i < CLOUD_COUNT; i++) {
            cloudXPx[i] = (0.5 + 0.45 * (random.unit(1_000_000L + 4 * i) - 0.5)) * settings.widthPx();
            cloudYPx[i] = (0.5 + 0.45 * (random.unit(1_000_001L + 4 * i) - 0.5)) * settings.heightPx();
            cloudSigmaPx[i] = shortSidePx * (0.05 + 0.13 * random.unit(1_000_002L + 4 * i));
            cloudLight[i] = NEBULA * (0.3 + 0.7 * random.unit(1_000_003L + 4 * i));
        }
        columnProfile = new float[settings.widthPx()];
        starColumns = new double[2 * (int) Math.ceil(REACH_SIGMAS * settings.blurMaxPx() + 1) + 3];
    }

    /** Nominal column of the n-th brightest star. */
    double starXPx(int star) {
        return starXPx[star];
    }

    /** Nominal row of the n-th brightest star. */
    double starYPx(int star) {
        return starYPx[star];
    }

    @Override
    public void expose(
            double displacementXPx,
            double displacementYPx,
            double blurPx,
            double electrons,
            Roi roi,
            ColorLayout layout,
            float[] expectedE) {
        int samples = layout.samplesPerPixel();
        int rowSamples = roi.widthPx() * samples;
        int period = layout.isMosaic() ? 2 : samples;
        for (int row = 0; row < roi.heightPx(); row++) {
            for (int turn = 0; turn < period; turn++) {
                int color = layout.planeOf(roi.xPx() + turn, roi.yPx() + row, turn % samples);
                float clear = (float) (electrons * SKY * strength(layout, color, 1));
                for (int i = turn; i < rowSamples; i += period) {
                    expectedE[row * rowSamples + i] = clear;
                }
            }
        }
        for (int cloud = 0; cloud < CLOUD_COUNT; cloud++) {
            double broadPx = StrictMath.sqrt(cloudSigmaPx[cloud] * cloudSigmaPx[cloud] + blurPx * blurPx);
            double dimming = cloudSigmaPx[cloud] * cloudSigmaPx[cloud] / (broadPx * broadPx);
            addCloud(
                    cloudXPx[cloud] + displacementXPx,
                    cloudYPx[cloud] + displacementYPx,
                    broadPx,
                    electrons * cloudLight[cloud] * dimming,
                    roi,
                    layout,
                    expectedE);
        }
        for (int star = 0; star < starCount; star++) {
            addStar(
                    starXPx[star] + displacementXPx,
                    starYPx[star] + displacementYPx,
                    blurPx,
                    electrons,
                    starLight[star],
                    roi,
                    layout,
                    expectedE);
        }
    }

    private void addCloud(
            double xPx, double yPx, double sigmaPx, double light, Roi roi, ColorLayout layout, float[] expectedE) {
        int samples = layout.samplesPerPixel();
        int rowSamples = roi.widthPx() * samples;
        int period = layout.isMosaic() ? 2 : samples;
        for (int column = 0; column < roi.widthPx(); column++) {
            double x = (roi.xPx() + column - xPx) / sigmaPx;
            columnProfile[column] = (float) StrictMath.exp(-0.5 * x * x);
        }
        for (int row = 0; row < roi.heightPx(); row++) {
            double y = (roi.yPx() + row - yPx) / sigmaPx;
            double rowLight = light * StrictMath.exp(-0.5 * y * y);
            for (int turn = 0; turn < period && turn < rowSamples; turn++) {
                int color = layout.planeOf(roi.xPx() + turn, roi.yPx() + row, turn % samples);
                float factor = (float) (rowLight * strength(layout, color, NEBULA_COLOR[color]));
                int at = row * rowSamples + turn;
                int columnStep = Math.max(1, period / samples);
                for (int column = turn / samples; column < roi.widthPx(); column += columnStep) {
                    expectedE[at] += factor * columnProfile[column];
                    at += period;
                }
            }
        }
    }

    private void addStar(
            double xPx,
            double yPx,
            double blurPx,
            double electrons,
            double[] light,
            Roi roi,
            ColorLayout layout,
            float[] expectedE) {
        int reach = (int) Math.ceil(REACH_SIGMAS * blurPx + 0.5);
        int left = (int) Math.max(roi.xPx(), Math.round(xPx) - reach);
        int right = (int) Math.min(roi.xPx() + roi.widthPx() - 1L, Math.round(xPx) + reach);
        int top = (int) Math.max(roi.yPx(), Math.round(yPx) - reach);
        int bottom = (int) Math.min(roi.yPx() + roi.heightPx() - 1L, Math.round(yPx) + reach);
        if (left > right || top > bottom) {
            return;
        }
        for (int x = left; x <= right; x++) {
            starColumns[x - left] = NormalLaw.overPixel(x - xPx, blurPx);
        }
        int samples = layout.samplesPerPixel();
        for (int y = top; y <= bottom; y++) {
            double share = electrons * NormalLaw.overPixel(y - yPx, blurPx);
            int start = (y - roi.yPx()) * roi.widthPx() * samples;
            for (int x = left; x <= right; x++) {
                for (int sample = 0; sample < samples; sample++) {
                    int color = layout.planeOf(x, y, sample);
                    // A grey sensor sees the star's green light.
                    double seen = layout == ColorLayout.MONO ? light[1] : light[color];
                    expectedE[start + (x - roi.xPx()) * samples + sample] +=
                            (float) (share * starColumns[x - left] * strength(layout, color, seen));
                }
            }
        }
    }

    private static double strength(ColorLayout layout, int color, double light) {
        return layout == ColorLayout.MONO ? light : light * GAINS[color];
    }
}
