package org.lucida.enhance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Makes a stack good to look at, in this order: colours over each other, white balance, deconvolution, wavelets, fringes
 * off, saturation, tone.
 *
 * <p>Shape: one or three planes {@code float[heightPx * widthPx]} of linear ADU; pixels that are NaN stay NaN and touch no
 * others. {@link #enhance} ends in ADU, {@link #tone} turns that into brightness 0 to 1; {@link #apply} does both, the second
 * only if the recipe has a curve. {@link EnhanceRecipe#OFF} copies bit for bit.
 * <p>Memory: about nine planes, made in the constructor; some more at the first use of a step (twelve to sixteen bytes for each
 * pixel of the next larger powers of two for the Wiener filter). After that calls allocate only their notes.
 * <p>Thread: one thread at a time, any; single-threaded, so the same planes and recipe give the same bits everywhere.
 */
public final class Enhancement {
    private static final int WIDEST_RADIUS_TAPS = RichardsonLucy.radiusPx(40);
    private static final int WIDEST_REACH_PX = 2 << (EnhanceRecipe.SCALE_COUNT - 1);
    /** Threshold of each scale at full denoising, sigmas. */
    private static final double[] DENOISE_SIGMAS = {4, 3, 2, 1, 0, 0};
    /** Luminance of red, green and blue (ITU-R BT.709). */
    private static final float[] LUMINANCE = {0.2126f, 0.7152f, 0.0722f};
    /** Below this fraction of the object's brightness colours are not strengthened: the noise of the sky has none. */
    private static final double COLOURED_FROM_FRACTION = 0.05;

    private static final double MOST_BALANCE_RATIO = 8;
    /** Part of the object's range below which a pixel does not count for the mean colour. */
    private static final double OBJECT_FRACTION = 0.25;
    /** How far above the sky black lies, as a fraction of the range: the faint halo of a planet is not shown. */
    private static final double HALO_FRACTION = 0.01;

    private final int widthPx;
    private final int heightPx;
    private final int planeCount;
    private final SeparableFilter filter;
    private final NoiseSpectrum spectrum;
    private final float[] work;
    private final float[] before;
    private final float[] sigma;
    private final float[] scratch;
    private final float[] scratch2;
    private final PictureNoise noise;
    private final WaveletSharpening wavelets;
    private final RichardsonLucy lucy;
    private final PsfMeter psfMeter;
    private final EdgeFringes fringes;
    private final EmptyPixels empty;
    private final ColourShift shift;
    private final PlaneLevels levels = new PlaneLevels();
    private final ToneCurve toneCurve = new ToneCurve();
    private final double[] gains = new double[EnhanceRecipe.SCALE_COUNT];
    private final double[] thresholds = new double[EnhanceRecipe.SCALE_COUNT];
    private final double[] noiseGain = new double[EnhanceRecipe.SCALE_COUNT];
    private final double[] skyAdu = new double[3];
    private final double[] balance = new double[3];
    private final List<String> notes = new ArrayList<>();
    private ColourDispersion dispersionMeter;
    private WienerFilter wiener;
    private DispersionReading dispersion;
    private Psf psf;
    private DispersionReading knownDispersion;
    private Psf knownPsf;

    /**
     * @param noiseSpectrum how the stack's noise is correlated; decides the thresholds of the coarser scales
     */
    public Enhancement(int widthPx, int heightPx, int planeCount, NoiseSpectrum noiseSpectrum) {
        if (widthPx < 1 || heightPx < 1 || (planeCount != 1 && planeCount != 3)) {
            throw new IllegalArgumentException("size " + widthPx + "x" + heightPx + " px with " + planeCount
                    + " planes is no picture; give 1 or 3 planes of at least 1x1 px");
        }
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.planeCount = planeCount;
        this.spectrum = noiseSpectrum;
        int count = Math.multiplyExact(widthPx, heightPx);
        filter = new SeparableFilter(
                widthPx, heightPx, WIDEST_RADIUS_TAPS, Math.max(WIDEST_RADIUS_TAPS, WIDEST_REACH_PX));
        work = new float[count];
        before = new float[count];
        sigma = new float[count];
        scratch = new float[count];
        scratch2 = new float[count];
        noise = new PictureNoise(widthPx, heightPx, noiseSpectrum, filter, scratch, false);
        wavelets = new WaveletSharpening(filter, noiseSpectrum, scratch);
        lucy = new RichardsonLucy(filter, scratch2);
        psfMeter = new PsfMeter(widthPx, heightPx, filter, scratch);
        fringes = new EdgeFringes(widthPx, heightPx, sigma, scratch, scratch2);
        empty = new EmptyPixels(widthPx, heightPx);
        shift = new ColourShift(widthPx, heightPx);
        Arrays.fill(noiseGain, 1);
    }

    public int widthPx() {
        return widthPx;
    }

    public int heightPx() {
        return heightPx;
    }

    public int planeCount() {
        return planeCount;
    }

    /**
     * Takes what was measured before for the coming calls, until told otherwise: a stack that has hardly grown need not be measured
     * again. The shift of the colours is a quarter of all the work.
     *
     * @param colours null = measured in each call that needs it
     * @param blur null = measured in each call that needs it
     */
    public void assume(DispersionReading colours, Psf blur) {
        knownDispersion = colours;
        knownPsf = blur;
    }

    /**
     * All steps. With a curve in the recipe the result is brightness 0 to 1, else ADU.
     *
     * @param in Not modified
     * @param out Modified; not the planes read. Holds anything if it was stopped
     * @return false if it was told to stop
     */
    public boolean apply(float[][] in, EnhanceRecipe recipe, float[][] out, StopSign stop) {
        if (!enhance(in, recipe, out, stop)) {
            return false;
        }
        if (recipe.tone().curve() != EnhanceRecipe.Curve.NONE) {
            ToneCurve curve = tone(out, recipe);
            for (int plane = 0; plane < planeCount; plane++) {
                curve.apply(plane, out[plane], out[plane]);
                giveBack(in[plane], out[plane]);
            }
        }
        return true;
    }

    /**
     * All steps but the last, in ADU.
     *
     * @param in Not modified
     * @param out Modified; not the planes read. Holds anything if it was stopped
     * @return false if it was told to stop
     */
    public boolean enhance(float[][] in, EnhanceRecipe recipe, float[][] out, StopSign stop) {
        requireShape(in);
        requireShape(out);
        notes.clear();
        dispersion = null;
        psf = null;
        for (int plane = 0; plane < planeCount; plane++) {
            if (in[plane] == out[plane]) {
                throw new IllegalArgumentException("plane " + plane + " is input and output; give planes of its own");
            }
            System.arraycopy(in[plane], 0, out[plane], 0, out[plane].length);
            if (touchesPixels(recipe)) {
                empty.fill(out[plane]);
            }
        }
        if (!touchesPixels(recipe)) {
            return true;
        }
        if (planeCount == 3) {
            align(recipe.alignment(), in, out);
            balance(recipe.balance(), out);
        }
        if (stop.isSet() || !sharpen(recipe, out, stop)) {
            return false;
        }
        if (planeCount == 3 && recipe.saturationRatio() != 1) {
            saturate((float) recipe.saturationRatio(), out);
        }
        for (int plane = 0; plane < planeCount; plane++) {
            giveBack(in[plane], out[plane]);
        }
        return !stop.isSet();
    }

    private boolean touchesPixels(EnhanceRecipe recipe) {
        boolean colour = recipe.alignment().origin() != EnhanceRecipe.Origin.NONE
                || recipe.balance().origin() != EnhanceRecipe.Origin.NONE
                || recipe.saturationRatio() != 1;
        return (colour && planeCount == 3)
                || recipe.sharpening().method() != EnhanceRecipe.Method.NONE
                || hasWavelets(recipe);
    }

    private static boolean hasWavelets(EnhanceRecipe recipe) {
        for (int scale = 0; scale < EnhanceRecipe.SCALE_COUNT; scale++) {
            if (recipe.waveletGains().get(scale) != 1
                    || recipe.waveletThresholds().get(scale) != 0
                    || recipe.denoiseFraction() * DENOISE_SIGMAS[scale] != 0) {
                return true;
            }
        }
        return false;
    }

    // ---- colours over each other ----------------------------------------------------------------------------------

    private void align(EnhanceRecipe.Alignment wish, float[][] in, float[][] out) {
        if (wish.origin() == EnhanceRecipe.Origin.NONE) {
            return;
        }
        double redX = wish.redXPx();
        double redY = wish.redYPx();
        double blueX = wish.blueXPx();
        double blueY = wish.blueYPx();
        if (wish.origin() == EnhanceRecipe.Origin.AUTO) {
            dispersion = knownDispersion == null ? measuredDispersion(out) : knownDispersion;
            if (!dispersion.isValid()) {
                notes.add("colours left where they are: shift not measured ("
                        + dispersion.validity().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + "); give it with align=RX,RY,BX,BY in px");
                return;
            }
            redX = dispersion.redXPx();
            redY = dispersion.redYPx();
            blueX = dispersion.blueXPx();
            blueY = dispersion.blueYPx();
            notes.add(String.format(
                    Locale.ROOT,
                    "colours moved onto green: red by %+.2f,%+.2f px, blue by %+.2f,%+.2f px",
                    -redX,
                    -redY,
                    -blueX,
                    -blueY));
        }
        shift.apply(out[0], redX, redY);
        shift.apply(out[2], blueX, blueY);
    }

    private DispersionReading measuredDispersion(float[][] planes) {
        if (dispersionMeter == null) {
            dispersionMeter = new ColourDispersion(widthPx, heightPx);
        }
        return dispersionMeter.measure(planes);
    }

    // ---- white balance --------------------------------------------------------------------------------------------

    private void balance(EnhanceRecipe.Balance wish, float[][] out) {
        if (wish.origin() == EnhanceRecipe.Origin.NONE) {
            return;
        }
        for (int plane = 0; plane < 3; plane++) {
            if (!levels.measure(out[plane])) {
                notes.add("white balance left out: a colour plane is empty");
                return;
            }
            skyAdu[plane] = levels.hasBlack() ? levels.skyAdu() : 0;
        }
        if (wish.origin() == EnhanceRecipe.Origin.GIVEN) {
            balance[0] = wish.redRatio();
            balance[1] = wish.greenRatio();
            balance[2] = wish.blueRatio();
        } else if (!meanColour(wish, out)) {
            return;
        }
        for (int plane = 0; plane < 3; plane++) {
            scale(out[plane], (float) skyAdu[plane], (float) balance[plane], (float) skyAdu[1]);
        }
    }

    /** Factors that make the mean of the object the wished colour, green kept. */
    private boolean meanColour(EnhanceRecipe.Balance wish, float[][] out) {
        levels.measure(out[1]);
        float least = (float) (skyAdu[1] + OBJECT_FRACTION * (levels.brightAdu() - skyAdu[1]));
        double[] sum = balance;
        Arrays.fill(sum, 0);
        for (int i = 0; i < out[1].length; i++) {
            if (out[1][i] > least) {
                sum[0] += out[0][i] - skyAdu[0];
                sum[1] += out[1][i] - skyAdu[1];
                sum[2] += out[2][i] - skyAdu[2];
            }
        }
        if (!(sum[0] > 0 && sum[1] > 0 && sum[2] > 0)) {
            notes.add("white balance left out: the object has no light in one of the colours");
            return false;
        }
        double red = sum[1] / sum[0] * wish.redRatio() / wish.greenRatio();
        double blue = sum[1] / sum[2] * wish.blueRatio() / wish.greenRatio();
        balance[0] = Math.max(1 / MOST_BALANCE_RATIO, Math.min(MOST_BALANCE_RATIO, red));
        balance[1] = 1;
        balance[2] = Math.max(1 / MOST_BALANCE_RATIO, Math.min(MOST_BALANCE_RATIO, blue));
        notes.add(String.format(Locale.ROOT, "white balance: red x%.3f, green x1, blue x%.3f", balance[0], balance[2]));
        return true;
    }

    private static void scale(float[] plane, float sky, float factor, float newSky) {
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (plane[i] - sky) * factor + newSky;
        }
    }

    // ---- sharpness ------------------------------------------------------------------------------------------------

    private boolean sharpen(EnhanceRecipe recipe, float[][] out, StopSign stop) {
        boolean deconvolve = recipe.sharpening().method() != EnhanceRecipe.Method.NONE;
        boolean split = hasWavelets(recipe);
        if (!deconvolve && !split) {
            return true;
        }
        double fwhmPx = recipe.sharpening().psfFwhmPx();
        if (deconvolve && fwhmPx == 0) {
            psf = knownPsf == null ? measuredPsf(recipe.target(), out[planeCount == 3 ? 1 : 0]) : knownPsf;
            notes.add(psf.reason());
            deconvolve = psf.isKnown();
            fwhmPx = deconvolve ? Math.min(40, Math.max(0.5, psf.fwhmPx())) : 0;
        }
        int mostSteps = 0;
        for (int plane = 0; plane < planeCount; plane++) {
            if (stop.isSet()) {
                return false;
            }
            float[] picture = out[plane];
            System.arraycopy(picture, 0, before, 0, picture.length);
            noise.measure(picture);
            if (!noise.isKnown()) {
                continue;
            }
            double rangeAdu = noise.objectAdu() - noise.skyAdu();
            if (deconvolve && !deconvolve(recipe, fwhmPx, picture, stop)) {
                return false;
            }
            mostSteps = Math.max(mostSteps, lucy.doneCount());
            if (split) {
                detail(recipe, deconvolve, picture);
            }
            if (recipe.haloFraction() > 0 && rangeAdu > 0) {
                boolean keepPeaks = recipe.target() == EnhanceRecipe.Target.STARS;
                fringes.apply(before, picture, rangeAdu, recipe.haloFraction(), keepPeaks);
            }
        }
        if (deconvolve && recipe.sharpening().method() == EnhanceRecipe.Method.RICHARDSON_LUCY) {
            notes.add("deconvolution: " + mostSteps + " Richardson-Lucy step(s)");
        }
        return true;
    }

    private Psf measuredPsf(EnhanceRecipe.Target target, float[] clearest) {
        noise.measure(clearest);
        return psfMeter.measure(clearest, noise, target);
    }

    private boolean deconvolve(EnhanceRecipe recipe, double fwhmPx, float[] picture, StopSign stop) {
        noise.sigmas(sigma);
        if (recipe.sharpening().method() == EnhanceRecipe.Method.WIENER) {
            if (wiener == null) {
                wiener = new WienerFilter(widthPx, heightPx, spectrum);
            }
            double sum = 0;
            for (float each : sigma) {
                sum += (double) each * each;
            }
            wiener.apply(
                    picture, sum / sigma.length, fwhmPx, recipe.sharpening().noiseRatio(), picture);
            return true;
        }
        return lucy.apply(before, noise, sigma, fwhmPx, recipe.sharpening(), stop, picture);
    }

    private void detail(EnhanceRecipe recipe, boolean afterDeconvolution, float[] picture) {
        boolean shrink = false;
        for (int scale = 0; scale < EnhanceRecipe.SCALE_COUNT; scale++) {
            gains[scale] = recipe.waveletGains().get(scale);
            thresholds[scale] =
                    recipe.waveletThresholds().get(scale) + recipe.denoiseFraction() * DENOISE_SIGMAS[scale];
            shrink |= thresholds[scale] > 0;
        }
        if (shrink) {
            if (afterDeconvolution) {
                noise.measure(picture);
            }
            if (recipe.target() == EnhanceRecipe.Target.STARS) {
                // What looks like noise around a star is the star; the sky speaks for all.
                Arrays.fill(sigma, (float) noise.skySigmaAdu());
            } else {
                noise.sigmas(sigma);
            }
        }
        System.arraycopy(picture, 0, work, 0, work.length);
        wavelets.apply(work, gains, thresholds, shrink ? sigma : null, noiseGain, picture);
    }

    // ---- colour and tone ------------------------------------------------------------------------------------------

    private void saturate(float ratio, float[][] out) {
        for (int plane = 0; plane < 3; plane++) {
            levels.measure(out[plane]);
            skyAdu[plane] = levels.hasBlack() ? levels.skyAdu() : 0;
        }
        levels.measure(out[1]);
        float full = (float) (COLOURED_FROM_FRACTION * Math.max(1e-20, levels.objectAdu() - skyAdu[1]));
        float redSky = (float) skyAdu[0];
        float greenSky = (float) skyAdu[1];
        float blueSky = (float) skyAdu[2];
        float[] red = out[0];
        float[] green = out[1];
        float[] blue = out[2];
        for (int i = 0; i < red.length; i++) {
            float r = red[i] - redSky;
            float g = green[i] - greenSky;
            float b = blue[i] - blueSky;
            float grey = LUMINANCE[0] * r + LUMINANCE[1] * g + LUMINANCE[2] * b;
            float share = ratio <= 1 ? 1 : Math.max(0, Math.min(1, grey / full));
            float factor = share * (ratio - 1);
            red[i] += factor * (r - grey);
            green[i] += factor * (g - grey);
            blue[i] += factor * (b - grey);
        }
    }

    /**
     * The curve a recipe asks for on planes that came from {@link #enhance}: ends that are not given are found in them. The
     * curve is this object's own and changes with the next call.
     *
     * @param enhanced Not modified
     */
    public ToneCurve tone(float[][] enhanced, EnhanceRecipe recipe) {
        requireShape(enhanced);
        double range = 0;
        double white = Double.NEGATIVE_INFINITY;
        boolean hasBlack = false;
        double darkest = Double.POSITIVE_INFINITY;
        double skySigma = 0;
        Arrays.fill(skyAdu, 0);
        int known = 0;
        for (int plane = 0; plane < planeCount; plane++) {
            if (levels.measure(enhanced[plane])) {
                known++;
                skyAdu[plane] = levels.skyAdu();
                darkest = Math.min(darkest, levels.skyAdu());
                hasBlack |= levels.hasBlack() && levels.darkFraction() > 0.02;
                range = Math.max(range, levels.brightAdu() - levels.skyAdu());
                skySigma = Math.max(skySigma, levels.skySigmaAdu());
            }
        }
        double reference = planeCount == 3 ? skyAdu[1] : skyAdu[0];
        for (int plane = 0; plane < planeCount; plane++) {
            boolean offset = hasBlack && known == planeCount;
            skyAdu[plane] = offset ? skyAdu[plane] - reference : 0;
        }
        double base = hasBlack && known == planeCount ? reference : darkest;
        for (int plane = 0; plane < planeCount; plane++) {
            if (levels.measure(enhanced[plane])) {
                white = Math.max(white, levels.brightAdu() - skyAdu[plane]);
            }
        }
        if (known == 0) {
            base = 0;
            white = 1;
        }
        EnhanceRecipe.Tone wish = recipe.tone();
        double autoBlack = recipe.target() == EnhanceRecipe.Target.STARS
                ? base - 2 * skySigma
                : hasBlack ? base + HALO_FRACTION * range : base;
        double black = Double.isNaN(wish.blackAdu()) ? autoBlack : wish.blackAdu();
        double end = Double.isNaN(wish.whiteAdu()) ? white : wish.whiteAdu();
        toneCurve.set(wish, black, end, skyAdu[0], skyAdu[1], skyAdu[2]);
        return toneCurve;
    }

    // ---- what was found -------------------------------------------------------------------------------------------

    /** What the last call measured and what it left out, one sentence each. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Where the colours lay in the last call; null if nobody asked for it. */
    public DispersionReading dispersion() {
        return dispersion;
    }

    /** The blur measured in the last call; null if nobody asked for it. */
    public Psf psf() {
        return psf;
    }

    private static void giveBack(float[] in, float[] out) {
        for (int i = 0; i < out.length; i++) {
            float value = in[i];
            if (!Float.isFinite(value)) {
                out[i] = Float.NaN;
            }
        }
    }

    private void requireShape(float[][] planes) {
        if (planes.length != planeCount) {
            throw new IllegalArgumentException(
                    "planeCount=" + planes.length + " is not " + planeCount + "; give the planes announced");
        }
        for (float[] plane : planes) {
            if (plane.length != widthPx * heightPx) {
                throw new IllegalArgumentException("plane of " + plane.length + " samples is not " + widthPx + "x"
                        + heightPx + " px; give the size announced");
            }
        }
    }
}
