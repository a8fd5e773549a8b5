package org.lucida.drizzle;

/**
 * Up to {@value #LANES} raw pixels of one row, one input period apart, and the output pixels they may reach.
 *
 * <p>Lane l stands at {@code z = zX + l slopeX - t} from column t of its own output pixels (the columns of lane l + 1 are
 * one output period further right), and at {@code zY + l slopeY - r} from row r; rows are common to all lanes.
 *
 * <p>Shape: {@code shares[(r * columnCount + t) * LANES + l]}, times the frame's weight, 0 in lanes that are not used.
 */
final class WarpChunk {
    static final int LANES = 16;
    /** Most columns and rows; frames are checked to stay below. */
    static final int LARGEST_REACH = 16;

    float zX;
    float slopeX;
    float zY;
    float slopeY;
    int laneCount;
    int columnCount;
    /** Rows rowFrom .. rowEnd - 1 are wanted. */
    int rowFrom;

    int rowEnd;
    /** Weight of the frame over the area of the drop. */
    float weight;
    /** Where the trapezoid of overlap ends, where it becomes flat, and its height there: along a row of output pixels. */
    float endX;

    float flatX;
    float fullX;
    /** The same along a column. */
    float endY;

    float flatY;
    float fullY;
    /** Sidewards lean of the left and right sides for each px downward, and of the upper and lower sides for each px right. */
    float leanX;

    float leanY;
    /** Half the size of the drop. */
    float halfX;

    float halfY;

    final float[] shares = new float[LARGEST_REACH * LARGEST_REACH * LANES];
    final float[] columns = new float[3 * LARGEST_REACH * LANES];
    final float[] rows = new float[3 * LARGEST_REACH * LANES];

    /** Raw samples from lane 0 on, and where they are. */
    float[] raw;

    int rawIndex;
    /** Index of column t in row 0 of the tile. */
    final int[] columnIndex = new int[LARGEST_REACH];
    /** Index of chunk row 0 in the tile, and from there to the next. */
    int rowIndex;

    int rowStride;
    /** The bit of the frame among the marks. */
    int mark;

    /** Sets the size of the drop, output px. */
    void setDrop(double widthPx, double heightPx) {
        endX = (float) ((widthPx + 1) / 2);
        flatX = (float) (Math.abs(widthPx - 1) / 2);
        fullX = (float) Math.min(1, widthPx);
        endY = (float) ((heightPx + 1) / 2);
        flatY = (float) (Math.abs(heightPx - 1) / 2);
        fullY = (float) Math.min(1, heightPx);
        halfX = (float) (widthPx / 2);
        halfY = (float) (heightPx / 2);
    }
}
