package org.lucida.align;

import java.util.Random;
import org.lucida.frame.Plane;

/**
 * Pictures with a known displacement: sums of smooth functions, evaluated where the pixels are, so that a shift is exact.
 *
 * <p>All detail is at least as broad as a PSF of sigma 1.2 px.
 */
final class TestSky {
    static final double PEAK_ADU = 1000;
    static final double SKY_ADU = 200;
    private static final int POOL = 1 << 20;

    final int widthPx;
    final int heightPx;
    final TargetKind kind;
    private final double radiusPx;
    private final double[] x;
    private final double[] y;
    private final double[] sigma;
    private final double[] amplitude;
    private final float[] noise = new float[POOL];
    private final Random random;
    private double blur = 1;
    private double scale = 1;

    TestSky(TargetKind kind, int widthPx, int heightPx, double sizePx, long seed) {
        this.kind = kind;
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        random = new Random(seed);
        int count =
                switch (kind) {
                    case PLANET -> 12;
                    case SURFACE -> widthPx * heightPx / 60;
                    case STARS -> (int) sizePx;
                };
        radiusPx = kind == TargetKind.PLANET ? sizePx / 2 : 0;
        x = new double[count];
        y = new double[count];
        sigma = new double[count];
        amplitude = new double[count];
        for (int i = 0; i < count; i++) {
            switch (kind) {
                case PLANET -> {
                    x[i] = widthPx / 2.0 + (random.nextDouble() - 0.5) * radiusPx;
                    y[i] = heightPx / 2.0 + (random.nextDouble() - 0.5) * radiusPx;
                    sigma[i] = 2 + 4 * random.nextDouble();
                    amplitude[i] = 0.1 * random.nextGaussian();
                }
                case SURFACE -> {
                    // Beyond the edge too, so that content moves in.
                    x[i] = -20 + (widthPx + 40) * random.nextDouble();
                    y[i] = -20 + (heightPx + 40) * random.nextDouble();
                    sigma[i] = 1.5 * Math.exp(1.2 * random.nextDouble());
                    amplitude[i] = random.nextGaussian();
                }
                case STARS -> {
                    x[i] = widthPx * (0.08 + 0.84 * random.nextDouble());
                    y[i] = heightPx * (0.08 + 0.84 * random.nextDouble());
                    sigma[i] = 1.2;
                    amplitude[i] = i == 0 ? 1 : 0.2 + 0.8 * random.nextDouble();
                }
            }
        }
        for (int i = 0; i < POOL; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        if (kind == TargetKind.SURFACE) {
            float highest = 0;
            for (float v : render(0, 0, 1).adu) {
                highest = Math.max(highest, Math.abs((float) (v - SKY_ADU - PEAK_ADU / 2)));
            }
            scale = PEAK_ADU / 2 / highest;
        }
    }

    /** Broadens (or sharpens) the seeing of the next pictures: 1 is the ordinary PSF. */
    void blur(double factor) {
        blur = factor;
    }

    /** The picture displaced by (dx, dy), its light times gain, free of noise. */
    Plane render(double dxPx, double dyPx, double gain) {
        Plane plane = new Plane(widthPx, heightPx);
        double[] sum = new double[plane.adu.length];
        if (kind == TargetKind.SURFACE) {
            java.util.Arrays.fill(sum, 0.5);
        }
        double[] along = new double[widthPx];
        for (int i = 0; i < x.length; i++) {
            double s = sigma[i] * blur;
            double cx = x[i] + dxPx;
            double cy = y[i] + dyPx;
            double reach = 6 * s;
            int left = (int) Math.max(0, Math.ceil(cx - reach));
            int right = (int) Math.min(widthPx - 1, Math.floor(cx + reach));
            for (int px = left; px <= right; px++) {
                along[px] = Math.exp(-(px - cx) * (px - cx) / (2 * s * s));
            }
            double flux = amplitude[i] / (kind == TargetKind.PLANET ? 1 : blur * blur);
            if (kind == TargetKind.SURFACE) {
                flux *= scale;
            }
            for (int py = (int) Math.max(0, Math.ceil(cy - reach));
                    py <= Math.min(heightPx - 1, Math.floor(cy + reach));
                    py++) {
                double down = flux * Math.exp(-(py - cy) * (py - cy) / (2 * s * s));
                for (int px = left; px <= right; px++) {
                    sum[py * widthPx + px] += down * along[px];
                }
            }
        }
        if (kind == TargetKind.PLANET) {
            disc(sum, widthPx / 2.0 + dxPx, heightPx / 2.0 + dyPx);
        }
        for (int i = 0; i < sum.length; i++) {
            plane.adu[i] = (float) (SKY_ADU + gain * PEAK_ADU * sum[i]);
        }
        return plane;
    }

    /** Turns spots into belts and spots on a disc with a soft limb. */
    private void disc(double[] sum, double cx, double cy) {
        double soft = 1.2 * blur;
        for (int py = 0; py < heightPx; py++) {
            for (int px = 0; px < widthPx; px++) {
                double r = Math.hypot(px - cx, py - cy);
                double limb = softStep((radiusPx - r) / soft);
                double belts = 0.8 + 0.12 * Math.sin((py - cy) * 2 * Math.PI / (0.35 * radiusPx));
                sum[py * widthPx + px] = limb == 0 ? 0 : limb * (belts + sum[py * widthPx + px]);
            }
        }
    }

    /** Gaussian integral within 1e-7, smooth. */
    private static double softStep(double z) {
        if (z < -7) {
            return 0;
        }
        if (z > 7) {
            return 1;
        }
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double tail = Math.exp(-z * z / 2)
                * 0.3989422804014327
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return z >= 0 ? 1 - tail : tail;
    }

    /** The picture with white noise. */
    Plane frame(double dxPx, double dyPx, double gain, double noiseAdu) {
        return addNoise(render(dxPx, dyPx, gain), noiseAdu);
    }

    Plane addNoise(Plane plane, double noiseAdu) {
        int at = random.nextInt(POOL);
        for (int i = 0; i < plane.adu.length; i++) {
            plane.adu[i] += (float) noiseAdu * noise[at];
            at = (at + 1) & (POOL - 1);
        }
        return plane;
    }

    /** Nothing but sky. */
    Plane blank(double noiseAdu) {
        Plane plane = new Plane(widthPx, heightPx);
        java.util.Arrays.fill(plane.adu, (float) SKY_ADU);
        return addNoise(plane, noiseAdu);
    }

    /** Cramer-Rao bound per axis (x, y) for one frame of this noise and a known template, from the true gradient. */
    double[] boundPx(double noiseAdu) {
        double h = 0.01;
        Plane left = render(-h, 0, 1);
        Plane right = render(h, 0, 1);
        Plane up = render(0, -h, 1);
        Plane down = render(0, h, 1);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < left.adu.length; i++) {
            double gx = (right.adu[i] - left.adu[i]) / (2 * h);
            double gy = (down.adu[i] - up.adu[i]) / (2 * h);
            xx += gx * gx;
            xy += gx * gy;
            yy += gy * gy;
        }
        double determinant = xx * yy - xy * xy;
        return new double[] {noiseAdu * Math.sqrt(yy / determinant), noiseAdu * Math.sqrt(xx / determinant)};
    }
}
