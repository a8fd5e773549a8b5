package org.lucida.view.cli.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** The disk under the folder to record to. */
interface DiskView {
    /** Kind of the file system as the system calls it. */
    String kind() throws IOException;

    /** Bytes this user may still write. */
    long freeBytes() throws IOException;

    boolean isWritable();

    /** Writes up to so many bytes and tells how fast that went. */
    DiskSpeed speed(long mostBytes, long mostNs) throws IOException;

    /** The disk under a folder. */
    static DiskView of(Path folder) {
        return new DiskView() {
            private FileStore store() throws IOException {
                return Files.getFileStore(folder);
            }

            @Override
            public String kind() throws IOException {
                return store().type();
            }

            @Override
            public long freeBytes() throws IOException {
                return store().getUsableSpace();
            }

            @Override
            public boolean isWritable() {
                return Files.isWritable(folder);
            }

            @Override
            public DiskSpeed speed(long mostBytes, long mostNs) throws IOException {
                return DiskSpeed.measure(folder, mostBytes, mostNs, System::nanoTime);
            }
        };
    }
}
