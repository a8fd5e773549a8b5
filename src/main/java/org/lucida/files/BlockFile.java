package org.lucida.files;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A new file that grows at its end, past the page cache where the file system allows it.
 *
 * <p>What is appended is collected in a block outside the heap and written in whole, page-aligned blocks, which costs a
 * hundredth of the processor time of buffered writing and leaves the memory to others. The unfinished block is written
 * by {@link #flush}, filled up to a page, and the file is cut back to its true length; later it is written over.
 * <p>Bytes of the first page may be patched at any time; they reach the file with {@link #flushHead}.
 *
 * <p>Memory: one block and one page outside the heap; nothing is allocated after the construction.
 * <p>Thread: one thread.
 */
final class BlockFile implements AutoCloseable {
    /** Bytes written at once; chosen on a disk of 2 GB/s, see decision 0008: larger blocks cost less processor time a byte. */
    static final int BLOCK_BYTES = 32 << 20;

    private static final int MOST_PAGE_BYTES = 64 << 10;
    private static final int USUAL_PAGE_BYTES = 4096;

    /** An open file; tests put one here that fills up or breaks. */
    interface Track extends AutoCloseable {
        /** Writes some of the bytes at an offset; returns how many. */
        int write(ByteBuffer bytes, long offset) throws IOException;

        /** Cuts the file. */
        void truncate(long sizeBytes) throws IOException;

        /** Brings data and length to the disk. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** Where files are made. */
    interface Disk {
        /**
         * Makes a new file.
         *
         * @param direct past the page cache
         * @throws UnsupportedOperationException if the file system cannot do that
         */
        Track create(Path file, boolean direct) throws IOException;

        /** What offsets, lengths and addresses must be multiples of. */
        int pageBytes(Path file) throws IOException;
    }

    /** The disk of this machine. */
    static final Disk REAL_DISK = new Disk() {
        @Override
        public Track create(Path file, boolean direct) throws IOException {
            return new FileTrack(
                    direct
                            ? FileChannel.open(
                                    file,
                                    StandardOpenOption.CREATE_NEW,
                                    StandardOpenOption.WRITE,
                                    ExtendedOpenOption.DIRECT)
                            : FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        }

        @Override
        public int pageBytes(Path file) throws IOException {
            long bytes = Files.getFileStore(file.toAbsolutePath().getParent()).getBlockSize();
            return Long.bitCount(bytes) == 1 && bytes >= 512 && bytes <= MOST_PAGE_BYTES
                    ? (int) Math.max(bytes, USUAL_PAGE_BYTES)
                    : USUAL_PAGE_BYTES;
        }
    };

    private record FileTrack(FileChannel channel) implements Track {
        @Override
        public int write(ByteBuffer bytes, long offset) throws IOException {
            return channel.write(bytes, offset);
        }

        @Override
        public void truncate(long sizeBytes) throws IOException {
            channel.truncate(sizeBytes);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private final Path file;
    private final Track track;
    private final boolean direct;
    private final int pageBytes;
    /** What is not on its way to the disk yet; belongs at blockOffset. */
    private final ByteBuffer block;
    /** The first page once its block has left. */
    private final ByteBuffer head;

    private long blockOffset;
    private int filledBytes;
    /** Of the present block, how much is in the file already. */
    private int flushedBytes;

    private BlockFile(Path file, Track track, boolean direct, int pageBytes, int blockBytes) {
        this.file = file;
        this.track = track;
        this.direct = direct;
        this.pageBytes = pageBytes;
        block = aligned(blockBytes, pageBytes);
        head = aligned(pageBytes, pageBytes);
    }

    /**
     * Makes a new file.
     *
     * @param start its first bytes, at most a page; on the disk when the call returns. Not modified
     * @throws IOException if the file exists already or cannot be made; the message says what helps
     */
    static BlockFile create(Disk disk, Path file, int blockBytes, byte[] start) throws IOException {
        try {
            int pageBytes = disk.pageBytes(file);
            int wholeBlockBytes = Math.max(pageBytes, blockBytes / pageBytes * pageBytes);
            BlockFile made = null;
            try {
                made = new BlockFile(file, disk.create(file, true), true, pageBytes, wholeBlockBytes);
                made.begin(start);
                return made;
            } catch (FileAlreadyExistsException exists) {
                throw exists;
            } catch (IOException | UnsupportedOperationException noDirect) {
                // tmpfs, some network and user-space file systems: some refuse to open, some only the first write
                if (made != null) {
                    made.track.close();
                }
                Files.deleteIfExists(file);
            }
            made = new BlockFile(file, disk.create(file, false), false, pageBytes, wholeBlockBytes);
            try {
                made.begin(start);
                return made;
            } catch (IOException failed) {
                made.track.close();
                Files.deleteIfExists(file);
                throw failed;
            }
        } catch (FileAlreadyExistsException exists) {
            throw new IOException(
                    "FILE=" + file + " exists already and is never overwritten; choose another name", exists);
        } catch (IOException failed) {
            throw new IOException(
                    "FILE=" + file + " cannot be made: " + failed.getMessage() + "; check the folder, its rights and"
                            + " the free space, or choose another folder",
                    failed);
        }
    }

    private void begin(byte[] start) throws IOException {
        block.put(0, start);
        filledBytes = start.length;
        flush();
        force();
    }

    /** True if writes go past the page cache. */
    boolean isDirect() {
        return direct;
    }

    /** Bytes appended. */
    long sizeBytes() {
        return blockOffset + filledBytes;
    }

    /** Bytes of it that are in the file. */
    long writtenBytes() {
        return blockOffset + flushedBytes;
    }

    /** Appends bytes. Not modified: from, its position and limit. */
    void append(ByteBuffer from, int index, int bytes) throws IOException {
        int done = 0;
        while (done < bytes) {
            int part = Math.min(bytes - done, block.capacity() - filledBytes);
            block.put(filledBytes, from, index + done, part);
            filledBytes += part;
            done += part;
            if (filledBytes == block.capacity()) {
                writeBlock();
            }
        }
    }

    /** Appends eight bytes, little-endian. */
    void appendLong(long value) throws IOException {
        for (int i = 0; i < Long.BYTES; i++) {
            block.put(filledBytes++, (byte) (value >>> (Byte.SIZE * i)));
            if (filledBytes == block.capacity()) {
                writeBlock();
            }
        }
    }

    /**
     * Ends a file whose disk takes no more: patched first page, and nothing behind a length. Nothing can be appended after.
     *
     * @param sizeBytes at most {@link #writtenBytes}
     */
    void cut(long sizeBytes) throws IOException {
        writeAll(first(), 0, pageBytes, 0);
        track.truncate(sizeBytes);
        track.force();
    }

    /** Changes four bytes of the first page, little-endian. */
    void patchInt(int offset, int value) {
        first().putInt(offset, value);
    }

    /** Changes eight bytes of the first page, little-endian. */
    void patchLong(int offset, long value) {
        first().putLong(offset, value);
    }

    /** Changes some bytes of the first page. */
    void patch(int offset, byte[] bytes) {
        first().put(offset, bytes);
    }

    private ByteBuffer first() {
        return blockOffset == 0 ? block : head;
    }

    /** Writes the patched first page where {@link #flush} does not. */
    void flushHead() throws IOException {
        if (blockOffset > 0) {
            writeAll(head, 0, pageBytes, 0);
        }
    }

    /** Writes the unfinished block; the file has exactly the bytes appended so far. */
    void flush() throws IOException {
        int paddedBytes = direct ? (filledBytes + pageBytes - 1) / pageBytes * pageBytes : filledBytes;
        writeAll(block, firstNewByte(), paddedBytes, blockOffset);
        if (paddedBytes > filledBytes) {
            track.truncate(sizeBytes());
        }
        flushedBytes = filledBytes;
    }

    /** Brings what was written to the disk. */
    void force() throws IOException {
        track.force();
    }

    /** Closes without writing anything more. */
    @Override
    public void close() throws IOException {
        track.close();
    }

    private void writeBlock() throws IOException {
        if (blockOffset == 0) {
            head.put(0, block, 0, Math.min(pageBytes, block.capacity()));
        }
        writeAll(block, firstNewByte(), block.capacity(), blockOffset);
        blockOffset += block.capacity();
        filledBytes = 0;
        flushedBytes = 0;
    }

    /** Pages of the present block that are in the file as they are need not be written again; the first page may be patched. */
    private int firstNewByte() {
        return blockOffset == 0 ? 0 : flushedBytes / pageBytes * pageBytes;
    }

    /** Writes bytes from..to of a buffer whose byte 0 belongs at an offset. */
    private void writeAll(ByteBuffer bytes, int from, int to, long offset) throws IOException {
        bytes.clear().position(from).limit(to);
        try {
            while (bytes.hasRemaining()) {
                int part = track.write(bytes, offset + bytes.position());
                if (part <= 0) {
                    throw new IOException("the disk takes no more bytes");
                }
            }
        } catch (IOException failed) {
            noteWritten(offset, bytes.position());
            throw failed;
        } finally {
            bytes.clear();
        }
    }

    /** A block that failed half way still counts as far as it got. */
    private void noteWritten(long offset, int bytes) {
        if (offset == blockOffset) {
            flushedBytes = Math.max(flushedBytes, Math.min(bytes, filledBytes));
        }
    }

    private static ByteBuffer aligned(int bytes, int pageBytes) {
        return ByteBuffer.allocateDirect(bytes + pageBytes)
                .alignedSlice(pageBytes)
                .slice(0, bytes)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The file's name and what a writer can do about trouble with it. */
    IOException trouble(long frameCount, IOException failed) {
        return new IOException(
                "FILE=" + file + " frames=" + frameCount + " cannot be written on: " + failed.getMessage()
                        + "; free disk space or choose another folder, the frames so far are kept",
                failed);
    }

    /** What a user must know about the way the file is written. */
    List<String> notes() {
        return direct
                ? List.of()
                : List.of("FILE=" + file.getFileName()
                        + " lies on a file system without direct writing; it is written through the page cache, which"
                        + " takes several times the processor time");
    }
}
