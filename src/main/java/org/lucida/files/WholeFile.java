package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file that appears whole or not at all.
 *
 * <p>The content goes to a hidden temporary name ({@code .name.<process>-<number>.part}) in the same folder, is pushed to
 * the disk, and then takes its final name in one step. When anything fails the temporary file is removed and no final
 * name appears; files written before stay as they were.
 *
 * <p>Fails: IOException that names file, bytes needed and remedy.
 * <p>Thread: safe; each call has its own temporary name.
 */
final class WholeFile {
    /** Where files lie; tests put a disk here that fills up or knows no links. */
    interface Disk {
        /** Opens a new file for writing. */
        SeekableByteChannel create(Path temporary) throws IOException;

        /** Gives a file a second name, which must be free. */
        default void link(Path newName, Path existing) throws IOException {
            Files.createLink(newName, existing);
        }
    }

    /** Writes the content from position 0. */
    interface Content {
        void writeTo(SeekableByteChannel channel) throws IOException;
    }

    /** The disk of this machine. */
    static final Disk REAL_DISK = temporary -> Files.newByteChannel(
            temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private static final AtomicLong TEMPORARY_COUNT = new AtomicLong();

    private final Disk disk;

    WholeFile(Disk disk) {
        this.disk = disk;
    }

    /**
     * Writes a new file.
     *
     * @param bytesNeeded size of the content, an estimate where it is compressed; for the message and to refuse early
     * @throws FileAlreadyExistsException if the name is taken; nothing was changed
     */
    void create(Path file, long bytesNeeded, Content content) throws IOException {
        if (Files.exists(file)) {
            throw taken(file);
        }
        write(file, bytesNeeded, content, false);
    }

    /** Writes a file in place of the one there; only for names the caller has reserved itself. */
    void replace(Path file, long bytesNeeded, Content content) throws IOException {
        write(file, bytesNeeded, content, true);
    }

    /** Writes all remaining bytes. */
    static void writeFully(SeekableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void write(Path file, long bytesNeeded, Content content, boolean replacing) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path temporary = absolute.resolveSibling("." + absolute.getFileName() + "."
                + ProcessHandle.current().pid() + "-" + TEMPORARY_COUNT.incrementAndGet() + ".part");
        try {
            refuseWhenFull(absolute, bytesNeeded);
            try (SeekableByteChannel channel = disk.create(temporary)) {
                content.writeTo(channel);
                if (channel instanceof FileChannel plain) {
                    plain.force(true);
                }
            }
            if (replacing) {
                Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
            } else {
                giveName(temporary, absolute);
            }
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(
                    "file=" + file + " bytesNeeded=" + bytesNeeded + " could not be written (" + reason(e)
                            + "); free space on that disk, check that the folder is there and writable,"
                            + " or choose another folder",
                    e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A link fails if the name is taken, in one step; a move would silently replace. */
    private void giveName(Path temporary, Path file) throws IOException {
        try {
            disk.link(file, temporary);
        } catch (FileAlreadyExistsException e) {
            throw taken(file);
        } catch (FileSystemException | UnsupportedOperationException e) {
            // FAT, exFAT and some network disks know no links: the name is reserved first, then replaced.
            try {
                Files.createFile(file);
            } catch (FileAlreadyExistsException reserved) {
                reserved.addSuppressed(e);
                throw taken(file);
            }
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException failed) {
                Files.deleteIfExists(file);
                throw failed;
            }
        }
    }

    /** Refuses before the first byte, so that a recording on the same disk keeps what room is left. */
    private static void refuseWhenFull(Path file, long bytesNeeded) throws IOException {
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder);
        }
        FileStore store = Files.getFileStore(folder);
        long freeBytes = store.getUsableSpace();
        // Some network disks report 0 for "unknown"; there the write itself decides.
        if (freeBytes > 0 && freeBytes < bytesNeeded) {
            throw new IOException("only " + freeBytes + " bytes free");
        }
    }

    private static FileAlreadyExistsException taken(Path file) {
        return new FileAlreadyExistsException(
                file.toString(),
                null,
                "there is already a file of this name; nothing is overwritten, choose another name");
    }

    /** The innermost reason in words: "No space left on device", not what wrapped it. */
    private static String reason(IOException e) {
        Throwable innermost = e;
        while (innermost.getCause() instanceof IOException cause) {
            innermost = cause;
        }
        String message = innermost instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : innermost.getMessage();
        return message == null ? innermost.getClass().getSimpleName() : message;
    }
}
