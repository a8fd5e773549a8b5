package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;

class SerHeaderTest {
    @Test
    void aRealHeaderSaysWhatItsProgramWrote() throws Exception {
        SerHeader header = SerHeader.parse(SerClips.realHeader(), "real");
        assertEquals(0x1234, header.luId());
        assertEquals(Optional.of(ColorLayout.RGGB), header.layout());
        assertEquals(640, header.widthPx());
        assertEquals(480, header.heightPx());
        assertEquals(8, header.pixelDepth());
        assertEquals(2, header.frameCount());
        assertEquals("Uranus-C (IMX585)", header.text().instrument());
        assertEquals(header.localTicks(), header.utcTicks());
        assertEquals(640 * 480, header.frameBytes());
    }

    @Test
    void aHeaderReadAndWrittenIsTheSameBytes() throws Exception {
        byte[] bytes = SerClips.realHeader();
        assertArrayEquals(bytes, SerHeader.parse(bytes, "real").emit());
    }

    @Test
    void everyLayoutHasAColourNumberOfItsOwn() throws Exception {
        for (ColorLayout layout : ColorLayout.values()) {
            FrameFormat format = new FrameFormat(7, 5, layout, 12);
            SerHeader header =
                    SerHeader.parse(SerHeader.of(format, SerText.EMPTY).emit(), "made");
            assertEquals(Optional.of(layout), header.layout());
            assertEquals(format.frameBytes(), header.frameBytes());
            assertEquals(12, header.pixelDepth());
        }
    }

    @Test
    void ticksAreTheHundredNanosecondsOfDotNet() {
        assertEquals(
                Instant.parse("2025-01-02T12:43:56.0635742Z"),
                Instant.ofEpochSecond(0, SerHeader.utcNs(638_714_186_360_635_742L)));
        assertEquals(638_714_186_360_635_742L, SerHeader.ticks(SerHeader.utcNs(638_714_186_360_635_742L)));
    }

    @Test
    void theTwoTopBitsOfATimeAreFlags() {
        long ticks = 638_714_186_360_635_742L;
        assertEquals(SerHeader.utcNs(ticks), SerHeader.utcNs(ticks | 0x4000_0000_0000_0000L));
        assertEquals(SerHeader.utcNs(ticks), SerHeader.utcNs(ticks | 0xC000_0000_0000_0000L));
    }

    @Test
    void ticksThatAreNoDateAreUnknown() {
        for (long ticks : new long[] {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0xAAAA_AAAA_AAAA_AAAAL}) {
            assertEquals(FrameSlot.UNKNOWN_UTC_NS, SerHeader.utcNs(ticks));
        }
    }

    @Test
    void textsLoseWhatIsNotAsciiAndWhatIsTooLong() throws Exception {
        SerText text = new SerText("Jos\u00e9", "x".repeat(50), "tab\there");
        SerHeader header =
                SerHeader.parse(SerHeader.of(SerClips.mono8(2, 2), text).emit(), "made");
        assertEquals("Jos?", header.text().observer());
        assertEquals("x".repeat(40), header.text().instrument());
        assertEquals("tab?here", header.text().telescope());
    }

    @Test
    void impossibleSizesAndDepthsAreRefusedWithTheValue() throws Exception {
        int[][] badFields = {{26, 0}, {26, -5}, {30, 0}, {34, 0}, {34, 17}, {34, -8}, {26, Integer.MAX_VALUE}};
        for (int[] field : badFields) {
            byte[] bytes = SerClips.realHeader();
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(field[0], field[1]);
            BadInputException bad = assertThrows(BadInputException.class, () -> SerHeader.parse(bytes, "made"));
            assertTrue(bad.getMessage().contains("=" + field[1]), bad.getMessage());
        }
    }
}
