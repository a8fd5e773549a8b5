package org.lucida.camera.asi;

/** What came of one look for a frame. */
enum AsiLook {
    /** The slot holds a frame. */
    FRAME,
    /** None yet, and that is as it should be. */
    NOTHING,
    /** None, and the camera had its time: maybe too long. */
    SILENT,
    /** The library has frames of another size than asked for. */
    WRONG_SIZE,
    /** Single exposures fail again and again. */
    FAILING
}
