package org.lucida.focus;

import java.util.Arrays;
import org.lucida.frame.Plane;
import org.lucida.math.OrderStatistic;

/**
 * Finds the stars of a plane and measures how large they are: half-flux diameter, FWHM, roundness.
 *
 * <p>Finding: sky level on a mesh; single bright pixels (hot ones, cosmic rays) are replaced first; what stands out of the
 * 3x3 smoothed plane by {@value #FIND_SIGMAS} sigmas and hangs together is a star, rings and discs far from focus included.
 * If nothing bright is there, the plane is binned 2x, 4x and 8x, so that faint big discs are found whole. Stars at the edge of
 * the plane are left out; neighbours that touch count as one.
 * <p>Half-flux diameter: the light within circles about the centre, neighbours left out, above the sky in a ring around;
 * the circle in which it is summed grows with the star. What a Moffat profile has outside it is added where one fits. Near
 * the centre pixels are divided, by parabolas through their neighbours; of narrow stars it is the fitted profile's.
 * <p>FWHM: an elliptical Moffat fit; NaN where more than {@value #MAX_MISFIT} of the squares stay unexplained (discs, rings,
 * doubles).
 *
 * <p>Units: px and ADU of the plane.
 * <p>Error, rms at flux SNR 50 over Gaussians and Moffats of beta 2.5 to 4.8: HFD and FWHM below 2.5 % up to 4 px, 4.5 % at
 * 7 px, 7 % at 12 px with wide wings; at SNR 300 below 1.5 %. Discs and rings: 3 % from SNR 50 on (StarSizesTest).
 * <p>Memory: made in the constructor; calls allocate nothing. Thread: one at a time.
 */
public final class StarSizes {
    /** Chosen: one false star in a hundred frames of a megapixel. */
    private static final double FIND_SIGMAS = 5.5;
    /** Stars with less are not measured. */
    private static final double MIN_SNR = 10;
    /** Chosen: a disc leaves 0.185 of its squares, stars in poor seeing below 0.03. */
    private static final double MAX_MISFIT = 0.1;
    /** Noise gain of [1 2 1] x [1 2 1] / 16: 36 / 256. */
    private static final double SMOOTH_SIGMA = 6.0 / 16;
    /** A component whose smoothed peak has fewer sigmas may be a fragment of something bigger. */
    private static final double SURE_SIGMAS = 12;
    /** Light by which a coarser look must win to be believed. */
    private static final double COARSER_RATIO = 1.5;
    /** Pixels around a bright one hold at least this share of its light if it is a star of FWHM 1.2 px or more. */
    private static final double NEIGHBOUR_FRACTION = 0.35;
    /** Hot pixels stand out of their neighbours by so many sigmas. */
    private static final double HOT_SIGMAS = 8;
    /** And by this share of the light they stand on, which may have shot noise. */
    private static final double HOT_FRACTION = 0.25;

    /** So much of a star's light is believed to lie outside the circle at most. */
    private static final double MOST_OUTSIDE = 0.35;

    /** Where to begin with a saturated star: so much narrower than it looks. */
    private static final double CORE_OF_FULL = 0.6;

    /** Below this FWHM pixels are coarse for circles: the half-flux diameter is the fitted profile's (chosen on simulated stars). */
    private static final double NARROW_PX = 5;

    private static final int COARSEST_BIN = 8;
    private static final int MAX_COMPONENTS = 4096;
    private static final int MAX_CANDIDATES = 120;
    /** Rings of the light curve in a pixel. */
    private static final int RINGS_PER_PX = 4;
    /** Pixels nearer than this are divided for the light curve. */
    private static final int DIVIDED_PX = 12;

    private static final int PARTS = 4;

    private static final int MAX_SKY_SAMPLES = 1024;
    /** Sigma of a normal distribution per median absolute deviation. */
    private static final double SIGMA_PER_DEVIATION = 1.4826;

    private final int widthPx;
    private final int heightPx;
    private final SkyLevel sky;
    private final MoffatFit fit = new MoffatFit();
    private final float[] clean;
    private final float[] binned;
    private final float[] smooth;
    private final float[] skyRow;
    private final int[] label;
    private final int[] stack;

    private int bin;
    private int binnedWidth;
    private int binnedHeight;
    private int componentCount;
    private final float[] componentFlux = new float[MAX_COMPONENTS];
    private final float[] componentPeak = new float[MAX_COMPONENTS];
    private final float[] componentX = new float[MAX_COMPONENTS];
    private final float[] componentY = new float[MAX_COMPONENTS];
    private final int[] componentLeft = new int[MAX_COMPONENTS];
    private final int[] componentRight = new int[MAX_COMPONENTS];
    private final int[] componentTop = new int[MAX_COMPONENTS];
    private final int[] componentBottom = new int[MAX_COMPONENTS];
    private final int[] componentSize = new int[MAX_COMPONENTS];
    private final int[] owner = new int[MAX_COMPONENTS + 2];
    private final int[] candidate = new int[MAX_CANDIDATES];
    private int candidateCount;

    private final double[] ringSum;
    private final double[] ringWeight;
    private final float[] sample = new float[Math.max(MAX_SKY_SAMPLES, MAX_CANDIDATES)];
    private final StarSize[] found = new StarSize[MAX_CANDIDATES];
    private int foundCount;

    public StarSizes(int widthPx, int heightPx) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        sky = new SkyLevel(widthPx, heightPx);
        int pixels = Math.multiplyExact(widthPx, heightPx);
        clean = new float[pixels];
        binned = new float[pixels];
        smooth = new float[pixels];
        skyRow = new float[widthPx];
        label = new int[pixels];
        stack = new int[pixels];
        ringSum = new double[RINGS_PER_PX * (Math.max(widthPx, heightPx) + 2)];
        ringWeight = new double[ringSum.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = new StarSize();
        }
    }

    /**
     * Measures a plane.
     *
     * @param luminance Not modified, not kept. NaN samples count as sky
     * @param saturationAdu level of the plane from which pixels are full, or NaN if unknown
     * @param out Modified: everything
     */
    public void measure(Plane luminance, double saturationAdu, StarReading out) {
        if (luminance.widthPx != widthPx || luminance.heightPx != heightPx) {
            throw new IllegalArgumentException("plane of " + luminance.widthPx + "x" + luminance.heightPx
                    + " px, expected " + widthPx + "x" + heightPx + "; make one StarSizes for each size");
        }
        sky.measure(luminance.adu);
        out.backgroundAdu = sky.levelAdu();
        out.noiseAdu = sky.noiseAdu();
        subtractSky(luminance.adu);
        replaceHotPixels(luminance.adu);
        find();
        foundCount = 0;
        // full pixels are known in the plane as it came; the sky's level turns the limit into one above the sky
        double limit = Double.isNaN(saturationAdu) ? Double.POSITIVE_INFINITY : saturationAdu - sky.levelAdu();
        for (int i = 0; i < candidateCount; i++) {
            if (measureStar(candidate[i], limit, found[foundCount])) {
                foundCount++;
            }
        }
        sortFound();
        report(out);
    }

    /** Most light first, saturated stars last; by insertion, which needs no memory. */
    private void sortFound() {
        for (int i = 1; i < foundCount; i++) {
            StarSize star = found[i];
            int place = i;
            while (place > 0 && comesBefore(star, found[place - 1])) {
                found[place] = found[place - 1];
                place--;
            }
            found[place] = star;
        }
    }

    private static boolean comesBefore(StarSize a, StarSize b) {
        return a.isSaturated == b.isSaturated ? a.fluxAdu > b.fluxAdu : b.isSaturated;
    }

    // ---- the plane without sky and hot pixels ---------------------------------------------------------------------

    private void subtractSky(float[] adu) {
        for (int y = 0; y < heightPx; y++) {
            sky.row(y, skyRow);
            int start = y * widthPx;
            for (int x = 0; x < widthPx; x++) {
                float value = adu[start + x] - skyRow[x];
                clean[start + x] = Float.isNaN(value) ? 0 : value;
            }
        }
    }

    /** Looks at the plane as it came (differences only), writes to the clean one. */
    private void replaceHotPixels(float[] adu) {
        float limit = (float) (HOT_SIGMAS * sky.noiseAdu());
        for (int y = 1; y < heightPx - 1; y++) {
            for (int x = 1; x < widthPx - 1; x++) {
                int i = y * widthPx + x;
                float value = clean[i];
                if (value > limit && adu[i] > adu[i - 1] && adu[i] >= adu[i + 1] && isHot(adu, i, limit)) {
                    clean[i] = value - adu[i] + thirdLowestAround(adu, i);
                }
            }
        }
    }

    private boolean isHot(float[] adu, int i, float limit) {
        float base = thirdLowestAround(adu, i);
        float height = adu[i] - base;
        float standing = clean[i] - height;
        if (!(height > limit && height > HOT_FRACTION * standing)) {
            return false;
        }
        double around = 0;
        for (int k = 0; k < 8; k++) {
            float value = sample[k];
            if (value > adu[i]) {
                return false;
            }
            around += value - base;
        }
        return around < NEIGHBOUR_FRACTION * height;
    }

    /** Third lowest of the eight neighbours: a level to stand on, even beside another bright pixel. */
    private float thirdLowestAround(float[] adu, int i) {
        sample[0] = adu[i - widthPx - 1];
        sample[1] = adu[i - widthPx];
        sample[2] = adu[i - widthPx + 1];
        sample[3] = adu[i - 1];
        sample[4] = adu[i + 1];
        sample[5] = adu[i + widthPx - 1];
        sample[6] = adu[i + widthPx];
        sample[7] = adu[i + widthPx + 1];
        return OrderStatistic.select(sample, 8, 2);
    }

    // ---- finding --------------------------------------------------------------------------------------------------

    private void find() {
        int best = 0;
        float bestFlux = -1;
        for (int b = 1; b <= COARSEST_BIN; b *= 2) {
            if (b > 1 && Math.min(widthPx, heightPx) / b < 8) {
                break;
            }
            look(b);
            float flux = candidateCount == 0 ? 0 : componentFlux[candidate[0]];
            boolean isSure = candidateCount > 0 && componentPeak[candidate[0]] > SURE_SIGMAS * smoothSigma();
            if (flux > bestFlux * COARSER_RATIO) {
                bestFlux = flux;
                best = b;
            }
            if (isSure) {
                break;
            }
        }
        if (best != bin) {
            look(Math.max(1, best));
        }
    }

    private double smoothSigma() {
        return sky.noiseAdu() * SMOOTH_SIGMA / bin;
    }

    private void look(int newBin) {
        bin = newBin;
        binnedWidth = widthPx / bin;
        binnedHeight = heightPx / bin;
        float[] source = clean;
        if (bin > 1) {
            binPlane();
            source = binned;
        }
        smoothPlane(source);
        label();
        chooseCandidates();
    }

    private void binPlane() {
        float scale = 1f / (bin * bin);
        for (int y = 0; y < binnedHeight; y++) {
            for (int x = 0; x < binnedWidth; x++) {
                float sum = 0;
                for (int j = 0; j < bin; j++) {
                    int start = (y * bin + j) * widthPx + x * bin;
                    for (int i = start; i < start + bin; i++) {
                        sum += clean[i];
                    }
                }
                binned[y * binnedWidth + x] = sum * scale;
            }
        }
    }

    /** [1 2 1] x [1 2 1] / 16; the outermost pixels stay 0. */
    private void smoothPlane(float[] in) {
        int w = binnedWidth;
        Arrays.fill(smooth, 0, w * binnedHeight, 0);
        for (int y = 1; y < binnedHeight - 1; y++) {
            for (int i = y * w + 1; i < y * w + w - 1; i++) {
                float edges = in[i - w] + in[i + w] + in[i - 1] + in[i + 1];
                float corners = in[i - w - 1] + in[i - w + 1] + in[i + w - 1] + in[i + w + 1];
                smooth[i] = (4 * in[i] + 2 * edges + corners) * 0.0625f;
            }
        }
    }

    private void label() {
        float threshold = (float) (FIND_SIGMAS * smoothSigma());
        int pixels = binnedWidth * binnedHeight;
        Arrays.fill(label, 0, pixels, 0);
        componentCount = 0;
        for (int i = 0; i < pixels; i++) {
            if (label[i] == 0 && smooth[i] > threshold) {
                flood(i, threshold);
            }
        }
    }

    private void flood(int seed, float threshold) {
        int number = Math.min(componentCount, MAX_COMPONENTS);
        int depth = 0;
        stack[depth++] = seed;
        label[seed] = number + 1;
        double flux = 0;
        double xSum = 0;
        double ySum = 0;
        float peak = 0;
        int size = 0;
        int left = binnedWidth;
        int right = 0;
        int top = binnedHeight;
        int bottom = 0;
        while (depth > 0) {
            int i = stack[--depth];
            int x = i % binnedWidth;
            int y = i / binnedWidth;
            flux += smooth[i];
            xSum += (double) smooth[i] * x;
            ySum += (double) smooth[i] * y;
            peak = Math.max(peak, smooth[i]);
            size++;
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
            for (int ny = Math.max(0, y - 1); ny <= Math.min(binnedHeight - 1, y + 1); ny++) {
                for (int nx = Math.max(0, x - 1); nx <= Math.min(binnedWidth - 1, x + 1); nx++) {
                    int n = ny * binnedWidth + nx;
                    if (label[n] == 0 && smooth[n] > threshold) {
                        label[n] = number + 1;
                        stack[depth++] = n;
                    }
                }
            }
        }
        if (number == MAX_COMPONENTS) {
            return;
        }
        componentFlux[number] = (float) (flux * bin * bin);
        componentPeak[number] = peak;
        componentX[number] = (float) (xSum / flux);
        componentY[number] = (float) (ySum / flux);
        componentLeft[number] = left;
        componentRight[number] = right;
        componentTop[number] = top;
        componentBottom[number] = bottom;
        componentSize[number] = size;
        componentCount++;
    }

    /** The components with most light that are neither cut by the edge nor lie inside bigger ones. */
    private void chooseCandidates() {
        candidateCount = 0;
        for (int c = 0; c < componentCount; c++) {
            owner[c + 1] = c + 1;
            boolean isCut = componentLeft[c] <= 1
                    || componentTop[c] <= 1
                    || componentRight[c] >= binnedWidth - 2
                    || componentBottom[c] >= binnedHeight - 2;
            if (componentSize[c] >= 3 && !isCut) {
                insert(c);
            }
        }
        owner[MAX_COMPONENTS + 1] = MAX_COMPONENTS + 1;
        int kept = 0;
        for (int a = 0; a < candidateCount; a++) {
            int big = candidate[a];
            if (owner[big + 1] != big + 1) {
                continue;
            }
            candidate[kept++] = big;
            for (int c = 0; c < componentCount; c++) {
                if (c != big && componentFlux[c] < componentFlux[big] && liesInside(c, big)) {
                    owner[c + 1] = big + 1;
                }
            }
        }
        candidateCount = kept;
    }

    private boolean liesInside(int small, int big) {
        return componentLeft[small] >= componentLeft[big]
                && componentRight[small] <= componentRight[big]
                && componentTop[small] >= componentTop[big]
                && componentBottom[small] <= componentBottom[big];
    }

    private void insert(int c) {
        int place = candidateCount;
        while (place > 0 && componentFlux[candidate[place - 1]] < componentFlux[c]) {
            place--;
        }
        if (place == MAX_CANDIDATES) {
            return;
        }
        int end = Math.min(candidateCount, MAX_CANDIDATES - 1);
        System.arraycopy(candidate, place, candidate, place + 1, end - place);
        candidate[place] = c;
        candidateCount = end + 1;
    }

    // ---- measuring ------------------------------------------------------------------------------------------------

    private boolean measureStar(int c, double limit, StarSize out) {
        double half = (bin - 1) / 2.0;
        double x = bin * componentX[c] + half;
        double y = bin * componentY[c] + half;
        double reach = 1
                + bin
                        * 0.5
                        * Math.max(componentRight[c] - componentLeft[c] + 1, componentBottom[c] - componentTop[c] + 1);
        double aperture = 1.5 * reach + 2;
        double skyFrom = aperture + 0.3 * reach;
        double skyTo = skyFrom + Math.max(4, 0.6 * reach);
        double room = Math.min(Math.min(x, widthPx - 1 - x), Math.min(y, heightPx - 1 - y));
        if (room < reach) {
            return false;
        }
        aperture = Math.min(aperture, room);
        double background = background(c + 1, x, y, skyFrom, skyTo);
        double width = Math.max(1, reach / 2);
        for (int n = 0; n < 6; n++) {
            double moved = recentre(c + 1, background, x, y, width);
            x += centroidX;
            y += centroidY;
            if (moved < 1e-3) {
                break;
            }
        }
        if (Math.hypot(x - bin * componentX[c] - half, y - bin * componentY[c] - half) > reach) {
            return false;
        }
        double flux = lightCurve(c + 1, background, x, y, aperture);
        double noise = sky.noiseAdu() * Math.sqrt(Math.PI) * aperture;
        out.xPx = x;
        out.yPx = y;
        out.aperturePx = aperture;
        out.fluxAdu = flux;
        out.fluxSnr = flux / noise;
        if (!(out.fluxSnr >= MIN_SNR)) {
            return false;
        }
        double peak = peak(c + 1, x, y, reach);
        out.isSaturated = peak >= limit;
        out.peakAdu = peak - background;
        double hfd = halfFluxDiameter(flux);
        fitProfile(background, limit, hfd, out);
        if (!Double.isNaN(out.fwhmPx) && !out.isSaturated) {
            double outside = fit.outsideFraction(aperture);
            flux /= 1 - Math.min(MOST_OUTSIDE, outside);
            hfd = out.fwhmPx < NARROW_PX ? fit.hfdPx() : halfFluxDiameter(flux);
        }
        out.hfdPx = hfd;
        return true;
    }

    private void fitProfile(double background, double limit, double hfd, StarSize out) {
        double radius = Math.min(out.aperturePx, Math.max(3, 1.6 * hfd));
        // the fit wants no background: shift the patch of the clean plane, fit, shift back
        shiftPatch(out.xPx, out.yPx, radius + 1, -background);
        boolean isStar = fit.run(
                        clean,
                        widthPx,
                        heightPx,
                        out.xPx,
                        out.yPx,
                        radius,
                        out.isSaturated ? hfd * CORE_OF_FULL : hfd,
                        out.isSaturated ? out.peakAdu / (CORE_OF_FULL * CORE_OF_FULL) : out.peakAdu,
                        limit - background,
                        sky.noiseAdu())
                && fit.misfitFraction() < MAX_MISFIT;
        shiftPatch(out.xPx, out.yPx, radius + 1, background);
        out.fwhmPx = isStar ? fit.fwhmPx() : Double.NaN;
        out.roundnessRatio = isStar ? fit.roundnessRatio() : Double.NaN;
        out.angleDeg = isStar ? fit.angleDeg() : Double.NaN;
    }

    private void shiftPatch(double x, double y, double radius, double by) {
        int from = (int) Math.max(0, Math.floor(x - radius));
        int to = (int) Math.min(widthPx - 1, Math.ceil(x + radius));
        int last = (int) Math.min(heightPx - 1, Math.ceil(y + radius));
        for (int j = (int) Math.max(0, Math.floor(y - radius)); j <= last; j++) {
            for (int i = j * widthPx + from; i <= j * widthPx + to; i++) {
                clean[i] += (float) by;
            }
        }
    }

    /** True for pixels of another star. */
    private boolean isForeign(int x, int y, int own) {
        int bx = x / bin;
        int by = y / bin;
        if (bx >= binnedWidth || by >= binnedHeight) {
            return false;
        }
        int there = label[by * binnedWidth + bx];
        return there != 0 && owner[there] != own;
    }

    /** Mean of the middle of the values in a ring around the star. */
    private double background(int own, double x, double y, double from, double to) {
        int left = (int) Math.max(0, Math.ceil(x - to));
        int right = (int) Math.min(widthPx - 1, Math.floor(x + to));
        int top = (int) Math.max(0, Math.ceil(y - to));
        int bottom = (int) Math.min(heightPx - 1, Math.floor(y + to));
        int stride = (int) Math.max(1, Math.ceil(Math.PI * (to * to - from * from) / MAX_SKY_SAMPLES));
        int count = 0;
        int seen = 0;
        for (int j = top; j <= bottom; j++) {
            for (int i = left; i <= right; i++) {
                double r2 = (i - x) * (i - x) + (j - y) * (j - y);
                if (r2 < from * from || r2 > to * to || isForeign(i, j, own)) {
                    continue;
                }
                if (seen++ % stride == 0 && count < MAX_SKY_SAMPLES) {
                    sample[count++] = clean[j * widthPx + i];
                }
            }
        }
        if (count < 8) {
            return 0;
        }
        float middle = OrderStatistic.select(sample, count, count / 2);
        double limit = 2.5 * sky.noiseAdu();
        double sum = 0;
        int near = 0;
        for (int i = 0; i < count; i++) {
            if (Math.abs(sample[i] - middle) <= limit) {
                sum += sample[i];
                near++;
            }
        }
        return near == 0 ? middle : sum / near;
    }

    private double centroidX;
    private double centroidY;

    /** Twice the offset of the centroid under a Gaussian window, which for a Gaussian star of its width is the step. */
    private double recentre(int own, double background, double x, double y, double width) {
        double reach = 2.5 * width;
        int left = (int) Math.max(0, Math.ceil(x - reach));
        int right = (int) Math.min(widthPx - 1, Math.floor(x + reach));
        int top = (int) Math.max(0, Math.ceil(y - reach));
        int bottom = (int) Math.min(heightPx - 1, Math.floor(y + reach));
        double sum = 0;
        double xSum = 0;
        double ySum = 0;
        for (int j = top; j <= bottom; j++) {
            for (int i = left; i <= right; i++) {
                double r2 = (i - x) * (i - x) + (j - y) * (j - y);
                if (r2 > reach * reach || isForeign(i, j, own)) {
                    continue;
                }
                double light = Math.exp(-r2 / (2 * width * width)) * (clean[j * widthPx + i] - background);
                sum += light;
                xSum += light * (i - x);
                ySum += light * (j - y);
            }
        }
        if (!(sum > 0)) {
            centroidX = 0;
            centroidY = 0;
            return 0;
        }
        centroidX = 1.5 * xSum / sum;
        centroidY = 1.5 * ySum / sum;
        double length = Math.hypot(centroidX, centroidY);
        if (length > width) {
            centroidX *= width / length;
            centroidY *= width / length;
        }
        return length;
    }

    private double peak(int own, double x, double y, double reach) {
        double peak = Double.NEGATIVE_INFINITY;
        int left = (int) Math.max(0, Math.ceil(x - reach));
        int right = (int) Math.min(widthPx - 1, Math.floor(x + reach));
        int top = (int) Math.max(0, Math.ceil(y - reach));
        int bottom = (int) Math.min(heightPx - 1, Math.floor(y + reach));
        for (int j = top; j <= bottom; j++) {
            for (int i = left; i <= right; i++) {
                if (clean[j * widthPx + i] > peak && !isForeign(i, j, own)) {
                    peak = clean[j * widthPx + i];
                }
            }
        }
        return peak;
    }

    private int ringCount;

    /** Fills the rings with mean light times area, summed outward; returns the light in the whole circle. */
    private double lightCurve(int own, double background, double x, double y, double aperture) {
        ringCount = (int) Math.max(1, Math.floor(aperture * RINGS_PER_PX));
        Arrays.fill(ringSum, 0, ringCount, 0);
        Arrays.fill(ringWeight, 0, ringCount, 0);
        int left = (int) Math.max(0, Math.floor(x - aperture));
        int right = (int) Math.min(widthPx - 1, Math.ceil(x + aperture));
        int top = (int) Math.max(0, Math.floor(y - aperture));
        int bottom = (int) Math.min(heightPx - 1, Math.ceil(y + aperture));
        for (int j = top; j <= bottom; j++) {
            for (int i = left; i <= right; i++) {
                if (isForeign(i, j, own)) {
                    continue;
                }
                double value = clean[j * widthPx + i] - background;
                double r = Math.hypot(i - x, j - y);
                if (r > DIVIDED_PX) {
                    addToRing(r, value, 1);
                } else {
                    divide(i, j, x, y, background);
                }
            }
        }
        double total = 0;
        double last = 0;
        for (int k = 0; k < ringCount; k++) {
            last = ringWeight[k] > 0 ? ringSum[k] / ringWeight[k] : last;
            total += last * Math.PI * (2 * k + 1) / (RINGS_PER_PX * RINGS_PER_PX);
            ringSum[k] = total;
        }
        return total;
    }

    private void divide(int i, int j, double x, double y, double background) {
        int at = j * widthPx + i;
        double value = clean[at] - background;
        double left = i > 0 ? clean[at - 1] - background : value;
        double right = i < widthPx - 1 ? clean[at + 1] - background : value;
        double above = j > 0 ? clean[at - widthPx] - background : value;
        double below = j < heightPx - 1 ? clean[at + widthPx] - background : value;
        double xSlope = (right - left) / 2;
        double ySlope = (below - above) / 2;
        double xBend = (right + left) / 2 - value;
        double yBend = (below + above) / 2 - value;
        for (int b = 0; b < PARTS; b++) {
            double v = (b + 0.5) / PARTS - 0.5;
            double inRow = value + v * (ySlope + v * yBend);
            double py = j - y + v;
            for (int a = 0; a < PARTS; a++) {
                double u = (a + 0.5) / PARTS - 0.5;
                double px = i - x + u;
                addToRing(Math.sqrt(px * px + py * py), inRow + u * (xSlope + u * xBend), 1.0 / (PARTS * PARTS));
            }
        }
    }

    private void addToRing(double r, double value, double weight) {
        int ring = (int) (r * RINGS_PER_PX);
        if (ring < ringCount) {
            ringSum[ring] += weight * value;
            ringWeight[ring] += weight;
        }
    }

    /** Diameter at which the light curve first reaches half of the flux, */
    private double halfFluxDiameter(double flux) {
        int k = 0;
        while (k < ringCount - 1 && ringSum[k] < flux / 2) {
            k++;
        }
        double below = k == 0 ? 0 : ringSum[k - 1];
        // light grows with the area, so the square of the radius is interpolated
        double part = (flux / 2 - below) / (ringSum[k] - below);
        double inner = (double) k / RINGS_PER_PX;
        double outer = (double) (k + 1) / RINGS_PER_PX;
        double r2 = inner * inner + Math.max(0, Math.min(1, part)) * (outer * outer - inner * inner);
        return 2 * Math.sqrt(r2);
    }

    // ---- report ---------------------------------------------------------------------------------------------------

    private void report(StarReading out) {
        out.starCount = Math.min(foundCount, StarReading.MAX_COUNT);
        int good = 0;
        for (int i = 0; i < out.starCount; i++) {
            out.stars[i].set(found[i]);
            good += found[i].isSaturated ? 0 : 1;
        }
        // saturated ones come last
        out.goodCount = good == 0 ? out.starCount : good;
        int count = 0;
        for (int i = 0; i < out.goodCount; i++) {
            sample[count++] = (float) out.stars[i].hfdPx;
        }
        out.medianHfdPx = median(count);
        for (int i = 0; i < count; i++) {
            sample[i] = (float) Math.abs(out.stars[i].hfdPx - out.medianHfdPx);
        }
        out.scatterHfdPx = count < 3 ? Double.NaN : SIGMA_PER_DEVIATION * median(count);
        count = 0;
        for (int i = 0; i < out.goodCount; i++) {
            if (!Double.isNaN(out.stars[i].fwhmPx)) {
                sample[count++] = (float) out.stars[i].fwhmPx;
            }
        }
        out.medianFwhmPx = median(count);
        count = 0;
        for (int i = 0; i < out.goodCount; i++) {
            if (!Double.isNaN(out.stars[i].fwhmPx)) {
                sample[count++] = (float) out.stars[i].roundnessRatio;
            }
        }
        out.medianRoundnessRatio = median(count);
    }

    /** Median of the first samples; the mean of the middle two for an even number. */
    private double median(int count) {
        if (count == 0) {
            return Double.NaN;
        }
        float upper = OrderStatistic.select(sample, count, count / 2);
        return (count & 1) == 1 ? upper : (upper + OrderStatistic.select(sample, count, count / 2 - 1)) / 2.0;
    }
}
