package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.judge.Allocation;

class SerWriterTest {
    @TempDir
    Path folder;

    @Test
    void aClipHasExactlyTheBytesTheFormatPrescribes() throws Exception {
        FrameFormat format = new FrameFormat(30, 20, ColorLayout.RGGB, 12);
        Path file = SerClips.write(folder.resolve("a.ser"), format, 5, 1_000_000);
        assertEquals(178 + 5 * 30 * 20 * 2 + 5 * 8, Files.size(file));
        SerHeader header = SerHeader.parse(Files.readAllBytes(file), "a");
        assertEquals(0, header.luId());
        assertEquals(0, header.littleEndianFlag());
        assertEquals(12, header.pixelDepth());
        assertEquals(5, header.frameCount());
        assertEquals("Camera", header.text().instrument());
        assertEquals(SerClips.START_UTC_NS, SerHeader.utcNs(header.utcTicks()));
        long offsetTicks = header.localTicks() - header.utcTicks();
        assertEquals(0, offsetTicks % (15L * 60 * 10_000_000), "local time is a quarter of an hour off at the least");
    }

    @Test
    void anExistingFileIsNeverOverwritten() throws Exception {
        Path file = folder.resolve("b.ser");
        Files.writeString(file, "precious");
        IOException refused =
                assertThrows(IOException.class, () -> SerWriter.create(file, SerClips.mono8(4, 4), SerText.EMPTY));
        assertTrue(refused.getMessage().contains("exists already"), refused.getMessage());
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void aRecordingThatWasNeverClosedIsReadable() throws Exception {
        FrameFormat format = SerClips.mono8(16, 16);
        Path file = folder.resolve("c.ser");
        SerWriter writer = SerWriter.create(file, format, SerText.EMPTY);
        for (int f = 0; f < 7; f++) {
            writer.write(SerClips.frame(format, f), SerClips.START_UTC_NS + f * 1_000_000L);
        }
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(7, reader.frameCount());
            assertTrue(reader.header().frameCount() >= 1);
        }
        writer.close();
        writer.close();
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(java.util.List.of(), reader.notes());
        }
    }

    @Test
    void stampsAlwaysRise() throws Exception {
        FrameFormat format = SerClips.mono8(4, 4);
        Path file = folder.resolve("d.ser");
        long start = SerClips.START_UTC_NS;
        long[] given = {start, start + 500, start + 500, start - 9, FrameSlot.UNKNOWN_UTC_NS, start + 5_000};
        long[] written = {start, start + 500, start + 600, start + 700, start + 800, start + 5_000};
        try (SerWriter writer = SerWriter.create(file, format, SerText.EMPTY)) {
            for (long time : given) {
                writer.write(SerClips.frame(format, 0), time);
            }
        }
        try (SerReader reader = SerReader.open(file)) {
            for (int f = 0; f < written.length; f++) {
                assertEquals(written[f], reader.startUtcNs(f));
            }
        }
    }

    @Test
    void withoutTimesThereIsNoTrailer() throws Exception {
        Path file = SerClips.write(folder.resolve("e.ser"), SerClips.mono8(8, 8), 3, 0);
        assertEquals(178 + 3 * 64, Files.size(file));
        assertEquals(0, SerHeader.parse(Files.readAllBytes(file), "e").localTicks());
    }

    @Test
    void framesLargerThanTheCopyBufferComeBackWhole() throws Exception {
        FrameFormat format = new FrameFormat(1001, 997, ColorLayout.MONO, 16);
        Path file = SerClips.write(folder.resolve("f.ser"), format, 2, 1_000);
        try (SerReader reader = SerReader.open(file)) {
            ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            assertTrue(reader.read(1, new org.lucida.frame.Roi(0, 0, 1001, 997), raw));
            assertEquals(SerClips.frame(format, 1), raw);
        }
    }

    @Test
    void anEmptyRecordingIsAHeader() throws Exception {
        Path file = folder.resolve("g.ser");
        SerWriter.create(file, SerClips.mono8(8, 8), SerText.EMPTY).close();
        assertEquals(178, Files.size(file));
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        Path file = folder.resolve("nowhere").resolve("h.ser");
        IOException error =
                assertThrows(IOException.class, () -> SerWriter.create(file, SerClips.mono8(8, 8), SerText.EMPTY));
        assertTrue(error.getMessage().contains("cannot be made"), error.getMessage());
        assertFalse(Files.exists(file));
    }

    @Test
    void writingAFrameAllocatesNothing() throws Exception {
        FrameFormat format = SerClips.mono8(64, 64);
        ByteBuffer raw = SerClips.frame(format, 0);
        try (SerWriter writer = SerWriter.create(folder.resolve("i.ser"), format, SerText.EMPTY)) {
            long leastBytes = Allocation.leastBytes(() -> {
                for (int f = 0; f < 300; f++) {
                    writer.write(raw, SerClips.START_UTC_NS);
                }
            });
            assertEquals(0, leastBytes);
        }
    }
}
