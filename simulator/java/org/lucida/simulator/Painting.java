package org.lucida.simulator;

/**
 * An unblurred scene as point lights on a grid twice as fine as the sensor; the continuous scene is their sum after blur.
 *
 * <p>Coordinates: point (column, row) lies at sensor position (originXPx + column / 2, originYPx + row / 2) when the
 * displacement is zero.
 *
 * @param columns points across
 * @param rows points down
 * @param originXPx sensor position of the first column
 * @param originYPx sensor position of the first row
 * @param periodic true if the scene repeats for ever, false if it is dark outside
 * @param values one array (grey) or three (red, green, blue), row-major, 0 to 1; owned by the painting
 */
record Painting(int columns, int rows, double originXPx, double originYPx, boolean periodic, float[][] values) {
    /** Points for each pixel and axis. */
    static final int POINTS_PER_PX = 2;
}
