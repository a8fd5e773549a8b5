package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The times of a SER clip that is being recorded, beside the clip until its trailer is written: {@code CLIP.ser.journal}.
 *
 * <p>Shape, all little-endian: 16 bytes magic word; the clip's header, 178 bytes; CRC-32C of both, 4 bytes; 2 zero bytes;
 * then for every frame its ticks, 8 bytes, its number, 4 bytes, and the CRC-32C of these 12 bytes, 4 bytes. An entry is
 * written before the frame is, so that a frame on the disk always has its time; what a power failure left unwritten
 * shows by its checksum.
 *
 * <p>The writer holds a lock on the file, which the system lets go with the process: a clip under a lock is being recorded.
 * <p>Memory: one entry outside the heap for writing; {@link #append} allocates nothing.
 * <p>Thread: one thread.
 */
final class SerJournal implements AutoCloseable {
    static final int ENTRY_BYTES = 16;
    static final int HEAD_BYTES = 200;
    private static final byte[] MAGIC = {'L', 'U', 'C', 'I', 'D', 'A', ' ', 'S', 'E', 'R', ' ', 'T', 'I', 'M', 'E', '1'
    };
    private static final int HEADER_OFFSET = 16;
    private static final int SUM_OFFSET = HEADER_OFFSET + SerHeader.BYTES;
    private static final int NUMBER_OFFSET = 8;
    private static final int ENTRY_SUM_OFFSET = 12;
    private static final int CHUNK_ENTRIES = 4096;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer entry = buffer(ENTRY_BYTES);
    private final CRC32C sum = new CRC32C();
    private int count;

    private SerJournal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Where the journal of a clip lies. */
    static Path of(Path clip) {
        return clip.resolveSibling(clip.getFileName() + ".journal");
    }

    /** Begins the journal of a new clip, on the disk when the call returns. */
    static SerJournal create(Path clip, byte[] header) throws IOException {
        Path file = of(clip);
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        SerJournal journal = new SerJournal(file, channel);
        try {
            if (channel.tryLock() == null) {
                throw new IOException("another program holds the new file");
            }
            journal.writeAll(head(header), 0);
            channel.force(true);
            return journal;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            Files.deleteIfExists(file);
            throw failed;
        }
    }

    /** Frames with an entry. */
    int count() {
        return count;
    }

    /** Notes the time of the next frame. */
    void append(long ticks) throws IOException {
        fill(entry, ticks, count, sum);
        writeAll(entry, HEAD_BYTES + (long) ENTRY_BYTES * count);
        count++;
    }

    /** Brings all entries to the disk. */
    void force() throws IOException {
        channel.force(false);
    }

    /** Hands the ticks of all frames to a taker, in order. */
    void replay(Ticks taker) throws IOException {
        ByteBuffer chunk = buffer(CHUNK_ENTRIES * ENTRY_BYTES);
        for (int from = 0; from < count; from += CHUNK_ENTRIES) {
            int entries = Math.min(CHUNK_ENTRIES, count - from);
            chunk.clear().limit(entries * ENTRY_BYTES);
            readFully(channel, chunk, HEAD_BYTES + (long) ENTRY_BYTES * from);
            for (int i = 0; i < entries; i++) {
                taker.take(chunk.getLong(i * ENTRY_BYTES));
            }
        }
    }

    /** Receives ticks. */
    interface Ticks {
        void take(long ticks) throws IOException;
    }

    /** Takes the journal away: the clip is whole. */
    void delete() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    /** Lets go of the journal and leaves it there. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    // ---- reading after an accident --------------------------------------------------------------------------------

    /**
     * What a journal still says.
     *
     * @param header the clip's header as it was at the beginning
     * @param ticks of every frame up to the last whole entry; 0 = the entry is damaged
     */
    record Contents(byte[] header, long[] ticks) {}

    /**
     * Reads the journal of a clip.
     *
     * @return null if its head is damaged: then it says nothing
     */
    static Contents read(Path clip) throws IOException {
        try (FileChannel channel = FileChannel.open(of(clip), StandardOpenOption.READ)) {
            ByteBuffer head = buffer(HEAD_BYTES);
            if (!readFully(channel, head, 0)) {
                return null;
            }
            byte[] header = new byte[SerHeader.BYTES];
            head.get(HEADER_OFFSET, header);
            if (!head(header).equals(head.clear())) {
                return null;
            }
            long entries = Math.min(Integer.MAX_VALUE - 8, (channel.size() - HEAD_BYTES) / ENTRY_BYTES);
            return new Contents(header, ticks(channel, (int) entries));
        }
    }

    private static long[] ticks(FileChannel channel, int entries) throws IOException {
        long[] ticks = new long[entries];
        int last = -1;
        CRC32C sum = new CRC32C();
        ByteBuffer whole = buffer(ENTRY_BYTES);
        ByteBuffer chunk = buffer(CHUNK_ENTRIES * ENTRY_BYTES);
        for (int from = 0; from < entries; from += CHUNK_ENTRIES) {
            int count = Math.min(CHUNK_ENTRIES, entries - from);
            chunk.clear().limit(count * ENTRY_BYTES);
            readFully(channel, chunk, HEAD_BYTES + (long) ENTRY_BYTES * from);
            for (int i = 0; i < count; i++) {
                long found = chunk.getLong(i * ENTRY_BYTES);
                fill(whole, found, from + i, sum);
                if (whole.equals(chunk.slice(i * ENTRY_BYTES, ENTRY_BYTES))) {
                    ticks[from + i] = found;
                    last = from + i;
                }
            }
        }
        return Arrays.copyOf(ticks, last + 1);
    }

    /** True if a program that still runs writes this clip. */
    static boolean isBeingRecorded(Path clip) throws IOException {
        try (FileChannel channel = FileChannel.open(of(clip), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException ourselves) {
            return true;
        }
    }

    private static ByteBuffer head(byte[] header) {
        ByteBuffer head = buffer(HEAD_BYTES);
        head.put(MAGIC).put(header);
        CRC32C sum = new CRC32C();
        sum.update(head.duplicate().flip());
        head.putInt(SUM_OFFSET, (int) sum.getValue());
        return head.clear();
    }

    private static void fill(ByteBuffer entry, long ticks, int number, CRC32C sum) {
        entry.clear();
        entry.putLong(0, ticks).putInt(NUMBER_OFFSET, number);
        sum.reset();
        sum.update(entry.limit(ENTRY_SUM_OFFSET));
        entry.clear();
        entry.putInt(ENTRY_SUM_OFFSET, (int) sum.getValue());
    }

    private void writeAll(ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private static boolean readFully(FileChannel channel, ByteBuffer bytes, long offset) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
