package org.lucida.align;

import java.util.Arrays;
import org.lucida.math.CorrelationPeak;
import org.lucida.math.FourierPlane;

/**
 * The coarse stage: where, within a radius, does the frame correlate best with the anchor?
 *
 * <p>Plain cross-correlation (never whitened) of a crop of the frame with the windowed, Wiener-smoothed anchor, by Fourier
 * transform, binned where the crop would exceed the transform. Waves longer than a third of the region are held back: they
 * say little about position and much about clouds.
 *
 * <p>Units: px of the plane; the peak lies at where the content went. Not modified: frame and anchor.
 * <p>Error: a fifth of a (binned) pixel; {@link ShiftFit} goes on from there.
 * <p>Memory: scratch is made in the constructor; calls allocate nothing.
 * <p>Thread: the alignment thread only.
 * <p>Source: SCIENCE 3.2 items 1, 2.
 */
final class ShiftSearch {
    /** Waves shorter than the region over this many pass. */
    private static final double LONGEST_WAVES = 3;
    /** The main lobe ends where the anchor's autocorrelation has fallen below this in every direction. */
    private static final double LOBE_LEVEL = 0.5;

    private static final double MIN_LOBE_PX = 3;

    private final Anchor anchor;
    private final int binPx;
    private final FourierPlane transform;
    private final float[] plane;
    private final float[] spectrum;
    private final float[] template;
    private final CorrelationPeak peak = new CorrelationPeak();
    private final int xPadPx;
    private final int yPadPx;
    private double lobeRadius;
    private double xPx;
    private double yPx;

    /**
     * @param reachPx frame pixels wanted around the region
     * @param maxSize largest transform
     */
    ShiftSearch(Anchor anchor, int reachPx, int maxSize) {
        this.anchor = anchor;
        int wide = anchor.widthPx + 2 * reachPx;
        int high = anchor.heightPx + 2 * reachPx;
        int bin = 1;
        while ((Math.max(wide, high) + bin - 1) / bin > maxSize) {
            bin *= 2;
        }
        binPx = bin;
        transform = new FourierPlane(
                FourierPlane.sizeFor((wide + bin - 1) / bin), FourierPlane.sizeFor((high + bin - 1) / bin));
        plane = new float[transform.widthPx * transform.heightPx];
        spectrum = new float[transform.spectrumLength()];
        template = new float[transform.spectrumLength()];
        xPadPx = (transform.widthPx * bin - anchor.widthPx) / 2 / bin * bin;
        yPadPx = (transform.heightPx * bin - anchor.heightPx) / 2 / bin * bin;
    }

    /** Must be told when the anchor has new content. */
    void anchorChanged() {
        Arrays.fill(plane, 0);
        for (int y = 0; y < anchor.heightPx; y++) {
            int row = (y + yPadPx) / binPx * transform.widthPx;
            for (int x = 0; x < anchor.widthPx; x++) {
                plane[row + (x + xPadPx) / binPx] += anchor.value[y][x];
            }
        }
        transform.forward(plane, template);
        holdBackLongWaves();
        System.arraycopy(template, 0, spectrum, 0, template.length);
        FourierPlane.correlate(spectrum, template);
        transform.inverse(spectrum, plane);
        lobeRadius = Math.max(MIN_LOBE_PX / binPx, lobe());
    }

    private void holdBackLongWaves() {
        double cut = LONGEST_WAVES / Math.min(anchor.widthPx, anchor.heightPx) * binPx;
        for (int kx = 0; kx <= transform.widthPx / 2; kx++) {
            for (int ky = 0; ky < transform.heightPx; ky++) {
                double fx = (double) kx / transform.widthPx;
                double fy = (double) (ky <= transform.heightPx / 2 ? ky : ky - transform.heightPx) / transform.heightPx;
                float gain = (float) (1 - Math.exp(-(fx * fx + fy * fy) / (cut * cut)));
                int i = 2 * (kx * transform.heightPx + ky);
                template[i] *= gain;
                template[i + 1] *= gain;
            }
        }
    }

    /** Radius beyond which the autocorrelation stays below half on the way out, in lags. */
    private double lobe() {
        float limit = (float) (LOBE_LEVEL * plane[0]);
        int reach = Math.min(transform.widthPx, transform.heightPx) / 2 - 1;
        for (int radius = 1; radius < reach; radius++) {
            boolean below = true;
            for (int step = 0; step < 64 && below; step++) {
                double angle = Math.PI * step / 64;
                int x = (int) Math.rint(radius * Math.cos(angle)) & (transform.widthPx - 1);
                int y = (int) Math.rint(radius * Math.sin(angle)) & (transform.heightPx - 1);
                below = plane[y * transform.widthPx + x] < limit;
            }
            if (below) {
                return radius;
            }
        }
        return reach;
    }

    /** Radius of the main lobe, px of the plane. */
    double lobeRadiusPx() {
        return lobeRadius * binPx;
    }

    /** Frame pixels per correlation pixel. */
    int binPx() {
        return binPx;
    }

    double xPx() {
        return xPx;
    }

    double yPx() {
        return yPx;
    }

    double significance() {
        return peak.significance();
    }

    double rivalRatio() {
        return peak.rivalRatio();
    }

    /** Searches the displacements within a radius of (centreX, centreY). */
    void run(float[] adu, int frameWidthPx, int frameHeightPx, int centreX, int centreY, double radiusPx) {
        crop(
                adu,
                frameWidthPx,
                frameHeightPx,
                anchor.region.xPx() + centreX - xPadPx,
                anchor.region.yPx() + centreY - yPadPx);
        transform.forward(plane, spectrum);
        FourierPlane.correlate(spectrum, template);
        transform.inverse(spectrum, plane);
        int radius = (int) Math.ceil(radiusPx / binPx);
        peak.find(plane, transform.widthPx, transform.heightPx, radius, lobeRadius);
        xPx = centreX + binPx * peak.xLag();
        yPx = centreY + binPx * peak.yLag();
    }

    /** Copies (and bins) the frame around the region, less its mean; outside the frame is zero. */
    private void crop(float[] adu, int frameWidthPx, int frameHeightPx, int originX, int originY) {
        int fromX = firstWhole(originX);
        int toX = endWhole(originX, frameWidthPx, transform.widthPx);
        int fromY = firstWhole(originY);
        int toY = endWhole(originY, frameHeightPx, transform.heightPx);
        Arrays.fill(plane, 0);
        // The middle of the region must lie on the frame.
        int xMiddle = (xPadPx + anchor.widthPx / 2) / binPx;
        int yMiddle = (yPadPx + anchor.heightPx / 2) / binPx;
        peak.overlap(fromX - xMiddle, toX - 1 - xMiddle, fromY - yMiddle, toY - 1 - yMiddle);
        if (fromX >= toX || fromY >= toY) {
            return;
        }
        double sum = 0;
        for (int y = fromY; y < toY; y++) {
            int row = y * transform.widthPx;
            for (int k = 0; k < binPx; k++) {
                int source = (originY + y * binPx + k) * frameWidthPx + originX;
                if (binPx == 1) {
                    System.arraycopy(adu, source + fromX, plane, row + fromX, toX - fromX);
                } else {
                    addBinned(adu, source, row, fromX, toX);
                }
            }
            for (int x = fromX; x < toX; x++) {
                sum += plane[row + x];
            }
        }
        float mean = (float) (sum / ((double) (toX - fromX) * (toY - fromY)));
        for (int y = fromY; y < toY; y++) {
            for (int i = y * transform.widthPx + fromX; i < y * transform.widthPx + toX; i++) {
                plane[i] -= mean;
            }
        }
    }

    private void addBinned(float[] adu, int source, int row, int fromX, int toX) {
        for (int x = fromX; x < toX; x++) {
            float total = 0;
            for (int i = source + x * binPx; i < source + (x + 1) * binPx; i++) {
                total += adu[i];
            }
            plane[row + x] += total;
        }
    }

    private int firstWhole(int origin) {
        return origin >= 0 ? 0 : (-origin + binPx - 1) / binPx;
    }

    private int endWhole(int origin, int frameSize, int size) {
        return Math.min(size, Math.floorDiv(frameSize - origin, binPx));
    }
}
