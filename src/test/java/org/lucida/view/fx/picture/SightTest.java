package org.lucida.view.fx.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.Roi;

/** Where things are on the screen, and regions drawn by hand. */
class SightTest {
    @Test
    void zoomingKeepsWhatIsUnderTheCursor() {
        Random random = new Random(8);
        for (int i = 0; i < 1000; i++) {
            Sight sight =
                    new Sight(random.nextDouble() * 600, random.nextDouble() * 400, 0.1 + random.nextDouble() * 8);
            double x = random.nextDouble() * 1280;
            double y = random.nextDouble() * 720;
            Sight zoomed = sight.zoomed(sight.zoomPxPerRawPx() * (0.2 + random.nextDouble() * 4), x, y, 1280, 720);
            assertEquals(sight.rawX(x, 1280), zoomed.rawX(x, 1280), 1e-9);
            assertEquals(sight.rawY(y, 720), zoomed.rawY(y, 720), 1e-9);
        }
    }

    @Test
    void atTheEndOfTheZoomThePlaceIsKeptToo() {
        Sight sight = new Sight(100, 100, 60);
        Sight zoomed = sight.zoomed(1000, 10, 20, 300, 200);
        assertEquals(Sight.MOST_ZOOM, zoomed.zoomPxPerRawPx());
        assertEquals(sight.rawX(10, 300), zoomed.rawX(10, 300), 1e-9);
    }

    @Test
    void theWholeFrameFitsAndTouchesTwoEdges() {
        Sight sight = Sight.fit(640, 480, 1280, 720);
        assertEquals(1.5, sight.zoomPxPerRawPx());
        assertEquals(0, sight.screenY(-0.5, 720), 1e-9);
        assertEquals(720, sight.screenY(479.5, 720), 1e-9);
        assertEquals(160, sight.screenX(-0.5, 1280), 1e-9);
    }

    @Test
    void draggingMovesThePictureWithTheHand() {
        Sight sight = new Sight(100, 50, 4);
        Sight dragged = sight.dragged(40, -20);
        assertEquals(sight.screenX(100, 640) + 40, dragged.screenX(100, 640), 1e-9);
        assertEquals(sight.screenY(50, 480) - 20, dragged.screenY(50, 480), 1e-9);
    }

    @Test
    void contentThatWentStaysWhereItWas() {
        Sight sight = new Sight(100, 50, 4);
        assertEquals(sight.screenX(30, 640), sight.displaced(5, -3).screenX(35, 640), 1e-9);
        assertEquals(sight.screenY(30, 480), sight.displaced(5, -3).screenY(27, 480), 1e-9);
    }

    @Test
    void regionsAreRoundedToWhatCamerasWant() {
        Random random = new Random(9);
        for (int i = 0; i < 2000; i++) {
            double x0 = random.nextDouble() * 700 - 30;
            double y0 = random.nextDouble() * 540 - 30;
            double x1 = random.nextDouble() * 700 - 30;
            double y1 = random.nextDouble() * 540 - 30;
            Optional<Roi> drawn = RoiDrawing.of(x0, y0, x1, y1, 645, 483);
            drawn.ifPresent(roi -> {
                assertTrue(roi.fitsIn(645, 483), roi.toString());
                assertEquals(0, roi.widthPx() % 8);
                assertEquals(0, roi.heightPx() % 2);
                assertEquals(0, roi.xPx() % 2);
                assertEquals(0, roi.yPx() % 2);
            });
            assertEquals(
                    Math.abs(x1 - x0) >= 20 && Math.abs(y1 - y0) >= 20, drawn.isPresent() && isLarge(x0, y0, x1, y1));
        }
        assertEquals(Optional.of(new Roi(100, 60, 320, 240)), RoiDrawing.of(99.6, 60.2, 421, 299.5, 640, 480));
        assertEquals(Optional.of(new Roi(100, 60, 320, 240)), RoiDrawing.of(421, 299.5, 99.6, 60.2, 640, 480));
        assertEquals(Optional.empty(), RoiDrawing.of(10, 10, 15, 200, 640, 480));
    }

    private static boolean isLarge(double x0, double y0, double x1, double y1) {
        return Math.abs(x1 - x0) >= 20 && Math.abs(y1 - y0) >= 20;
    }

    @Test
    void scaleBarsHaveRoundLengths() {
        assertEquals(20, ScaleBar.roundBelow(49.9));
        assertEquals(50, ScaleBar.roundBelow(50));
        assertEquals(0.1, ScaleBar.roundBelow(0.19), 1e-12);
        assertEquals("20\u2033", ScaleBar.text(20, true, java.util.Locale.ROOT));
        assertEquals("2\u2032", ScaleBar.text(120, true, java.util.Locale.ROOT));
        assertEquals("50 px", ScaleBar.text(50, false, java.util.Locale.ROOT));
    }
}
