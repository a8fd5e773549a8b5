package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    private static WholeFile.Content text(String text) {
        return channel -> WholeFile.writeFully(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void theFinalNameAppearsOnlyWhenTheContentIsWhole() throws IOException {
        Path file = folder.resolve("a.txt");
        new WholeFile(WholeFile.REAL_DISK).create(file, 5, channel -> {
            WholeFile.writeFully(channel, ByteBuffer.wrap(new byte[] {'h'}));
            assertTrue(Files.notExists(file));
            assertEquals(1, SampleFacts.names(folder).size());
            assertTrue(SampleFacts.names(folder).get(0).endsWith(".part"));
        });
        assertEquals("h", Files.readString(file));
        assertEquals(List.of("a.txt"), SampleFacts.names(folder));
    }

    @Test
    void ofManyWritersOfOneNameExactlyOneWins() throws Exception {
        Path file = folder.resolve("one.txt");
        int writerCount = 8;
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger wonCount = new AtomicInteger();
        AtomicInteger refusedCount = new AtomicInteger();
        Thread[] writers = new Thread[writerCount];
        for (int i = 0; i < writerCount; i++) {
            String mine = "writer " + i;
            writers[i] = new Thread(() -> {
                try {
                    go.await();
                    new WholeFile(WholeFile.REAL_DISK).create(file, 8, text(mine));
                    wonCount.incrementAndGet();
                } catch (FileAlreadyExistsException e) {
                    refusedCount.incrementAndGet();
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            writers[i].start();
        }
        go.countDown();
        for (Thread writer : writers) {
            writer.join();
        }
        assertEquals(1, wonCount.get());
        assertEquals(writerCount - 1, refusedCount.get());
        assertEquals(List.of("one.txt"), SampleFacts.names(folder));
    }

    @Test
    void aFileThatCannotFitIsRefusedBeforeTheFirstByte() {
        IOException failure = assertThrows(IOException.class, () -> new WholeFile(WholeFile.REAL_DISK)
                .create(folder.resolve("huge.fits"), Long.MAX_VALUE / 2, channel -> {
                    throw new AssertionError("opened");
                }));
        assertTrue(failure.getMessage().contains("bytes free"), failure.getMessage());
    }

    @Test
    void aMissingFolderIsNamedWithTheRemedy() {
        IOException failure = assertThrows(IOException.class, () -> new WholeFile(WholeFile.REAL_DISK)
                .create(folder.resolve("no/such.fits"), 5, text("hello")));
        assertTrue(failure.getMessage().contains("there is no folder"), failure.getMessage());
        assertTrue(failure.getMessage().contains("choose another folder"), failure.getMessage());
    }

    @Test
    void aFailedReplacementLeavesTheOldContent() throws IOException {
        Path file = folder.resolve("session.json");
        Files.writeString(file, "old");
        assertThrows(
                IOException.class, () -> new WholeFile(SampleFacts.fullAfter(2)).replace(file, 5, text("new one")));
        assertEquals("old", Files.readString(file));
        new WholeFile(WholeFile.REAL_DISK).replace(file, 7, text("new one"));
        assertEquals("new one", Files.readString(file));
        assertEquals(List.of("session.json"), SampleFacts.names(folder));
    }

    @Test
    void aDiskWithoutLinksTakesNewFilesAndKeepsOldOnes() throws IOException {
        WholeFile files = new WholeFile(new WholeFile.Disk() {
            @Override
            public SeekableByteChannel create(Path temporary) throws IOException {
                return WholeFile.REAL_DISK.create(temporary);
            }

            @Override
            public void link(Path newName, Path existing) {
                throw new UnsupportedOperationException("exFAT");
            }
        });
        Path file = folder.resolve("a.txt");
        files.create(file, 5, text("first"));
        assertEquals("first", Files.readString(file));
        Path raced = folder.resolve("b.txt");
        assertThrows(
                FileAlreadyExistsException.class,
                () -> files.create(raced, 6, channel -> Files.writeString(raced, "theirs")));
        assertEquals("theirs", Files.readString(raced));
        assertEquals(List.of("a.txt", "b.txt"), SampleFacts.names(folder));
    }
}
