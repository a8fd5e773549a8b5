package org.lucida.camera.asi;

/**
 * What a control shall stand at.
 *
 * @param value in the control's unit
 * @param isAuto true to let the camera turn it, from that value on
 */
record Wanted(long value, boolean isAuto) {
    static Wanted of(long value) {
        return new Wanted(value, false);
    }
}
