package org.lucida.pipeline;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.lucida.camera.CameraControls;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Verdict;

/**
 * How long the frames of a stack were exposed, when the observer has turned the exposure meanwhile. Immutable.
 *
 * @param countsByUs stacked frames by exposure in us, in the order in which the exposures first came
 */
record StackExposure(Map<Double, Long> countsByUs) {
    private static final String EXPOSURE = "exposureUs";

    /**
     * Looks at the frames of a stack.
     *
     * @param table verdicts and control epochs. Not modified
     * @param fromRow first row of the stack
     * @param toRow row behind its last
     * @param controls what was turned, and when
     * @param toldUs exposure of a camera of which nothing was turned; empty if unknown
     */
    static StackExposure of(FrameTable table, int fromRow, int toRow, CameraControls controls, OptionalDouble toldUs) {
        List<CameraControls.Change> changes = controls.changes().stream()
                .filter(it -> it.key().equals(EXPOSURE))
                .toList();
        Map<Double, Long> counts = new LinkedHashMap<>();
        int epoch = -1;
        double us = Double.NaN;
        long count = 0;
        for (int row = fromRow; row < toRow; row++) {
            if (table.verdict(row) != Verdict.STACKED) {
                continue;
            }
            if (table.controlEpoch(row) != epoch) {
                if (count > 0) {
                    counts.merge(us, count, Long::sum);
                }
                count = 0;
                epoch = table.controlEpoch(row);
                us = at(epoch, changes, toldUs);
            }
            count++;
        }
        if (count > 0) {
            counts.merge(us, count, Long::sum);
        }
        counts.remove(Double.NaN);
        return new StackExposure(counts);
    }

    /** Exposure in an epoch: what it was last turned to, or what it stood at before it was first turned. */
    private static double at(int epoch, List<CameraControls.Change> changes, OptionalDouble toldUs) {
        double us =
                changes.isEmpty() ? toldUs.orElse(Double.NaN) : changes.get(0).beforeValue();
        for (CameraControls.Change change : changes) {
            us = change.epoch() <= epoch ? change.afterValue() : us;
        }
        return us > 0 ? us : Double.NaN;
    }

    /** Exposure of most frames, us; empty if unknown. */
    OptionalDouble usualUs() {
        double usual = Double.NaN;
        long most = 0;
        for (Map.Entry<Double, Long> one : countsByUs.entrySet()) {
            if (one.getValue() > most) {
                most = one.getValue();
                usual = one.getKey();
            }
        }
        return most == 0 ? OptionalDouble.empty() : OptionalDouble.of(usual);
    }

    /** Mean over all frames, us; empty if unknown. */
    OptionalDouble meanUs() {
        double sumUs = 0;
        long count = 0;
        for (Map.Entry<Double, Long> one : countsByUs.entrySet()) {
            sumUs += one.getKey() * one.getValue();
            count += one.getValue();
        }
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sumUs / count);
    }

    /** What a user of the stack must know; empty if all frames were exposed alike. */
    List<String> notes() {
        if (countsByUs.size() < 2) {
            return List.of();
        }
        List<String> parts = new ArrayList<>();
        countsByUs.forEach((us, count) -> parts.add(
                BigDecimal.valueOf(us).movePointLeft(6).stripTrailingZeros().toPlainString() + " s in " + count
                        + " frames"));
        return List.of("the exposure was changed: " + String.join(", ", parts)
                + "; EXPTIME is that of most frames, TOTALEXP the sum of all");
    }
}
