package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.files.EnhancedPictures.Kind;
import org.lucida.frame.BadInputException;

class EnhancedPicturesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T20:00:00Z"), ZoneOffset.UTC);
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    private static final EnhancedPictures.Account ACCOUNT = new EnhancedPictures.Account(
            "Jupiter", "target=planet wavelets=1,2,1,1,1,1", List.of("blur of 4.20 px measured"), 12.5, 900);
    private static final EnhancedPictures.Caption CAPTION = new EnhancedPictures.Caption(
            "Jupiter  2026-11-21 19:59.5 UT", List.of("C11, ASI462MC", "1200 frames, 12 s stacked"), "Lucida");

    @TempDir
    Path folder;

    private static EnhancedPictures.Picture picture(int width, int height, int planeCount) {
        float[][] adu = new float[planeCount][width * height];
        float[][] brightness = new float[planeCount][width * height];
        for (int plane = 0; plane < planeCount; plane++) {
            for (int i = 0; i < width * height; i++) {
                brightness[plane][i] = (float) (i % width) / width * (plane + 1) / planeCount;
                adu[plane][i] = -3 + 1000 * brightness[plane][i];
            }
            adu[plane][5] = Float.NaN;
            brightness[plane][5] = Float.NaN;
        }
        return new EnhancedPictures.Picture(width, height, adu, brightness);
    }

    private Map<Kind, Path> write(EnhancedPictures.Picture picture, StackFile.Source source) throws IOException {
        return new EnhancedPictures("Lucida 0.1.0", CLOCK)
                .write(folder, "jup", ALL, picture, source, ACCOUNT, CAPTION, file -> {});
    }

    @Test
    void fourFilesAreWrittenAndTheFitsComesBack() throws IOException {
        EnhancedPictures.Picture picture = picture(400, 90, 3);
        Map<Kind, Path> files = write(picture, StackFile.Source.NONE);
        assertEquals(List.of("jup.fits", "jup.jpg", "jup.png", "jup.tif"), names());
        StackFile back = StackFile.read(files.get(Kind.FITS));
        for (int plane = 0; plane < 3; plane++) {
            assertArrayEquals(picture.enhancedAdu()[plane], back.planes()[plane]);
        }
        assertEquals("F", back.text("LINEAR").orElseThrow());
        String header = Files.readString(files.get(Kind.FITS), StandardCharsets.ISO_8859_1)
                .substring(0, 5760);
        assertTrue(header.contains("NOT linear") && header.contains("target=planet wavelets=1,2,1,1,1,1"), header);
        BufferedImage png = ImageIO.read(files.get(Kind.PNG).toFile());
        assertEquals(
                Math.round(65_535 * picture.brightness()[2][100]),
                png.getRaster().getSample(100, 0, 2));
        assertEquals(
                16, ImageIO.read(files.get(Kind.TIFF).toFile()).getColorModel().getComponentSize(0));
        String bytes = Files.readString(files.get(Kind.PNG), StandardCharsets.ISO_8859_1);
        assertTrue(bytes.contains("Jupiter; enhanced by Lucida 0.1.0, not linear; target=planet"));
    }

    @Test
    void theJpegHasAMarginWithWordsBelowThePicture() throws IOException {
        for (int width : new int[] {40, 400, 2500}) {
            Path file = write(picture(width, 60, 1), StackFile.Source.NONE).get(Kind.JPEG);
            BufferedImage jpeg = ImageIO.read(file.toFile());
            assertEquals(Math.max(360, width), jpeg.getWidth());
            assertTrue(jpeg.getHeight() > 60 + 40, "height " + jpeg.getHeight());
            int bright = 0;
            for (int y = 64; y < jpeg.getHeight(); y++) {
                for (int x = 0; x < jpeg.getWidth(); x++) {
                    bright += (jpeg.getRGB(x, y) & 0xff) > 120 ? 1 : 0;
                }
            }
            assertTrue(bright > 300, "words are to be seen");
            assertTrue((jpeg.getRGB(2, jpeg.getHeight() - 2) & 0xff) < 10, "the margin is black");
        }
    }

    @Test
    void withoutWordsThereIsNoMargin() throws IOException {
        Map<Kind, Path> files = new EnhancedPictures("Lucida", CLOCK)
                .write(
                        folder,
                        "bare",
                        EnumSet.of(Kind.JPEG),
                        picture(40, 30, 1),
                        StackFile.Source.NONE,
                        ACCOUNT,
                        EnhancedPictures.Caption.NONE,
                        file -> {});
        BufferedImage jpeg = ImageIO.read(files.get(Kind.JPEG).toFile());
        assertEquals(40, jpeg.getWidth());
        assertEquals(30, jpeg.getHeight());
    }

    @Test
    void nothingIsOverwrittenAndNamesStayTogether() throws IOException {
        Files.writeString(folder.resolve("jup.png"), "mine");
        write(picture(40, 30, 1), StackFile.Source.NONE);
        write(picture(40, 30, 1), StackFile.Source.NONE);
        assertEquals("mine", Files.readString(folder.resolve("jup.png")));
        assertEquals(
                List.of(
                        "jup-2.fits",
                        "jup-2.jpg",
                        "jup-2.png",
                        "jup-2.tif",
                        "jup-3.fits",
                        "jup-3.jpg",
                        "jup-3.png",
                        "jup-3.tif",
                        "jup.png"),
                names());
    }

    @Test
    void cardsOfTheSourceGoOnAndItsShapeDoesNot() throws IOException {
        Path stack = folder.resolve("stack.fits");
        new StackFits(CLOCK).write(stack, new GradientStack(20, 10, 3), SampleFacts.facts(), SampleFacts.frames());
        StackFile source = StackFile.read(stack);
        Path fits = write(picture(40, 30, 1), source.source()).get(Kind.FITS);
        StackFile back = StackFile.read(fits);
        assertEquals(1, back.planes().length);
        assertEquals(40, back.widthPx());
        for (String keyword : List.of("OBJECT", "DATE-OBS", "STACKCNT", "DRIZSCAL", "INSTRUME")) {
            assertEquals(source.text(keyword), back.text(keyword), keyword);
        }
        assertTrue(back.text("BUNIT").orElseThrow().equals("adu"));
        assertTrue(back.text("CTYPE3").isEmpty());
        assertTrue(source.source().cards().size() > 20);
        assertEquals(StackFile.sourceOf(stack).cards(), source.source().cards());
    }

    @Test
    void aFullDiskLeavesNoPartOfAFile() throws IOException {
        EnhancedPictures pictures = new EnhancedPictures("Lucida", CLOCK, SampleFacts.fullAfter(30_000));
        for (Kind kind : Kind.values()) {
            float[][] noise = {SkyScenes.sky(5, 50)};
            int height = noise[0].length / SkyScenes.WIDTH_PX;
            for (int i = 0; i < noise[0].length; i++) {
                noise[0][i] = noise[0][i] * 0.37f % 1;
            }
            EnhancedPictures.Picture picture = new EnhancedPictures.Picture(SkyScenes.WIDTH_PX, height, noise, noise);
            IOException failure = assertThrows(
                    IOException.class,
                    () -> pictures.write(
                            folder,
                            "full",
                            EnumSet.of(kind),
                            picture,
                            StackFile.Source.NONE,
                            ACCOUNT,
                            CAPTION,
                            f -> {}));
            assertTrue(failure.getMessage().contains("No space left on device"), failure.getMessage());
            assertEquals(List.of(), names());
        }
    }

    @Test
    void whatIsNoStackIsRefusedInOneSentence() throws IOException {
        Path stack = folder.resolve("stack.fits");
        new StackFits(CLOCK).write(stack, new GradientStack(200, 100, 3), SampleFacts.facts(), SampleFacts.frames());
        byte[] bytes = Files.readAllBytes(stack);
        List<Path> bad = new ArrayList<>();
        bad.add(file("text.fits", "hello".getBytes(StandardCharsets.US_ASCII)));
        bad.add(file("empty.fits", new byte[0]));
        bad.add(file("header.fits", java.util.Arrays.copyOf(bytes, 1000)));
        bad.add(file("cut.fits", java.util.Arrays.copyOf(bytes, 60_000)));
        bad.add(file("size.fits", replaced(bytes, "NAXIS1  =                  200", "NAXIS1  =              9999999")));
        bad.add(file("cube.fits", replaced(bytes, "NAXIS3  =                    3", "NAXIS3  =                    2")));
        bad.add(file(
                "mosaic.fits",
                replaced(
                        replaced(bytes, "NAXIS3  =                    3", "NAXIS3  =                    1"),
                        "CTYPE3  = 'RGB     '",
                        "BAYERPAT= 'RGGB    '")));
        byte[] nan = bytes.clone();
        int data = 0;
        for (int block = 0; block < bytes.length; block += 2880) {
            if (new String(bytes, block, 2880, StandardCharsets.ISO_8859_1).contains("END     ")) {
                data = block + 2880;
                break;
            }
        }
        java.util.Arrays.fill(nan, data, data + 200 * 100 * 3 * 4, (byte) 0xff);
        bad.add(file("nan.fits", nan));
        bad.add(folder);
        for (Path file : bad) {
            BadInputException refused = assertThrows(BadInputException.class, () -> StackFile.read(file), file + "");
            assertTrue(
                    refused.getMessage().contains("; ") && !refused.getMessage().contains("\n"), refused.getMessage());
        }
        assertThrows(IOException.class, () -> StackFile.read(folder.resolve("none.fits")));
    }

    @Test
    void anyCutAndAnyDamagedHeaderByteIsEitherReadOrRefused() throws IOException {
        Path stack = folder.resolve("stack.fits");
        new StackFits(CLOCK).write(stack, new GradientStack(16, 9, 1), SampleFacts.facts(), SampleFacts.frames());
        byte[] bytes = Files.readAllBytes(stack);
        java.util.Random random = new java.util.Random(7);
        for (int k = 0; k < 300; k++) {
            byte[] damaged = k % 3 == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
            for (int n = 0; n < 3 && damaged.length > 0; n++) {
                damaged[random.nextInt(Math.min(damaged.length, 3200))] = (byte) random.nextInt(256);
            }
            Path file = file("damaged" + k + ".fits", damaged);
            try {
                assertFalse(StackFile.read(file).planes().length == 0);
            } catch (BadInputException refused) {
                assertTrue(
                        refused.getMessage().contains("; ")
                                || refused.getMessage().contains(", "),
                        refused.getMessage());
            }
            Files.delete(file);
        }
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] replaced(byte[] bytes, String old, String fresh) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains(old), old);
        int at = text.indexOf(old);
        return (text.substring(0, at) + fresh.substring(0, old.length()) + text.substring(at + old.length()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private List<String> names() throws IOException {
        return SampleFacts.names(folder);
    }
}
