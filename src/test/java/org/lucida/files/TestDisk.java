package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A disk on top of the real one that refuses direct writing, or fills up: whole pages only, as file systems do. */
final class TestDisk implements BlockFile.Disk {
    private static final int PAGE_BYTES = 4096;

    private boolean direct = true;
    private boolean refusesAtFirstWrite;
    private long capacityBytes = Long.MAX_VALUE;

    TestDisk direct(boolean wanted) {
        direct = wanted;
        return this;
    }

    /** Refuses direct writing when the file is opened, or only when it is written. */
    TestDisk refusesDirect(boolean atFirstWrite) {
        refusesAtFirstWrite = atFirstWrite;
        direct = atFirstWrite;
        return this;
    }

    TestDisk capacityBytes(long bytes) {
        capacityBytes = bytes;
        return this;
    }

    @Override
    public int pageBytes(Path file) {
        return PAGE_BYTES;
    }

    @Override
    public BlockFile.Track create(Path file, boolean wantsDirect) throws IOException {
        if (wantsDirect && !direct) {
            throw new UnsupportedOperationException("no direct writing here");
        }
        BlockFile.Track real = BlockFile.REAL_DISK.create(file, wantsDirect);
        return new BlockFile.Track() {
            @Override
            public int write(ByteBuffer bytes, long offset) throws IOException {
                if (wantsDirect && refusesAtFirstWrite) {
                    throw new IOException("Invalid argument");
                }
                long roomBytes = capacityBytes / PAGE_BYTES * PAGE_BYTES - offset;
                if (roomBytes <= 0 && bytes.hasRemaining()) {
                    throw new IOException("No space left on device");
                }
                int limit = bytes.limit();
                bytes.limit((int) Math.min(limit, bytes.position() + roomBytes));
                try {
                    return real.write(bytes, offset);
                } finally {
                    bytes.limit(limit);
                }
            }

            @Override
            public void truncate(long sizeBytes) throws IOException {
                real.truncate(sizeBytes);
            }

            @Override
            public void force() throws IOException {
                real.force();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }
}
