package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class StripAxisTest {
    private final Figures figures = new Figures(Locale.ENGLISH);

    @Test
    void timeIsToldInStepsPeopleCountIn() {
        StripAxis axis = new StripAxis(StripAxis.Kind.TIME, "");
        axis.range(0, 600);
        assertArrayEquals(new double[] {0, 300, 600}, axis.ticks(4), 1e-9);
        assertEquals("5:00 min", axis.label(300, figures));
        axis.range(0, 30);
        assertEquals("10 s", axis.label(10, figures));
        axis.range(0, 7200);
        assertEquals("1:30 h", axis.label(5400, figures));
    }

    @Test
    void valuesComeHomeFromPixels() {
        for (StripAxis.Kind kind : StripAxis.Kind.values()) {
            StripAxis axis = new StripAxis(kind, "");
            axis.range(0.3, 70);
            axis.pixels(36, 300);
            assertEquals(36, axis.px(0.3), 1e-9);
            assertEquals(300, axis.px(70), 1e-9);
            assertEquals(5.5, axis.value(axis.px(5.5)), 1e-9);
        }
    }

    @Test
    void roundRangesHoldAllValues() {
        for (StripAxis.Kind kind : StripAxis.Kind.values()) {
            StripAxis axis = new StripAxis(kind, "");
            double[][] ranges = {{0.5, 2}, {1, 1}, {0.001, 1000}, {99.9, 100.1}, {3, 3.0001}, {12345, 99999}};
            for (double[] range : ranges) {
                axis.roundRange(range[0], range[1]);
                assertTrue(axis.from() <= range[0] && axis.to() >= range[1], kind + " " + range[0] + " " + range[1]);
                assertTrue(axis.to() > axis.from());
                assertTrue(axis.ticks(5).length <= 24);
            }
        }
    }

    @Test
    void manyDecadesAreToldByDecades() {
        StripAxis axis = new StripAxis(StripAxis.Kind.LOG, "");
        axis.range(1, 10_000);
        assertArrayEquals(new double[] {1, 10, 100, 1000, 10_000}, axis.ticks(6), 1e-6);
        assertEquals("10k", axis.label(10_000, figures));
        axis.range(0.5, 2);
        assertTrue(axis.ticks(5).length >= 2);
    }
}
