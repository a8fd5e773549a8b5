package org.lucida.drizzle;

import org.lucida.frame.ColorLayout;

/** Some output rows of a {@link GeometricDrizzle} and the thread that fills them. */
final class GeometricBand {
    final int firstRow;
    final int rowCount;
    final PlaneSums[] planes;

    private final DrizzleRecipe recipe;
    private final DropShape shape;
    private final FrameRows rows;
    private final boolean[] isReaching = new boolean[FrameRows.BLOCK_ROWS];

    GeometricBand(DrizzleRecipe recipe, int firstRow, int rowCount) {
        this.recipe = recipe;
        this.firstRow = firstRow;
        this.rowCount = rowCount;
        planes = new PlaneSums[recipe.planeCount()];
        for (int plane = 0; plane < planes.length; plane++) {
            planes[plane] = new PlaneSums(rowCount * recipe.widthPx(), recipe.hasVariance(), recipe.hasContext());
        }
        shape = DropShape.of(recipe.kernel(), recipe.widthPx(), firstRow, firstRow + rowCount);
        rows = new FrameRows(recipe.kernel() == DropKernel.SQUARE);
    }

    void add(DrizzleFrame frame, int frameIndex, int sign) {
        for (PlaneSums plane : planes) {
            plane.begin(frameIndex, sign);
        }
        shape.begin(recipe.pixfrac(), frame.pixelScaleRatio);
        for (int y = 0; y < frame.heightPx; y += FrameRows.BLOCK_ROWS) {
            rows.place(frame, y);
            boolean isAny = false;
            for (int k = 0; k < rows.count(); k++) {
                isReaching[k] = rows.reaches(k, shape.reachPx(), firstRow, firstRow + rowCount);
                isAny |= isReaching[k];
            }
            for (int sample = 0; isAny && sample < frame.samplesPerPixel(); sample++) {
                addBlock(frame, sample);
            }
        }
        for (PlaneSums plane : planes) {
            plane.end();
        }
    }

    private void addBlock(DrizzleFrame frame, int sample) {
        for (int k = 0; k < rows.count(); k++) {
            if (isReaching[k]) {
                rows.row(k).gather(frame, sample, recipe.hasVariance());
            }
        }
        ColorLayout layout = recipe.layout();
        for (int x = 0; x < frame.widthPx; x += DropShape.BLOCK_COLUMNS) {
            int endX = Math.min(x + DropShape.BLOCK_COLUMNS, frame.widthPx);
            for (int k = 0; k < rows.count(); k++) {
                if (isReaching[k]) {
                    int y = rows.row(k).y;
                    shape.add(
                            rows,
                            k,
                            x,
                            endX,
                            planes[layout.planeOf(0, y, sample)],
                            planes[layout.planeOf(1, y, sample)]);
                }
            }
        }
    }

    void merge(GeometricBand other) {
        for (int plane = 0; plane < planes.length; plane++) {
            planes[plane].merge(other.planes[plane]);
        }
    }
}
