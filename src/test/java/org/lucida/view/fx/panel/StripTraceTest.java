package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The decimated columns against a look at every point. */
class StripTraceTest {
    private static final int CLASSES = 3;

    @Test
    void columnsEqualThoseOfALookAtEveryPoint() {
        for (int seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            int count = 1 + random.nextInt(5000);
            StripTrace trace = new StripTrace(6000, CLASSES);
            Points points = new Points(count);
            double x = random.nextDouble();
            for (int i = 0; i < count; i++) {
                x += random.nextInt(3) == 0 ? 0 : random.nextExponential();
                double value = random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian();
                int k = random.nextInt(CLASSES);
                points.add(x, value, k);
                trace.add(x, value, k);
            }
            int columns = 1 + random.nextInt(400);
            double from = random.nextBoolean() ? points.xs[0] : x * random.nextDouble();
            double to = random.nextBoolean() ? x : from + x * random.nextDouble();
            double[] edges = new double[columns + 1];
            for (int c = 0; c <= columns; c++) {
                edges[c] = from + (to - from) * c / columns;
            }
            assertSame(trace, points, edges, columns, "seed " + seed);
        }
    }

    @Test
    void aPointOnTheRightEdgeIsSeen() {
        StripTrace trace = new StripTrace(100, 1);
        trace.add(0, 1, 0);
        trace.add(1, 5, 0);
        float[] min = new float[2];
        float[] max = new float[2];
        trace.columns(new double[] {0, 0.5, 1}, 2, min, max, new byte[2]);
        assertArrayEquals(new float[] {1, 5}, max);
    }

    @Test
    void whatIsOlderThanTheKeptPointsIsStillSeenWithItsSpikes() {
        StripTrace trace = new StripTrace(1000, 1);
        int count = 3_000_000;
        for (int i = 0; i < count; i++) {
            trace.add(i, i == 12_345 ? 99 : i == 2_000_001 ? -99 : Math.sin(i), 0);
        }
        int columns = 300;
        double[] edges = new double[columns + 1];
        for (int c = 0; c <= columns; c++) {
            edges[c] = (double) (count - 1) * c / columns;
        }
        float[] min = new float[columns];
        float[] max = new float[columns];
        trace.columns(edges, columns, min, max, new byte[columns]);
        for (int c = 0; c < columns; c++) {
            boolean hasHigh = 12_345 >= edges[c] && 12_345 < edges[c + 1];
            boolean hasLow = 2_000_001 >= edges[c] && 2_000_001 < edges[c + 1];
            assertTrue(max[c] >= 0.99, "column " + c);
            assertTrue(min[c] <= -0.99, "column " + c);
            assertTrue(!hasHigh || max[c] == 99, "high spike in column " + c);
            assertTrue(!hasLow || min[c] == -99, "low spike in column " + c);
        }
        assertEquals(0, trace.firstX());
        assertEquals(count - 1, trace.lastX());
    }

    @Test
    void amillionPointsTakeNoMoreMemoryThanAHundred() {
        StripTrace trace = new StripTrace(200_000, 4);
        long before = trace.heldBytes();
        for (int i = 0; i < 1_000_000; i++) {
            trace.add(i, i % 17, i % 4);
        }
        assertEquals(before, trace.heldBytes());
        assertTrue(before < 4_000_000, before + " bytes");
        assertTrue(trace.addedCount() - trace.oldestNumber() >= 200_000);
    }

    @Test
    void addingAndLookingAllocateNothing() {
        StripTrace trace = new StripTrace(50_000, 2);
        double[] edges = new double[321];
        for (int c = 0; c <= 320; c++) {
            edges[c] = c * 1000;
        }
        float[] min = new float[640];
        float[] max = new float[640];
        byte[] blank = new byte[320];
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100_000; i++) {
                trace.add(i + 100_000.0 * round, i, i & 1);
            }
            trace.columns(edges, 320, min, max, blank);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(least < 200, least + " bytes");
    }

    @Test
    void timeThatRunsBackwardStandsStill() {
        StripTrace trace = new StripTrace(10, 1);
        trace.add(5, 1, 0);
        trace.add(3, 2, 0);
        assertEquals(5, trace.x(1));
    }

    private static void assertSame(StripTrace trace, Points points, double[] edges, int columns, String what) {
        float[] min = new float[CLASSES * columns];
        float[] max = new float[CLASSES * columns];
        byte[] blank = new byte[columns];
        trace.columns(edges, columns, min, max, blank);
        float[] naiveMin = new float[CLASSES * columns];
        float[] naiveMax = new float[CLASSES * columns];
        byte[] naiveBlank = new byte[columns];
        points.columns(edges, columns, naiveMin, naiveMax, naiveBlank);
        assertArrayEquals(naiveMin, min, what);
        assertArrayEquals(naiveMax, max, what);
        assertArrayEquals(naiveBlank, blank, what);
    }

    /** The slow obvious twin. */
    private static final class Points {
        final double[] xs;
        final float[] values;
        final int[] classes;
        int count;

        Points(int most) {
            xs = new double[most];
            values = new float[most];
            classes = new int[most];
        }

        void add(double x, double value, int k) {
            xs[count] = x;
            values[count] = (float) value;
            classes[count++] = k;
        }

        void columns(double[] edges, int columns, float[] min, float[] max, byte[] blank) {
            Arrays.fill(min, Float.NaN);
            Arrays.fill(max, Float.NaN);
            for (int i = 0; i < count; i++) {
                for (int c = 0; c < columns; c++) {
                    boolean isLast = c == columns - 1;
                    if (xs[i] >= edges[c] && (xs[i] < edges[c + 1] || isLast && xs[i] == edges[c + 1])) {
                        int at = classes[i] * columns + c;
                        if (Float.isNaN(values[i])) {
                            blank[c] |= (byte) (1 << classes[i]);
                        } else {
                            min[at] = Float.isNaN(min[at]) ? values[i] : Math.min(min[at], values[i]);
                            max[at] = Float.isNaN(max[at]) ? values[i] : Math.max(max[at], values[i]);
                        }
                    }
                }
            }
        }
    }
}
