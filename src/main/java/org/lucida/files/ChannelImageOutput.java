package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import javax.imageio.stream.ImageOutputStreamImpl;

/**
 * Lets the image writers of the JDK write into a channel, with a small buffer and without their temporary cache files.
 *
 * <p>Thread: one writer.
 * <p>Lifecycle: {@link #close()} writes what is buffered and leaves the channel open.
 */
final class ChannelImageOutput extends ImageOutputStreamImpl {
    private static final int BUFFER_BYTES = 1 << 16;

    private final SeekableByteChannel channel;
    /** Bytes that end at {@code streamPos} and are not in the channel yet. */
    private final ByteBuffer waiting = ByteBuffer.allocateDirect(BUFFER_BYTES);

    ChannelImageOutput(SeekableByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
        flushBits();
        if (!waiting.hasRemaining()) {
            writeWaiting();
        }
        waiting.put((byte) b);
        streamPos++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        flushBits();
        int done = 0;
        while (done < length) {
            if (!waiting.hasRemaining()) {
                writeWaiting();
            }
            int part = Math.min(waiting.remaining(), length - done);
            waiting.put(bytes, offset + done, part);
            streamPos += part;
            done += part;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        writeWaiting();
        bitOffset = 0;
        channel.position(streamPos);
        int count = channel.read(ByteBuffer.wrap(bytes, offset, length));
        if (count > 0) {
            streamPos += count;
        }
        return count;
    }

    @Override
    public void seek(long position) throws IOException {
        writeWaiting();
        super.seek(position);
    }

    @Override
    public long length() {
        try {
            return Math.max(channel.size(), streamPos);
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        writeWaiting();
        super.close();
    }

    private void writeWaiting() throws IOException {
        if (waiting.position() > 0) {
            channel.position(streamPos - waiting.position());
            WholeFile.writeFully(channel, waiting.flip());
            waiting.clear();
        }
    }
}
