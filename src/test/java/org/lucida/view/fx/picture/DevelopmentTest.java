package org.lucida.view.fx.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

/** Planes from raw frames against a naive twin, for every layout, depth and odd size. */
class DevelopmentTest {
    private static final int[][] SIZES = {{1, 1}, {2, 2}, {1, 5}, {5, 1}, {3, 3}, {7, 5}, {8, 6}, {33, 18}};

    @Test
    void everyLayoutDepthAndSizeEqualsTheNaiveTwin() {
        Random random = new Random(11);
        for (ColorLayout layout : ColorLayout.values()) {
            for (int bits : new int[] {8, 12, 16}) {
                for (int[] size : SIZES) {
                    FrameFormat format = new FrameFormat(size[0], size[1], layout, bits);
                    ByteBuffer raw = frame(format, random);
                    Development development = new Development(format);
                    float[][] planes = development.newPlanes();
                    development.develop(raw, planes);
                    float[][] expected = naive(format, raw);
                    assertEquals(1, development.pxPerRawPx());
                    for (int plane = 0; plane < planes.length; plane++) {
                        assertArrayEquals(expected[plane], planes[plane], 2e-2f, format + " plane " + plane);
                    }
                }
            }
        }
    }

    @Test
    void largeMosaicsComeOutAtHalfSize() {
        Random random = new Random(12);
        for (ColorLayout layout : ColorLayout.values()) {
            if (!layout.isMosaic()) {
                continue;
            }
            FrameFormat format = new FrameFormat(1401, 1001, layout, 12);
            ByteBuffer raw = frame(format, random);
            Development development = new Development(format);
            float[][] planes = development.newPlanes();
            development.develop(raw, planes);
            assertEquals(700, development.widthPx());
            assertEquals(500, development.heightPx());
            assertEquals(0.5, development.pxPerRawPx());
            for (int y = 0; y < 500; y++) {
                for (int x = 0; x < 700; x++) {
                    double[] sum = new double[3];
                    int[] count = new int[3];
                    for (int cell = 0; cell < 4; cell++) {
                        int rx = 2 * x + (cell & 1);
                        int ry = 2 * y + (cell >> 1);
                        int plane = layout.planeOf(rx, ry, 0);
                        sum[plane] += sample(format, raw, rx, ry, 0);
                        count[plane]++;
                    }
                    for (int plane = 0; plane < 3; plane++) {
                        assertEquals(sum[plane] / count[plane], planes[plane][y * 700 + x], 1e-3);
                    }
                }
            }
        }
    }

    @Test
    void anotherFrameInTheSameBufferIsSeen() {
        FrameFormat format = new FrameFormat(4, 4, ColorLayout.MONO, 16);
        Development development = new Development(format);
        float[][] planes = development.newPlanes();
        ByteBuffer raw = frame(format, new Random(1));
        development.develop(raw, planes);
        raw.putShort(0, (short) 65535);
        development.develop(raw, planes);
        assertEquals(65535, planes[0][0]);
    }

    static ByteBuffer frame(FrameFormat format, Random random) {
        ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        int samples = format.frameBytes() / format.bytesPerSample();
        for (int i = 0; i < samples; i++) {
            int value = random.nextInt(format.maxAdu() + 1);
            if (format.bytesPerSample() == 1) {
                raw.put(i, (byte) value);
            } else {
                raw.putShort(2 * i, (short) value);
            }
        }
        return raw;
    }

    private static int sample(FrameFormat format, ByteBuffer raw, int x, int y, int which) {
        int i = (y * format.widthPx() + x) * format.layout().samplesPerPixel() + which;
        return format.bytesPerSample() == 1 ? raw.get(i) & 0xff : raw.getShort(2 * i) & 0xffff;
    }

    /** A colour a pixel has no sample of is the mean of its samples among the nearest neighbours inside the frame. */
    private static float[][] naive(FrameFormat format, ByteBuffer raw) {
        int width = format.widthPx();
        int height = format.heightPx();
        ColorLayout layout = format.layout();
        float[][] planes = new float[layout.planeCount()][width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int plane = 0; plane < planes.length; plane++) {
                    planes[plane][y * width + x] =
                            layout.isMosaic() ? neighbours(format, raw, x, y, plane) : own(format, raw, x, y, plane);
                }
            }
        }
        return planes;
    }

    private static float own(FrameFormat format, ByteBuffer raw, int x, int y, int plane) {
        for (int i = 0; i < format.layout().samplesPerPixel(); i++) {
            if (format.layout().planeOf(x, y, i) == plane) {
                return sample(format, raw, x, y, i);
            }
        }
        throw new AssertionError();
    }

    private static float neighbours(FrameFormat format, ByteBuffer raw, int x, int y, int plane) {
        if (format.layout().planeOf(x, y, 0) == plane) {
            return sample(format, raw, x, y, 0);
        }
        double sum = 0;
        int count = 0;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                boolean isInside =
                        x + dx >= 0 && y + dy >= 0 && x + dx < format.widthPx() && y + dy < format.heightPx();
                if (isInside && format.layout().planeOf(x + dx + 2, y + dy + 2, 0) == plane) {
                    sum += sample(format, raw, x + dx, y + dy, 0);
                    count++;
                }
            }
        }
        return count == 0 ? sample(format, raw, x, y, 0) : (float) (sum / count);
    }
}
