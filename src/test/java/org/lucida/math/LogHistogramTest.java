package org.lucida.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogHistogramTest {
    @Test
    void quantilesAreExactToOneBin() {
        LogHistogram histogram = new LogHistogram(1e-3, 1e3, 512, 1);
        Random random = new Random(2);
        double[] values = new double[5000];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.exp(random.nextGaussian());
            histogram.add(values[i]);
        }
        Arrays.sort(values);
        for (double fraction : new double[] {0.01, 0.1, 0.5, 0.9, 0.99}) {
            double exact = values[(int) (fraction * values.length)];
            assertEquals(Math.log(exact), Math.log(histogram.quantile(fraction)), 1.05 * histogram.binWidthLn());
        }
    }

    @Test
    void oldValuesAreForgotten() {
        LogHistogram histogram = new LogHistogram(1e-3, 1e3, 512, 0.99);
        for (int i = 0; i < 1000; i++) {
            histogram.add(0.1);
        }
        for (int i = 0; i < 300; i++) {
            histogram.add(10);
        }
        // 0.99^300 = 5 % of the weight is left of the first thousand.
        assertEquals(0.1, histogram.quantile(0.03), 0.1 * histogram.binWidthLn());
        assertEquals(10, histogram.quantile(0.08), 10 * histogram.binWidthLn());
    }

    @Test
    void rescalingChangesNothing() {
        LogHistogram histogram = new LogHistogram(0.1, 10, 100, 0.5);
        for (int i = 0; i < 1000; i++) {
            histogram.add(i % 2 == 0 ? 0.5 : 2);
        }
        // The newest value (2) has weight 1/2, the one before 1/4: two thirds of the weight lie at 2.
        assertEquals(0.5, histogram.quantile(0.32), 0.05);
        assertEquals(2, histogram.quantile(0.35), 0.2);
    }

    @Test
    void valuesOutsideCountAtTheEnds() {
        LogHistogram histogram = new LogHistogram(0.1, 10, 100, 1);
        histogram.add(0);
        histogram.add(1e9);
        assertEquals(0.1, histogram.quantile(0), 0.01);
        assertEquals(10, histogram.quantile(1), 0.01);
        assertEquals(2, histogram.addedCount());
    }

    @Test
    void emptyHistogramHasNoQuantileAndNaNIsRefused() {
        LogHistogram histogram = new LogHistogram(0.1, 10, 100, 1);
        assertTrue(Double.isNaN(histogram.quantile(0.5)));
        assertThrows(IllegalArgumentException.class, () -> histogram.add(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new LogHistogram(0, 1, 10, 1));
        assertThrows(IllegalArgumentException.class, () -> new LogHistogram(1, 2, 10, 1.1));
    }
}
