package org.lucida.camera.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.lucida.frame.Roi;

class AsiRoiTest {
    private static AsiProperty camera(String name, int widthPx, int heightPx) {
        AsiProperty property = new AsiProperty();
        property.name = name;
        property.maxWidthPx = widthPx;
        property.maxHeightPx = heightPx;
        return property;
    }

    @Test
    void widthGoesInEightsAndHeightInTwosAndWholeSidesAreLegal() {
        AsiRoi roi = new AsiRoi(camera("ZWO ASI183MM", 5496, 3672), 2);
        assertTrue(roi.isLegal(2748, 1836), "the whole side, though no multiple of 8");
        assertTrue(roi.isLegal(640, 480));
        assertFalse(roi.isLegal(642, 480));
        assertFalse(roi.isLegal(640, 481));
        assertFalse(roi.isLegal(2752, 480));
        assertEquals(new Roi(0, 0, 2748, 1836), roi.whole());
    }

    @Test
    void theOldUsb2CamerasWantAreasOf1024() {
        for (String name : new String[] {"ZWO ASI120MM", "ZWO ASI120MC"}) {
            AsiRoi old = new AsiRoi(camera(name, 1280, 960), 1);
            assertTrue(old.isLegal(1280, 960));
            assertTrue(old.isLegal(320, 240));
            assertFalse(old.isLegal(328, 240));
            Roi nearest = old.nearest(new Roi(0, 0, 330, 240));
            assertEquals(0, nearest.widthPx() * nearest.heightPx() % 1024);
            assertTrue(
                    Math.abs(nearest.widthPx() - 330) + Math.abs(nearest.heightPx() - 240) <= 10, nearest.toString());
        }
        for (String name : new String[] {"ZWO ASI120MM Mini", "ZWO ASI120MC-S", "ZWO ASI120MM-S"}) {
            assertTrue(new AsiRoi(camera(name, 1280, 960), 1).isLegal(328, 240), name);
        }
    }

    @Test
    void aRefusalNamesTheNearestLegalRegion() {
        AsiRoi roi = new AsiRoi(camera("ZWO ASI290MM", 1936, 1096), 1);
        assertEquals(
                "roi=101,51,1001,701 has a size the camera refuses (width in steps of 8, height of 2 px); the nearest"
                        + " legal one is --roi 100,50,1000,700",
                assertThrows(IllegalArgumentException.class, () -> roi.checked(new Roi(101, 51, 1001, 701)))
                        .getMessage());
        assertEquals(
                "roi=1900,0,640,480 reaches beyond the frame of 1936x1096 px; the nearest legal one is --roi"
                        + " 1296,0,640,480",
                assertThrows(IllegalArgumentException.class, () -> roi.checked(new Roi(1900, 0, 640, 480)))
                        .getMessage());
    }
}
