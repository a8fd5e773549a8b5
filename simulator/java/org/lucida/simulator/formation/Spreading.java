package org.lucida.simulator.formation;

/**
 * How tiles of different PSF are joined to a picture of an extended scene.
 *
 * <p>Where the PSF differs from place to place, light and evenness cannot both be kept.
 */
public enum Spreading {
    /** Light of each tile is spread by its PSF: sum_j PSF_j * (w_j O). Light is kept to 1e-6, an even scene gets mottled. */
    SCATTER,
    /**
     * Each place collects with its own PSF: sum_j w_j (PSF_j * O). An even scene stays even, as refraction keeps radiance; the
     * light of a small scene varies a little from frame to frame.
     */
    GATHER
}
