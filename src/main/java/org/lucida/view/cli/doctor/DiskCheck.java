package org.lucida.view.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The disk to record to: its file system, its free space, and what stream of frames it sustains. */
final class DiskCheck implements Check {
    private static final String KIND = "file system";
    private static final String SPACE = "disk space";
    private static final String SPEED = "disk speed";

    private static final long MIB = 1 << 20;
    /** Most written by the speed test. */
    private static final long TEST_BYTES = 512 * MIB;
    /** Below this a test tells nothing. */
    private static final long LEAST_TEST_BYTES = 32 * MIB;
    /** The test leaves most of what is free alone. */
    private static final int FREE_SHARE = 8;

    private static final long TEST_NS = 3_000_000_000L;

    private static final double LARGE_FRAME_BYTES = 1936.0 * 1096 * 2;
    private static final double SMALL_FRAME_BYTES = 640.0 * 480;
    /** What a USB 3 camera delivers at most, 5 Gbit/s less coding and protocol. */
    private static final double USB3_BYTES_PER_S = 400e6;
    /** What a USB 2 camera delivers at most. */
    private static final double USB2_BYTES_PER_S = 40e6;

    private static final double S_PER_MINUTE = 60;
    private static final long SCARCE_BYTES = 10_000_000_000L;
    private static final long LEAST_BYTES = 1_000_000_000L;

    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
    private static final Set<String> FOREIGN = Set.of("ntfs", "ntfs3", "fuseblk", "exfat", "fuse.exfat");
    private static final Set<String> FAT = Set.of("vfat", "msdos", "fat32");
    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb2",
            "smb3",
            "smbfs",
            "9p",
            "fuse.sshfs",
            "fuse.rclone",
            "davfs",
            "fuse.davfs2",
            "afs");

    private final Path folder;
    private final DiskView disk;
    private final boolean writes;

    /**
     * Checks a folder.
     *
     * @param folder to record to
     * @param writes true to measure its speed
     */
    DiskCheck(Path folder, DiskView disk, boolean writes) {
        this.folder = folder;
        this.disk = disk;
        this.writes = writes;
    }

    @Override
    public List<Finding> look(Host host) throws IOException {
        List<Finding> findings = new ArrayList<>();
        findings.add(kind(host));
        long freeBytes = disk.freeBytes();
        findings.add(space(freeBytes));
        findings.add(speed(host, freeBytes));
        return findings;
    }

    private String elsewhere(Host host) {
        return host.program() + " doctor --folder OTHER_FOLDER";
    }

    private Finding kind(Host host) throws IOException {
        String kind = disk.kind();
        String known = kind.toLowerCase(Locale.ROOT);
        Finding finding = Finding.ok(KIND, kind + " at " + folder);
        List<String> other = List.of(elsewhere(host));
        if (!disk.isWritable()) {
            finding = finding.orWorse(
                    Level.PROBLEM,
                    "this user may not write there; make the folder yours, or record to another",
                    List.of("sudo chown \"$USER\" '" + folder + "'"));
        } else if (FAT.contains(known)) {
            finding = finding.orWorse(
                    Level.PROBLEM,
                    "no file can be larger than 4 GB, seconds of a recording: record to another disk, test it first",
                    other);
        } else if (IN_MEMORY.contains(known)) {
            finding = finding.orWorse(
                    Level.WARNING,
                    "that is memory, not a disk: it fills quickly and is empty after a restart; test another folder",
                    other);
        } else if (FOREIGN.contains(known)) {
            finding = finding.orWorse(
                    Level.WARNING,
                    "this file system is slow on Linux and loses more when the power fails; better ext4, test another folder",
                    other);
        } else if (NETWORK.contains(known)) {
            finding = finding.orWorse(
                    Level.WARNING,
                    "a network stalls when it likes: record to a disk of this computer and copy later; test another folder",
                    other);
        }
        return finding.with("folder", folder.toString()).with("fileSystem", kind);
    }

    private Finding space(long freeBytes) {
        double minutes = (double) freeBytes / USB3_BYTES_PER_S / S_PER_MINUTE;
        Finding finding = Finding.ok(
                SPACE,
                Figures.bytes(freeBytes) + " free, " + Figures.number(minutes) + " min of a USB 3 camera at full rate");
        List<String> largest = List.of("du -xh --max-depth=2 '" + folder + "' | sort -h | tail");
        if (freeBytes < LEAST_BYTES) {
            finding = finding.orWorse(
                    Level.PROBLEM, "no room for a recording; make room, the largest are told by", largest);
        } else if (freeBytes < SCARCE_BYTES) {
            finding = finding.orWorse(
                    Level.WARNING, "little room for a night; make some, the largest are told by", largest);
        }
        return finding.with("freeBytes", freeBytes);
    }

    private Finding speed(Host host, long freeBytes) throws IOException {
        if (!writes) {
            return Finding.skipped(SPEED, "unwanted");
        }
        long bytes = Math.min(TEST_BYTES, freeBytes / FREE_SHARE);
        if (!disk.isWritable() || bytes < LEAST_TEST_BYTES) {
            return Finding.skipped(SPEED, disk.isWritable() ? "no room" : "unwritable");
        }
        DiskSpeed speed;
        try {
            speed = disk.speed(bytes, TEST_NS);
        } catch (IOException failed) {
            return Finding.problem(
                    SPEED,
                    "writing failed: " + failed.getMessage(),
                    "check the disk and its free space, or test another folder",
                    List.of(elsewhere(host)));
        }
        double best = Math.max(speed.directBytesPerS(), speed.bufferedBytesPerS());
        Finding finding = Finding.ok(
                SPEED,
                (speed.directBytesPerS() > 0 ? rate(speed.directBytesPerS()) + " direct, " : "no direct writes, ")
                        + rate(speed.bufferedBytesPerS()) + " buffered: 1936x1096 RAW16 at "
                        + frames(best / LARGE_FRAME_BYTES) + ", 640x480 RAW8 at " + frames(best / SMALL_FRAME_BYTES));
        List<String> other = List.of(elsewhere(host));
        if (best < USB2_BYTES_PER_S) {
            finding = finding.orWorse(
                    Level.PROBLEM, "slower than any camera: record to another disk, test it first", other);
        } else if (best < USB3_BYTES_PER_S) {
            finding = finding.orWorse(
                    Level.WARNING,
                    "less than the " + rate(USB3_BYTES_PER_S)
                            + " of a USB 3 camera at full rate: use a region of interest or RAW8, or test another disk",
                    other);
        }
        return finding.with("directBytesPerS", speed.directBytesPerS())
                .with("bufferedBytesPerS", speed.bufferedBytesPerS())
                .with("writtenBytes", speed.writtenBytes())
                .with("framesPerS1936x1096Raw16", best / LARGE_FRAME_BYTES)
                .with("framesPerS640x480Raw8", best / SMALL_FRAME_BYTES);
    }

    private static String rate(double bytesPerS) {
        return Figures.bytes(bytesPerS) + "/s";
    }

    private static String frames(double framesPerS) {
        return Figures.number(framesPerS) + " frames/s";
    }
}
