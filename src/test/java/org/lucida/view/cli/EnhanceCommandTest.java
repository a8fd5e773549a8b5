package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.view.ExitCode;

class EnhanceCommandTest {
    private static final int WIDTH = 90;
    private static final int HEIGHT = 80;

    @TempDir
    Path folder;

    private final CommandCase command = new CommandCase();
    private Path stack;

    @BeforeEach
    void aStackOfADisc() throws IOException {
        StringBuilder header = new StringBuilder();
        for (String card : List.of(
                "SIMPLE  =                    T",
                "BITPIX  =                  -32",
                "NAXIS   =                    3",
                "NAXIS1  =                   90",
                "NAXIS2  =                   80",
                "NAXIS3  =                    3",
                "CTYPE3  = 'RGB     '",
                "ROWORDER= 'TOP-DOWN'",
                "OBJECT  = 'jupiter '",
                "INSTRUME= 'ASI462MC'",
                "DATE-AVG= '2026-11-21T21:13:24.500000'",
                "STACKCNT=                 1200",
                "LIVETIME=                  6.0",
                "END")) {
            header.append(card).append(" ".repeat(80 - card.length()));
        }
        header.append(" ".repeat(2880 - header.length()));
        ByteBuffer bytes = ByteBuffer.allocate(2880 + (4 * 3 * WIDTH * HEIGHT + 2879) / 2880 * 2880);
        bytes.put(header.toString().getBytes(StandardCharsets.US_ASCII));
        for (int plane = 0; plane < 3; plane++) {
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    double r = Math.hypot(x - 45, y - 40);
                    bytes.putFloat((float) (20 + 900 / (1 + Math.exp((r - 25) / 1.2)) + (x * 7 + y * 13 + plane) % 5));
                }
            }
        }
        stack = folder.resolve("night-stack.fits");
        Files.write(stack, bytes.array());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void fourFilesLieBesideTheStackAndTheStackIsUntouched() throws IOException {
        byte[] before = Files.readAllBytes(stack);
        assertEquals(ExitCode.OK, command.call("enhance", stack.toString()), command.err());
        assertEquals(
                List.of(
                        "night-stack-enhanced.fits",
                        "night-stack-enhanced.jpg",
                        "night-stack-enhanced.png",
                        "night-stack-enhanced.tif",
                        "night-stack.fits"),
                names());
        assertTrue(java.util.Arrays.equals(before, Files.readAllBytes(stack)));
        assertTrue(command.out().contains("night-stack-enhanced.jpg"));
    }

    @Test
    void jsonTellsRecipeMeasurementsAndFiles() {
        int exitCode = command.call(
                "enhance",
                "--json",
                "-o",
                folder + "/sub/jup",
                "--only",
                "png,jpeg",
                "--wavelets",
                "1,2.5,1.8,1,1,1",
                "--psf-fwhm-px",
                "3",
                "--set",
                "saturation=1.5",
                "--set",
                "align=none",
                "--preset",
                "planet",
                stack.toString());
        assertEquals(ExitCode.OK, exitCode, command.err());
        assertTrue(command.out().contains("wavelets=1,2.5,1.8,1,1,1"), command.out());
        assertTrue(command.out().contains("saturation=1.5"), command.out());
        assertTrue(command.out().contains("balance=auto:1.06,1,0.8"), "the colour of Jupiter");
        assertTrue(Files.exists(folder.resolve("sub/jup.png")) && Files.exists(folder.resolve("sub/jup.jpg")));
        assertFalse(Files.exists(folder.resolve("sub/jup.fits")));
        assertEquals("", command.err());
    }

    @Test
    void aSecondGoGetsANumber() throws IOException {
        for (int k = 0; k < 2; k++) {
            assertEquals(ExitCode.OK, command.call("enhance", "-q", "--only", "png", stack.toString()));
        }
        assertEquals(List.of("night-stack-enhanced-2.png", "night-stack-enhanced.png", "night-stack.fits"), names());
        assertEquals("", command.out() + command.err());
    }

    @Test
    void theRecipeIsPrintedWithItsMeaning() throws IOException {
        assertEquals(ExitCode.OK, command.call("enhance", "--recipe", "--off", stack.toString()));
        assertTrue(command.out().contains("deconvolution=none"));
        assertEquals(List.of("night-stack.fits"), names());
    }

    @Test
    void badWordsAndBadFilesHaveTheirExitCodes() throws IOException {
        assertEquals(ExitCode.USAGE, command.call("enhance", "--set", "sharpness=3", stack.toString()));
        assertTrue(command.err().contains("sharpness=3 is no part of a recipe; use one of"), command.err());
        assertEquals(ExitCode.USAGE, command.call("enhance", "--wavelets", "a,b", stack.toString()));
        assertEquals(ExitCode.USAGE, command.call("enhance", "--only", "gif", stack.toString()));
        assertEquals(ExitCode.USAGE, command.call("enhance", folder + "/missing.fits"));
        Path text = Files.writeString(folder.resolve("text.fits"), "no stack");
        assertEquals(ExitCode.DATA, command.call("enhance", text.toString()));
        assertEquals(
                1,
                command.err()
                        .lines()
                        .filter(line -> line.startsWith("lucida: "))
                        .count());
        Files.write(text, java.util.Arrays.copyOf(Files.readAllBytes(stack), 20_000));
        assertEquals(ExitCode.DATA, command.call("enhance", text.toString()));
        assertTrue(command.err().contains("ends before its last pixel"), command.err());
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file");
        assertEquals(ExitCode.DEVICE, command.call("enhance", "-o", blocked + "/name", stack.toString()));
        assertTrue(command.err().contains("choose another folder"), command.err());
    }
}
