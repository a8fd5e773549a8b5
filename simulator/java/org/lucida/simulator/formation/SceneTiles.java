package org.lucida.simulator.formation;

import org.lucida.simulator.wave.ForwardBatch;
import org.lucida.simulator.wave.InverseBatch;
import org.lucida.simulator.wave.PlaneFourier;
import org.lucida.simulator.wave.RowFourier;

/**
 * The scene cut into overlapping tiles, each ready to be folded with its own PSF and laid down again.
 *
 * <p>Partition: tile (i, j) covers 2 * stride pixels from (i - 1) * stride on, weighted by a Hann window sampled at the middle
 * of its pixels; the weights of all tiles add to 1 everywhere. A tile is lit if any light is in it.
 * <p>Gathering ({@link Spreading}) cuts half a PSF more on each side without weights, and weights what comes out.
 * <p>Spectra reach to the cut-off of the telescope ({@link TileSampling}), as rows kx = 0 .. reach, -reach .. -1 of ky = 0 ..
 * reach.
 * <p>Exactness: the transform is at least tile + PSF wide, so nothing comes round. The spectra carry the area of a sensor pixel
 * (sinc) and the inverse of the cubic B-spline through which {@link Canvas} reads.
 * <p>Memory: spectra are kept while they fit the given budget, else made anew for each use. Thread: any number at once.
 */
final class SceneTiles {
    private final ScenePlanes scene;
    final int stridePx;
    final int psfPx;
    final int transformPx;
    private final TileSampling sampling;
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

    SceneTiles(
            ScenePlanes scene,
            int stridePx,
            int psfPx,
            TileSampling sampling,
            int gridPerPx,
            Spreading spreading,
            long budgetBytes) {
        this.sampling = sampling;
        this.scene = scene;
        this.stridePx = stridePx;
        this.psfPx = psfPx;
        // gathering looks half a PSF beyond the tile on each side
        cutPx = 2 * stridePx + (spreading == Spreading.GATHER ? psfPx : 0);
        isGathering = spreading == Spreading.GATHER;
        transformPx = sampling.transformPx();
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
        long bytes = 0;
        for (int c = 0; c < scene.channelCount(); c++) {
            bytes += 8L * (2 * sampling.reach(c) + 1) * (sampling.reach(c) + 1) * litTiles.length;
        }
        keepsSpectra = bytes <= budgetBytes;
        spectraRe = new float[keepsSpectra ? litTiles.length : 0][scene.channelCount()][][];
        spectraIm = new float[keepsSpectra ? litTiles.length : 0][scene.channelCount()][][];
        if (keepsSpectra) {
            Maker maker = new Maker(this);
            for (int n = 0; n < litTiles.length; n++) {
                for (int c = 0; c < scene.channelCount(); c++) {
                    spectraRe[n][c] = spectrum(c);
                    spectraIm[n][c] = spectrum(c);
                    make(litTiles[n], c, maker, spectraRe[n][c], spectraIm[n][c]);
                }
            }
        }
    }

    private float[][] spectrum(int channel) {
        int reach = sampling.reach(channel);
        return new float[2 * reach + 1][reach + 1];
    }

    /** Side of the transform for tiles of that spacing. */
    static int transformPx(int stridePx, int psfPx) {
        return evenSizeFor(2 * stridePx + psfPx);
    }

    static int evenSizeFor(int wantedPx) {
        int size = RowFourier.sizeFor(wantedPx);
        return size % 2 == 0 ? size : RowFourier.sizeFor(size + 1);
    }

    static int tilesOver(int sizePx, int stridePx) {
        return (sizePx + stridePx - 1) / stridePx + 1;
    }

    /** Room for making the spectrum of a tile. */
    private static final class Maker {
        final PlaneFourier fourier;
        final float[][] tile;
        final float[][] re;
        final float[][] im;

        Maker(SceneTiles tiles) {
            int size = tiles.transformPx;
            fourier = new PlaneFourier(size);
            tile = new float[tiles.cutPx][tiles.cutPx];
            re = new float[size][size / 2 + 1];
            im = new float[size][size / 2 + 1];
        }
    }

    /** One worker's room for {@link #fold}: some tiles at once. */
    static final class Room {
        final int laneCount;
        private final Maker maker;
        private final float[][][] madeRe;
        private final float[][][] madeIm;
        private final ForwardBatch[] forward;
        private final InverseBatch[] inverse;
        private final float[][] out;

        Room(SceneTiles tiles, int laneCount) {
            this.laneCount = laneCount;
            TileSampling sampling = tiles.sampling;
            int channels = tiles.scene.channelCount();
            maker = tiles.keepsSpectra ? null : new Maker(tiles);
            madeRe = new float[channels][][];
            madeIm = new float[channels][][];
            forward = new ForwardBatch[channels];
            inverse = new InverseBatch[channels];
            int first = tiles.isGathering ? tiles.psfPx : 0;
            int count = tiles.isGathering ? 2 * tiles.stridePx : tiles.transformPx;
            for (int c = 0; c < channels; c++) {
                int reach = sampling.reach(c);
                forward[c] = new ForwardBatch(sampling.psfPx(c), sampling.paddedPx(c), reach, laneCount);
                inverse[c] = new InverseBatch(tiles.transformPx, reach, first, count, laneCount);
                if (!tiles.keepsSpectra) {
                    madeRe[c] = tiles.spectrum(c);
                    madeIm[c] = tiles.spectrum(c);
                }
            }
            out = new float[count][count];
        }

        /** Takes the PSF of a tile, of the size that the sampling says. Not modified. */
        void putPsf(int channel, int lane, float[][] psf) {
            forward[channel].put(lane, psf);
        }

        /** Makes the transfer functions of the first {@code count} lanes. */
        void transformPsfs(int channel, int count) {
            forward[channel].run(count);
        }

        /** Rows of the transfer functions, lanes side by side. */
        float[][] transferRe(int channel) {
            return forward[channel].re;
        }

        float[][] transferIm(int channel) {
            return forward[channel].im;
        }
    }

    /**
     * Folds lit tiles, {@code count} of them from number {@code firstLit} on, with the PSFs transformed by the room, and lays
     * them down. Modifies {@code canvas} (added to).
     */
    void fold(int firstLit, int count, int channel, Room room, Canvas canvas) {
        ForwardBatch transfer = room.forward[channel];
        InverseBatch back = room.inverse[channel];
        int reach = sampling.reach(channel);
        int width = reach + 1;
        for (int lane = 0; lane < count; lane++) {
            float[][] re = room.madeRe[channel];
            float[][] im = room.madeIm[channel];
            if (keepsSpectra) {
                re = spectraRe[firstLit + lane][channel];
                im = spectraIm[firstLit + lane][channel];
            } else {
                make(litTiles[firstLit + lane], channel, room.maker, re, im);
            }
            for (int k = 0; k <= 2 * reach; k++) {
                System.arraycopy(re[k], 0, back.re(k), lane * width, width);
                System.arraycopy(im[k], 0, back.im(k), lane * width, width);
            }
        }
        for (int k = 0; k <= 2 * reach; k++) {
            multiply(transfer.re[k], transfer.im[k], back.re(k), back.im(k), count * width);
        }
        back.run(count);
        for (int lane = 0; lane < count; lane++) {
            int tile = litTiles[firstLit + lane];
            int x = (tile % columns - 1) * stridePx;
            int y = (tile / columns - 1) * stridePx;
            float[][] out = room.out;
            back.take(lane, out);
            if (isGathering) {
                for (int j = 0; j < 2 * stridePx; j++) {
                    weigh(out[j], window, window[j], 2 * stridePx);
                }
                canvas.add(out, x, y, 2 * stridePx);
            } else {
                canvas.add(out, x - psfPx / 2, y - psfPx / 2, transformPx);
            }
        }
    }

    private static void weigh(float[] row, float[] window, float weight, int count) {
        for (int x = 0; x < count; x++) {
            row[x] *= weight * window[x];
        }
    }

    /** Complex product, in place of the second factor. */
    private static void multiply(float[] ar, float[] ai, float[] br, float[] bi, int width) {
        for (int x = 0; x < width; x++) {
            float p = ar[x];
            float q = ai[x];
            float u = br[x];
            float v = bi[x];
            br[x] = p * u - q * v;
            bi[x] = p * v + q * u;
        }
    }

    private void make(int tile, int channel, Maker maker, float[][] re, float[][] im) {
        float[][] room = maker.tile;
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
        maker.fourier.forward(room, size, size, maker.re, maker.im);
        int reach = sampling.reach(channel);
        for (int k = 0; k <= 2 * reach; k++) {
            int kx = k <= reach ? k : transformPx - (2 * reach + 1) + k;
            float[] row = factor[kx];
            for (int ky = 0; ky <= reach; ky++) {
                re[k][ky] = maker.re[kx][ky] * row[ky];
                im[k][ky] = maker.im[kx][ky] * row[ky];
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
