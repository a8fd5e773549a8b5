package org.lucida.view.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskCheckTest {
    private static final long GB = 1_000_000_000;

    @TempDir
    Path root;

    private final Fake disk = new Fake();

    private static final class Fake implements DiskView {
        String kind = "ext4";
        long freeBytes = 100 * GB;
        boolean isWritable = true;
        DiskSpeed speed = new DiskSpeed(2.4e9, 600e6, 512 << 20);
        long askedBytes;
        IOException failure;

        @Override
        public String kind() {
            return kind;
        }

        @Override
        public long freeBytes() {
            return freeBytes;
        }

        @Override
        public boolean isWritable() {
            return isWritable;
        }

        @Override
        public DiskSpeed speed(long mostBytes, long mostNs) throws IOException {
            askedBytes = mostBytes;
            if (failure != null) {
                throw failure;
            }
            return speed;
        }
    }

    private Finding look(String name) {
        return look(name, true);
    }

    private Finding look(String name, boolean writes) {
        return new PlantedHost(root).look(new DiskCheck(Path.of("/data"), disk, writes), name);
    }

    @Test
    void aGoodDiskIsTranslatedIntoFrames() {
        assertEquals("ext4 at /data", look("file system").found());
        assertEquals(
                "100 GB free, 4.2 min of a USB 3 camera at full rate",
                look("disk space").found());
        Finding speed = look("disk speed");
        assertEquals(
                "2.4 GB/s direct, 600 MB/s buffered: 1936x1096 RAW16 at 566 frames/s, 640x480 RAW8 at 7813 frames/s",
                speed.found());
        assertEquals(Level.OK, speed.level());
        assertEquals(512L << 20, disk.askedBytes);
    }

    @ParameterizedTest
    @CsvSource({
        "ext4, OK",
        "btrfs, OK",
        "xfs, OK",
        "tmpfs, WARNING",
        "ntfs3, WARNING",
        "fuseblk, WARNING",
        "exfat, WARNING",
        "nfs4, WARNING",
        "cifs, WARNING",
        "vfat, PROBLEM"
    })
    void theFileSystemIsJudged(String kind, Level level) {
        disk.kind = kind;
        assertEquals(level, look("file system").level());
        assertEquals(level == Level.OK, look("file system").commands().isEmpty());
    }

    @Test
    void aFolderThatIsNotOursIsAProblemAndNotTested() {
        disk.isWritable = false;
        assertEquals(
                "sudo chown \"$USER\" '/data'", look("file system").commands().get(0));
        assertEquals(Level.PROBLEM, look("file system").level());
        assertEquals("unwritable", look("disk speed").found());
        assertEquals(0, disk.askedBytes);
    }

    @Test
    void littleSpaceIsSaidAndLeftAlone() {
        disk.freeBytes = 5 * GB;
        assertEquals(Level.WARNING, look("disk space").level());
        disk.freeBytes = GB / 2;
        assertEquals(Level.PROBLEM, look("disk space").level());
        look("disk speed");
        assertEquals(disk.freeBytes / 8, disk.askedBytes, "most of it stays free");
        disk.freeBytes = 1000;
        assertEquals("no room", look("disk speed").found());
    }

    @Test
    void aSlowDiskIsSaid() {
        disk.speed = new DiskSpeed(0, 150e6, 1);
        assertEquals(Level.WARNING, look("disk speed").level());
        assertTrue(
                look("disk speed").found().startsWith("no direct writes, 150 MB/s buffered: 1936x1096 RAW16 at 35 "));
        disk.speed = new DiskSpeed(20e6, 15e6, 1);
        assertEquals(Level.PROBLEM, look("disk speed").level());
        disk.failure = new IOException("Input/output error");
        assertEquals("writing failed: Input/output error", look("disk speed").found());
        assertEquals(Level.PROBLEM, look("disk speed").level());
    }

    @Test
    void theTestCanBeLeftOut() {
        assertEquals(Level.SKIPPED, look("disk speed", false).level());
        assertEquals(0, disk.askedBytes);
    }

    @Test
    void theRealTestWritesWhatItSaysAndLeavesNothingBehindWhateverEndsIt() throws IOException {
        Path folder = Files.createDirectory(root.resolve("disk"));
        AtomicLong nowNs = new AtomicLong();
        long blockBytes = 8 << 20;
        DiskSpeed speed = DiskSpeed.measure(folder, 4 * blockBytes, Long.MAX_VALUE, () -> {
            // while it writes the file has no name: no signal can leave it behind
            if (!System.getProperty("os.name", "").startsWith("Windows")) {
                assertEmpty(folder);
            }
            return nowNs.addAndGet(1_000_000);
        });
        assertTrue(speed.bufferedBytesPerS() > 0);
        assertEquals(speed.directBytesPerS() > 0 ? 4 * blockBytes : 2 * blockBytes, speed.writtenBytes());
        assertEmpty(folder);
    }

    @Test
    void theRealTestEndsWhenItsTimeIsOver() throws IOException {
        Path folder = Files.createDirectory(root.resolve("disk"));
        AtomicLong nowNs = new AtomicLong();
        DiskSpeed speed = DiskSpeed.measure(folder, Long.MAX_VALUE / 4, 10, () -> nowNs.addAndGet(100));
        assertTrue(speed.writtenBytes() <= 2L * (8 << 20), "one block each");
        assertEmpty(folder);
    }

    @Test
    void theRealTestSaysWhereItMayNotWrite() {
        assertThrows(IOException.class, () -> DiskSpeed.measure(root.resolve("none"), 1 << 20, 1, System::nanoTime));
    }

    @Test
    void theDiskOfThisMachineAnswers() throws IOException {
        DiskView here = DiskView.of(root);
        assertTrue(here.isWritable());
        assertTrue(here.freeBytes() > 0);
        assertTrue(!here.kind().isEmpty());
    }

    private static void assertEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
