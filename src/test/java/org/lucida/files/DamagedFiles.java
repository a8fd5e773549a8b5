package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.lucida.frame.BadInputException;

/** Makes damaged copies of good files, and watches what a reader does with them. */
final class DamagedFiles {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** What a reader may allocate whatever the file: class loading, buffers, messages. */
    private static final long FIXED_BYTES = 4L * 1024 * 1024;

    private static final int BYTES_PER_FILE_BYTE = 16;
    private static final int[] EXTREMES = {
        0, 1, -1, 16, 17, 255, 65_535, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30
    };
    private static final String[] WORDS = {
        "-1",
        "0",
        "1",
        "3",
        "2147483647",
        "99999999999999999999",
        "1E300",
        "NaN",
        "'",
        "T",
        "8",
        "-32",
        "-64",
        "64",
        "",
        "1D9"
    };

    /** Something done with a damaged file. */
    interface Use {
        void run() throws IOException;
    }

    private DamagedFiles() {}

    /** Flips bytes, cuts, repeats or overwrites ints within the first bytes of a file. */
    static byte[] damaged(byte[] good, int headBytes, Random random) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(Math.min(headBytes, bytes.length));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2, 3 -> putInt(bytes, at & ~1, EXTREMES[random.nextInt(EXTREMES.length)]);
                case 4 -> Arrays.fill(
                        bytes, at, Math.min(bytes.length, at + random.nextInt(100)), (byte) random.nextInt(256));
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, random.nextInt(bytes.length + 200)));
            }
        }
        return bytes;
    }

    /** Writes a nasty word into the value of a random card. */
    static byte[] withNastyCard(byte[] good, int cardCount, Random random) {
        byte[] bytes = good.clone();
        int card = random.nextInt(Math.min(cardCount, bytes.length / 80));
        byte[] value = String.format("%20s", WORDS[random.nextInt(WORDS.length)])
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        System.arraycopy(value, 0, bytes, card * 80 + 10, 20);
        return bytes;
    }

    /** Runs a reader: good or refused is fine, anything else or too much memory is not. */
    static boolean survives(String what, long fileBytes, Use use) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean read = true;
        try {
            use.run();
        } catch (BadInputException refused) {
            read = false;
            String message = refused.getMessage();
            assertTrue(message.contains("=") && message.contains(";"), what + ": " + message);
        } catch (IOException trouble) {
            read = false;
        } catch (RuntimeException | Error crash) {
            fail(what + " crashed", crash);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
                allocated < BYTES_PER_FILE_BYTE * fileBytes + FIXED_BYTES,
                what + ": allocated " + allocated + " bytes for a file of " + fileBytes);
        return read;
    }

    private static void putInt(byte[] bytes, int at, int value) {
        for (int i = 0; i < 4 && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >> (8 * i));
        }
    }
}
