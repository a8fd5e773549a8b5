package org.lucida.view.fx.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The three plates between eye and screen. */
class PlatesTest {
    @Test
    void theLatestWinsAndAScreenThatDoesNotFetchStopsNobody() {
        Plates plates = new Plates();
        assertNull(plates.flip());
        Plate first = plates.take(100, 50);
        plates.put(first);
        for (int i = 0; i < 10; i++) {
            Plate again = plates.take(100, 50);
            assertSame(first, again, "what nobody fetched is drawn over");
            plates.put(again);
        }
        assertSame(first, plates.flip());
        assertSame(first, plates.flip(), "nothing newer");
    }

    @Test
    void aPlateShownOrJustRetiredIsNotDrawnOn() {
        Plates plates = new Plates();
        Random random = new Random(6);
        List<Plate> shown = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            if (random.nextBoolean()) {
                Plate plate = plates.take(100, 50);
                assertNotNull(plate);
                for (int k = Math.max(0, shown.size() - 2); k < shown.size(); k++) {
                    assertNotSame(shown.get(k), plate);
                }
                plates.put(plate);
            } else {
                Plate now = plates.flip();
                if (now != null && (shown.isEmpty() || shown.get(shown.size() - 1) != now)) {
                    shown.add(now);
                }
            }
        }
        assertEquals(3, shown.stream().distinct().count());
    }

    @Test
    void aPlateOutlivesSmallChangesOfTheWindowAndIsMadeAnewForLargeOnes() {
        Plates plates = new Plates();
        Plate plate = plates.take(1000, 700);
        plates.put(plate);
        assertSame(plate, plates.take(1010, 690));
        plates.put(plate);
        Plate larger = plates.take(1900, 1000);
        assertNotSame(plate, larger);
        assertEquals(1900, larger.widthPx());
        assertEquals(0, larger.stridePx % 64);
    }
}
