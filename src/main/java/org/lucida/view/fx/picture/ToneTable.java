package org.lucida.view.fx.picture;

/**
 * A tone as tables: 65536 steps from black to white for each plane, so that a sample costs one look-up.
 *
 * <p>Memory: 192 KiB, made in the constructor; a plane's table is made anew only when its midtone changes.
 * <p>Thread: one thread at a time.
 */
final class ToneTable {
    static final int STEP_COUNT = 65_536;

    private final byte[][] tables = new byte[3][STEP_COUNT];
    private final double[] midtones = new double[3];
    private final float[] gains = new float[3];
    private final float[] offsets = new float[3];

    ToneTable() {
        set(Tone.full(1));
    }

    void set(Tone tone) {
        for (int plane = 0; plane < 3; plane++) {
            Tone.Channel channel = tone.channel(plane);
            double gain = (STEP_COUNT - 1) / (channel.whiteAdu() - channel.blackAdu());
            gains[plane] = (float) gain;
            // Half a step: the cast to int rounds down.
            offsets[plane] = (float) (0.5 - channel.blackAdu() * gain);
            if (midtones[plane] != channel.midtone()) {
                midtones[plane] = channel.midtone();
                fill(tables[plane], channel.midtone());
            }
        }
    }

    private static void fill(byte[] table, double midtone) {
        Tone.Channel curve = new Tone.Channel(0, STEP_COUNT - 1, midtone);
        for (int i = 0; i < STEP_COUNT; i++) {
            table[i] = (byte) Math.round(curve.brightness(i) * 255);
        }
    }

    /** Brightness of a value of a plane, 0..255. */
    int brightness(int plane, float adu) {
        return tables[plane][step(adu, gains[plane], offsets[plane])] & 0xff;
    }

    private static int step(float adu, float gain, float offset) {
        // NaN becomes 0
        return Math.max(0, Math.min(STEP_COUNT - 1, (int) (adu * gain + offset)));
    }

    /** Samples {@code [0, count)} of a row of each plane to opaque pixels from {@code start}; red only by night. */
    void map(float[][] rows, int planeCount, int count, boolean isNight, int[] argb, int start) {
        if (planeCount == 1) {
            mapGrey(rows[0], count, isNight ? 0x10000 : 0x10101, argb, start);
            return;
        }
        mapColour(rows, count, argb, start);
        if (isNight) {
            redden(argb, start, count);
        }
    }

    private void mapGrey(float[] row, int count, int factor, int[] argb, int start) {
        byte[] table = tables[0];
        float gain = gains[0];
        float offset = offsets[0];
        for (int i = 0; i < count; i++) {
            argb[start + i] = 0xff000000 | ((table[step(row[i], gain, offset)] & 0xff) * factor);
        }
    }

    private void mapColour(float[][] rows, int count, int[] argb, int start) {
        float[] red = rows[0];
        float[] green = rows[1];
        float[] blue = rows[2];
        byte[] redTable = tables[0];
        byte[] greenTable = midtones[1] == midtones[0] ? redTable : tables[1];
        byte[] blueTable = midtones[2] == midtones[0] ? redTable : tables[2];
        float redGain = gains[0];
        float greenGain = gains[1];
        float blueGain = gains[2];
        float redOffset = offsets[0];
        float greenOffset = offsets[1];
        float blueOffset = offsets[2];
        for (int i = 0; i < count; i++) {
            int r = redTable[step(red[i], redGain, redOffset)] & 0xff;
            int g = greenTable[step(green[i], greenGain, greenOffset)] & 0xff;
            int b = blueTable[step(blue[i], blueGain, blueOffset)] & 0xff;
            argb[start + i] = 0xff000000 | (r << 16) | (g << 8) | b;
        }
    }

    /** Luminance into red, nothing else: weights 1/4, 1/2, 1/4, as a mosaic has its samples. */
    static void redden(int[] argb, int start, int count) {
        for (int i = start; i < start + count; i++) {
            argb[i] = reddened(argb[i]);
        }
    }

    static int reddened(int argb) {
        int sum = ((argb >> 16) & 0xff) + 2 * ((argb >> 8) & 0xff) + (argb & 0xff);
        return (argb & 0xff000000) | (((sum + 2) >> 2) << 16);
    }
}
