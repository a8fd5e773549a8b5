package org.lucida.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameTest {
    @Test
    void anOddOriginTurnsTheMosaic() {
        assertEquals(ColorLayout.GRBG, ColorLayout.RGGB.at(1, 0));
        assertEquals(ColorLayout.GBRG, ColorLayout.RGGB.at(0, 1));
        assertEquals(ColorLayout.BGGR, ColorLayout.RGGB.at(3, 5));
        assertEquals(ColorLayout.RGGB, ColorLayout.RGGB.at(2, 4));
        assertEquals(ColorLayout.BGR, ColorLayout.BGR.at(1, 1));
    }

    @Test
    void everyMosaicHasTwoGreens() {
        for (ColorLayout layout : ColorLayout.values()) {
            if (layout.isMosaic()) {
                int[] count = new int[3];
                for (int i = 0; i < 4; i++) {
                    count[layout.planeOf(i & 1, i >> 1, 0)]++;
                }
                assertEquals("[1, 2, 1]", java.util.Arrays.toString(count), layout.name());
            }
        }
    }

    @Test
    void bgrSamplesGoToBlueGreenRed() {
        assertEquals(2, ColorLayout.BGR.planeOf(7, 7, 0));
        assertEquals(0, ColorLayout.BGR.planeOf(7, 7, 2));
    }

    @Test
    void namesOfMosaicsAreReadAsProgramsWriteThem() {
        assertEquals(Optional.of(ColorLayout.RGGB), ColorLayout.named(" rggb "));
        assertEquals(Optional.of(ColorLayout.MONO), ColorLayout.named("NONE"));
        assertEquals(Optional.empty(), ColorLayout.named("TRUE"));
    }

    @Test
    void anImpossibleFormatNamesTheValue() {
        String message = assertThrows(IllegalArgumentException.class, () -> new FrameFormat(0, 5, ColorLayout.MONO, 8))
                .getMessage();
        assertTrue(message.contains("0x5"), message);
        assertThrows(IllegalArgumentException.class, () -> new FrameFormat(4, 4, ColorLayout.MONO, 17));
        assertThrows(IllegalArgumentException.class, () -> new FrameFormat(40_000, 40_000, ColorLayout.MONO, 8));
    }

    @Test
    void frameBytesFollowDepthAndSamples() {
        assertEquals(12, new FrameFormat(4, 3, ColorLayout.RGGB, 8).frameBytes());
        assertEquals(24, new FrameFormat(4, 3, ColorLayout.RGGB, 12).frameBytes());
        assertEquals(36, new FrameFormat(4, 3, ColorLayout.RGB, 8).frameBytes());
    }

    @Test
    void theFirstReasonStays() {
        FrameSlot slot = new FrameSlot(1);
        slot.weight = 3;
        slot.reject(Verdict.BLANK);
        slot.reject(Verdict.NO_PEAK);
        assertEquals(Verdict.BLANK, slot.verdict);
        assertEquals(0, slot.weight);
    }

    @Test
    void aLedgerThatLostAFrameDoesNotBalance() {
        Map<Verdict, Long> rejected = Map.of(Verdict.BLANK, 2L);
        Map<DropPlace, Long> dropped = Map.of(DropPlace.RING, 1L);
        assertTrue(new Ledger(10, 6, rejected, dropped, 1).balances());
        assertFalse(new Ledger(10, 5, rejected, dropped, 1).balances());
        assertFalse(new Ledger(10, 8, rejected, dropped, -1).balances());
    }

    @Test
    void theTableKeepsEveryFindingAcrossChunks() {
        FrameTable table = new FrameTable();
        FrameSlot slot = new FrameSlot(1);
        for (int i = 0; i < 70_000; i++) {
            slot.clear();
            slot.frameIndex = 3L * i;
            slot.startUtcNs = i;
            slot.displacementXPx = i / 7.0;
            slot.verdict = i % 2 == 0 ? Verdict.STACKED : Verdict.TOO_SOFT;
            table.append(slot);
        }
        assertEquals(70_000, table.rowCount());
        assertEquals(3L * 69_999, table.frameIndex(69_999));
        assertEquals(69_999 / 7.0, table.displacementXPx(69_999));
        assertEquals(Verdict.TOO_SOFT, table.verdict(65_537));
        assertThrows(IndexOutOfBoundsException.class, () -> table.weight(70_000));
    }
}
