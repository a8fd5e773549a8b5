package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;

/** Thousands of damaged SER clips: each is read or refused, none crashes, hangs or eats memory. */
class SerDamageTest {
    private static final long SEED = 20_260_301;

    @TempDir
    Path folder;

    @Test
    void twoThousandDamagedCopiesOfARealHeaderAreReadOrRefused() throws Exception {
        byte[] good = smallRealClip();
        Random random = new Random(SEED);
        int readCount = 0;
        for (int i = 0; i < 2000; i++) {
            readCount +=
                    tried("seed=" + SEED + " copy=" + i, DamagedFiles.damaged(good, SerHeader.BYTES, random)) ? 1 : 0;
        }
        assertTrue(readCount > 200 && readCount < 1900, "read=" + readCount + " of 2000");
    }

    @Test
    void damagedCopiesOfTheSharedClipsAreReadOrRefused() throws Exception {
        Random random = new Random(SEED);
        try (DirectoryStream<Path> clips =
                Files.newDirectoryStream(SharedMaterial.path("realdata/headers/ser_odd_derived"), "*.ser")) {
            for (Path clip : clips) {
                byte[] good = Files.readAllBytes(clip);
                for (int i = 0; i < 30; i++) {
                    tried(
                            "seed=" + SEED + " " + clip.getFileName() + " copy=" + i,
                            DamagedFiles.damaged(good, SerHeader.BYTES, random));
                }
            }
        }
    }

    private boolean tried(String what, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("damaged.ser"), bytes);
        return DamagedFiles.survives(what, bytes.length, () -> {
            HeaderReport.of(file);
            try (SerReader reader = SerReader.open(file)) {
                FrameFormat format = reader.format();
                assertTrue(format.frameBytes() <= bytes.length, what + " claims frames larger than the file");
                ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
                for (long frame = 0; frame < Math.min(5, reader.frameCount()); frame++) {
                    reader.read(frame, new Roi(0, 0, format.widthPx(), format.heightPx()), raw);
                    reader.startUtcNs(frame);
                }
            }
        });
    }

    /** The real header with the size of a stamp, four frames and their times. */
    private static byte[] smallRealClip() throws IOException {
        byte[] header = SerClips.realHeader();
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        fields.putInt(26, 32).putInt(30, 24).putInt(38, 4);
        ByteArrayOutputStream clip = new ByteArrayOutputStream();
        clip.writeBytes(header);
        byte[] frames = new byte[4 * 32 * 24];
        new Random(1).nextBytes(frames);
        clip.writeBytes(frames);
        ByteBuffer stamps = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int f = 0; f < 4; f++) {
            stamps.putLong(fields.getLong(170) + f * 34_750L);
        }
        clip.writeBytes(stamps.array());
        return clip.toByteArray();
    }
}
