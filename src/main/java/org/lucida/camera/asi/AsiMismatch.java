package org.lucida.camera.asi;

/** The library speaks another binary dialect than any known version: its answers mean nothing. */
final class AsiMismatch extends IllegalStateException {
    private static final long serialVersionUID = 1;

    AsiMismatch(String what) {
        super("the ASI camera library does not fit this program (" + what
                + "); use version 1.14 to 1.40, or give another with --asi-library");
    }
}
