package org.lucida.view.fx.panel;

import java.util.OptionalDouble;
import org.lucida.camera.CameraControls;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Verdict;
import org.lucida.pipeline.RecordingWish;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Readings;

/**
 * What follows from readings over time: exposure in the stack, frames per second that come, how long the disk lasts, whether
 * frames are being lost just now.
 *
 * <p>Thread: FX.
 */
final class Tally {
    private static final String EXPOSURE = "exposureUs";
    private static final double RATE_WINDOW_S = 2;
    /** A loss is news for so long. */
    private static final double LOUD_S = 5;
    /** Rows read at one look at most, so that a long night that is looked at late does not stall the window. */
    private static final int MOST_ROWS = 20_000;

    private final Observation observation;
    private int nextRow;
    private int exposureEpoch = -1;
    private double exposureUs = Double.NaN;
    private double exposureSumUs;
    private long exposureCount;
    private long stackedBeforeCount;
    private double windowStartS = Double.NaN;
    private long windowStartCount;
    private double deliveredHz;
    private long lostBeforeCount;
    private double lastLossS = Double.NEGATIVE_INFINITY;
    private Readings now;

    Tally(Observation observation) {
        this.observation = observation;
    }

    /** Called with every reading, in order. */
    void tell(Readings readings) {
        now = readings;
        expose(readings.stackedNowCount());
        rate(readings);
        if (readings.ledger().droppedCount() > lostBeforeCount) {
            lastLossS = readings.elapsedS();
        }
        lostBeforeCount = readings.ledger().droppedCount();
    }

    private void expose(long stackedNowCount) {
        if (stackedNowCount < stackedBeforeCount) {
            exposureSumUs = 0;
            exposureCount = 0;
        }
        stackedBeforeCount = stackedNowCount;
        FrameTable table = observation.session().pipeline().table();
        int end = Math.min(table.rowCount(), nextRow + MOST_ROWS);
        for (; nextRow < end; nextRow++) {
            if (table.verdict(nextRow) == Verdict.STACKED) {
                if (table.controlEpoch(nextRow) != exposureEpoch) {
                    exposureEpoch = table.controlEpoch(nextRow);
                    exposureUs = exposureAt(exposureEpoch);
                }
                exposureSumUs += exposureUs;
                exposureCount++;
            }
        }
    }

    private double exposureAt(int epoch) {
        double atUs = Double.NaN;
        double beforeUs = Double.NaN;
        for (CameraControls.Change change : observation.controls().changes()) {
            if (change.key().equals(EXPOSURE)) {
                if (change.epoch() <= epoch) {
                    atUs = change.afterValue();
                } else if (Double.isNaN(beforeUs)) {
                    beforeUs = change.beforeValue();
                }
            }
        }
        double openedUs =
                Double.isNaN(beforeUs) ? observation.info().exposureUs().orElse(Double.NaN) : beforeUs;
        return Double.isNaN(atUs) ? openedUs : atUs;
    }

    private void rate(Readings readings) {
        long count = readings.ledger().deliveredCount();
        double lengthS = readings.elapsedS() - windowStartS;
        if (Double.isNaN(windowStartS)) {
            windowStartS = readings.elapsedS();
            windowStartCount = count;
        } else if (lengthS >= RATE_WINDOW_S) {
            deliveredHz = (count - windowStartCount) / lengthS;
            windowStartS = readings.elapsedS();
            windowStartCount = count;
        } else if (deliveredHz == 0 && lengthS > RATE_WINDOW_S / 4) {
            deliveredHz = (count - windowStartCount) / lengthS;
        }
        if (readings.phase() != Readings.Phase.RUNNING) {
            deliveredHz = 0;
        }
    }

    /** Exposure time in the present stack, s; empty if nobody knows the exposure. */
    OptionalDouble stackedS() {
        double meanUs = exposureCount == 0 ? exposureAt(0) : exposureSumUs / exposureCount;
        return meanUs > 0 ? OptionalDouble.of(now.stackedNowCount() * meanUs / 1e6) : OptionalDouble.empty();
    }

    /** Bytes a second that a recording writes now, or would write. */
    double bytesPerS() {
        return deliveredHz * observation.format().frameBytes();
    }

    /** Time a recording has room for, s; infinite while no frames come, NaN if the room is unknown. */
    double roomS() {
        if (now.freeDiskBytes() < 0) {
            return Double.NaN;
        }
        double room = Math.max(0, now.freeDiskBytes() - RecordingWish.RESERVE_BYTES);
        return bytesPerS() > 0 ? room / bytesPerS() : Double.POSITIVE_INFINITY;
    }

    /** How the room on the disk is to be taken. */
    PaletteTone roomTone() {
        double roomS = roomS();
        long bytes = now.freeDiskBytes();
        if (roomS < 120 || bytes < 1_000_000_000L) {
            return PaletteTone.BAD;
        }
        return roomS < 600 || bytes < 5_000_000_000L ? PaletteTone.WARN : PaletteTone.GOOD;
    }

    /** Share of an hour of recording that fits, 0 to 1. */
    double roomFraction() {
        return Math.min(1, roomS() / 3600);
    }

    /** How the filling of the ring is to be taken. */
    PaletteTone ringTone() {
        return now.ringFillFraction() > 0.9
                ? PaletteTone.BAD
                : now.ringFillFraction() > 0.5 ? PaletteTone.WARN : PaletteTone.GOOD;
    }

    /** True while frames are being lost, and some seconds after. */
    boolean isLosing() {
        return now.elapsedS() - lastLossS < LOUD_S;
    }
}
