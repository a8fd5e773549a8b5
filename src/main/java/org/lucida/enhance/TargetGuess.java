package org.lucida.enhance;

/**
 * What kind of thing a stack shows, for those who did not say.
 *
 * <p>Hardly any black: a surface. Five or more separate lights before a dark sky: stars. Else a planet. As many lights as if all
 * were discs of one size: a disc of D px is met by D rows and covers pi/4 D^2 px.
 */
public final class TargetGuess {
    /** With less sky than this the field is full. */
    private static final double FULL_FIELD_FRACTION = 0.3;

    private static final double FEWEST_STARS = 5;
    private static final double LIGHT_FRACTION = 0.05;
    private static final double LIGHT_SIGMAS = 8;
    /** A planet covers more than this of its picture; stars never do. */
    private static final double MOST_STAR_FRACTION = 0.02;

    private TargetGuess() {}

    /** Looks at one plane, for colours best the green one. Not modified. */
    public static EnhanceRecipe.Target of(float[] plane, int widthPx) {
        PlaneLevels levels = new PlaneLevels();
        if (!levels.measure(plane)) {
            return EnhanceRecipe.Target.PLANET;
        }
        if (!levels.hasBlack() || levels.darkFraction() < FULL_FIELD_FRACTION) {
            return EnhanceRecipe.Target.SURFACE;
        }
        float least = (float) (levels.skyAdu()
                + Math.max(
                        LIGHT_SIGMAS * levels.skySigmaAdu(), LIGHT_FRACTION * (levels.brightAdu() - levels.skyAdu())));
        long runs = 0;
        long samples = 0;
        for (int start = 0; start < plane.length; start += widthPx) {
            boolean inside = false;
            for (int x = 0; x < widthPx; x++) {
                boolean bright = plane[start + x] > least;
                samples += bright ? 1 : 0;
                runs += bright && !inside ? 1 : 0;
                inside = bright;
            }
        }
        double lights = samples == 0 ? 0 : Math.PI / 4 * runs * runs / samples;
        boolean isSparse = samples < MOST_STAR_FRACTION * plane.length;
        return lights >= FEWEST_STARS && isSparse ? EnhanceRecipe.Target.STARS : EnhanceRecipe.Target.PLANET;
    }
}
