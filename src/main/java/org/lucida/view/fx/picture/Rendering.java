package org.lucida.view.fx.picture;

import java.util.Arrays;

/**
 * Draws the part of a picture that is seen, pixel by pixel as the screen has them: single pixels at twice their size and above,
 * interpolated between that and life size, averaged over their area below. Nothing scales it afterwards.
 *
 * <p>Coordinates: as {@link Sight}; a picture of p px per raw pixel has its left edge at raw -0.5 and its pixel i from
 * {@code i / p - 0.5} on.
 * <p>Memory: some rows of the width of the screen, made anew only when it gets wider.
 * <p>Thread: one thread at a time.
 */
final class Rendering {
    /** What is around the picture. */
    static final int BACKGROUND = 0xff000000;

    /** Magnification at which single pixels are shown. */
    private static final double NEAREST_MAGNIFICATION = 2;

    /** Weights of pixels beside each other add up to this. */
    private static final int ONE = 256;

    private static final int RED_BLUE = 0xff00ff;
    private static final int RED_BLUE_HALF = 0x800080;

    private enum Way {
        NEAREST,
        LINEAR,
        AREA
    }

    private final ToneTable table = new ToneTable();
    // horizontal: for each screen column where to read
    private int[] leftIndex = new int[0];
    private int[] rightIndex = new int[0];
    private float[] leftPart = new float[0];
    private float[] rightPart = new float[0];
    private float[] norm = new float[0];
    // rows of up to three planes
    private float[][] line = new float[3][0];
    private float[][] average = new float[3][0];
    // red with blue, and green, of two rows of the picture at the columns of the screen
    private int[][] upper = new int[2][0];
    private int[][] lower = new int[2][0];
    private int[] part = new int[0];
    private int upperRow;
    private int lowerRow;
    private int[] pixels = new int[0];
    // where the picture is on the screen
    private Way way;
    private double startX;
    private double startY;
    private double step;
    private int firstX;
    private int endX;
    private int firstY;
    private int endY;

    /**
     * Draws.
     *
     * @param planes of an {@link Exhibit}. Not modified
     * @param pxPerRawPx picture pixels along one raw pixel
     * @param isNight true for red only
     * @param argb {@code widthPx * heightPx} screen pixels in rows of strideLimit. Modified
     */
    void render(
            float[][] planes,
            int pictureWidthPx,
            int pictureHeightPx,
            double pxPerRawPx,
            Sight sight,
            Tone tone,
            boolean isNight,
            int[] argb,
            int widthPx,
            int heightPx,
            int stridePx) {
        table.set(tone);
        place(pictureWidthPx, pictureHeightPx, pxPerRawPx, sight, widthPx, heightPx);
        makeRoom(widthPx, pictureWidthPx);
        for (int y = 0; y < heightPx; y++) {
            int start = y * stridePx;
            if (y < firstY || y >= endY || firstX >= endX) {
                Arrays.fill(argb, start, start + widthPx, BACKGROUND);
            } else {
                Arrays.fill(argb, start, start + firstX, BACKGROUND);
                Arrays.fill(argb, start + endX, start + widthPx, BACKGROUND);
            }
        }
        if (firstX >= endX || firstY >= endY) {
            return;
        }
        switch (way) {
            case NEAREST -> nearest(planes, pictureWidthPx, pictureHeightPx, isNight, argb, stridePx);
            case LINEAR -> linear(planes, pictureWidthPx, pictureHeightPx, isNight, argb, stridePx);
            case AREA -> area(planes, pictureWidthPx, pictureHeightPx, isNight, argb, stridePx);
        }
    }

    private void place(
            int pictureWidthPx, int pictureHeightPx, double pxPerRawPx, Sight sight, int widthPx, int heightPx) {
        double magnification = sight.zoomPxPerRawPx() / pxPerRawPx;
        boolean isLifeSize = Math.abs(magnification - 1) < 1e-6;
        way = isLifeSize || magnification >= NEAREST_MAGNIFICATION - 1e-9
                ? Way.NEAREST
                : magnification > 1 ? Way.LINEAR : Way.AREA;
        step = 1 / magnification;
        startX = (sight.centreXPx() + 0.5) * pxPerRawPx - widthPx * 0.5 * step;
        startY = (sight.centreYPx() + 0.5) * pxPerRawPx - heightPx * 0.5 * step;
        if (isLifeSize) {
            step = 1;
            startX = Math.rint(startX);
            startY = Math.rint(startY);
        }
        firstX = firstInside(startX, widthPx);
        endX = endInside(startX, widthPx, pictureWidthPx);
        firstY = firstInside(startY, heightPx);
        endY = endInside(startY, heightPx, pictureHeightPx);
    }

    /** The first screen pixel whose middle lies in the picture. */
    private int firstInside(double start, int screenPx) {
        return (int) Math.max(0, Math.min(screenPx, Math.ceil(-start / step - 0.5)));
    }

    /** The first screen pixel whose middle lies beyond the picture. */
    private int endInside(double start, int screenPx, int picturePx) {
        return (int) Math.max(0, Math.min(screenPx, Math.ceil((picturePx - start) / step - 0.5)));
    }

    private double middle(double start, int screenIndex) {
        return start + (screenIndex + 0.5) * step;
    }

    private void makeRoom(int widthPx, int pictureWidthPx) {
        if (leftIndex.length < widthPx) {
            leftIndex = new int[widthPx];
            rightIndex = new int[widthPx];
            leftPart = new float[widthPx];
            rightPart = new float[widthPx];
            norm = new float[widthPx];
            part = new int[widthPx];
            average = new float[3][widthPx];
            upper = new int[2][widthPx];
            lower = new int[2][widthPx];
        }
        int most = Math.max(widthPx, pictureWidthPx);
        if (line[0].length < most) {
            line = new float[3][most];
            pixels = new int[most];
        }
    }

    // ---- single pixels --------------------------------------------------------------------------------------------

    private void nearest(float[][] planes, int width, int height, boolean isNight, int[] argb, int stridePx) {
        for (int x = firstX; x < endX; x++) {
            leftIndex[x] = within((int) Math.floor(middle(startX, x)), width);
        }
        int from = leftIndex[firstX];
        int count = leftIndex[endX - 1] - from + 1;
        for (int x = firstX; x < endX; x++) {
            leftIndex[x] -= from;
        }
        int lastRow = -1;
        for (int y = firstY; y < endY; y++) {
            int row = within((int) Math.floor(middle(startY, y)), height);
            int start = y * stridePx;
            if (row == lastRow) {
                System.arraycopy(argb, start - stridePx + firstX, argb, start + firstX, endX - firstX);
            } else {
                for (int plane = 0; plane < planes.length; plane++) {
                    System.arraycopy(planes[plane], row * width + from, line[plane], 0, count);
                }
                if (step == 1) {
                    table.map(line, planes.length, count, isNight, argb, start + firstX);
                } else {
                    table.map(line, planes.length, count, isNight, pixels, 0);
                    spread(pixels, leftIndex, firstX, endX, argb, start);
                }
                lastRow = row;
            }
        }
    }

    private static void spread(int[] pixels, int[] index, int first, int end, int[] argb, int start) {
        for (int x = first; x < end; x++) {
            argb[start + x] = pixels[index[x]];
        }
    }

    private static int within(int index, int count) {
        return Math.max(0, Math.min(count - 1, index));
    }

    // ---- between pixels -------------------------------------------------------------------------------------------

    /** Interpolates what single pixels would show: cheaper than light itself, and a lone bright star stays round. */
    private void linear(float[][] planes, int width, int height, boolean isNight, int[] argb, int stridePx) {
        for (int x = firstX; x < endX; x++) {
            double at = middle(startX, x) - 0.5;
            int left = (int) Math.floor(at);
            leftIndex[x] = within(left, width);
            rightIndex[x] = within(left + 1, width);
            part[x] = (int) Math.rint((at - left) * ONE);
        }
        upperRow = -1;
        lowerRow = -1;
        int from = leftIndex[firstX];
        int count = rightIndex[endX - 1] - from + 1;
        for (int y = firstY; y < endY; y++) {
            double at = middle(startY, y) - 0.5;
            int top = (int) Math.floor(at);
            fetchRows(planes, width, within(top, height), within(top + 1, height), from, count, isNight);
            int weight = (int) Math.rint((at - top) * ONE);
            mix(upper, lower, weight, pixels, endX - firstX);
            System.arraycopy(pixels, 0, argb, y * stridePx + firstX, endX - firstX);
        }
    }

    /** Rows of the picture at the columns of the screen; the lower one of before is often the upper one of now. */
    private void fetchRows(float[][] planes, int width, int top, int bottom, int from, int count, boolean isNight) {
        if (top == lowerRow && top != upperRow) {
            int[][] swap = upper;
            upper = lower;
            lower = swap;
            lowerRow = upperRow;
            upperRow = top;
        }
        if (top != upperRow) {
            stretchRow(planes, width, top, from, count, isNight, upper);
            upperRow = top;
        }
        if (bottom != lowerRow) {
            stretchRow(planes, width, bottom, from, count, isNight, lower);
            lowerRow = bottom;
        }
    }

    private void stretchRow(float[][] planes, int width, int row, int from, int count, boolean isNight, int[][] out) {
        for (int plane = 0; plane < planes.length; plane++) {
            System.arraycopy(planes[plane], row * width + from, line[plane], 0, count);
        }
        table.map(line, planes.length, count, isNight, pixels, 0);
        stretchRow(pixels, from, leftIndex, rightIndex, part, firstX, endX, out[0], out[1]);
    }

    /** Red and blue are mixed in one multiplication, green in another. */
    private static void stretchRow(
            int[] pixels,
            int from,
            int[] left,
            int[] right,
            int[] part,
            int first,
            int end,
            int[] redBlue,
            int[] green) {
        for (int x = first; x < end; x++) {
            int a = pixels[left[x] - from];
            int b = pixels[right[x] - from];
            int f = part[x];
            int e = ONE - f;
            redBlue[x - first] = (((a & RED_BLUE) * e + (b & RED_BLUE) * f + RED_BLUE_HALF) >>> 8) & RED_BLUE;
            green[x - first] = (((a >> 8) & 0xff) * e + ((b >> 8) & 0xff) * f + 128) >> 8;
        }
    }

    private static void mix(int[][] upper, int[][] lower, int f, int[] out, int count) {
        mix(upper[0], upper[1], lower[0], lower[1], ONE - f, f, out, count);
    }

    private static void mix(
            int[] redBlueA, int[] greenA, int[] redBlueB, int[] greenB, int e, int f, int[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = (((redBlueA[i] * e + redBlueB[i] * f + RED_BLUE_HALF) >>> 8) & RED_BLUE)
                    | ((greenA[i] * e + greenB[i] * f + 128) & 0xff00)
                    | 0xff000000;
        }
    }

    // ---- over areas -----------------------------------------------------------------------------------------------

    private void area(float[][] planes, int width, int height, boolean isNight, int[] argb, int stridePx) {
        for (int x = firstX; x < endX; x++) {
            double left = Math.max(0, startX + x * step);
            double right = Math.min(width, startX + (x + 1) * step);
            leftIndex[x] = within((int) Math.floor(left), width);
            rightIndex[x] = Math.max(leftIndex[x], within((int) Math.ceil(right) - 1, width));
            leftPart[x] = (float) (Math.min(right, leftIndex[x] + 1) - left);
            rightPart[x] = (float) (right - rightIndex[x]);
            norm[x] = (float) (1 / (right - left));
        }
        lowerRow = -1;
        int count = endX - firstX;
        for (int y = firstY; y < endY; y++) {
            double top = Math.max(0, startY + y * step);
            double bottom = Math.min(height, startY + (y + 1) * step);
            int firstRow = within((int) Math.floor(top), height);
            int lastRow = Math.max(firstRow, within((int) Math.ceil(bottom) - 1, height));
            for (int row = firstRow; row <= lastRow; row++) {
                double part = Math.min(bottom, row + 1) - Math.max(top, row);
                if (row != lowerRow) {
                    averageRow(planes, width, row);
                    lowerRow = row;
                }
                for (int plane = 0; plane < planes.length; plane++) {
                    gather(average[plane], (float) (part / (bottom - top)), row == firstRow, line[plane], count);
                }
            }
            table.map(line, planes.length, count, isNight, argb, y * stridePx + firstX);
        }
    }

    private void averageRow(float[][] planes, int width, int row) {
        for (int plane = 0; plane < planes.length; plane++) {
            averageRow(
                    planes[plane],
                    row * width,
                    leftIndex,
                    rightIndex,
                    leftPart,
                    rightPart,
                    norm,
                    firstX,
                    endX,
                    average[plane]);
        }
    }

    private static void averageRow(
            float[] plane,
            int start,
            int[] left,
            int[] right,
            float[] leftPart,
            float[] rightPart,
            float[] norm,
            int first,
            int end,
            float[] out) {
        for (int x = first; x < end; x++) {
            int from = start + left[x];
            int to = start + right[x];
            float sum = plane[from] * leftPart[x];
            for (int i = from + 1; i < to; i++) {
                sum += plane[i];
            }
            if (to > from) {
                sum += plane[to] * rightPart[x];
            }
            out[x - first] = sum * norm[x];
        }
    }

    private static void gather(float[] row, float part, boolean isFirst, float[] out, int count) {
        if (isFirst) {
            for (int i = 0; i < count; i++) {
                out[i] = row[i] * part;
            }
        } else {
            for (int i = 0; i < count; i++) {
                out[i] += row[i] * part;
            }
        }
    }

    // ---- tints ----------------------------------------------------------------------------------------------------

    /**
     * Paints every picture pixel one of whose planes reaches a limit. Call after {@link #render}, same arguments.
     *
     * @param colour opaque
     */
    void paintAbove(float[][] planes, int width, float limitAdu, int colour, int[] argb, int stridePx) {
        if (firstX >= endX || firstY >= endY) {
            return;
        }
        int left = within((int) Math.floor(middle(startX, firstX)), width);
        int right = within((int) Math.floor(middle(startX, endX - 1)), width);
        int height = planes[0].length / width;
        int top = within((int) Math.floor(middle(startY, firstY)), height);
        int bottom = within((int) Math.floor(middle(startY, endY - 1)), height);
        for (int y = top; y <= bottom; y++) {
            for (float[] plane : planes) {
                for (int x = left; x <= right; x++) {
                    if (plane[y * width + x] >= limitAdu) {
                        paint(x, y, colour, argb, stridePx);
                    }
                }
            }
        }
    }

    /** The screen pixels a picture pixel covers, at least one. */
    private void paint(int pictureX, int pictureY, int colour, int[] argb, int stridePx) {
        int x0 = (int) Math.floor((pictureX - startX) / step + 0.5);
        int x1 = Math.max(x0 + 1, (int) Math.floor((pictureX + 1 - startX) / step + 0.5));
        int y0 = (int) Math.floor((pictureY - startY) / step + 0.5);
        int y1 = Math.max(y0 + 1, (int) Math.floor((pictureY + 1 - startY) / step + 0.5));
        for (int y = Math.max(firstY, y0); y < Math.min(endY, y1); y++) {
            for (int x = Math.max(firstX, x0); x < Math.min(endX, x1); x++) {
                argb[y * stridePx + x] = colour;
            }
        }
    }

    /**
     * Tints the picture pixels whose tint is not 0: half of what is seen, half of the tint. Call after {@link #render}.
     *
     * @param tints one for each picture pixel, index into colours. Not modified
     * @param colours by tint; the first is not used
     */
    void tint(byte[] tints, int width, int[] colours, int[] argb, int stridePx) {
        int height = tints.length / width;
        for (int y = firstY; y < endY; y++) {
            int row = within((int) Math.floor(middle(startY, y)), height) * width;
            for (int x = firstX; x < endX; x++) {
                int tint = tints[row + within((int) Math.floor(middle(startX, x)), width)];
                if (tint != 0) {
                    int at = y * stridePx + x;
                    argb[at] = 0xff000000 | (((argb[at] & 0xfefefe) >> 1) + ((colours[tint] & 0xfefefe) >> 1));
                }
            }
        }
    }
}
