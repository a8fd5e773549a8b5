package org.lucida.camera;

/** The guide port (ST4) of a camera: nudges the mount for a while. Thread: any. */
public interface PulseGuide {
    /** Which way the mount is nudged, by the marks of the port. */
    enum Direction {
        NORTH,
        SOUTH,
        EAST,
        WEST
    }

    /**
     * Begins a pulse and returns at once; a second one of the same axis replaces the first. The pulse ends by itself, and
     * with the camera.
     *
     * @param durationMs 1 to 60000
     */
    void pulse(Direction direction, int durationMs);
}
