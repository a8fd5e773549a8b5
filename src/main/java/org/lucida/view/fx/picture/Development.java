package org.lucida.view.fx.picture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

/**
 * Makes planes to look at from a raw frame: every sample stays what it is, missing colours are the mean of their nearest
 * neighbours; mosaics beyond a megapixel come out at half size, one pixel for each 2x2 cell.
 *
 * <p>Shape: planes as in {@link Exhibit}: one for mono, else red, green, blue; {@link #widthPx} x {@link #heightPx}.
 * <p>Units: ADU; never NaN.
 * <p>Memory: rows of scratch, made in the constructor; developing allocates nothing.
 * <p>Thread: one thread at a time.
 * <p>Error: interpolation at the frame's edge takes the neighbours that exist.
 */
@SuppressWarnings("ReferenceEquality") // the same object is meant
public final class Development {
    /** Mosaics with more pixels are not interpolated: nobody sees them whole at full size. */
    private static final int MOST_INTERPOLATED_PX = 1 << 20;

    private final FrameFormat format;
    private final boolean isHalved;
    private final int widthPx;
    private final int heightPx;
    private final byte[] bytes;
    private final short[] shorts;
    /** The row above, the row itself, the row below. */
    private final float[][] rows;

    private ByteBuffer seen;
    private ShortBuffer seenShorts;

    public Development(FrameFormat format) {
        this.format = format;
        boolean isLarge = (long) format.widthPx() * format.heightPx() > MOST_INTERPOLATED_PX;
        isHalved = format.layout().isMosaic() && isLarge && format.widthPx() > 1 && format.heightPx() > 1;
        widthPx = isHalved ? format.widthPx() / 2 : format.widthPx();
        heightPx = isHalved ? format.heightPx() / 2 : format.heightPx();
        int rowSamples = format.widthPx() * format.layout().samplesPerPixel();
        bytes = new byte[format.bytesPerSample() == 1 ? rowSamples : 0];
        shorts = new short[format.bytesPerSample() == 2 ? rowSamples : 0];
        rows = new float[3][rowSamples];
    }

    /** Width of the planes. */
    public int widthPx() {
        return widthPx;
    }

    /** Height of the planes. */
    public int heightPx() {
        return heightPx;
    }

    /** Plane pixels along one raw pixel: 1 or 0.5. */
    public double pxPerRawPx() {
        return isHalved ? 0.5 : 1;
    }

    /** Planes of the right shape. */
    public float[][] newPlanes() {
        return new float[format.layout().planeCount()][widthPx * heightPx];
    }

    /**
     * Develops a frame.
     *
     * @param raw samples as in a {@link org.lucida.frame.FrameSlot}. Not modified
     * @param planes of {@link #newPlanes}. Modified
     */
    public void develop(ByteBuffer raw, float[][] planes) {
        if (raw != seen) {
            seen = raw;
            seenShorts = raw.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear().asShortBuffer();
        }
        if (isHalved) {
            halve(raw, planes);
        } else if (format.layout().isMosaic()) {
            interpolate(raw, planes);
        } else if (format.layout() == ColorLayout.MONO) {
            for (int y = 0; y < heightPx; y++) {
                read(raw, y, rows[0]);
                System.arraycopy(rows[0], 0, planes[0], y * widthPx, widthPx);
            }
        } else {
            boolean redFirst = format.layout() == ColorLayout.RGB;
            for (int y = 0; y < heightPx; y++) {
                read(raw, y, rows[0]);
                part(rows[0], planes[redFirst ? 0 : 2], planes[1], planes[redFirst ? 2 : 0], y * widthPx, widthPx);
            }
        }
    }

    private void read(ByteBuffer raw, int y, float[] row) {
        if (format.bytesPerSample() == 1) {
            raw.get(y * bytes.length, bytes);
            widen(bytes, row);
        } else {
            seenShorts.get(y * shorts.length, shorts);
            widen(shorts, row);
        }
    }

    private static void widen(byte[] from, float[] to) {
        for (int i = 0; i < from.length; i++) {
            to[i] = from[i] & 0xff;
        }
    }

    private static void widen(short[] from, float[] to) {
        for (int i = 0; i < from.length; i++) {
            to[i] = from[i] & 0xffff;
        }
    }

    private static void part(float[] row, float[] first, float[] second, float[] third, int start, int widthPx) {
        for (int x = 0; x < widthPx; x++) {
            first[start + x] = row[3 * x];
            second[start + x] = row[3 * x + 1];
            third[start + x] = row[3 * x + 2];
        }
    }

    // ---- half size ------------------------------------------------------------------------------------------------

    private void halve(ByteBuffer raw, float[][] planes) {
        int redX = 0;
        int redY = 0;
        for (int cell = 0; cell < 4; cell++) {
            if (format.layout().planeOf(cell & 1, cell >> 1, 0) == 0) {
                redX = cell & 1;
                redY = cell >> 1;
            }
        }
        for (int y = 0; y < heightPx; y++) {
            read(raw, 2 * y + redY, rows[0]);
            read(raw, 2 * y + 1 - redY, rows[1]);
            halveRow(rows[0], rows[1], redX, planes, y * widthPx, widthPx);
        }
    }

    private static void halveRow(float[] redRow, float[] blueRow, int redX, float[][] planes, int start, int widthPx) {
        float[] red = planes[0];
        float[] green = planes[1];
        float[] blue = planes[2];
        int otherX = 1 - redX;
        for (int x = 0; x < widthPx; x++) {
            red[start + x] = redRow[2 * x + redX];
            green[start + x] = (redRow[2 * x + otherX] + blueRow[2 * x + redX]) * 0.5f;
            blue[start + x] = blueRow[2 * x + otherX];
        }
    }

    // ---- whole size -----------------------------------------------------------------------------------------------

    private void interpolate(ByteBuffer raw, float[][] planes) {
        float[] up = rows[0];
        float[] mid = rows[1];
        float[] down = rows[2];
        read(raw, 0, mid);
        if (heightPx > 1) {
            read(raw, 1, down);
        }
        for (int y = 0; y < heightPx; y++) {
            boolean isInside = y > 0 && y < heightPx - 1;
            if (isInside) {
                interpolateRow(up, mid, down, y, planes);
            }
            for (int x = 0; x < widthPx; x += isInside && widthPx > 1 ? widthPx - 1 : 1) {
                interpolateEdge(up, mid, down, x, y, planes);
            }
            float[] next = up;
            up = mid;
            mid = down;
            down = next;
            if (y + 2 < heightPx) {
                read(raw, y + 2, down);
            }
        }
    }

    private void interpolateRow(float[] up, float[] mid, float[] down, int y, float[][] planes) {
        boolean startsGreen = format.layout().planeOf(1, y, 0) == 1;
        int own = format.layout().planeOf(startsGreen ? 2 : 1, y, 0);
        int first = startsGreen ? 2 : 1;
        int start = y * widthPx;
        atColour(up, mid, down, first, planes[own], planes[1], planes[2 - own], start, widthPx);
        atGreen(up, mid, down, 3 - first, planes[own], planes[1], planes[2 - own], start, widthPx);
    }

    /** Every second pixel from {@code first}: its own sample is red or blue. */
    private static void atColour(
            float[] up,
            float[] mid,
            float[] down,
            int first,
            float[] own,
            float[] green,
            float[] other,
            int start,
            int widthPx) {
        for (int x = first; x < widthPx - 1; x += 2) {
            own[start + x] = mid[x];
            green[start + x] = (mid[x - 1] + mid[x + 1] + up[x] + down[x]) * 0.25f;
            other[start + x] = (up[x - 1] + up[x + 1] + down[x - 1] + down[x + 1]) * 0.25f;
        }
    }

    /** Every second pixel from {@code first}: its own sample is green, {@code own} is the other colour of the row. */
    private static void atGreen(
            float[] up,
            float[] mid,
            float[] down,
            int first,
            float[] own,
            float[] green,
            float[] other,
            int start,
            int widthPx) {
        for (int x = first; x < widthPx - 1; x += 2) {
            own[start + x] = (mid[x - 1] + mid[x + 1]) * 0.5f;
            green[start + x] = mid[x];
            other[start + x] = (up[x] + down[x]) * 0.5f;
        }
    }

    private void interpolateEdge(float[] up, float[] mid, float[] down, int x, int y, float[][] planes) {
        for (int plane = 0; plane < 3; plane++) {
            float sum = 0;
            int count = 0;
            for (int ny = Math.max(0, y - 1); ny <= Math.min(heightPx - 1, y + 1); ny++) {
                float[] row = ny < y ? up : ny == y ? mid : down;
                for (int nx = Math.max(0, x - 1); nx <= Math.min(widthPx - 1, x + 1); nx++) {
                    if (format.layout().planeOf(nx, ny, 0) == plane) {
                        sum += row[nx];
                        count++;
                    }
                }
            }
            boolean isOwn = format.layout().planeOf(x, y, 0) == plane || count == 0;
            planes[plane][y * widthPx + x] = isOwn ? mid[x] : sum / count;
        }
    }
}
