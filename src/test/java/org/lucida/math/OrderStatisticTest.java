package org.lucida.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderStatisticTest {
    @Test
    void orderStatisticEqualsTheSortedArray() {
        Random random = new Random(3);
        for (int count = 1; count < 60; count++) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = random.nextInt(20);
            }
            float[] sorted = values.clone();
            Arrays.sort(sorted);
            for (int rank = 0; rank < count; rank++) {
                assertEquals(sorted[rank], OrderStatistic.select(values.clone(), count, rank));
            }
        }
    }
}
