package org.lucida.simulator.formation;

import org.lucida.simulator.wave.PlaneFourier;
import org.lucida.simulator.wave.RowFourier;

/**
 * The scene cut into overlapping tiles, each ready to be folded with its own PSF and laid down again.
 *
 * <p>Partition: tile (i, j) covers 2 * stride pixels from (i - 1) * stride on, weighted by a Hann window sampled at the middle
 * of its pixels; the weights of all tiles add to 1 everywhere. A tile is lit if any light is in it.
 * <p>Gathering ({@link Spreading}) cuts half a PSF more on each side without weights, and weights what comes out.
 * <p>Exactness: the transform is at least tile + PSF wide, so nothing comes round. The spectra carry the area of a sensor pixel
 * (sinc) and the inverse of the cubic B-spline through which {@link Canvas} reads.
 * <p>Memory: spectra are kept while they fit the given budget, else made anew for each use. Thread: any number at once.
 */
final class SceneTiles {
    private final ScenePlanes scene;
    final int stridePx;
    final int psfPx;
    final int transformPx;
    private final int cutPx;
    private final boolean isGathering;
    final int columns;
    final int rows;
    final int[] litTiles;
    /** Light of each tile summed over channels, by tile number. */
    final double[] tileLight;

    private final float[] window;
    private final float[][] factor;
    private final boolean keepsSpectra;
    private final float[][][][] spectraRe;
    private final float[][][][] spectraIm;
    final int litLeftPx;
    final int litTopPx;
    final int litRightPx;
    final int litBottomPx;

    SceneTiles(ScenePlanes scene, int stridePx, int psfPx, int gridPerPx, Spreading spreading, long budgetBytes) {
        this.scene = scene;
        this.stridePx = stridePx;
        this.psfPx = psfPx;
        // gathering looks half a PSF beyond the tile on each side
        cutPx = 2 * stridePx + (spreading == Spreading.GATHER ? psfPx : 0);
        isGathering = spreading == Spreading.GATHER;
        transformPx = evenSizeFor(2 * stridePx + psfPx);
        columns = tilesOver(scene.widthPx, stridePx);
        rows = tilesOver(scene.heightPx, stridePx);
        window = new float[2 * stridePx];
        for (int i = 0; i < stridePx; i++) {
            double s = StrictMath.sin(Math.PI * (i + 0.5) / (2 * stridePx));
            window[i] = (float) (s * s);
            // the second half of the tile before: together exactly one
            window[stridePx + i] = 1f - window[i];
        }
        factor = factor(transformPx, gridPerPx);
        tileLight = new double[columns * rows];
        int[] box = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE};
        litTiles = findLight(box);
        int reach = psfPx / 2 + 4;
        litLeftPx = Math.max(-4, box[0] - reach);
        litTopPx = Math.max(-4, box[1] - reach);
        litRightPx = Math.min(scene.widthPx + 4, box[2] + reach);
        litBottomPx = Math.min(scene.heightPx + 4, box[3] + reach);
        long bytes = 8L * transformPx * (transformPx / 2 + 1) * litTiles.length * scene.channelCount();
        keepsSpectra = bytes <= budgetBytes;
        spectraRe = new float[keepsSpectra ? litTiles.length : 0][scene.channelCount()][][];
        spectraIm = new float[keepsSpectra ? litTiles.length : 0][scene.channelCount()][][];
        if (keepsSpectra) {
            PlaneFourier fourier = new PlaneFourier(transformPx);
            float[][] tile = new float[cutPx][cutPx];
            for (int n = 0; n < litTiles.length; n++) {
                for (int c = 0; c < scene.channelCount(); c++) {
                    spectraRe[n][c] = new float[transformPx][transformPx / 2 + 1];
                    spectraIm[n][c] = new float[transformPx][transformPx / 2 + 1];
                    make(litTiles[n], c, tile, fourier, spectraRe[n][c], spectraIm[n][c]);
                }
            }
        }
    }

    static int evenSizeFor(int wantedPx) {
        int size = RowFourier.sizeFor(wantedPx);
        return size % 2 == 0 ? size : RowFourier.sizeFor(size + 1);
    }

    static int tilesOver(int sizePx, int stridePx) {
        return (sizePx + stridePx - 1) / stridePx + 1;
    }

    /** One worker's room for {@link #fold}. */
    static final class Room {
        final PlaneFourier fourier;
        final float[][] tile;
        final float[][] sceneRe;
        final float[][] sceneIm;
        final float[][] psfRe;
        final float[][] psfIm;
        final float[][] workRe;
        final float[][] workIm;
        final float[][] out;

        Room(SceneTiles tiles) {
            int size = tiles.transformPx;
            fourier = new PlaneFourier(size);
            tile = new float[tiles.cutPx][tiles.cutPx];
            sceneRe = tiles.keepsSpectra ? null : new float[size][size / 2 + 1];
            sceneIm = tiles.keepsSpectra ? null : new float[size][size / 2 + 1];
            psfRe = new float[size][size / 2 + 1];
            psfIm = new float[size][size / 2 + 1];
            workRe = new float[size][size / 2 + 1];
            workIm = new float[size][size / 2 + 1];
            out = new float[size][size];
        }

        /** Makes the PSF's transfer function, kept in this room for any number of folds. */
        void takePsf(float[][] psf, int sizePx) {
            fourier.forward(psf, sizePx, sizePx, psfRe, psfIm);
        }
    }

    /** Folds a lit tile with the PSF last taken by the room and lays it down. Modifies {@code canvas} (added to). */
    void fold(int lit, int channel, Room room, Canvas canvas) {
        float[][] re = room.sceneRe;
        float[][] im = room.sceneIm;
        if (keepsSpectra) {
            re = spectraRe[lit][channel];
            im = spectraIm[lit][channel];
        } else {
            make(litTiles[lit], channel, room.tile, room.fourier, re, im);
        }
        int width = transformPx / 2 + 1;
        for (int k = 0; k < transformPx; k++) {
            multiply(re[k], im[k], room.psfRe[k], room.psfIm[k], room.workRe[k], room.workIm[k], width);
        }
        room.fourier.inverse(room.workRe, room.workIm, room.out);
        int tile = litTiles[lit];
        int x = (tile % columns - 1) * stridePx;
        int y = (tile / columns - 1) * stridePx;
        if (isGathering) {
            for (int j = 0; j < 2 * stridePx; j++) {
                windowed(room.out[psfPx + j], psfPx, window, window[j], room.out[j]);
            }
            canvas.add(room.out, x, y, 2 * stridePx);
        } else {
            canvas.add(room.out, x - psfPx / 2, y - psfPx / 2, transformPx);
        }
    }

    /** Rows are read psfPx ahead of where they are written, so none is overwritten before its turn. Modifies {@code out}. */
    private static void windowed(float[] from, int start, float[] window, float weight, float[] out) {
        for (int x = 0; x < window.length; x++) {
            out[x] = weight * window[x] * from[start + x];
        }
    }

    private static void multiply(
            float[] ar, float[] ai, float[] br, float[] bi, float[] outRe, float[] outIm, int width) {
        for (int x = 0; x < width; x++) {
            outRe[x] = ar[x] * br[x] - ai[x] * bi[x];
            outIm[x] = ar[x] * bi[x] + ai[x] * br[x];
        }
    }

    private void make(int tile, int channel, float[][] room, PlaneFourier fourier, float[][] re, float[][] im) {
        float[] plane = scene.plane(channel);
        int beyond = isGathering ? psfPx / 2 : 0;
        int left = (tile % columns - 1) * stridePx - beyond;
        int top = (tile / columns - 1) * stridePx - beyond;
        int size = cutPx;
        for (int j = 0; j < size; j++) {
            int y = top + j;
            for (int i = 0; i < size; i++) {
                int x = left + i;
                boolean inside = x >= 0 && y >= 0 && x < scene.widthPx && y < scene.heightPx;
                float weight = isGathering ? 1f : window[i] * window[j];
                room[j][i] = inside ? plane[y * scene.widthPx + x] * weight : 0f;
            }
        }
        fourier.forward(room, size, size, re, im);
        for (int kx = 0; kx < transformPx; kx++) {
            float[] row = factor[kx];
            for (int ky = 0; ky <= transformPx / 2; ky++) {
                re[kx][ky] *= row[ky];
                im[kx][ky] *= row[ky];
            }
        }
    }

    private int[] findLight(int[] box) {
        int size = cutPx;
        int beyond = isGathering ? psfPx / 2 : 0;
        int[] found = new int[columns * rows];
        int count = 0;
        for (int tile = 0; tile < columns * rows && !scene.isDark(); tile++) {
            int startX = (tile % columns - 1) * stridePx - beyond;
            int startY = (tile / columns - 1) * stridePx - beyond;
            int left = Math.max(0, startX);
            int top = Math.max(0, startY);
            int right = Math.min(scene.widthPx, startX + size);
            int bottom = Math.min(scene.heightPx, startY + size);
            double sum = 0;
            for (int c = 0; c < scene.channelCount(); c++) {
                float[] plane = scene.plane(c);
                for (int y = top; y < bottom; y++) {
                    for (int x = left; x < right; x++) {
                        sum += plane[y * scene.widthPx + x];
                    }
                }
            }
            tileLight[tile] = sum;
            if (sum > 0) {
                found[count++] = tile;
                box[0] = Math.min(box[0], left);
                box[1] = Math.min(box[1], top);
                box[2] = Math.max(box[2], right);
                box[3] = Math.max(box[3], bottom);
            }
        }
        return java.util.Arrays.copyOf(found, count);
    }

    boolean isDark() {
        return litTiles.length == 0;
    }

    /** Room for the picture of all lit tiles. */
    Canvas canvas() {
        return isDark()
                ? new Canvas(0, 0, 8, 8)
                : new Canvas(litLeftPx, litTopPx, litRightPx - litLeftPx, litBottomPx - litTopPx);
    }

    private static float[][] factor(int size, int gridPerPx) {
        double[] axis = new double[size];
        for (int k = 0; k < size; k++) {
            double f = (k <= size / 2 ? k : k - size) / (double) size;
            axis[k] = sinc(f * gridPerPx) * 3 / (2 + StrictMath.cos(2 * Math.PI * f)) / size;
        }
        float[][] made = new float[size][size / 2 + 1];
        for (int kx = 0; kx < size; kx++) {
            for (int ky = 0; ky <= size / 2; ky++) {
                made[kx][ky] = (float) (axis[kx] * axis[ky]);
            }
        }
        return made;
    }

    static double sinc(double f) {
        return f == 0 ? 1 : StrictMath.sin(Math.PI * f) / (Math.PI * f);
    }
}
