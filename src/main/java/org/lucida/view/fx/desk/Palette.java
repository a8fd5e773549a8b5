package org.lucida.view.fx.desk;

import javafx.scene.paint.Color;

/**
 * Colours for what is drawn by hand; the style sheets hold the same for the controls.
 *
 * @param paper behind everything
 * @param card behind a chart
 * @param grid lines of charts
 * @param ink text and axes
 * @param dim text of less weight
 * @param accent the one curve that matters
 * @param good accepted, stacked, in order
 * @param warn needs a look
 * @param bad rejected, lost, trouble
 * @param red channel
 * @param green channel
 * @param blue channel
 */
public record Palette(
        Color paper,
        Color card,
        Color grid,
        Color ink,
        Color dim,
        Color accent,
        Color good,
        Color warn,
        Color bad,
        Color red,
        Color green,
        Color blue) {
    /** By lamplight. */
    static final Palette DARK = new Palette(
            Color.web("#0d1117"),
            Color.web("#161b22"),
            Color.web("#30363d"),
            Color.web("#c9d1d9"),
            Color.web("#8b949e"),
            Color.web("#58a6ff"),
            Color.web("#3fb950"),
            Color.web("#d29922"),
            Color.web("#f85149"),
            Color.web("#ff7b72"),
            Color.web("#56d364"),
            Color.web("#79c0ff"));

    /** At the telescope: nothing but red light; what colour told before, brightness tells. */
    static final Palette NIGHT = new Palette(
            Color.web("#000000"),
            Color.web("#0e0000"),
            Color.web("#3a0000"),
            Color.web("#c80000"),
            Color.web("#8a0000"),
            Color.web("#ff0000"),
            Color.web("#960000"),
            Color.web("#d00000"),
            Color.web("#ff0000"),
            Color.web("#ff0000"),
            Color.web("#a00000"),
            Color.web("#600000"));
}
