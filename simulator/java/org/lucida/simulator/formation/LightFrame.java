package org.lucida.simulator.formation;

/**
 * The light of one frame: photons expected in every pixel of the sensor, and the truth about how they got there.
 *
 * <p>Shape: {@code planes[channel][y * widthPx + x]}, or one plane of which each pixel holds the channel that a colour filter
 * gives it.
 * <p>Memory: made once, filled again and again.
 */
public final class LightFrame {
    public final int widthPx;
    public final int heightPx;
    /** Expected photons per pixel. One plane for each channel, or a single one if there is a colour filter. */
    public final float[][] planes;

    public final FrameTruth truth;
    private final int[] filter;

    /**
     * @param filter channel of the pixels (0, 0), (1, 0), (0, 1), (1, 1) of the sensor, or null for all channels everywhere
     */
    public LightFrame(FormationPlan plan, int[] filter) {
        if (filter != null && filter.length != 4) {
            throw new IllegalArgumentException("length of filter=" + filter.length + " is not 4; give a 2 x 2 pattern");
        }
        FieldSettings field = plan.field();
        int channelCount = field.channels().size();
        if (filter != null) {
            for (int channel : filter) {
                Bounds.inside(
                        "filter channel", channel, 0, channelCount - 1, "name channels by their place in the list");
            }
        }
        widthPx = field.sensorWidthPx();
        heightPx = field.sensorHeightPx();
        this.filter = filter == null ? null : filter.clone();
        planes = new float[filter == null ? channelCount : 1][widthPx * heightPx];
        truth = new FrameTruth(plan);
    }

    boolean hasFilter() {
        return filter != null;
    }

    /** Channel of a pixel, with a colour filter. */
    int channelAt(int x, int y) {
        return filter[(y & 1) * 2 + (x & 1)];
    }

    /** Adds light to a pixel of a channel, where the sensor sees that channel. */
    void add(int channel, int x, int y, float photons) {
        if (x < 0 || y < 0 || x >= widthPx || y >= heightPx) {
            return;
        }
        if (filter == null) {
            planes[channel][y * widthPx + x] += photons;
        } else if (channelAt(x, y) == channel) {
            planes[0][y * widthPx + x] += photons;
        }
    }
}
