package org.lucida.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.PixelMask;

/**
 * Finds hot pixels in a recording without a dark: spikes that stay where they are on the sensor while the target wanders.
 *
 * <p>Frames are gathered at four places of the target, each at least {@value #APART_PX} px from the others, and averaged at each
 * of them as the sensor saw them. A pixel is hot if it is a spike in all four averages:
 * <ul>
 *   <li>it stands above the eight pixels of its colour around it by more than they differ among themselves, and
 *   <li>none of the pixels beside it, of any colour, has risen by a seventh of that, noise apart: light that came through the telescope is
 *       spread over its neighbours, be it of a star that stands still while the target moves.
 * </ul>
 * A star moves away between the places; a target that stands still is never judged, so nothing of it is lost.
 *
 * <p>Error: in pure noise a pixel is a spike at one place with a chance of 0.0025, at all four of 4e-11.
 * <p>Memory: one float for each raw sample until it has decided, none afterwards.
 * <p>Thread: one at a time.
 */
public final class HotPixelFinder {
    private static final double APART_PX = 4;
    /** Frames this near are of one place; chosen so that a wobble of the air does not end a place. */
    private static final double SAME_PLACE_PX = 1.5;

    private static final int PLACE_COUNT = 4;
    private static final int FULL_COUNT = 16;
    /** A place is left when so many frames for each one gathered lay elsewhere. */
    private static final int ELSEWHERE_PER_FRAME = 3;
    /** If the target has not wandered by then it is not worth looking on. */
    private static final int MOST_FRAMES = 20_000;
    /** Single electrons on a dark sky are no spikes: at least this, ADU, times (1 + 1 / sqrt(frames)). */
    private static final float LEAST_EXCESS_ADU = 1;

    private static final float NEIGHBOUR_FRACTION = 0.15f;
    /** A recording with more spikes than this fraction is not of the kind this can judge. */
    private static final double MOST_FRACTION = 0.01;

    private final FrameFormat format;
    private final CalibratedRows rows;
    private final int samples;
    private final float[] even;
    private final float[] odd;
    private final List<double[]> places = new ArrayList<>();
    /** Sum of the frames at the present place, by (y * widthPx + x) * samples + sample; null when decided. */
    private float[] sum;

    private final float[] ring = new float[8];
    private BitSet candidates;
    private int gatheredCount;
    private int elsewhereCount;
    private int offeredCount;
    private int closedCount;
    private boolean isOpen;
    private PixelMask found;
    private double originXPx;
    private double originYPx;

    /** Looks for pixels besides those the calibration knows. */
    public HotPixelFinder(Calibration calibration) {
        format = calibration.format();
        rows = new CalibratedRows(calibration);
        samples = format.layout().samplesPerPixel();
        even = new float[(format.widthPx() + 1) / 2];
        odd = new float[(format.widthPx() + 1) / 2];
        sum = new float[format.widthPx() * format.heightPx() * samples];
    }

    /** Bytes one needs until it has decided. */
    public static long heapBytes(FrameFormat format) {
        return 4L * format.widthPx() * format.heightPx() * format.layout().samplesPerPixel();
    }

    /** True when it has said all it will. */
    public boolean isDecided() {
        return sum == null;
    }

    /** True once the target has been at a second place. */
    public boolean hasWandered() {
        return places.size() > 1;
    }

    /** The hot pixels, or null if there are none or it has not decided. */
    public PixelMask found() {
        return found;
    }

    /**
     * Displacements of frames to come are counted from another origin; what was gathered stays.
     *
     * @param xPx displacement, as counted so far, of what has displacement 0 from now on
     */
    public void moveOrigin(double xPx, double yPx) {
        originXPx += xPx;
        originYPx += yPx;
    }

    /**
     * Looks at a frame.
     *
     * @param slot aligned and not rejected. Not modified
     */
    public void offer(FrameSlot slot) {
        if (isDecided() || !Double.isFinite(slot.displacementXPx + slot.displacementYPx)) {
            return;
        }
        if (++offeredCount > MOST_FRAMES) {
            sum = null;
            return;
        }
        if (!isOpen) {
            open(slot);
        }
        if (!isOpen) {
            return;
        }
        double[] place = places.get(places.size() - 1);
        if (distancePx(place, slot) > SAME_PLACE_PX) {
            elsewhereCount++;
        } else {
            gather(slot);
        }
        if (gatheredCount == FULL_COUNT || elsewhereCount >= ELSEWHERE_PER_FRAME * gatheredCount) {
            close();
        }
    }

    private void open(FrameSlot slot) {
        for (double[] place : places) {
            if (distancePx(place, slot) < APART_PX) {
                return;
            }
        }
        places.add(new double[] {slot.displacementXPx + originXPx, slot.displacementYPx + originYPx});
        gatheredCount = 0;
        elsewhereCount = 0;
        isOpen = true;
    }

    private double distancePx(double[] place, FrameSlot slot) {
        return Math.hypot(slot.displacementXPx + originXPx - place[0], slot.displacementYPx + originYPx - place[1]);
    }

    private void gather(FrameSlot slot) {
        int width = format.widthPx();
        boolean isFirst = gatheredCount++ == 0;
        for (int y = 0; y < format.heightPx(); y++) {
            for (int sample = 0; sample < samples; sample++) {
                rows.read(slot, y, sample, even, odd);
                int base = y * width * samples + sample;
                if (isFirst) {
                    for (int x = 0; x < width; x++) {
                        sum[base + x * samples] = 0;
                    }
                }
                accumulate(even, base, (width + 1) / 2);
                accumulate(odd, base + samples, width / 2);
            }
        }
    }

    private void accumulate(float[] half, int base, int count) {
        for (int m = 0, i = base; m < count; m++, i += 2 * samples) {
            sum[i] += half[m];
        }
    }

    /** Ends a place: only spikes seen at every place so far remain. */
    private void close() {
        isOpen = false;
        BitSet spikes = spikes();
        if (candidates == null) {
            candidates = spikes;
        } else {
            candidates.and(spikes);
        }
        closedCount++;
        if (candidates.isEmpty() || closedCount == PLACE_COUNT) {
            boolean isBelievable = candidates.cardinality() <= MOST_FRACTION * format.widthPx() * format.heightPx();
            found = isBelievable ? PixelMask.of(format.widthPx(), format.heightPx(), candidates) : null;
            sum = null;
            candidates = null;
        }
    }

    private BitSet spikes() {
        BitSet spikes = new BitSet(format.widthPx() * format.heightPx());
        int step = format.layout().isMosaic() ? 2 : 1;
        float least = LEAST_EXCESS_ADU * (float) (gatheredCount + Math.sqrt(gatheredCount));
        for (int y = 0; y < format.heightPx(); y++) {
            for (int x = 0; x < format.widthPx(); x++) {
                boolean isWorthIt = candidates == null || candidates.get(y * format.widthPx() + x);
                for (int sample = 0; isWorthIt && sample < samples; sample++) {
                    if (isSpike(x, y, sample, step, least)) {
                        spikes.set(y * format.widthPx() + x);
                    }
                }
            }
        }
        return spikes;
    }

    private float at(int x, int y, int sample) {
        return sum[(y * format.widthPx() + x) * samples + sample];
    }

    private boolean isInside(int x, int y) {
        return x >= 0 && y >= 0 && x < format.widthPx() && y < format.heightPx();
    }

    private boolean isSpike(int x, int y, int sample, int step, float least) {
        float value = at(x, y, sample);
        float highest = Float.NEGATIVE_INFINITY;
        float lowest = Float.POSITIVE_INFINITY;
        float total = 0;
        int count = 0;
        for (int dy = -step; dy <= step; dy += step) {
            for (int dx = -step; dx <= step; dx += step) {
                if ((dx != 0 || dy != 0) && isInside(x + dx, y + dy)) {
                    float neighbour = at(x + dx, y + dy, sample);
                    if (neighbour >= value) {
                        return false;
                    }
                    highest = Math.max(highest, neighbour);
                    lowest = Math.min(lowest, neighbour);
                    total += neighbour;
                    count++;
                }
            }
        }
        if (count < 3 || value - highest < Math.max(least, highest - lowest)) {
            return false;
        }
        return step == 1
                ? isAlone(x, y, sample, value, highest)
                : standsAlone(x, y, sample, NEIGHBOUR_FRACTION * (value - total / count) + (highest - lowest) / 2);
    }

    /** Without a mosaic: true if the highest of the eight pixels beside has not risen above the ring around them. */
    private boolean isAlone(int x, int y, int sample, float value, float highest) {
        int count = 0;
        for (int dy = -2; dy <= 2; dy += 2) {
            for (int dx = -2; dx <= 2; dx += 2) {
                if ((dx != 0 || dy != 0) && isInside(x + dx, y + dy)) {
                    ring[count++] = at(x + dx, y + dy, sample);
                }
            }
        }
        Arrays.sort(ring, 0, count);
        float around = ring[count / 2];
        float range = ring[Math.min(count - 1, 5)] - ring[Math.min(count - 1, 1)];
        return highest - around < NEIGHBOUR_FRACTION * (value - around) + range;
    }

    /** True if no pixel beside has risen above those of its own colour around it. */
    private boolean standsAlone(int x, int y, int sample, float mostAdu) {
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                if ((dx != 0 || dy != 0) && isInside(x + dx, y + dy)) {
                    float around = around(x + dx, y + dy, sample);
                    if (at(x + dx, y + dy, sample) - around > mostAdu) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Mean of the four pixels two to the sides, which are of the same colour in a mosaic. */
    private float around(int x, int y, int sample) {
        float total = 0;
        int count = 0;
        for (int d = -2; d <= 2; d += 4) {
            if (isInside(x + d, y)) {
                total += at(x + d, y, sample);
                count++;
            }
            if (isInside(x, y + d)) {
                total += at(x, y + d, sample);
                count++;
            }
        }
        return count == 0 ? 0 : total / count;
    }
}
