package org.lucida.focus;

/**
 * The stars of a plane and their medians: the focus aid's reading. Filled in place by {@link StarSizes}.
 *
 * <p>Thread: one writer; whoever shows it takes a copy with {@link #set} where the writer cannot be writing.
 */
public final class StarReading {
    /** Most stars measured. */
    public static final int MAX_COUNT = 50;

    /** The first {@link #starCount} are valid, most light first, saturated ones last. */
    public final StarSize[] stars = new StarSize[MAX_COUNT];

    public int starCount;
    /** Stars behind the medians: those not saturated, unless all are. */
    public int goodCount;
    /** Medians; NaN without stars. */
    public double medianHfdPx = Double.NaN;

    public double medianFwhmPx = Double.NaN;
    public double medianRoundnessRatio = Double.NaN;
    /** Robust scatter of the half-flux diameters over the stars, one sigma of a single star; NaN below three stars. */
    public double scatterHfdPx = Double.NaN;
    /** Level of the sky, median over the plane. */
    public double backgroundAdu = Double.NaN;
    /** Noise of a pixel of the sky. */
    public double noiseAdu = Double.NaN;

    public StarReading() {
        for (int i = 0; i < MAX_COUNT; i++) {
            stars[i] = new StarSize();
        }
    }

    /** Takes over everything. */
    public void set(StarReading other) {
        for (int i = 0; i < other.starCount; i++) {
            stars[i].set(other.stars[i]);
        }
        starCount = other.starCount;
        goodCount = other.goodCount;
        medianHfdPx = other.medianHfdPx;
        medianFwhmPx = other.medianFwhmPx;
        medianRoundnessRatio = other.medianRoundnessRatio;
        scatterHfdPx = other.scatterHfdPx;
        backgroundAdu = other.backgroundAdu;
        noiseAdu = other.noiseAdu;
    }
}
