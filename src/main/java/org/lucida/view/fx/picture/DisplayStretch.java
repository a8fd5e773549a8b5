package org.lucida.view.fx.picture;

import java.util.Optional;

/**
 * Who shows pictures between a black and a white value; turned by the histogram's handles.
 *
 * <p>Thread: FX.
 */
public interface DisplayStretch {
    /** Shows everything up to black as black and everything from white as white, straight between them. */
    void range(double blackAdu, double whiteAdu);

    /** Finds black and white by itself again. */
    void automatic();

    /** What is shown black and white now, by hand or by itself; empty before the first picture, and if nobody tells. */
    default Optional<Range> now() {
        return Optional.empty();
    }

    /**
     * What the display shows.
     *
     * @param blackAdu everything up to this is black
     * @param whiteAdu everything from this on is white
     */
    record Range(double blackAdu, double whiteAdu) {}
}
