package org.lucida.view.fx.panel;

import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import org.lucida.enhance.NoiseSpectrum;
import org.lucida.enhance.PictureNoise;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.picture.Exhibit;

/**
 * Measures how far the target stands above the noise each time the stack is looked at, once a second at most.
 *
 * <p>Of three planes the green one is measured: it has half of the samples of a Bayer mosaic.
 *
 * <p>Thread: looks on the eye's thread, tells on the FX thread.
 */
final class StackGrowth implements Exhibit.Viewer {
    private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

    /** Gets each measurement. FX thread. */
    interface Listener {
        /**
         * The stack was measured.
         *
         * @param stackedCount frames in it
         * @param stackNumber which stack it was
         * @param snr of the bright parts of the target
         */
        void measured(Observation of, long stackedCount, long stackNumber, double snr);
    }

    private final Listener listener;
    private volatile Observation observation;
    private volatile boolean isWanted;
    // ---- the eye's thread
    private Observation seen;
    private long lastNs;
    private long lastCount;
    private long lastNumber;
    private PictureNoise noise;
    private int widthPx;
    private int heightPx;
    private double scale;

    StackGrowth(Listener listener) {
        this.listener = listener;
    }

    /** What is measured from now on; null = nothing. FX thread. */
    void observe(Observation now) {
        observation = now;
    }

    /** Whether anybody looks. FX thread. */
    void wanted(boolean isSeen) {
        isWanted = isSeen;
    }

    @Override
    public boolean wants(Exhibit.Kind kind) {
        return kind == Exhibit.Kind.STACK
                && isWanted
                && observation != null
                && (lastNs == 0 || System.nanoTime() - lastNs >= PAUSE_NS);
    }

    @Override
    public void see(Exhibit exhibit) {
        Observation now = observation;
        boolean isNews = now != seen || exhibit.stackedCount() != lastCount || exhibit.stackNumber() != lastNumber;
        if (exhibit.kind() != Exhibit.Kind.STACK || now == null || !isNews || exhibit.stackedCount() < 1) {
            return;
        }
        lastNs = System.nanoTime();
        boolean fits = exhibit.widthPx() == widthPx && exhibit.heightPx() == heightPx && exhibit.pxPerRawPx() == scale;
        if (noise == null || now != seen || !fits) {
            widthPx = exhibit.widthPx();
            heightPx = exhibit.heightPx();
            scale = exhibit.pxPerRawPx();
            noise = new PictureNoise(
                    widthPx,
                    heightPx,
                    NoiseSpectrum.ofDrizzle(now.opening().settings().pixfrac(), scale));
        }
        seen = now;
        lastCount = exhibit.stackedCount();
        lastNumber = exhibit.stackNumber();
        noise.measure(exhibit.planes()[exhibit.planes().length == 3 ? 1 : 0]);
        double snr = noise.snr();
        if (snr > 0 && Double.isFinite(snr)) {
            long count = lastCount;
            long number = lastNumber;
            Platform.runLater(() -> listener.measured(now, count, number, snr));
        }
    }
}
