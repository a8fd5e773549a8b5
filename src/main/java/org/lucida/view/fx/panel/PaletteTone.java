package org.lucida.view.fx.panel;

import javafx.scene.paint.Color;
import org.lucida.view.fx.desk.Palette;

/** What a colour says; which colour that is, the palette of the hour knows. */
public enum PaletteTone {
    /** In order, in the stack. */
    GOOD,
    /** The one curve that matters. */
    ACCENT,
    /** Needs a look, or left out by the observer's own wish. */
    WARN,
    /** Rejected, lost, trouble. */
    BAD,
    /** Of less weight. */
    DIM,
    /** As text. */
    INK,
    /** As the lines of a chart. */
    GRID;

    /** The colour for it. */
    public Color in(Palette palette) {
        return switch (this) {
            case GOOD -> palette.good();
            case ACCENT -> palette.accent();
            case WARN -> palette.warn();
            case BAD -> palette.bad();
            case DIM -> palette.dim();
            case INK -> palette.ink();
            case GRID -> palette.grid();
        };
    }
}
