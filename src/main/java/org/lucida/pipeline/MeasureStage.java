package org.lucida.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.lucida.align.AlignmentEpoch;
import org.lucida.align.GlobalAlignment;
import org.lucida.calibrate.FrameMasks;
import org.lucida.calibrate.HotPixelFinder;
import org.lucida.calibrate.Luminance;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Plane;
import org.lucida.frame.Verdict;
import org.lucida.luck.Luckiness;
import org.lucida.luck.LuckinessReading;
import org.lucida.luck.Selection;

/**
 * Looks at one frame: how sharp was this instant, what weight does it earn, how far has the target wandered? What the observer
 * turns meanwhile takes effect here, between two frames.
 */
final class MeasureStage implements Stage {
    private final StackDials dials;
    /** Where a recording may run; else null and every frame is looked at. */
    private final LoadShedding shedding;

    private final FrameMasks masks;
    /** Looks for hot pixels until it has decided; null then, or if nobody wants it. */
    private HotPixelFinder finder;

    private final Luminance luminance;
    private final Luckiness luckiness;
    private final Supplier<Selection> newSelection;
    private final Supplier<GlobalAlignment> newAlignment;
    private final Plane plane;
    private final LuckinessReading reading = new LuckinessReading();
    private final List<AlignmentEpoch> earlierEpochs = new ArrayList<>();
    private volatile Selection selection;
    private GlobalAlignment alignment;
    private int stackNumber = 1;
    private double lastXPx;
    private double lastYPx;

    MeasureStage(
            StackDials dials,
            LoadShedding shedding,
            FrameMasks masks,
            HotPixelFinder finder,
            Luminance luminance,
            Luckiness luckiness,
            Supplier<Selection> newSelection,
            Supplier<GlobalAlignment> newAlignment) {
        this.dials = dials;
        this.shedding = shedding;
        this.masks = masks;
        this.finder = finder;
        this.luminance = luminance;
        this.luckiness = luckiness;
        this.newSelection = newSelection;
        this.newAlignment = newAlignment;
        selection = newSelection.get();
        alignment = newAlignment.get();
        plane = luminance.newPlane();
    }

    @Override
    public void process(FrameSlot[] slots, int count) {
        for (int i = 0; i < count; i++) {
            obey(slots[i]);
            measure(slots[i]);
        }
    }

    /** Wishes take effect with this frame. */
    private void obey(FrameSlot slot) {
        int wantedStack = dials.wantedStack();
        if (wantedStack != stackNumber) {
            beginAnew(wantedStack);
        }
        slot.stackNumber = stackNumber;
        double keepFraction = dials.keepFraction();
        double before = selection.keepFraction();
        if (keepFraction != before) {
            selection.keepFraction(keepFraction);
            dials.obeyed(new KeepFractionChange(slot.frameIndex, before, keepFraction));
        }
    }

    /** The first frame to come is the first of all, but for hot pixels and the share that is kept. */
    private void beginAnew(int wantedStack) {
        double keepFraction = selection.keepFraction();
        Selection fresh = newSelection.get();
        fresh.keepFraction(keepFraction);
        selection = fresh;
        synchronized (earlierEpochs) {
            earlierEpochs.addAll(alignment.epochs());
            alignment = null; // its planes are free before those of the next are made
            alignment = newAlignment.get();
        }
        if (finder != null) {
            finder.moveOrigin(lastXPx, lastYPx);
        }
        lastXPx = 0;
        lastYPx = 0;
        stackNumber = wantedStack;
    }

    private void measure(FrameSlot slot) {
        if (!slot.verdict.isRejected() && dials.isPaused()) {
            slot.reject(Verdict.PAUSED);
        }
        if (slot.verdict.isRejected()) {
            if (shedding != null) {
                shedding.passed();
            }
            return;
        }
        if (shedding != null && !shedding.accepts()) {
            slot.reject(Verdict.PASSED_OVER);
            return;
        }
        masks.apply(slot);
        luminance.fill(slot, plane);
        luckiness.measure(plane, reading);
        if (reading.isBlank) {
            slot.reject(Verdict.BLANK);
            return;
        }
        selection.judge(reading, slot);
        alignment.align(plane, slot);
        alignment.absorb(plane, slot);
        if (finder != null && !slot.verdict.isRejected()) {
            look(slot);
        }
    }

    private void look(FrameSlot slot) {
        lastXPx = slot.displacementXPx;
        lastYPx = slot.displacementYPx;
        finder.offer(slot);
        if (finder.isDecided()) {
            masks.add(finder.found());
            finder = null;
        }
    }

    /** Luckiness below which a frame is too soft now; NaN while all are kept. Any thread. */
    double thresholdLuckiness() {
        return selection.thresholdLuckiness();
    }

    /** The references of all stacks so far, oldest first. Any thread. */
    List<AlignmentEpoch> epochs() {
        synchronized (earlierEpochs) {
            List<AlignmentEpoch> all = new ArrayList<>(earlierEpochs);
            if (alignment != null) {
                all.addAll(alignment.epochs());
            }
            return all;
        }
    }
}
