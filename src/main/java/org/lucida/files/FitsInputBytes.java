package org.lucida.files;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a FITS file by position, packed with gzip or not.
 *
 * <p>A packed file is unpacked as it is read and only ever forward; going back begins again. Damage of the packing is
 * the same to the reader as the end of the file.
 *
 * <p>Memory: fixed; nothing depends on what the file says.
 * <p>Thread: one thread.
 */
final class FitsInputBytes implements AutoCloseable {
    private static final int INFLATER_BYTES = 16 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final boolean packed;
    private InputStream unpacked;
    private long unpackedPosition;
    private byte[] wrappedArray = new byte[0];
    private ByteBuffer wrapped = ByteBuffer.wrap(wrappedArray);

    private FitsInputBytes(Path file, FileChannel channel, boolean packed) {
        this.file = file;
        this.channel = channel;
        this.packed = packed;
    }

    static FitsInputBytes open(Path file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException missing) {
            throw new IOException(
                    "FILE=" + file + " does not exist; check the path, and that nothing moves the files away", missing);
        } catch (IOException failure) {
            throw new IOException(
                    "FILE=" + file + " cannot be opened: " + failure.getMessage() + "; check its rights", failure);
        }
        try {
            return new FitsInputBytes(file, channel, isPacked(file, channel));
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Bytes on disk, packed or not. */
    long fileBytes() throws IOException {
        return channel.size();
    }

    boolean isPacked() {
        return packed;
    }

    /**
     * Reads up to {@code count} bytes at the position; fewer only at the end of the file or where its packing is damaged.
     *
     * @param out receives the bytes from index 0. Modified
     * @return bytes read, 0 at the end
     */
    int read(long position, byte[] out, int count) throws IOException {
        try {
            return packed ? readPacked(position, out, count) : readPlain(position, out, count);
        } catch (IOException failure) {
            throw new IOException(
                    "FILE=" + file + " cannot be read: " + failure.getMessage() + "; check the disk", failure);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            if (unpacked != null) {
                unpacked.close();
            }
        }
    }

    private int readPlain(long position, byte[] out, int count) throws IOException {
        if (out != wrappedArray) {
            wrappedArray = out;
            wrapped = ByteBuffer.wrap(out);
        }
        wrapped.clear().limit(count);
        while (wrapped.hasRemaining() && channel.read(wrapped, position + wrapped.position()) >= 0) {}
        return wrapped.position();
    }

    private int readPacked(long position, byte[] out, int count) throws IOException {
        int done = 0;
        try {
            if (unpacked == null || position < unpackedPosition) {
                rewind();
            }
            while (unpackedPosition < position) {
                int got = unpacked.read(out, 0, (int) Math.min(out.length, position - unpackedPosition));
                if (got <= 0) {
                    return 0;
                }
                unpackedPosition += got;
            }
            while (done < count) {
                int got = unpacked.read(out, done, count - done);
                if (got <= 0) {
                    break;
                }
                done += got;
                unpackedPosition += got;
            }
        } catch (EOFException | ZipException damaged) {
            if (unpacked != null) {
                unpacked.close();
            }
            unpacked = InputStream.nullInputStream();
        }
        return done;
    }

    private void rewind() throws IOException {
        if (unpacked != null) {
            unpacked.close();
        }
        channel.position(0);
        unpackedPosition = 0;
        InputStream packedBytes = new FilterInputStream(Channels.newInputStream(channel)) {
            @Override
            public void close() {
                // The channel outlives the unpacking.
            }
        };
        unpacked = new GZIPInputStream(packedBytes, INFLATER_BYTES);
    }

    private static boolean isPacked(Path file, FileChannel channel) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(2);
        while (magic.hasRemaining() && channel.read(magic, magic.position()) >= 0) {}
        boolean gzip = magic.position() == 2 && magic.get(0) == 0x1F && magic.get(1) == (byte) 0x8B;
        return gzip || file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    }
}
