package org.lucida.simulator.formation;

/**
 * An extended scene as a perfect telescope of endless size would see it.
 *
 * <p>Shape: one row-major {@code float[widthPx * heightPx]} for each channel.
 * <p>Units: photons / s / m^2 in each grid pixel, above the air's losses. Never negative.
 * <p>Memory: the arrays are borrowed for the life of this object and not modified.
 */
public final class ScenePlanes {
    public final int widthPx;
    public final int heightPx;
    public final double arcsecPerPx;
    private final float[][] planes;
    private final boolean isDark;

    public ScenePlanes(int widthPx, int heightPx, double arcsecPerPx, float[][] planes) {
        this(widthPx, heightPx, arcsecPerPx, planes, false);
    }

    private ScenePlanes(int widthPx, int heightPx, double arcsecPerPx, float[][] planes, boolean isDark) {
        this.isDark = isDark;
        Bounds.inside("scene widthPx", widthPx, 8, 16384, "paint the scene on another grid");
        Bounds.inside("scene heightPx", heightPx, 8, 16384, "paint the scene on another grid");
        Bounds.inside("arcsecPerPx", arcsecPerPx, 1e-4, 100, "give the angle of a grid pixel in arcsec");
        for (float[] plane : planes) {
            if (!isDark && plane.length != widthPx * heightPx) {
                throw new IllegalArgumentException("length of a scene plane=" + plane.length + " is not "
                        + widthPx * heightPx + "; give one value for each grid pixel");
            }
        }
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.arcsecPerPx = arcsecPerPx;
        this.planes = planes.clone();
    }

    /** A scene without extended light, for point lights alone; needs no memory. */
    public static ScenePlanes dark(int widthPx, int heightPx, double arcsecPerPx, int channelCount) {
        return new ScenePlanes(widthPx, heightPx, arcsecPerPx, new float[channelCount][], true);
    }

    /** Whether there is no extended light at all. */
    public boolean isDark() {
        return isDark;
    }

    public int channelCount() {
        return planes.length;
    }

    /** Light of a channel; null in a dark scene. */
    float[] plane(int channel) {
        return planes[channel];
    }

    /** Radians of a grid pixel. */
    public double gridRad() {
        return StrictMath.toRadians(arcsecPerPx / 3600);
    }
}
