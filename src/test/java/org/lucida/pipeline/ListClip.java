package org.lucida.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.lucida.files.ClipWriter;

/** A clip in memory: the times of the frames, with a disk as slow or as broken as a test needs it. */
final class ListClip implements ClipWriter {
    final List<Long> times = Collections.synchronizedList(new ArrayList<>());
    private final long writeNs;
    private final long failAtCount;
    private volatile boolean closed;

    /**
     * Takes frames.
     *
     * @param writeNs time a frame takes
     * @param failAtCount frames after which the disk breaks
     */
    ListClip(long writeNs, long failAtCount) {
        this.writeNs = writeNs;
        this.failAtCount = failAtCount;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void write(ByteBuffer raw, long startUtcNs) throws IOException {
        if (times.size() >= failAtCount) {
            throw new IOException("FILE=clip frames=" + times.size() + " cannot be written on: disk broken; mend it");
        }
        if (writeNs > 0) {
            LockSupport.parkNanos(writeNs);
        }
        times.add(startUtcNs);
    }

    @Override
    public void secure() {}

    @Override
    public long frameCount() {
        return times.size();
    }

    @Override
    public long securedCount() {
        return times.size();
    }

    @Override
    public Path path() {
        return Path.of("clip");
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public void close() {
        closed = true;
    }
}
