package org.lucida.align;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Plane;
import org.lucida.frame.Roi;
import org.lucida.frame.Verdict;
import org.lucida.math.BlobCentroid;

/**
 * Finds how far each frame has wandered, against a reference that grows from the aligned frames themselves.
 *
 * <p>The first usable frame is the first anchor and the origin of all displacements. While locked, the place is predicted
 * from the last frames and refined by least squares ({@link ShiftFit}). Where that fails, the target is searched: a planet
 * by its brightness anywhere in the frame, everything by correlation ({@link ShiftSearch}), then refined likewise. Aligned
 * frames are averaged into the next anchor; at the counts of the settings it replaces the present one, its own offset is
 * measured once against the old anchor and subtracted, so that the origin stays.
 *
 * <p>Shape: planes of exactly the size given. Units: displacements in raw px (plane px times binPx; binned pixel centres
 * cancel in a difference). Sign: d is where the content went, frame(x + d) shows what the reference shows at x.
 * <p>Error: 1.2 times the Cramer-Rao bound or better, bias below 0.01 px (AlignmentAccuracyTest). Verdicts:
 * {@link Verdict#NO_PEAK}, {@link Verdict#AMBIGUOUS}, {@link Verdict#OUT_OF_FIELD}, {@link Verdict#DISAGREES}.
 * <p>Memory: all when the first anchor is found; later frames allocate nothing. Modifies only the displacement,
 * significance and verdict of a slot; planes are not modified.
 * <p>Thread: the alignment thread only. The same frames give the same bits.
 * <p>Source: SCIENCE 3.2, 3.3; Cramer-Rao bound of image registration, Robinson and Milanfar 2004.
 */
public final class GlobalAlignment {
    private static final int MIN_PLANE_PX = 16;
    private static final int MAX_SURFACE_PX = 384;
    /** Fits a transform of 1024 with its margin. */
    private static final int MAX_REGION_PX = 1000;
    /** Pair signal-to-noise below which a single frame cannot serve as reference (SCIENCE 3.3). */
    private static final double MIN_PAIR_SNR = 2;
    /** Pair signal-to-noise from which something is certainly there. */
    private static final double SURE_PAIR_SNR = 5;
    /** Error along the worst direction beyond which a position is not known, px. */
    private static final double MAX_SIGMA_PX = 1;
    /** Margin of the gate around the prediction beyond three sigmas, px. */
    private static final double GATE_MARGIN_PX = 2;
    /** Share of the main lobe's radius from which the fit finds home. */
    private static final double CAPTURE_FRACTION = 0.4;

    private static final double MIN_CAPTURE_PX = 1.5;
    /** Frame pixels searched around a planet found by its brightness. */
    private static final int BLOB_REACH_PX = 24;
    /** Frames after which the residual's history may speak: first to ask for a second opinion, then to veto. */
    private static final int SECOND_OPINION_COUNT = 10;

    private static final int VETO_COUNT = 50;
    /** Whatever its sigma, coarse residual power within this factor of the level is ordinary seeing and transparency. */
    private static final double ORDINARY_FACTOR = 3;

    private static final double SECOND_OPINION_FACTOR = 1.5;
    /** An anchor offset beyond this is no offset but a failure, px. */
    private static final double MAX_ANCHOR_OFFSET_PX = 0.5;

    private final int widthPx;
    private final int heightPx;
    private final int binPx;
    private final AlignmentSettings settings;
    private final BlobCentroid blob;
    private final PlaneNoise noise;
    private final HotPixels hotPixels = new HotPixels();
    private final float[] clean;
    private long cleanIndex = Long.MIN_VALUE;
    private final DisplacementTracker tracker = new DisplacementTracker();
    private final RobustLevel residualLevel = new RobustLevel();
    private final RobustLevel coarseLevel = new RobustLevel();
    private final List<AlignmentEpoch> epochs = new CopyOnWriteArrayList<>();

    private boolean founded;
    private Anchor anchor;
    private ShiftFit fit;
    private ShiftSearch nearSearch;
    private ShiftSearch farSearch;
    private RunningReference reference;
    private float[] usable;
    private float[] freshMean = new float[0];
    private double xOffsetPx;
    private double yOffsetPx;
    private double xHomePx;
    private double yHomePx;
    private long absorbedCount;
    private long nextAnchorCount;

    private double xFoundPx;
    private double yFoundPx;
    private double sigmaFoundPx;
    private double residualFound;
    private double coarseFound;
    private double significanceFound;
    private Verdict failure = Verdict.NO_PEAK;

    /**
     * @param widthPx columns of the luminance planes
     * @param heightPx rows of the luminance planes
     * @param binPx raw px per plane px
     */
    public GlobalAlignment(int widthPx, int heightPx, int binPx, AlignmentSettings settings) {
        if (widthPx < MIN_PLANE_PX || heightPx < MIN_PLANE_PX || binPx < 1) {
            throw new IllegalArgumentException("luminance plane " + widthPx + "x" + heightPx + " px, binPx=" + binPx
                    + " is too small to align; use a larger ROI of at least " + MIN_PLANE_PX * binPx + " px");
        }
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.binPx = binPx;
        this.settings = settings;
        blob = new BlobCentroid(widthPx, heightPx);
        noise = new PlaneNoise(widthPx, heightPx);
        clean = new float[settings.target() == TargetKind.STARS ? widthPx * heightPx : 0];
    }

    /**
     * Finds the displacement of a frame. Frames already rejected are left alone.
     *
     * @param luminance the frame's plane; not modified
     * @param slot displacement*, peakSignificance and perhaps verdict are modified
     */
    public void align(Plane luminance, FrameSlot slot) {
        checkSize(luminance);
        if (slot.verdict.isRejected()) {
            return;
        }
        float[] adu = samples(luminance, slot.frameIndex);
        if (!founded) {
            found(adu, slot);
            return;
        }
        tracker.predict(slot.frameIndex);
        significanceFound = Double.NaN;
        if (!locate(adu)) {
            slot.peakSignificance = significanceFound;
            slot.reject(failure);
            return;
        }
        slot.displacementXPx = (xFoundPx + xOffsetPx) * binPx;
        slot.displacementYPx = (yFoundPx + yOffsetPx) * binPx;
        slot.displacementSigmaPx = sigmaFoundPx * binPx;
        slot.peakSignificance = significanceFound;
        double coarse = Math.log(Math.max(coarseFound * residualFound, Double.MIN_NORMAL));
        double residual = Math.log(Math.max(residualFound, Double.MIN_NORMAL));
        if (exceeds(coarseLevel, coarse, VETO_COUNT, ORDINARY_FACTOR)) {
            coarseLevel.addRejected(coarse);
            residualLevel.addRejected(residual);
            slot.reject(Verdict.DISAGREES);
            return;
        }
        coarseLevel.add(coarse);
        residualLevel.add(residual);
        tracker.accept(slot.frameIndex, xFoundPx + xOffsetPx, yFoundPx + yOffsetPx);
    }

    /**
     * Adds an aligned frame, by its weight, to the next anchor; at the end of an epoch that anchor takes over. Does nothing
     * for rejected frames and weight 0. To be called after {@link #align} of the same frame, before the next.
     *
     * @param luminance the frame's plane; not modified
     * @param slot not modified
     */
    public void absorb(Plane luminance, FrameSlot slot) {
        checkSize(luminance);
        if (!founded || slot.verdict.isRejected() || !(slot.weight > 0) || Double.isNaN(slot.displacementXPx)) {
            return;
        }
        float[] adu = samples(luminance, slot.frameIndex);
        reference.add(adu, widthPx, heightPx, slot.displacementXPx / binPx, slot.displacementYPx / binPx, slot.weight);
        absorbedCount++;
        if (absorbedCount >= nextAnchorCount) {
            replaceAnchor(adu, slot.frameIndex);
        }
    }

    /** The stretches of frames and their anchors so far, for the report. A copy. Any thread. */
    public List<AlignmentEpoch> epochs() {
        return List.copyOf(epochs);
    }

    private void checkSize(Plane luminance) {
        if (luminance.widthPx != widthPx || luminance.heightPx != heightPx) {
            throw new IllegalArgumentException("luminance plane " + luminance.widthPx + "x" + luminance.heightPx
                    + " px does not fit alignment for " + widthPx + "x" + heightPx + " px; make a new alignment");
        }
    }

    private float[] samples(Plane luminance, long frameIndex) {
        if (settings.target() != TargetKind.STARS) {
            return luminance.adu;
        }
        if (frameIndex != cleanIndex) {
            hotPixels.suppress(luminance.adu, clean, widthPx, heightPx);
            cleanIndex = frameIndex;
        }
        return clean;
    }

    // ---- the first anchor ------------------------------------------------------------------------------------------

    private void found(float[] adu, FrameSlot slot) {
        Roi region = chooseRegion(adu);
        if (region == null) {
            slot.reject(Verdict.NO_PEAK);
            return;
        }
        if (anchor == null || !anchor.region.equals(region)) {
            make(region);
        }
        for (int y = 0; y < region.heightPx(); y++) {
            System.arraycopy(
                    adu,
                    (region.yPx() + y) * widthPx + region.xPx(),
                    anchor.mean,
                    y * region.widthPx(),
                    region.widthPx());
        }
        Arrays.fill(usable, 1);
        anchor.prepare(usable, noiseSigma(adu), 1);
        slot.peakSignificance = anchor.pairSnr();
        boolean held = fit.foretell() && fit.worstSigmaPx() <= MAX_SIGMA_PX;
        if (!held || anchor.pairSnr() < MIN_PAIR_SNR) {
            // Plenty of light that yet does not hold a position: stripes, a smooth gradient.
            slot.reject(anchor.pairSnr() >= SURE_PAIR_SNR ? Verdict.AMBIGUOUS : Verdict.NO_PEAK);
            return;
        }
        founded = true;
        anchorChanged();
        reference.clear();
        xOffsetPx = 0;
        yOffsetPx = 0;
        nextAnchorCount = nextAnchorAfter(0);
        epochs.add(new AlignmentEpoch(0, slot.frameIndex, 1, 0, 0));
        tracker.reset(slot.frameIndex, 0, 0);
        slot.displacementXPx = 0;
        slot.displacementYPx = 0;
        slot.displacementSigmaPx = fit.sigmaPx() * binPx;
    }

    private Roi chooseRegion(float[] adu) {
        if (settings.target() == TargetKind.PLANET) {
            if (!blob.find(adu)) {
                return null;
            }
            xHomePx = blob.xPx();
            yHomePx = blob.yPx();
            int size = Math.max(blob.rightPx() - blob.leftPx(), blob.bottomPx() - blob.topPx()) + 1;
            int margin = Math.max(8, size / 8);
            int left = Math.max(0, blob.leftPx() - margin);
            int top = Math.max(0, blob.topPx() - margin);
            int right = Math.min(widthPx, blob.rightPx() + margin + 1);
            int bottom = Math.min(heightPx, blob.bottomPx() + margin + 1);
            return central(left, top, right - left, bottom - top, MAX_REGION_PX);
        }
        int most = settings.target() == TargetKind.SURFACE ? MAX_SURFACE_PX : MAX_REGION_PX;
        return central(0, 0, widthPx, heightPx, most);
    }

    private static Roi central(int left, int top, int width, int height, int most) {
        int w = Math.min(width, most);
        int h = Math.min(height, most);
        return new Roi(left + (width - w) / 2, top + (height - h) / 2, w, h);
    }

    private void make(Roi region) {
        anchor = new Anchor(region, settings.target());
        fit = new ShiftFit(anchor, settings.minInformationFraction());
        reference = new RunningReference(region);
        usable = new float[region.widthPx() * region.heightPx()];
        int largest = settings.target() == TargetKind.STARS ? 512 : 256;
        if (settings.target() == TargetKind.PLANET) {
            nearSearch = new ShiftSearch(anchor, BLOB_REACH_PX, largest);
            farSearch = null;
        } else {
            nearSearch = new ShiftSearch(anchor, 0, largest);
            farSearch = new ShiftSearch(anchor, Math.max(widthPx, heightPx) / 2, largest);
        }
    }

    private void anchorChanged() {
        fit.anchorChanged();
        nearSearch.anchorChanged();
        if (farSearch != null) {
            farSearch.anchorChanged();
        }
    }

    private double noiseSigma(float[] adu) {
        Roi region = anchor.region;
        return noise.sigmaAdu(adu, widthPx, region.xPx(), region.yPx(), region.widthPx(), region.heightPx());
    }

    // ---- every frame -----------------------------------------------------------------------------------------------

    /** Tracks, else searches. On success the found fields hold the result, else {@code failure} the reason. */
    private boolean locate(float[] adu) {
        double xExpected = tracker.predictedXPx() - xOffsetPx;
        double yExpected = tracker.predictedYPx() - yOffsetPx;
        double gate = 3 * tracker.sigmaPx() + GATE_MARGIN_PX;
        double capture = Math.max(MIN_CAPTURE_PX, CAPTURE_FRACTION * nearSearch.lobeRadiusPx());
        boolean tracked = tracker.isLocked()
                && tracker.sigmaPx() <= capture
                && refine(adu, xExpected, yExpected)
                && Math.hypot(fit.xPx() - xExpected, fit.yPx() - yExpected) <= gate;
        if (tracked) {
            keep();
            double residual = Math.log(Math.max(residualFound, Double.MIN_NORMAL));
            if (!exceeds(residualLevel, residual, SECOND_OPINION_COUNT, SECOND_OPINION_FACTOR)) {
                return true;
            }
        }
        if (search(adu, xExpected, yExpected, gate)) {
            // A second opinion counts if it explains the frame better.
            if (!tracked || fit.residualVariance() < residualFound) {
                keep();
            }
            return true;
        }
        if (!tracked
                && failure == Verdict.NO_PEAK
                && tracker.isLocked()
                && fit.informationFractionAt(widthPx, heightPx, xExpected, yExpected)
                        < settings.minInformationFraction()) {
            failure = Verdict.OUT_OF_FIELD;
        }
        return tracked;
    }

    private void keep() {
        xFoundPx = fit.xPx();
        yFoundPx = fit.yPx();
        sigmaFoundPx = fit.sigmaPx();
        residualFound = fit.residualVariance();
        coarseFound = fit.coarseRatio();
    }

    private boolean search(float[] adu, double xExpected, double yExpected, double gate) {
        double radius = Math.max(settings.searchRadiusPx() / binPx, gate);
        if (settings.target() == TargetKind.PLANET && blob.find(adu)) {
            return searchAround(
                    nearSearch, adu, blob.xPx() - xHomePx - xOffsetPx, blob.yPx() - yHomePx - yOffsetPx, BLOB_REACH_PX);
        }
        if (searchAround(nearSearch, adu, xExpected, yExpected, radius)) {
            return true;
        }
        return farSearch != null && searchAround(farSearch, adu, 0, 0, Math.max(widthPx, heightPx));
    }

    private boolean searchAround(ShiftSearch search, float[] adu, double xCentre, double yCentre, double radius) {
        search.run(adu, widthPx, heightPx, (int) Math.rint(xCentre), (int) Math.rint(yCentre), radius);
        significanceFound = search.significance();
        failure = Verdict.NO_PEAK;
        if (!(significanceFound >= settings.significanceGate())) {
            return false;
        }
        if (search.rivalRatio() > settings.rivalRatioLimit()) {
            boolean rivalIsReal = search.rivalRatio() * significanceFound >= settings.significanceGate();
            failure = rivalIsReal ? Verdict.AMBIGUOUS : Verdict.NO_PEAK;
            return false;
        }
        return refine(adu, search.xPx(), search.yPx())
                && Math.hypot(fit.xPx() - search.xPx(), fit.yPx() - search.yPx())
                        <= search.lobeRadiusPx() + search.binPx();
    }

    private boolean refine(float[] adu, double xStart, double yStart) {
        failure = Verdict.NO_PEAK;
        if (!fit.run(adu, widthPx, heightPx, 0, 0, xStart, yStart)) {
            failure = fit.outOfField() ? Verdict.OUT_OF_FIELD : Verdict.NO_PEAK;
            return false;
        }
        if (!(fit.gainSignificance() >= settings.significanceGate())) {
            return false;
        }
        if (!(fit.worstSigmaPx() <= MAX_SIGMA_PX)) {
            failure = fit.bestSigmaPx() <= MAX_SIGMA_PX ? Verdict.AMBIGUOUS : Verdict.NO_PEAK;
            return false;
        }
        return true;
    }

    private boolean exceeds(RobustLevel level, double value, int minCount, double factor) {
        return level.count() >= minCount
                && level.excess(value) > settings.vetoSigma() * level.sigma()
                && level.excess(value) > Math.log(factor);
    }

    // ---- epochs ----------------------------------------------------------------------------------------------------

    private void replaceAnchor(float[] adu, long frameIndex) {
        nextAnchorCount = nextAnchorAfter(absorbedCount);
        // The old mean stays where the new one knows nothing, so this is the new mean on the old one's grid.
        float[] fresh = freshMean();
        boolean solved =
                fit.run(fresh, anchor.widthPx, anchor.heightPx, anchor.region.xPx(), anchor.region.yPx(), 0, 0);
        double xShift = fit.xPx() + xOffsetPx;
        double yShift = fit.yPx() + yOffsetPx;
        if (solved && Math.hypot(xShift, yShift) <= MAX_ANCHOR_OFFSET_PX) {
            System.arraycopy(fresh, 0, anchor.mean, 0, fresh.length);
            anchor.prepare(usable, noiseSigma(adu), reference.effectiveCount());
            xOffsetPx = xShift;
            yOffsetPx = yShift;
            epochs.add(new AlignmentEpoch(
                    epochs.size(), frameIndex + 1, reference.frameCount(), xShift * binPx, yShift * binPx));
            anchorChanged();
        }
        reference.clear();
    }

    private float[] freshMean() {
        if (freshMean.length != anchor.mean.length) {
            freshMean = new float[anchor.mean.length];
        }
        System.arraycopy(anchor.mean, 0, freshMean, 0, freshMean.length);
        reference.mean(freshMean, usable);
        return freshMean;
    }

    private long nextAnchorAfter(long count) {
        for (int wanted : settings.anchorCounts()) {
            if (wanted > count) {
                return wanted;
            }
        }
        return count + settings.epochCount();
    }
}
