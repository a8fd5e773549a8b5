package org.lucida.view.fx.picture;

/**
 * Sharpens the display copy of the stack.
 *
 * <p>Thread: the darkroom's own, of low priority; may take long.
 */
public interface Sharpening {
    /**
     * Sharpens.
     *
     * @param stack the stack, linear, NaN where nothing is known; the caller's own copy, valid during the call. Not modified
     * @param out planes of the same shape. Modified
     * @return false if there is nothing to show
     */
    boolean apply(Exhibit stack, float[][] out);
}
