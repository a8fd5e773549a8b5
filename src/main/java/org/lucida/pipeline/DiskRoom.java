package org.lucida.pipeline;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is free on a disk. Any thread. */
final class DiskRoom {
    private DiskRoom() {}

    /** Bytes free where a folder is, or will be made; negative if nobody knows. */
    static long freeBytes(Path folder) {
        Path there = folder.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return there == null ? -1 : freeBytes(Files.getFileStore(there));
        } catch (IOException unknown) {
            return -1;
        }
    }

    /** Bytes free on a disk; negative if nobody knows: some network disks say 0 of 0. */
    static long freeBytes(FileStore disk) throws IOException {
        long freeBytes = disk.getUsableSpace();
        return freeBytes == 0 && disk.getTotalSpace() == 0 ? -1 : freeBytes;
    }
}
