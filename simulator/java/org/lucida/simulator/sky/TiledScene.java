package org.lucida.simulator.sky;

import java.util.Arrays;
import java.util.List;

/**
 * Extended light given on a fine even grid that repeats, is mirrored, or ends.
 *
 * <p>Shape: colour planes for red, green and blue, row-major, in photons each second, square metre and square arcsecond of the
 * luminance's share; the middle of the planes is the field's centre.
 */
final class TiledScene implements Scene {
    /** What lies beyond the border. */
    enum Border {
        REPEATED,
        MIRRORED,
        DARK
    }

    private final int columns;
    private final int rows;
    private final double arcsecPerPoint;
    private final Border border;
    private final float[][] colours;
    private final double[] photons;

    /**
     * @param columns points across
     * @param rows points down
     * @param arcsecPerPoint spacing
     * @param border what lies beyond
     * @param colours relative brightness in red, green and blue; owned from now on
     * @param photons light of a relative brightness of 1, by the ordinal of {@link Band}
     */
    TiledScene(int columns, int rows, double arcsecPerPoint, Border border, float[][] colours, double[] photons) {
        this.columns = columns;
        this.rows = rows;
        this.arcsecPerPoint = arcsecPerPoint;
        this.border = border;
        this.colours = colours;
        this.photons = photons;
    }

    @Override
    public void paint(double timeS, SkyGrid grid, Band[] bands, float[][] planes) {
        // As many samples along a pixel as the picture has points there, so that fine detail is averaged and not
        // picked.
        int samples = (int) Math.max(1, Math.min(16, Math.ceil(grid.arcsecPerPx() / arcsecPerPoint)));
        for (float[] plane : planes) {
            Arrays.fill(plane, 0, grid.widthPx() * grid.heightPx(), 0);
        }
        for (int y = 0; y < grid.heightPx(); y++) {
            for (int subRow = 0; subRow < samples; subRow++) {
                double atY = point(grid.yArcsec(y + (subRow + 0.5) / samples - 0.5), rows);
                int y0 = (int) Math.floor(atY);
                double v = atY - y0;
                int top = place(y0, rows);
                int bottom = place(y0 + 1, rows);
                if (top < 0 || bottom < 0) {
                    continue;
                }
                for (int x = 0; x < grid.widthPx(); x++) {
                    for (int subColumn = 0; subColumn < samples; subColumn++) {
                        double atX = point(grid.xArcsec(x + (subColumn + 0.5) / samples - 0.5), columns);
                        int x0 = (int) Math.floor(atX);
                        double u = atX - x0;
                        int left = place(x0, columns);
                        int right = place(x0 + 1, columns);
                        if (left >= 0 && right >= 0) {
                            int at = y * grid.widthPx() + x;
                            for (int i = 0; i < bands.length; i++) {
                                planes[i][at] += (float) value(bands[i], left, right, top, bottom, u, v);
                            }
                        }
                    }
                }
            }
        }
        float share = 1f / (samples * samples);
        for (int i = 0; i < bands.length; i++) {
            float factor = (float) (photons[bands[i].ordinal()] * share);
            for (int at = 0; at < grid.widthPx() * grid.heightPx(); at++) {
                planes[i][at] *= factor;
            }
        }
    }

    @Override
    public List<PointLight> lights(double timeS) {
        return List.of();
    }

    @Override
    public double motionArcsecPerS() {
        return 0;
    }

    private double value(Band band, int left, int right, int top, int bottom, double u, double v) {
        if (band == Band.LUMINANCE) {
            return (value(0, left, right, top, bottom, u, v)
                            + value(1, left, right, top, bottom, u, v)
                            + value(2, left, right, top, bottom, u, v))
                    / 3;
        }
        return value(band.ordinal(), left, right, top, bottom, u, v);
    }

    private double value(int plane, int left, int right, int top, int bottom, double u, double v) {
        float[] value = colours[plane];
        return (value[top * columns + left] * (1 - u) + value[top * columns + right] * u) * (1 - v)
                + (value[bottom * columns + left] * (1 - u) + value[bottom * columns + right] * u) * v;
    }

    private double point(double arcsec, int size) {
        return arcsec / arcsecPerPoint + (size - 1) / 2.0;
    }

    private int place(int i, int size) {
        return switch (border) {
            case REPEATED -> Math.floorMod(i, size);
            case MIRRORED -> {
                int turn = Math.floorMod(i, 2 * size);
                yield turn < size ? turn : 2 * size - 1 - turn;
            }
            case DARK -> i < 0 || i >= size ? -1 : i;
        };
    }

    /** Light of a surface brightness in each band. */
    static double[] photons(double vMagPerArcsec2, double bMinusVMag) {
        double[] photons = new double[Band.values().length];
        for (Band band : Band.values()) {
            photons[band.ordinal()] = Photometry.photonsPerM2PerS(band, vMagPerArcsec2, bMinusVMag);
        }
        return photons;
    }
}
