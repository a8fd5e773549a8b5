package org.lucida.pipeline;

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

/** Looks at one frame: how sharp was this instant, what weight does it earn, how far has the target wandered? */
final class MeasureStage implements Stage {
    /** While recording; else null and every frame is looked at. */
    private final LoadShedding shedding;

    private final FrameMasks masks;
    /** Looks for hot pixels until it has decided; null then, or if nobody wants it. */
    private HotPixelFinder finder;

    private final Luminance luminance;
    private final Luckiness luckiness;
    private final Selection selection;
    private final GlobalAlignment alignment;
    private final Plane plane;
    private final LuckinessReading reading = new LuckinessReading();

    MeasureStage(
            LoadShedding shedding,
            FrameMasks masks,
            HotPixelFinder finder,
            Luminance luminance,
            Luckiness luckiness,
            Selection selection,
            GlobalAlignment alignment) {
        this.shedding = shedding;
        this.masks = masks;
        this.finder = finder;
        this.luminance = luminance;
        this.luckiness = luckiness;
        this.selection = selection;
        this.alignment = alignment;
        plane = luminance.newPlane();
    }

    @Override
    public void process(FrameSlot[] slots, int count) {
        for (int i = 0; i < count; i++) {
            measure(slots[i]);
        }
    }

    private void measure(FrameSlot slot) {
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
        finder.offer(slot);
        if (finder.isDecided()) {
            masks.add(finder.found());
            finder = null;
        }
    }
}
