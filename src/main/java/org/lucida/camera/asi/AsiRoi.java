package org.lucida.camera.asi;

import org.lucida.frame.Roi;

/**
 * The library's rules for regions of interest.
 *
 * <p>Width a multiple of 8 and height of 2, or the whole side; the old USB 2 cameras ASI120MM and ASI120MC (not Mini, not
 * -S) also want width times height to be a multiple of 1024. Positions and sizes are in px of the delivered, binned frame.
 */
final class AsiRoi {
    private static final int WIDTH_STEP_PX = 8;
    private static final int HEIGHT_STEP_PX = 2;
    private static final int OLD_AREA_STEP = 1024;

    private final int maxWidthPx;
    private final int maxHeightPx;
    private final boolean isOldUsb2;

    AsiRoi(AsiProperty property, int bin) {
        maxWidthPx = (int) property.maxWidthPx / bin;
        maxHeightPx = (int) property.maxHeightPx / bin;
        isOldUsb2 = isOldUsb2(property.name);
    }

    /** The cameras of before USB 3 with the strict rule. */
    static boolean isOldUsb2(String name) {
        boolean old = name.contains("ASI120MM") || name.contains("ASI120MC");
        return old && !name.contains("Mini") && !name.matches(".*ASI120M[MC]-?S.*");
    }

    /** The whole sensor, or the largest legal region that begins at its corner. */
    Roi whole() {
        return isLegal(maxWidthPx, maxHeightPx)
                ? new Roi(0, 0, maxWidthPx, maxHeightPx)
                : nearest(new Roi(0, 0, maxWidthPx, maxHeightPx));
    }

    boolean isLegal(int widthPx, int heightPx) {
        return widthPx > 0
                && heightPx > 0
                && widthPx <= maxWidthPx
                && heightPx <= maxHeightPx
                && (widthPx % WIDTH_STEP_PX == 0 || widthPx == maxWidthPx)
                && (heightPx % HEIGHT_STEP_PX == 0 || heightPx == maxHeightPx)
                && (!isOldUsb2 || (long) widthPx * heightPx % OLD_AREA_STEP == 0);
    }

    /**
     * The wanted region if it is legal.
     *
     * @throws IllegalArgumentException if not, with the nearest one that is
     */
    Roi checked(Roi wanted) {
        if (wanted.fitsIn(maxWidthPx, maxHeightPx) && isLegal(wanted.widthPx(), wanted.heightPx())) {
            return wanted;
        }
        String why = !wanted.fitsIn(maxWidthPx, maxHeightPx)
                ? "reaches beyond the frame of " + maxWidthPx + "x" + maxHeightPx + " px"
                : "has a size the camera refuses (width in steps of " + WIDTH_STEP_PX + ", height of " + HEIGHT_STEP_PX
                        + (isOldUsb2 ? ", area of " + OLD_AREA_STEP : "") + " px)";
        throw new IllegalArgumentException(
                "roi=" + text(wanted) + " " + why + "; the nearest legal one is --roi " + text(nearest(wanted)));
    }

    /** The legal region most like the wanted one: size by area first, then moved inside. */
    Roi nearest(Roi wanted) {
        int bestWidthPx = 0;
        int bestHeightPx = 0;
        long bestMiss = Long.MAX_VALUE;
        int span = isOldUsb2 ? 1024 : 2 * WIDTH_STEP_PX;
        for (int w = around(wanted.widthPx(), span, maxWidthPx, -1);
                w <= around(wanted.widthPx(), span, maxWidthPx, 1);
                w++) {
            if (w % WIDTH_STEP_PX != 0 && w != maxWidthPx) {
                continue;
            }
            for (int h = around(wanted.heightPx(), span, maxHeightPx, -1);
                    h <= around(wanted.heightPx(), span, maxHeightPx, 1);
                    h++) {
                long miss = Math.abs(w - (long) wanted.widthPx()) + Math.abs(h - (long) wanted.heightPx());
                if (miss < bestMiss && isLegal(w, h)) {
                    bestMiss = miss;
                    bestWidthPx = w;
                    bestHeightPx = h;
                }
            }
        }
        if (bestWidthPx == 0) {
            return whole();
        }
        return new Roi(
                Math.min(wanted.xPx(), maxWidthPx - bestWidthPx) & ~1,
                Math.min(wanted.yPx(), maxHeightPx - bestHeightPx) & ~1,
                bestWidthPx,
                bestHeightPx);
    }

    private static int around(int wantedPx, int spanPx, int mostPx, int sign) {
        return Math.max(1, Math.min(mostPx, Math.min(wantedPx, mostPx) + sign * spanPx));
    }

    static String text(Roi roi) {
        return roi.xPx() + "," + roi.yPx() + "," + roi.widthPx() + "," + roi.heightPx();
    }
}
