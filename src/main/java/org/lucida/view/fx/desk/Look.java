package org.lucida.view.fx.desk;

/** How the window is lit. */
public enum Look {
    /** Dark controls for the warm room and the hours before it is really dark. */
    DARK(Palette.DARK),
    /** Red light only, for eyes that have adapted. */
    NIGHT(Palette.NIGHT);

    private final Palette palette;

    Look(Palette palette) {
        this.palette = palette;
    }

    /** Colours for what is drawn by hand. */
    public Palette palette() {
        return palette;
    }
}
