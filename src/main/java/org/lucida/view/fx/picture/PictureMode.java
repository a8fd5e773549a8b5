package org.lucida.view.fx.picture;

/** Which pictures are seen. */
public enum PictureMode {
    /** The last frame. */
    LIVE,
    /** The stack. */
    STACK,
    /** The sharpened stack. */
    SHARP,
    /** Two of them, at the same place and size. */
    SIDE_BY_SIDE
}
