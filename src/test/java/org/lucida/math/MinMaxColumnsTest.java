package org.lucida.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.judge.Allocation;

class MinMaxColumnsTest {
    @Test
    void everyColumnShowsItsLowestAndHighest() {
        float[] min = new float[3];
        float[] max = new float[3];
        MinMaxColumns.fill(new float[] {9, 1, 5, 2, Float.NaN, 4, 7, 7}, 1, 7, 3, min, max);
        assertArrayEquals(new float[] {1, 2, 4}, min);
        assertArrayEquals(new float[] {5, 2, 7}, max);
    }

    @Test
    void columnsWithoutAValueAreNaN() {
        float[] min = new float[4];
        float[] max = new float[4];
        MinMaxColumns.fill(new float[] {3, Float.NaN}, 0, 2, 4, min, max);
        assertArrayEquals(new float[] {Float.NaN, 3, Float.NaN, Float.NaN}, min);
        assertArrayEquals(new float[] {Float.NaN, 3, Float.NaN, Float.NaN}, max);
        MinMaxColumns.fill(new float[0], 0, 0, 4, min, max);
        assertTrue(Float.isNaN(min[0]) && Float.isNaN(max[3]));
    }

    @Test
    void itEqualsItsNaiveTwin() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            float[] values = new float[1 + random.nextInt(400)];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextInt(9) == 0 ? Float.NaN : (float) random.nextGaussian();
            }
            int from = random.nextInt(values.length);
            int to = from + random.nextInt(values.length - from + 1);
            int columns = 1 + random.nextInt(80);
            float[] min = new float[columns];
            float[] max = new float[columns];
            MinMaxColumns.fill(values, from, to, columns, min, max);
            List<List<Float>> parts = new ArrayList<>();
            for (int c = 0; c < columns; c++) {
                parts.add(new ArrayList<>());
            }
            for (int i = from; i < to; i++) {
                int column = 0;
                while (from + (long) (column + 1) * (to - from) / columns <= i) {
                    column++;
                }
                if (!Float.isNaN(values[i])) {
                    parts.get(column).add(values[i]);
                }
            }
            for (int c = 0; c < columns; c++) {
                List<Float> part = parts.get(c);
                assertEquals(part.isEmpty() ? Float.NaN : (float) Collections.min(part), min[c]);
                assertEquals(part.isEmpty() ? Float.NaN : (float) Collections.max(part), max[c]);
            }
        }
    }

    @Test
    void rangesOutsideTheSeriesAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> MinMaxColumns.fill(new float[3], 0, 4, 2, new float[2], new float[2]));
    }

    @Test
    void aHistoryOfAnyLengthKeepsItsExtremes() {
        Random random = new Random(6);
        MinMaxHistory history = new MinMaxHistory(16);
        List<Float> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            float value = random.nextInt(7) == 0 ? Float.NaN : (float) random.nextGaussian();
            history.add(value);
            all.add(value);
            int per = (int) history.perColumnCount();
            assertEquals((all.size() + per - 1) / per, history.columnCount());
            if (i % 37 != 0) {
                continue;
            }
            for (int c = 0; c < history.columnCount(); c++) {
                List<Float> part = new ArrayList<>(all.subList(c * per, Math.min(all.size(), (c + 1) * per)));
                part.removeIf(v -> Float.isNaN(v));
                assertEquals(part.isEmpty() ? Float.NaN : (float) Collections.min(part), history.min()[c]);
                assertEquals(part.isEmpty() ? Float.NaN : (float) Collections.max(part), history.max()[c]);
            }
        }
        assertEquals(1000, history.valueCount());
        history.clear();
        assertEquals(0, history.columnCount());
    }

    @Test
    void drawingAllocatesNothing() {
        float[] values = new float[5000];
        float[] min = new float[300];
        float[] max = new float[300];
        MinMaxHistory history = new MinMaxHistory(64);
        long least = Allocation.leastBytes(() -> {
            MinMaxColumns.fill(values, 0, values.length, 300, min, max);
            history.add(1);
        });
        assertEquals(0, least);
    }
}
