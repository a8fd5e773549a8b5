package org.lucida.view.fx.picture;

/**
 * What was drawn, for the labels and overlays around it.
 *
 * @param exhibit which picture; its planes are not to be touched
 * @param wish how it was wanted
 * @param tone how it was lit
 * @param skyAdu level of the sky, see {@link AutoTone#skyAdu}
 * @param displacementXPx the last one known, raw px; 0 before that
 * @param displacementYPx the same downward
 * @param targetXPx where the target is in the frame, raw px; NaN if unknown
 * @param targetYPx the same downward
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Shown(
        Exhibit exhibit,
        Wish wish,
        Tone tone,
        double[] skyAdu,
        double displacementXPx,
        double displacementYPx,
        double targetXPx,
        double targetYPx) {

    /** How far the content of the picture is drawn back: the displacement where it is held still, else 0. */
    double heldXPx() {
        return isHeld() ? displacementXPx : 0;
    }

    double heldYPx() {
        return isHeld() ? displacementYPx : 0;
    }

    private boolean isHeld() {
        return wish.isStabilised() && exhibit.kind() == Exhibit.Kind.LIVE;
    }
}
