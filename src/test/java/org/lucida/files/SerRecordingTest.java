package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;
import org.lucida.judge.Allocation;

class SerRecordingTest {
    private static final SerText TEXT = new SerText("Observer", "Camera", "Telescope");
    private static final long GAP_NS = 1_234_500;

    @TempDir
    Path folder;

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of(new FrameFormat(1, 1, ColorLayout.MONO, 8), 9_000, 4096),
                Arguments.of(new FrameFormat(1, 1, ColorLayout.MONO, 16), 100, 4096),
                Arguments.of(new FrameFormat(33, 17, ColorLayout.MONO, 8), 60, 4096),
                Arguments.of(new FrameFormat(31, 19, ColorLayout.RGGB, 12), 40, 8192),
                Arguments.of(new FrameFormat(64, 64, ColorLayout.GBRG, 16), 13, 4096),
                Arguments.of(new FrameFormat(29, 23, ColorLayout.RGB, 8), 21, 12288),
                Arguments.of(new FrameFormat(29, 23, ColorLayout.BGR, 16), 21, 4096),
                Arguments.of(new FrameFormat(1001, 997, ColorLayout.MONO, 16), 2, BlockFile.BLOCK_BYTES),
                Arguments.of(new FrameFormat(96, 64, ColorLayout.BGGR, 8), 0, 4096));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aClipHasTheSameBytesAsTheSimpleWriterMakes(FrameFormat format, int frames, int blockBytes) throws Exception {
        for (boolean direct : new boolean[] {true, false}) {
            Path file = folder.resolve("fast-" + direct + ".ser");
            try (SerRecording recording =
                    SerRecording.create(new TestDisk().direct(direct), blockBytes, file, format, TEXT)) {
                for (int f = 0; f < frames; f++) {
                    recording.write(SerClips.frame(format, f), SerClips.START_UTC_NS + f * GAP_NS);
                }
                assertEquals(frames, recording.frameCount());
            }
            assertFalse(Files.exists(SerJournal.of(file)), "the journal stays only after an accident");
            if (frames == 0) {
                assertFalse(Files.exists(file), "an empty clip is taken away");
                return;
            }
            Path simple = SerClips.write(folder.resolve("simple-" + direct + ".ser"), format, frames, GAP_NS);
            assertArrayEquals(Files.readAllBytes(simple), Files.readAllBytes(file));
        }
    }

    @Test
    void stampsRiseAndUnknownOnesFollowTheirPredecessorAsTheSimpleWriterDoes() throws Exception {
        FrameFormat format = SerClips.mono8(5, 3);
        long start = SerClips.START_UTC_NS;
        long[] given = {start, start + 500, start + 500, start - 9, FrameSlot.UNKNOWN_UTC_NS, start + 5_000};
        Path fast = folder.resolve("fast.ser");
        Path simple = folder.resolve("simple.ser");
        try (SerRecording recording = SerRecording.create(fast, format, TEXT);
                SerWriter writer = SerWriter.create(simple, format, TEXT)) {
            for (long time : given) {
                recording.write(SerClips.frame(format, 1), time);
                writer.write(SerClips.frame(format, 1), time);
            }
        }
        assertArrayEquals(Files.readAllBytes(simple), Files.readAllBytes(fast));
    }

    @Test
    void withoutTimesThereIsNoTrailer() throws Exception {
        FrameFormat format = SerClips.mono8(8, 8);
        Path file = folder.resolve("timeless.ser");
        try (SerRecording recording = SerRecording.create(file, format, TEXT)) {
            for (int f = 0; f < 3; f++) {
                recording.write(SerClips.frame(format, f), FrameSlot.UNKNOWN_UTC_NS);
            }
        }
        assertEquals(178 + 3 * 64, Files.size(file));
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(List.of(), reader.notes());
            assertEquals(3, reader.frameCount());
        }
    }

    @Test
    void aClipIsReadableWhileItIsRecorded() throws Exception {
        FrameFormat format = new FrameFormat(61, 47, ColorLayout.RGGB, 16);
        Path file = folder.resolve("growing.ser");
        try (SerRecording recording = SerRecording.create(BlockFile.REAL_DISK, 8192, file, format, TEXT)) {
            for (int f = 0; f < 50; f++) {
                recording.write(SerClips.frame(format, f), SerClips.START_UTC_NS + f * GAP_NS);
                if (f > 3) {
                    try (SerReader reader = SerReader.open(file)) {
                        long last = reader.frameCount() - 1;
                        assertTrue(last >= f - 3 && last <= f, "frames=" + (last + 1) + " after " + (f + 1));
                        assertEquals(SerClips.frame(format, last), read(reader, last));
                    }
                }
            }
        }
    }

    @Test
    void slowFramesReachTheDiskWithinASecond() throws Exception {
        FrameFormat format = SerClips.mono8(40, 30);
        Path file = folder.resolve("slow.ser");
        try (SerRecording recording = SerRecording.create(file, format, TEXT)) {
            recording.write(SerClips.frame(format, 0), SerClips.START_UTC_NS);
            for (int i = 0; i < 400 && recording.securedCount() == 0; i++) {
                Thread.sleep(5);
                recording.secure();
            }
            assertEquals(1, recording.securedCount());
            assertEquals(178 + 1200, Files.size(file), "the file has its true length, not that of a page");
            SerHeader header = SerHeader.parse(Files.readAllBytes(file), "slow");
            assertEquals(1, header.frameCount());
            assertEquals(0, header.localTicks(), "until the end the header promises no trailer");
            recording.write(SerClips.frame(format, 1), SerClips.START_UTC_NS + GAP_NS);
        }
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(List.of(), reader.notes());
            assertEquals(SerClips.frame(format, 0), read(reader, 0));
            assertEquals(SerClips.frame(format, 1), read(reader, 1));
        }
    }

    @Test
    void anExistingFileIsNeverOverwritten() throws Exception {
        Path file = folder.resolve("precious.ser");
        Files.writeString(file, "precious");
        IOException refused =
                assertThrows(IOException.class, () -> SerRecording.create(file, SerClips.mono8(4, 4), TEXT));
        assertTrue(refused.getMessage().contains("exists already"), refused.getMessage());
        assertEquals("precious", Files.readString(file));
        Path journal = folder.resolve("free.ser.journal");
        Files.writeString(journal, "precious");
        assertThrows(
                IOException.class, () -> SerRecording.create(folder.resolve("free.ser"), SerClips.mono8(4, 4), TEXT));
        assertEquals("precious", Files.readString(journal));
        assertFalse(Files.exists(folder.resolve("free.ser")));
    }

    @Test
    void aFileSystemWithoutDirectWritingIsWrittenTheOldWayAndToldOf() throws Exception {
        FrameFormat format = SerClips.mono8(64, 64);
        for (boolean atFirstWrite : new boolean[] {true, false}) {
            Path file = folder.resolve("old-" + atFirstWrite + ".ser");
            TestDisk disk = new TestDisk().refusesDirect(atFirstWrite);
            try (SerRecording recording = SerRecording.create(disk, 4096, file, format, TEXT)) {
                recording.write(SerClips.frame(format, 0), SerClips.START_UTC_NS);
                assertTrue(recording.notes().get(0).contains("without direct writing"), "" + recording.notes());
            }
            try (SerReader reader = SerReader.open(file)) {
                assertEquals(SerClips.frame(format, 0), read(reader, 0));
            }
        }
    }

    @Test
    void aFullDiskKeepsEveryFrameThatReachedItWithItsTime() throws Exception {
        FrameFormat format = new FrameFormat(50, 41, ColorLayout.RGGB, 8);
        int whole = 0;
        for (int capacity = 4096; capacity < 60_000; capacity += 1531) {
            Path file = folder.resolve("full-" + capacity + ".ser");
            TestDisk disk = new TestDisk().capacityBytes(capacity);
            long told = fillUp(SerRecording.create(disk, 8192, file, format, TEXT), format);
            int expected = (capacity / 4096 * 4096 - 178) / format.frameBytes();
            assertTrue(told >= expected - 4 && told <= expected + 1, told + " of " + expected);
            whole += told;
            if (told == 0) {
                assertFalse(Files.exists(file));
                continue;
            }
            assertFalse(Files.exists(SerJournal.of(file)), "the journal's times are in the clip");
            try (SerReader reader = SerReader.open(file)) {
                assertEquals(List.of(), reader.notes());
                assertEquals(told, reader.frameCount());
                for (int f = 0; f < told; f++) {
                    assertEquals(SerClips.frame(format, f), read(reader, f));
                    assertEquals(SerClips.START_UTC_NS + f * GAP_NS, reader.startUtcNs(f));
                }
            }
        }
        assertTrue(whole > 100, "the test must reach full blocks");
    }

    /** Writes until the disk is full; returns the frames the recording says are there. */
    private static long fillUp(SerRecording recording, FrameFormat format) throws IOException {
        IOException full = assertThrows(IOException.class, () -> {
            for (int f = 0; f < 1000; f++) {
                recording.write(SerClips.frame(format, f), SerClips.START_UTC_NS + f * GAP_NS);
            }
        });
        assertTrue(full.getMessage().contains("No space left"), full.getMessage());
        assertTrue(full.getMessage().contains("free disk space"), full.getMessage());
        assertThrows(IOException.class, () -> recording.write(SerClips.frame(format, 0), 0));
        recording.close();
        return recording.frameCount();
    }

    @Test
    void aFrameAllocatesNothing() throws Exception {
        FrameFormat format = new FrameFormat(640, 480, ColorLayout.RGGB, 16);
        ByteBuffer raw = SerClips.frame(format, 0);
        Path file = folder.resolve("lean.ser");
        long[] f = {0};
        try (SerRecording recording = SerRecording.create(file, format, TEXT)) {
            assertEquals(0, Allocation.leastBytes(() -> {
                for (int i = 0; i < 3; i++) {
                    recording.write(raw, SerClips.START_UTC_NS + GAP_NS * f[0]++);
                }
            }));
        }
    }

    static ByteBuffer read(SerReader reader, long frame) throws IOException {
        FrameFormat format = reader.format();
        ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        assertTrue(reader.read(frame, new Roi(0, 0, format.widthPx(), format.heightPx()), raw));
        return raw;
    }
}
