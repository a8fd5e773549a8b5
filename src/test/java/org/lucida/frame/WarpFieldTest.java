package org.lucida.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WarpFieldTest {
    private static final FrameFormat FORMAT = new FrameFormat(101, 61, ColorLayout.MONO, 8);

    @Test
    void aContentThatWentFiveRightAndThreeUpIsDisplacedSoEverywhere() {
        WarpField field = WarpField.covering(FORMAT, 20);
        field.setSimilarity(50, 30, 0, 1, 5, -3);
        assertEquals(6, field.columnCount);
        assertEquals(4, field.rowCount);
        for (int i = 0; i < 24; i++) {
            assertEquals(5, field.displacementXPx[i], 1e-12);
            assertEquals(-3, field.displacementYPx[i], 1e-12);
        }
    }

    @Test
    void aContentTurnedClockwiseRightOfTheCentreWentDown() {
        WarpField field = WarpField.covering(FORMAT, 50);
        field.setSimilarity(50, 30, 1, 1, 0, 0);
        int rightOfTop = 2;
        double angle = Math.toRadians(1);
        double dx = field.displacementXPx[rightOfTop];
        double dy = field.displacementYPx[rightOfTop];
        assertTrue(dy > 0.8, "dy=" + dy);
        double referenceX = 100 - dx - 50;
        double referenceY = 0 - dy - 30;
        assertEquals(100, 50 + Math.cos(angle) * referenceX - Math.sin(angle) * referenceY, 1e-12);
        assertEquals(0, 30 + Math.sin(angle) * referenceX + Math.cos(angle) * referenceY, 1e-12);
    }

    @Test
    void aMagnifiedContentWentOutwards() {
        WarpField field = WarpField.linear(FORMAT);
        field.setSimilarity(0, 0, 0, 1.01, 0, 0);
        assertEquals(0, field.displacementXPx[0], 1e-12);
        assertEquals(100 - 100 / 1.01, field.displacementXPx[1], 1e-12);
    }

    @Test
    void aSlotsFieldIsOutOfForceWhenTheSlotIsCleared() {
        FrameSlot slot = new FrameSlot(0);
        slot.warp = WarpField.linear(FORMAT);
        assertFalse(slot.warp.isInForce());
        slot.warp.setDisplacement(1, 2);
        assertTrue(slot.warp.isInForce());
        slot.clear();
        assertFalse(slot.warp.isInForce());
    }

    @Test
    void aFieldWithoutCellsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new WarpField(8, 1, 5));
        assertThrows(IllegalArgumentException.class, () -> new WarpField(Double.NaN, 2, 2));
    }

    @Test
    void tinyFramesHaveFields() {
        WarpField field = WarpField.linear(new FrameFormat(1, 1, ColorLayout.MONO, 8));
        assertEquals(2, field.columnCount);
    }
}
