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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

class SerRepairTest {
    private static final SerText TEXT = new SerText("Observer", "Camera", "Telescope");
    private static final long GAP_NS = 2_345_600;
    private static final FrameFormat FORMAT = new FrameFormat(33, 29, ColorLayout.GRBG, 16);

    @TempDir
    Path folder;

    /** Clip and journal as they lie on the disk while frames are recorded. */
    private record Accident(byte[] clip, byte[] journal) {}

    private Accident accident(FrameFormat format, int frames) throws IOException {
        Path file = folder.resolve("accident.ser");
        try (SerRecording recording = SerRecording.create(BlockFile.REAL_DISK, 4096, file, format, TEXT)) {
            for (int f = 0; f < frames; f++) {
                recording.write(SerClips.frame(format, f), SerClips.START_UTC_NS + f * GAP_NS);
            }
            return new Accident(Files.readAllBytes(file), Files.readAllBytes(SerJournal.of(file)));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Path lay(byte[] clip, byte[] journal) throws IOException {
        Path file = folder.resolve("clip.ser");
        Files.write(file, clip);
        Files.deleteIfExists(SerJournal.of(file));
        if (journal != null) {
            Files.write(SerJournal.of(file), journal);
        }
        return file;
    }

    private static void assertWhole(Path file, FrameFormat format, long frames, long timed) throws IOException {
        assertFalse(Files.exists(SerJournal.of(file)), "the journal has done its work");
        if (frames == 0) {
            return;
        }
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(List.of(), reader.notes());
            assertEquals(frames, reader.frameCount());
            assertEquals(frames, reader.header().frameCount());
            for (long f = 0; f < frames; f++) {
                assertEquals(SerClips.frame(format, f), SerRecordingTest.read(reader, f), "frame " + f);
                if (f < timed) {
                    assertEquals(SerClips.START_UTC_NS + f * GAP_NS, reader.startUtcNs(f), "time of frame " + f);
                }
            }
        }
    }

    @Test
    void aClipCutAtAnyByteKeepsItsWholeFramesWithTheirTimes() throws Exception {
        Accident accident = accident(FORMAT, 23);
        for (int bytes = SerHeader.BYTES; bytes <= accident.clip().length; bytes += 211) {
            Path file = lay(Arrays.copyOf(accident.clip(), bytes), accident.journal());
            SerRepair.Finding finding = SerRepair.repair(file, false);
            long frames = (bytes - SerHeader.BYTES) / FORMAT.frameBytes();
            assertEquals(frames, finding.frameCount());
            assertEquals(frames, finding.timedCount());
            assertWhole(file, FORMAT, frames, frames);
            assertTrue(frames == 0 || SerRepair.repair(file, false).isSound(), "a second time there is nothing to do");
        }
    }

    @Test
    void aMendedClipIsTheClipThatWouldHaveBeen() throws Exception {
        Accident accident = accident(FORMAT, 23);
        long frames = (accident.clip().length - SerHeader.BYTES) / FORMAT.frameBytes();
        Path file = lay(accident.clip(), accident.journal());
        SerRepair.repair(file, false);
        Path whole = SerClips.write(folder.resolve("whole.ser"), FORMAT, (int) frames, GAP_NS);
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(file));
    }

    @Test
    void aJournalCutAtAnyByteGivesTheTimesItHas() throws Exception {
        Accident accident = accident(FORMAT, 23);
        long frames = (accident.clip().length - SerHeader.BYTES) / FORMAT.frameBytes();
        for (int bytes = SerJournal.HEAD_BYTES + SerJournal.ENTRY_BYTES;
                bytes < accident.journal().length;
                bytes += 13) {
            Path file = lay(accident.clip(), Arrays.copyOf(accident.journal(), bytes));
            SerRepair.Finding finding = SerRepair.repair(file, false);
            long timed = Math.min(frames, (bytes - SerJournal.HEAD_BYTES) / SerJournal.ENTRY_BYTES);
            assertEquals(frames, finding.frameCount(), "no frame is given up for want of a time");
            assertEquals(timed, finding.timedCount());
            assertWhole(file, FORMAT, frames, timed);
        }
    }

    @Test
    void aDamagedEntryCostsOneTime() throws Exception {
        Accident accident = accident(FORMAT, 20);
        byte[] journal = accident.journal().clone();
        journal[SerJournal.HEAD_BYTES + 7 * SerJournal.ENTRY_BYTES + 2] ^= 4;
        Path file = lay(accident.clip(), journal);
        SerRepair.Finding finding = SerRepair.repair(file, false);
        assertEquals(finding.frameCount() - 1, finding.timedCount());
        try (SerReader reader = SerReader.open(file)) {
            assertEquals(SerClips.START_UTC_NS + 6 * GAP_NS + 100, reader.startUtcNs(7));
            assertEquals(SerClips.START_UTC_NS + 8 * GAP_NS, reader.startUtcNs(8));
        }
    }

    @Test
    void anAccidentWhileTheTrailerIsWrittenLosesNothing() throws Exception {
        int frames = 9;
        Path whole = SerClips.write(folder.resolve("whole.ser"), FORMAT, frames, GAP_NS);
        byte[] done = Files.readAllBytes(whole);
        byte[] clip = done.clone();
        Arrays.fill(clip, SerHeader.LOCAL_TICKS_OFFSET, SerHeader.BYTES, (byte) 0);
        byte[] journal = accident(FORMAT, frames).journal();
        int trailer = SerHeader.BYTES + frames * FORMAT.frameBytes();
        for (int bytes = trailer; bytes <= done.length; bytes += 5) {
            Path file = lay(Arrays.copyOf(clip, bytes), journal);
            SerRepair.repair(file, false);
            assertArrayEquals(done, Files.readAllBytes(file));
        }
        Path file = lay(done, journal);
        SerRepair.repair(file, false);
        assertArrayEquals(done, Files.readAllBytes(file), "only the journal was left to take away");
    }

    @Test
    void framesSmallerThanATrailerAreNotTakenForOne() throws Exception {
        for (FrameFormat tiny : List.of(SerClips.mono8(1, 1), SerClips.mono8(3, 2), SerClips.mono8(8, 1))) {
            int frames = 500;
            byte[] done = Files.readAllBytes(
                    SerClips.write(folder.resolve("tiny-" + tiny.widthPx() + ".ser"), tiny, frames, GAP_NS));
            byte[] journal = accident(tiny, frames).journal();
            int trailer = SerHeader.BYTES + frames * tiny.frameBytes();
            for (int bytes = trailer + 8; bytes <= done.length; bytes += 151) {
                Path file = lay(Arrays.copyOf(done, bytes), journal);
                SerRepair.repair(file, false);
                assertArrayEquals(done, Files.readAllBytes(file));
            }
            byte[] padded = Arrays.copyOf(Arrays.copyOf(done, trailer), (trailer + 4095) / 4096 * 4096);
            Path file = lay(padded, journal);
            SerRepair.repair(file, false);
            assertArrayEquals(done, Files.readAllBytes(file), "the zeros that fill up a page are no frames");
        }
    }

    @Test
    void aDamagedHeaderComesBackFromTheJournal() throws Exception {
        Accident accident = accident(FORMAT, 12);
        byte[] clip = accident.clip().clone();
        Arrays.fill(clip, 0, SerHeader.BYTES, (byte) 0);
        Path file = lay(clip, accident.journal());
        long frames = SerRepair.repair(file, false).frameCount();
        assertWhole(file, FORMAT, frames, frames);
    }

    @Test
    void aJournalWithoutAHeadDecidesNothingAndStays() throws Exception {
        Accident accident = accident(FORMAT, 12);
        byte[] journal = accident.journal().clone();
        journal[20] ^= 1;
        Path file = lay(accident.clip(), journal);
        SerRepair.Finding finding = SerRepair.repair(file, false);
        assertEquals(0, finding.timedCount());
        assertTrue(finding.frameCount() > 8);
        assertTrue(Files.exists(SerJournal.of(file)));
    }

    @Test
    void theJournalOfAnotherClipIsRefused() throws Exception {
        byte[] journal = accident(SerClips.mono8(20, 20), 12).journal();
        byte[] clip = accident(FORMAT, 12).clip();
        Path file = lay(clip, journal);
        BadInputException refused = assertThrows(BadInputException.class, () -> SerRepair.repair(file, false));
        assertTrue(refused.getMessage().contains("20x20"), refused.getMessage());
        assertArrayEquals(clip, Files.readAllBytes(file));
    }

    @Test
    void aDryRunTellsAndChangesNothing() throws Exception {
        Accident accident = accident(FORMAT, 12);
        Path file = lay(accident.clip(), accident.journal());
        SerRepair.Finding told = SerRepair.repair(file, true);
        assertFalse(told.isSound());
        assertArrayEquals(accident.clip(), Files.readAllBytes(file));
        assertArrayEquals(accident.journal(), Files.readAllBytes(SerJournal.of(file)));
        SerRepair.Finding done = SerRepair.repair(file, false);
        assertEquals(told.frameCount(), done.frameCount());
    }

    @Test
    void aClipThatIsBeingRecordedIsLeftAlone() throws Exception {
        Path file = folder.resolve("busy.ser");
        try (SerRecording recording = SerRecording.create(file, FORMAT, TEXT)) {
            recording.write(SerClips.frame(FORMAT, 0), SerClips.START_UTC_NS);
            IOException refused = assertThrows(IOException.class, () -> SerRepair.repair(file, false));
            assertTrue(refused.getMessage().contains("being recorded"), refused.getMessage());
        }
        assertTrue(SerRepair.repair(file, false).isSound());
    }

    // ---- clips of other programs ----------------------------------------------------------------------------------

    @Test
    void aWrongFrameCountIsPutRight() throws Exception {
        byte[] done = Files.readAllBytes(SerClips.write(folder.resolve("whole.ser"), FORMAT, 11, GAP_NS));
        for (int wrong : new int[] {0, -1, 3, 12, 10_000}) {
            Path file = lay(done, null);
            SerClips.poke(file, SerHeader.FRAME_COUNT_OFFSET, wrong);
            SerRepair.Finding finding = SerRepair.repair(file, false);
            assertEquals(11, finding.frameCount());
            assertEquals(11, finding.timedCount());
            assertArrayEquals(done, Files.readAllBytes(file));
        }
    }

    @Test
    void aClipCutWithinAFrameKeepsEveryByte() throws Exception {
        byte[] done = Files.readAllBytes(SerClips.write(folder.resolve("whole.ser"), FORMAT, 11, GAP_NS));
        byte[] cut = Arrays.copyOf(done, SerHeader.BYTES + 6 * FORMAT.frameBytes() + 100);
        Path file = lay(cut, null);
        SerRepair.Finding finding = SerRepair.repair(file, false);
        assertEquals(6, finding.frameCount());
        assertEquals(0, finding.timedCount());
        byte[] mended = Files.readAllBytes(file);
        assertArrayEquals(
                Arrays.copyOfRange(cut, SerHeader.BYTES, cut.length),
                Arrays.copyOfRange(mended, SerHeader.BYTES, mended.length));
        SerHeader header = SerHeader.parse(mended, "mended");
        assertEquals(0, header.localTicks(), "no trailer");
        assertEquals(SerHeader.ticks(SerClips.START_UTC_NS), header.utcTicks(), "the start stays");
    }

    @Test
    void aTrailerCutShortIsFilledUpAndItsTimesStay() throws Exception {
        byte[] done = Files.readAllBytes(SerClips.write(folder.resolve("whole.ser"), FORMAT, 11, GAP_NS));
        for (int lost = 1; lost < 10 * 8; lost += 3) {
            Path file = lay(Arrays.copyOf(done, done.length - lost), null);
            SerRepair.Finding finding = SerRepair.repair(file, false);
            int kept = (11 * 8 - lost) / 8;
            assertEquals(kept, finding.timedCount());
            byte[] mended = Files.readAllBytes(file);
            assertEquals(done.length, mended.length);
            int same = done.length - 11 * 8 + kept * 8;
            assertArrayEquals(Arrays.copyOf(done, same), Arrays.copyOf(mended, same));
            ByteBuffer stamps = ByteBuffer.wrap(mended).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = same; at < mended.length; at += 8) {
                assertEquals(stamps.getLong(at - 8) + 1, stamps.getLong(at));
            }
            assertTrue(SerRepair.repair(file, false).isSound());
        }
    }

    @Test
    void aSoundClipAndWhatIsNoClipAreLeftAlone() throws Exception {
        Path sound = SerClips.write(folder.resolve("sound.ser"), FORMAT, 5, GAP_NS);
        byte[] before = Files.readAllBytes(sound);
        assertTrue(SerRepair.repair(sound, false).isSound());
        assertArrayEquals(before, Files.readAllBytes(sound));
        Path other = Files.writeString(folder.resolve("other.ser"), "no clip at all ".repeat(40));
        assertThrows(BadInputException.class, () -> SerRepair.repair(other, false));
        assertEquals("no clip at all ".repeat(40), Files.readString(other));
    }
}
