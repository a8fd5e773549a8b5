package org.lucida.drizzle;

/**
 * Some neighbouring rows of a frame and the ones above and below them, beyond the frame continued in straight lines.
 *
 * <p>A frame is drizzled in blocks of some rows and columns, so that the output pixels of a block stay in the cache however
 * the frame is turned.
 *
 * <p>Memory: grows with the widest frame, else allocates nothing.
 */
final class FrameRows {
    /** Rows of a block; 8 and 16 are alike on 1936 px frames turned by 30 degrees, 1 is half as fast. */
    static final int BLOCK_ROWS = 16;

    /** From the row above the block on. */
    private final FrameRow[] rows = new FrameRow[BLOCK_ROWS + 2];

    private final FrameRow[] turned = new FrameRow[BLOCK_ROWS + 2];
    private final boolean needsNeighbours;
    private int count;

    FrameRows(boolean needsNeighbours) {
        this.needsNeighbours = needsNeighbours;
        for (int k = 0; k < rows.length; k++) {
            rows[k] = new FrameRow();
        }
    }

    /** Maps the next block; blocks must come from top to bottom, none left out. */
    void place(DrizzleFrame frame, int firstY) {
        count = Math.min(BLOCK_ROWS, frame.heightPx - firstY);
        if (!needsNeighbours) {
            for (int k = 1; k <= count; k++) {
                rows[k].map(frame, firstY + k - 1);
            }
            return;
        }
        if (firstY == 0) {
            rows[1].map(frame, 0);
            rows[2].map(frame, 1);
            rows[0].continueLine(rows[2], rows[1]);
        } else {
            // The last row of the block before is now above, the one below it the first.
            System.arraycopy(rows, 0, turned, 0, rows.length);
            for (int k = 0; k < rows.length; k++) {
                rows[k] = turned[(k + BLOCK_ROWS) % rows.length];
            }
        }
        for (int k = firstY == 0 ? 3 : 2; k <= count + 1; k++) {
            int y = firstY + k - 1;
            if (y < frame.heightPx) {
                rows[k].map(frame, y);
            } else {
                rows[k].continueLine(rows[k - 2], rows[k - 1]);
            }
        }
    }

    /** Rows of the block. */
    int count() {
        return count;
    }

    /** A row of the block, or -1 and count for those around it. */
    FrameRow row(int k) {
        return rows[k + 1];
    }

    /** Whether drops of a row may reach output rows from..end - 1. */
    boolean reaches(int k, double reachPx, int from, int end) {
        double lowest = rows[k + 1].lowestY;
        double highest = rows[k + 1].highestY;
        if (needsNeighbours) {
            lowest = Math.min(lowest, Math.min(rows[k].lowestY, rows[k + 2].lowestY));
            highest = Math.max(highest, Math.max(rows[k].highestY, rows[k + 2].highestY));
        }
        return highest + reachPx >= from && lowest - reachPx <= end;
    }
}
