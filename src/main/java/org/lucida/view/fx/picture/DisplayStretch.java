package org.lucida.view.fx.picture;

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
}
