package org.lucida.simulator.formation;

import org.lucida.simulator.wave.RowFourier;

/**
 * How finely the PSFs of tiles are sampled: as coarsely as loses nothing. A PSF holds no detail finer than lambda / D, so two
 * samples for each are enough; what is finer in the spectrum of a tile is not passed by the telescope and left out.
 *
 * <p>The window of such a PSF is that of the plan, psfPx grid pixels; its samples stand closer or wider than grid pixels.
 * Padded to the same share, their transform has the frequencies of the tile's transform.
 */
final class TileSampling {
    /** Bins beyond the cut-off on each side, for light that the grid of the pupil puts there. */
    private static final int SPARE_BINS = 1;

    private final int transformPx;
    private final int[] psfPx;
    private final int[] paddedPx;
    private final int[] reach;

    private TileSampling(int channels, int transformPx) {
        this.transformPx = transformPx;
        psfPx = new int[channels];
        paddedPx = new int[channels];
        reach = new int[channels];
    }

    static TileSampling of(FormationPlan plan, int transformPx) {
        int channels = plan.field().channels().size();
        TileSampling made = new TileSampling(channels, transformPx);
        int window = plan.psfPx();
        for (int c = 0; c < channels; c++) {
            double shortest = Double.POSITIVE_INFINITY;
            for (Wave wave : plan.field().channels().get(c).waves()) {
                shortest = Math.min(shortest, wave.wavelengthM());
            }
            double cutOff = plan.gridRad() * plan.telescope().apertureM() / shortest;
            int size = RowFourier.sizeFor((int) StrictMath.ceil(2 * (cutOff * window + SPARE_BINS)));
            while (size < window && !fits(size, window, transformPx)) {
                size = RowFourier.sizeFor(size + 1);
            }
            made.set(c, Math.min(size, window), window, cutOff);
        }
        return made;
    }

    /** Samples as the grid itself. */
    static TileSampling plain(int channels, int psfPx, int transformPx) {
        TileSampling made = new TileSampling(channels, transformPx);
        for (int c = 0; c < channels; c++) {
            made.set(c, psfPx, psfPx, 0.5);
        }
        return made;
    }

    private void set(int channel, int size, int window, double cutOff) {
        psfPx[channel] = size;
        paddedPx[channel] = (int) ((long) size * transformPx / window);
        int bins = (int) StrictMath.ceil(cutOff * transformPx) + SPARE_BINS;
        reach[channel] = Math.min(bins, Math.min(paddedPx[channel], transformPx) / 2 - 1);
    }

    private static boolean fits(int size, int window, int transformPx) {
        long padded = (long) size * transformPx;
        return size % 2 == 0
                && padded % window == 0
                && padded / window % 2 == 0
                && RowFourier.isPossible((int) (padded / window));
    }

    int transformPx() {
        return transformPx;
    }

    /** Samples along each side of a PSF. */
    int psfPx(int channel) {
        return psfPx[channel];
    }

    /** Samples along each side of the padded PSF. */
    int paddedPx(int channel) {
        return paddedPx[channel];
    }

    /** Highest frequency kept, in bins of the tile's transform. */
    int reach(int channel) {
        return reach[channel];
    }
}
