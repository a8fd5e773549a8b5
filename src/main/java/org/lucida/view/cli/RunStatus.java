package org.lucida.view.cli;

import java.util.List;
import org.lucida.frame.Ledger;

/**
 * A run at one instant, for the eye.
 *
 * @param deliveredCount frames the camera made so far
 * @param expectedCount frames it will make; -1 if nobody knows
 * @param ledger where every delivered frame is
 * @param keptFraction stacked frames among those judged; NaN before the first
 * @param frameRateHz rate over the last seconds
 * @param displacementXPx where the target is against the reference, raw px; NaN if unknown
 * @param displacementYPx the same downward
 * @param luckiness of the last frame, 1 = as sharp as the first ones; NaN if unknown
 * @param elapsedS since the first frame was asked for
 * @param memoryPlan what memory is taken for what, one line each, same all along
 */
public record RunStatus(
        long deliveredCount,
        long expectedCount,
        Ledger ledger,
        double keptFraction,
        double frameRateHz,
        double displacementXPx,
        double displacementYPx,
        double luckiness,
        double elapsedS,
        List<String> memoryPlan) {}
