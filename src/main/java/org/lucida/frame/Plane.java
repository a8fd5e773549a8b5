package org.lucida.frame;

/**
 * One grey image in memory: {@code adu[y * widthPx + x]}, row-major, the top-left pixel first.
 *
 * <p>Memory: the array is the plane's own; whoever is handed the plane may modify it only where its method says so.
 */
public final class Plane {
    public final int widthPx;
    public final int heightPx;
    public final float[] adu;

    public Plane(int widthPx, int heightPx) {
        this(widthPx, heightPx, new float[Math.multiplyExact(widthPx, heightPx)]);
    }

    /** Wraps an array of exactly widthPx * heightPx samples; borrowed for the plane's life. */
    public Plane(int widthPx, int heightPx, float[] adu) {
        if (adu.length != Math.multiplyExact(widthPx, heightPx)) {
            throw new IllegalArgumentException("plane of " + widthPx + "x" + heightPx + " px needs "
                    + (long) widthPx * heightPx + " samples, got " + adu.length);
        }
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.adu = adu;
    }
}
