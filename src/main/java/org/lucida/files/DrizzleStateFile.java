package org.lucida.files;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.lucida.frame.BadInputException;

/**
 * An accumulator on disk: first bytes that say what it is, what the caller writes, and a check sum.
 *
 * <p>The file appears whole or not at all. Big-endian as {@link DataOutputStream} writes it; the last 8 bytes are the CRC-32
 * of all before them.
 */
public final class DrizzleStateFile {
    private static final byte[] MAGIC = "LUCIDA-DRIZZLE-1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int BUFFER_BYTES = 1 << 18;

    /** Writes the state. */
    @FunctionalInterface
    public interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    /** Reads the state. */
    @FunctionalInterface
    public interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private final WholeFile files = new WholeFile(WholeFile.REAL_DISK);

    /**
     * Writes a state.
     *
     * @param replacing true to take the place of a file of this name, which stays as it was until the new one is whole
     * @param bytesNeeded about, to refuse early on a full disk
     */
    public void write(Path file, boolean replacing, long bytesNeeded, Content content) throws IOException {
        WholeFile.Content whole = channel -> {
            CRC32 sum = new CRC32();
            OutputStream raw = new BufferedOutputStream(new ToChannel(channel), BUFFER_BYTES);
            DataOutputStream out = new DataOutputStream(new CheckedOutputStream(raw, sum));
            out.write(MAGIC);
            content.writeTo(out);
            out.writeLong(sum.getValue());
            out.flush();
        };
        if (replacing) {
            files.replace(file, bytesNeeded, whole);
        } else {
            files.create(file, bytesNeeded, whole);
        }
    }

    /** Reads a state; a file of another kind, cut short or changed gives {@link BadInputException}. */
    public <T> T read(Path file, Reading<T> reading) throws IOException {
        CRC32 sum = new CRC32();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            DataInputStream in = new DataInputStream(new CheckedInputStream(raw, sum));
            byte[] magic = in.readNBytes(MAGIC.length);
            if (!java.util.Arrays.equals(magic, MAGIC)) {
                throw new BadInputException(
                        "state=" + file.getFileName() + " is no drizzle state of this program; choose another file");
            }
            T state = reading.from(in);
            long expected = sum.getValue();
            if (in.readLong() != expected || in.read() >= 0) {
                throw new BadInputException(
                        "state=" + file.getFileName() + " has a wrong check sum; the file is damaged, drizzle again");
            }
            return state;
        } catch (EOFException | UTFDataFormatException cut) {
            throw new BadInputException(
                    "state=" + file.getFileName() + " is cut short; the file is damaged, drizzle again", cut);
        }
    }

    /** A stream into a channel that may write less than asked. */
    private static final class ToChannel extends OutputStream {
        private final SeekableByteChannel channel;

        ToChannel(SeekableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            WholeFile.writeFully(channel, ByteBuffer.wrap(bytes, offset, length));
        }
    }
}
