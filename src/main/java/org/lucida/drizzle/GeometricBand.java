package org.lucida.drizzle;

import org.lucida.frame.ColorLayout;

/** Some output rows of a {@link GeometricDrizzle} and the thread that fills them. */
final class GeometricBand {
    final int firstRow;
    final int rowCount;
    final PlaneSums[] planes;

    private final DrizzleRecipe recipe;
    private final DropShape shape;
    private final FrameRow row;

    GeometricBand(DrizzleRecipe recipe, int firstRow, int rowCount) {
        this.recipe = recipe;
        this.firstRow = firstRow;
        this.rowCount = rowCount;
        planes = new PlaneSums[recipe.planeCount()];
        for (int plane = 0; plane < planes.length; plane++) {
            planes[plane] = new PlaneSums(rowCount * recipe.widthPx(), recipe.hasVariance(), recipe.hasContext());
        }
        shape = DropShape.of(recipe.kernel(), recipe.widthPx(), firstRow, firstRow + rowCount);
        row = new FrameRow(recipe.kernel() == DropKernel.SQUARE);
    }

    void add(DrizzleFrame frame, int frameIndex, int sign) {
        for (PlaneSums plane : planes) {
            plane.begin(frameIndex, sign);
        }
        row.begin(frame);
        shape.begin(recipe.pixfrac(), frame.pixelScaleRatio, frame.widthPx);
        ColorLayout layout = recipe.layout();
        double reachPx = shape.reachPx();
        for (int y = 0; y < frame.heightPx; y++) {
            row.place(frame, y);
            if (row.highestY + reachPx < firstRow || row.lowestY - reachPx > firstRow + rowCount) {
                continue;
            }
            for (int sample = 0; sample < layout.samplesPerPixel(); sample++) {
                row.gather(frame, y, sample, recipe.hasVariance());
                shape.add(row, planes[layout.planeOf(0, y, sample)], planes[layout.planeOf(1, y, sample)]);
            }
        }
        for (PlaneSums plane : planes) {
            plane.end();
        }
    }

    void merge(GeometricBand other) {
        for (int plane = 0; plane < planes.length; plane++) {
            planes[plane].merge(other.planes[plane]);
        }
    }
}
