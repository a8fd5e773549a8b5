package org.lucida.view.fx.panel;

import java.util.List;
import java.util.function.Consumer;
import org.lucida.config.StackSettings;
import org.lucida.enhance.DispersionReading;
import org.lucida.enhance.EnhanceRecipe;
import org.lucida.enhance.Enhancement;
import org.lucida.enhance.NoiseSpectrum;
import org.lucida.enhance.Psf;
import org.lucida.view.fx.picture.Exhibit;
import org.lucida.view.fx.picture.Sharpening;

/**
 * Sharpens the display copy by the recipe of the moment; a new recipe stops the work on the old one.
 *
 * <p>The tone is left to the picture: what comes out is ADU. Blur and shift of the colours are measured anew only when the stack
 * has grown by a tenth, is another one, or something else is looked for.
 *
 * <p>Thread: {@link #recipe} from any; {@link #apply} by the darkroom's.
 */
final class StackSharpening implements Sharpening {
    private static final double GROWN_RATIO = 1.1;

    /**
     * What was found in the stack.
     *
     * @param psf the blur; null if nobody asked for it
     * @param dispersion where the colours lie, stack px; null if nobody asked for it
     * @param notes what was measured and what was left out, one English sentence each, as files tell it
     */
    record Found(Psf psf, DispersionReading dispersion, List<String> notes) {}

    private final NoiseSpectrum noise;
    private final Consumer<Found> onFound;
    private volatile EnhanceRecipe recipe;
    private Enhancement enhancement;
    private long stackNumber;
    private Psf psf;
    private EnhanceRecipe.Target psfTarget;
    private long psfCount;
    private DispersionReading dispersion;
    private long dispersionCount;

    /**
     * @param settings how the stack is drizzled; its noise is correlated accordingly
     * @param onFound gets what was measured and what was left out; darkroom's thread
     */
    StackSharpening(StackSettings settings, EnhanceRecipe recipe, Consumer<Found> onFound) {
        noise = NoiseSpectrum.ofDrizzle(settings.pixfrac(), settings.scale());
        this.recipe = recipe;
        this.onFound = onFound;
    }

    void recipe(EnhanceRecipe wanted) {
        recipe = wanted;
    }

    @Override
    public boolean apply(Exhibit stack, float[][] out) {
        EnhanceRecipe wanted = recipe;
        boolean isOther = enhancement == null
                || enhancement.widthPx() != stack.widthPx()
                || enhancement.heightPx() != stack.heightPx()
                || enhancement.planeCount() != stack.planes().length;
        if (isOther) {
            enhancement = new Enhancement(stack.widthPx(), stack.heightPx(), stack.planes().length, noise);
        }
        if (isOther || stack.stackNumber() != stackNumber) {
            stackNumber = stack.stackNumber();
            psf = null;
            dispersion = null;
        }
        long count = stack.stackedCount();
        boolean keepsPsf = psf != null && psfTarget == wanted.target() && isLike(count, psfCount);
        boolean keepsDispersion = dispersion != null && isLike(count, dispersionCount);
        enhancement.assume(keepsDispersion ? dispersion : null, keepsPsf ? psf : null);
        boolean done = enhancement.enhance(stack.planes(), wanted, out, () -> recipe != wanted);
        if (!keepsPsf && enhancement.psf() != null) {
            psf = enhancement.psf().isKnown() ? enhancement.psf() : null;
            psfTarget = wanted.target();
            psfCount = count;
        }
        if (!keepsDispersion && enhancement.dispersion() != null) {
            dispersion = enhancement.dispersion().isValid() ? enhancement.dispersion() : null;
            dispersionCount = count;
        }
        if (done) {
            onFound.accept(new Found(enhancement.psf(), enhancement.dispersion(), enhancement.notes()));
        }
        return done;
    }

    private static boolean isLike(long nowCount, long thenCount) {
        return nowCount >= thenCount && nowCount < GROWN_RATIO * thenCount;
    }
}
