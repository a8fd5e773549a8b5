package org.lucida.enhance;

import java.util.Locale;
import java.util.Map;

/**
 * The mean colours of the planets as the eye sees them in sunlight, so that an automatic white balance does not make Mars grey.
 *
 * <p>Red and blue relative to green, from geometric albedos in B, V and R interpolated to 600, 530 and 460 nm (Mallama,
 * Krobusek and Pavlov 2017, Icarus 282, 19), rounded.
 */
public final class ObjectColour {
    private static final Map<String, EnhanceRecipe.Balance> KNOWN = Map.of(
            "venus", towards(1.02, 0.95),
            "mars", towards(1.45, 0.62),
            "jupiter", towards(1.06, 0.80),
            "saturn", towards(1.10, 0.72),
            "uranus", towards(0.78, 1.03),
            "neptune", towards(0.75, 1.05));

    private ObjectColour() {}

    /** The balance that suits a target's name, which may stand within a longer one; grey if it is none of the planets. */
    public static EnhanceRecipe.Balance balanceFor(String target) {
        String name = target.toLowerCase(Locale.ROOT);
        for (Map.Entry<String, EnhanceRecipe.Balance> entry : KNOWN.entrySet()) {
            if (name.contains(entry.getKey())) {
                return entry.getValue();
            }
        }
        return EnhanceRecipe.Balance.GREY_WORLD;
    }

    private static EnhanceRecipe.Balance towards(double red, double blue) {
        return new EnhanceRecipe.Balance(EnhanceRecipe.Origin.AUTO, red, 1, blue);
    }
}
