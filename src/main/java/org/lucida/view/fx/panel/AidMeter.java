package org.lucida.view.fx.panel;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.lucida.enhance.ColourDispersion;
import org.lucida.focus.Bahtinov;
import org.lucida.focus.BahtinovReading;
import org.lucida.focus.Collimation;
import org.lucida.focus.CollimationReading;
import org.lucida.focus.StarReading;
import org.lucida.focus.StarSizes;
import org.lucida.frame.Plane;
import org.lucida.view.fx.picture.Exhibit;

/**
 * Measures what the aid on show needs, in the pictures the eye brings; nothing while no aid is on show.
 *
 * <p>Memory: scratch of the picture's size, made when an aid is first used.
 * <p>Thread: {@link #measure} from any; the rest by the eye's.
 */
final class AidMeter implements Exhibit.Viewer {
    private static final long LIVE_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long STACK_NS = TimeUnit.SECONDS.toNanos(1);
    /** Samples from this part of the range on are taken for full. */
    private static final double FULL_FRACTION = 0.98;

    /** What is measured. */
    enum Aid {
        STARS(Exhibit.Kind.LIVE),
        PLANET(null),
        BAHTINOV(Exhibit.Kind.LIVE),
        COLLIMATION(Exhibit.Kind.LIVE),
        DISPERSION(Exhibit.Kind.STACK),
        DRIFT(null);

        /** The picture it is measured in; null = the table of frames tells. */
        private final Exhibit.Kind kind;

        Aid(Exhibit.Kind kind) {
            this.kind = kind;
        }
    }

    private final Consumer<AidFinding> found;
    private volatile Aid aid;
    private volatile double samplingQ;
    private long dueNs = System.nanoTime();
    private Plane plane;
    private StarSizes sizes;
    private StarReading stars;
    private Bahtinov bahtinov;
    private BahtinovReading spikes;
    private Collimation collimation;
    private CollimationReading rings;
    private ColourDispersion dispersion;
    private int dispersionWidthPx;
    private int dispersionHeightPx;

    /**
     * @param found gets what was found, on the eye's thread
     */
    AidMeter(Consumer<AidFinding> found) {
        this.found = found;
    }

    /** What to measure from now on; null = nothing. */
    void measure(Aid wanted) {
        aid = wanted;
    }

    /** Raw pixels along lambda/D; 0 = unknown. */
    void samplingQ(double px) {
        samplingQ = px;
    }

    @Override
    public boolean wants(Exhibit.Kind kind) {
        Aid now = aid;
        return now != null && now.kind == kind && System.nanoTime() - dueNs >= 0;
    }

    @Override
    public void see(Exhibit exhibit) {
        Aid now = aid;
        if (now == null || now.kind != exhibit.kind()) {
            return;
        }
        dueNs = System.nanoTime() + (exhibit.kind() == Exhibit.Kind.STACK ? STACK_NS : LIVE_NS);
        switch (now) {
            case STARS -> stars(exhibit);
            case BAHTINOV -> bahtinov(exhibit);
            case COLLIMATION -> collimation(exhibit);
            case DISPERSION -> dispersion(exhibit);
            default -> {
                return;
            }
        }
    }

    private void stars(Exhibit exhibit) {
        boolean fresh = luminance(exhibit);
        if (fresh || sizes == null) {
            sizes = new StarSizes(plane.widthPx, plane.heightPx);
            stars = new StarReading();
        }
        sizes.measure(plane, FULL_FRACTION * exhibit.whiteAdu(), stars);
        double px = exhibit.pxPerRawPx();
        found.accept(new AidFinding.Stars(
                stars.starCount,
                stars.medianHfdPx / px,
                stars.medianFwhmPx / px,
                stars.medianRoundnessRatio,
                stars.scatterHfdPx / px,
                stars.starCount > 0 && stars.stars[0].isSaturated));
    }

    private void bahtinov(Exhibit exhibit) {
        boolean fresh = luminance(exhibit);
        if (fresh || bahtinov == null) {
            bahtinov = new Bahtinov(plane.widthPx, plane.heightPx);
            spikes = new BahtinovReading();
        }
        bahtinov.measure(plane, spikes);
        BahtinovReading copy = new BahtinovReading();
        copy.set(spikes);
        found.accept(new AidFinding.Bahtinov(copy, exhibit.pxPerRawPx()));
    }

    private void collimation(Exhibit exhibit) {
        boolean fresh = luminance(exhibit);
        if (fresh || collimation == null) {
            collimation = new Collimation(plane.widthPx, plane.heightPx);
            rings = new CollimationReading();
        }
        double q = samplingQ * exhibit.pxPerRawPx();
        collimation.measure(plane, q > 0 ? q : Double.NaN, rings);
        CollimationReading copy = new CollimationReading();
        copy.set(rings);
        found.accept(new AidFinding.Collimation(copy, exhibit.pxPerRawPx()));
    }

    private void dispersion(Exhibit exhibit) {
        if (dispersion == null || dispersionWidthPx != exhibit.widthPx() || dispersionHeightPx != exhibit.heightPx()) {
            dispersion = new ColourDispersion(exhibit.widthPx(), exhibit.heightPx());
            dispersionWidthPx = exhibit.widthPx();
            dispersionHeightPx = exhibit.heightPx();
        }
        found.accept(new AidFinding.Dispersion(dispersion.measure(exhibit.planes()), exhibit.pxPerRawPx()));
    }

    /** The mean of the colours; true if the size is a new one. */
    private boolean luminance(Exhibit exhibit) {
        boolean fresh = plane == null || plane.widthPx != exhibit.widthPx() || plane.heightPx != exhibit.heightPx();
        if (fresh) {
            plane = new Plane(exhibit.widthPx(), exhibit.heightPx());
            sizes = null;
            bahtinov = null;
            collimation = null;
        }
        float[][] from = exhibit.planes();
        float[] to = plane.adu;
        if (from.length == 1) {
            System.arraycopy(from[0], 0, to, 0, to.length);
        } else {
            float[] red = from[0];
            float[] green = from[1];
            float[] blue = from[2];
            for (int i = 0; i < to.length; i++) {
                to[i] = (red[i] + green[i] + blue[i]) * (1f / 3f);
            }
        }
        return fresh;
    }
}
