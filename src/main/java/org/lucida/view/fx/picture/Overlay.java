package org.lucida.view.fx.picture;

import javafx.scene.canvas.GraphicsContext;

/** Something drawn over a picture, in its coordinates. */
public interface Overlay {
    /** True if it belongs over pictures of this kind. */
    boolean isOver(Exhibit.Kind kind);

    /** True if its coordinates are those of the reference, so that it goes with the target; else those of the screen's frame. */
    default boolean followsTarget() {
        return false;
    }

    /**
     * Looks at a picture; only while the overlay is shown, at most three times a second.
     *
     * <p>Thread: the eye's.
     */
    default void measure(Exhibit exhibit) {}

    /** Draws what there is. Thread: FX. */
    void draw(GraphicsContext g, Ground ground);
}
