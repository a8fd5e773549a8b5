package org.lucida.view.fx.panel;

import java.util.List;
import java.util.function.Consumer;
import org.lucida.config.StackSettings;
import org.lucida.enhance.EnhanceRecipe;
import org.lucida.enhance.Enhancement;
import org.lucida.enhance.NoiseSpectrum;
import org.lucida.view.fx.picture.Exhibit;
import org.lucida.view.fx.picture.Sharpening;

/**
 * Sharpens the display copy by the recipe of the moment; a new recipe stops the work on the old one.
 *
 * <p>The tone is left to the picture: what comes out is ADU.
 *
 * <p>Thread: {@link #recipe} from any; {@link #apply} by the darkroom's.
 */
final class StackSharpening implements Sharpening {
    private final NoiseSpectrum noise;
    private final Consumer<List<String>> onNotes;
    private volatile EnhanceRecipe recipe;
    private Enhancement enhancement;

    /**
     * @param settings how the stack is drizzled; its noise is correlated accordingly
     * @param onNotes gets what was measured and what was left out; darkroom's thread
     */
    StackSharpening(StackSettings settings, EnhanceRecipe recipe, Consumer<List<String>> onNotes) {
        noise = NoiseSpectrum.ofDrizzle(settings.pixfrac(), settings.scale());
        this.recipe = recipe;
        this.onNotes = onNotes;
    }

    void recipe(EnhanceRecipe wanted) {
        recipe = wanted;
    }

    @Override
    public boolean apply(Exhibit stack, float[][] out) {
        EnhanceRecipe wanted = recipe;
        if (enhancement == null
                || enhancement.widthPx() != stack.widthPx()
                || enhancement.heightPx() != stack.heightPx()
                || enhancement.planeCount() != stack.planes().length) {
            enhancement = new Enhancement(stack.widthPx(), stack.heightPx(), stack.planes().length, noise);
        }
        boolean done = enhancement.enhance(stack.planes(), wanted, out, () -> recipe != wanted);
        if (done) {
            onNotes.accept(List.copyOf(enhancement.notes()));
        }
        return done;
    }
}
