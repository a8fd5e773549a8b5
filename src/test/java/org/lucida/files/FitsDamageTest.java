package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;

/** Thousands of damaged FITS files: each is read or refused, none crashes, hangs or eats memory. */
class FitsDamageTest {
    private static final long SEED = 20_260_302;

    @TempDir
    Path folder;

    @Test
    void twoThousandDamagedCopiesOfHandMadeHeadersAreReadOrRefused() throws Exception {
        Random random = new Random(SEED);
        int readCount = 0;
        for (String name : List.of("colour", "odd")) {
            List<String> cards = FitsPictures.cardsOf(getClass().getResourceAsStream("/fits/" + name + ".txt"));
            byte[] good = FitsPictures.fromCards(cards, 24 * 16 * 2);
            for (int i = 0; i < 1000; i++) {
                readCount +=
                        tried("seed=" + SEED + " " + name + " copy=" + i, damaged(good, cards.size(), random)) ? 1 : 0;
            }
        }
        assertTrue(readCount > 200 && readCount < 1900, "read=" + readCount + " of 2000");
    }

    @Test
    void damagedCopiesOfTheSharedHeadersAreReadOrRefused() throws Exception {
        Random random = new Random(SEED);
        int readCount = 0;
        try (DirectoryStream<Path> texts =
                Files.newDirectoryStream(SharedMaterial.path("realdata/headers"), "{real,text,sim}_*.txt")) {
            for (Path text : texts) {
                List<String> cards;
                try (InputStream in = Files.newInputStream(text)) {
                    cards = FitsPictures.cardsOf(in);
                }
                if (cards.isEmpty() || !cards.get(0).startsWith("SIMPLE")) {
                    continue;
                }
                cards.replaceAll(FitsDamageTest::withSmallAxes);
                byte[] good = FitsPictures.fromCards(cards, 16 * 16 * 4 * 3);
                assertTrue(tried(text.getFileName() + " undamaged", good), text + " is refused undamaged");
                for (int i = 0; i < 25; i++) {
                    readCount += tried(
                                    "seed=" + SEED + " " + text.getFileName() + " copy=" + i,
                                    damaged(good, cards.size(), random))
                            ? 1
                            : 0;
                }
            }
        }
        assertTrue(readCount > 100, "read=" + readCount);
    }

    @Test
    void packedFilesMayBeDamagedAnywhere() throws Exception {
        Random random = new Random(SEED);
        List<String> cards = FitsPictures.cardsOf(getClass().getResourceAsStream("/fits/colour.txt"));
        Path packed = FitsPictures.write(folder.resolve("good.fits.gz"), FitsPictures.fromCards(cards, 24 * 16 * 2));
        byte[] good = Files.readAllBytes(packed);
        for (int i = 0; i < 150; i++) {
            byte[] bytes = DamagedFiles.damaged(good, good.length, random);
            Path file = Files.write(folder.resolve("damaged.fits.gz"), bytes);
            DamagedFiles.survives("seed=" + SEED + " packed copy=" + i, bytes.length, () -> read(file, Long.MAX_VALUE));
        }
    }

    private boolean tried(String what, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("damaged.fits"), bytes);
        return DamagedFiles.survives(what, bytes.length, () -> {
            HeaderReport.of(file);
            read(file, 2L * bytes.length);
        });
    }

    private static void read(Path file, long mostFrameBytes) throws IOException {
        try (FitsFrames frames = FitsFrames.open(List.of(file), Optional.empty())) {
            FrameFormat format = frames.format();
            assertTrue(format.frameBytes() <= mostFrameBytes, "a frame larger than the file");
            ByteBuffer raw = ByteBuffer.allocateDirect(format.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (long frame = 0; frame < Math.min(5, frames.frameCount()); frame++) {
                frames.read(frame, new Roi(0, 0, format.widthPx(), format.heightPx()), raw);
                frames.startUtcNs(frame);
            }
        }
    }

    private static byte[] damaged(byte[] good, int cardCount, Random random) {
        return random.nextInt(3) == 0
                ? DamagedFiles.damaged(good, 80 * (cardCount + 1), random)
                : DamagedFiles.withNastyCard(good, random.nextBoolean() ? Math.min(8, cardCount) : cardCount, random);
    }

    private static String withSmallAxes(String card) {
        return card.startsWith("NAXIS1  =") || card.startsWith("NAXIS2  =")
                ? String.format("%s %20d", card.substring(0, 9), 16)
                : card;
    }
}
