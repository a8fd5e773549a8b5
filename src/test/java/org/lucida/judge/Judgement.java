package org.lucida.judge;

import java.util.Locale;
import java.util.Map;

/**
 * How much detail stacks of the same frames hold, by recipe.
 *
 * @param clip what was stacked
 * @param frameCount frames read
 * @param stackedCount frames the pipeline accepted
 * @param partCount parts the frames were dealt into
 * @param sizePx side of the square region judged, output px
 * @param cutPerPx first frequency the aligned mean does not resolve, cycles per output px; the bands follow it
 * @param byRecipe measures of each recipe
 * @param luckinessSpread standard deviation of the weights over their mean
 */
record Judgement(
        String clip,
        int frameCount,
        int stackedCount,
        int partCount,
        int sizePx,
        double cutPerPx,
        double luckinessSpread,
        Map<Recipe, Measures> byRecipe) {
    /**
     * Measures of one recipe, means over all ways to deal the parts into two halves.
     *
     * @param lowCorrelation mean ring correlation of the halves from 0.05 to 0.25 cycles per output px
     * @param highCorrelation the same from 0.1 to 0.45
     * @param signalCorrelation the same from a quarter of the cut to the cut
     * @param neutralCorrelation half against the aligned mean of the other half, a quarter of the cut to the cut: a pattern
     *     that stands still on the sensor does not count
     * @param resolvedPerPx first frequency not resolved (1/7)
     * @param middleEnergy noise-free energy over squared flux, a quarter to half of the cut
     * @param fineEnergy the same from half of the cut to the cut
     * @param signalGain mean of signalCorrelation minus that of the aligned mean
     * @param signalGainSpread standard deviation of that difference over the dealings
     */
    record Measures(
            double lowCorrelation,
            double highCorrelation,
            double signalCorrelation,
            double neutralCorrelation,
            double resolvedPerPx,
            double middleEnergy,
            double fineEnergy,
            double signalGain,
            double signalGainSpread) {}

    Measures of(Recipe recipe) {
        return byRecipe.get(recipe);
    }

    /** All of it, as lines of a table. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%s frames=%d stacked=%d parts=%d region=%dpx cut=%.3f weightSpread=%.3f%n",
                clip,
                frameCount,
                stackedCount,
                partCount,
                sizePx,
                cutPerPx,
                luckinessSpread));
        text.append(String.format(
                "  %-14s %7s %7s %7s %7s %7s %9s %9s %8s %8s%n",
                "recipe", ".05-.25", ".1-.45", "signal", "neutral", "1/7", "mid/align", "fine/algn", "gain", "+-"));
        Measures aligned = of(Recipe.ALIGNED);
        byRecipe.forEach((recipe, m) -> text.append(String.format(
                Locale.ROOT,
                "  %-14s %7.4f %7.4f %7.4f %7.4f %7.3f %9.4f %9.4f %8.4f %8.4f%n",
                recipe.name(),
                m.lowCorrelation(),
                m.highCorrelation(),
                m.signalCorrelation(),
                m.neutralCorrelation(),
                m.resolvedPerPx(),
                m.middleEnergy() / aligned.middleEnergy(),
                m.fineEnergy() / aligned.fineEnergy(),
                m.signalGain(),
                m.signalGainSpread())));
        return text.toString();
    }
}
