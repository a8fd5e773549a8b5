package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.frame.BadInputException;

/** Damaged drizzle cases and registrations are read or refused with a reason; nothing else happens. */
class DrizzleCaseDamageTest {
    private static final Path GOOD = Path.of("src/test/resources/drizzle-cases/s12_square_flip_nan_1x.fits");

    @TempDir
    Path folder;

    private static void readAll(Path file) throws IOException {
        try (DrizzleCaseFits source = DrizzleCaseFits.open(file)) {
            for (int k = 0; k < Math.min(3, source.parameters().frameCount()); k++) {
                source.readFrame(k);
            }
        }
    }

    @Test
    void fourHundredDamagedCasesAreReadOrRefused() throws IOException {
        byte[] good = Files.readAllBytes(GOOD);
        Path file = folder.resolve("case.fits");
        Random random = new Random(31);
        int readCount = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bytes = i % 2 == 0
                    ? DamagedFiles.damaged(good, 2 * 2880, random)
                    : DamagedFiles.withNastyCard(good, 60, random);
            Files.write(file, bytes);
            readCount += DamagedFiles.survives("mutation " + i, bytes.length, () -> readAll(file)) ? 1 : 0;
        }
        assertTrue(readCount > 20 && readCount < 380, "read " + readCount);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PIXFRAC | 7         | PIXFRAC=7.0 is outside 0..1
                    PIXFRAC | abc       | PIXFRAC=abc is no number
                    NFRAMES | 0         | NFRAMES=0 is no whole number
                    NFRAMES | 2         | EXTNAME=IN_SCI_1 is missing
                    OUTNX   | -5        | OUTNX=-5 is no whole number
                    OUTNX   | 99999999  | OUTNX=99999999
                    HASVAR  | T         | EXTNAME=IN_VAR_0 is missing
                    HASVAR  | 3         | HASVAR=3 is neither T nor F
                    FILLVAL | 'zero'    | FILLVAL=zero is no number
                    BAYERPAT| 'RGBW'    | BAYERPAT=RGBW is no Bayer order
                    BAYERPAT| 'RGGB'    | NCHAN=1 does not go with BAYERPAT=RGGB
                    NAXIS1  | 41        | differs from its frame
                    PSRATIO | 0         | PSRATIO=0.0 is not above 0
                    EXPTIME | x         | EXPTIME=x is no number
                    INUNITS | 'adu'     | INUNITS=adu is neither cps nor counts
                    WHTSCALE| -1        | WHTSCALE=-1.0 is below 0
                    """)
    void aWrongCardIsNamed(String keyword, String value, String words) throws IOException {
        byte[] bytes = Files.readAllBytes(GOOD);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(String.format("%-8s=", keyword));
        assertTrue(at >= 0, keyword);
        String card = String.format("%-8s= %20s", keyword, value);
        System.arraycopy(card.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, at, 30);
        Path file = folder.resolve("case.fits");
        Files.write(file, bytes);
        BadInputException bad = assertThrows(BadInputException.class, () -> readAll(file));
        assertTrue(bad.getMessage().contains(words) && bad.getMessage().contains(";"), bad.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1,2\\n3,4               | 2 | 1
                    7,1,2\\n3,3,4           | 2 | 1
                    a.fits,1,2,0.5         | 1 | 0.5
                    x;y\\n1;2               | 1 | 1
                    # note\\n1 2\\n\\n3 4     | 2 | 1
                    INDEX,UTC,DISPL_X_PX,DISPL_Y_PX,WEIGHT\\n0,,1,2,0.25\\n1,,,,0 | 2 | 0.25
                    """)
    void tablesOfShiftsAreUnderstood(String text, int entryCount, double weight) throws IOException {
        Path file = folder.resolve("shifts.csv");
        Files.writeString(file, text.replace("\\n", "\n"));
        DrizzleCaseShifts shifts = DrizzleCaseShifts.readCsv(file);
        assertEquals(entryCount, shifts.entries().size());
        assertEquals(weight, shifts.entries().get(0).weight());
        assertEquals(-1, shifts.entries().get(0).matrix()[2]);
        assertEquals(-2, shifts.entries().get(0).matrix()[5]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    [[1,0,5,0,1,6,0,0,1]]                                             | false
                    [[[1,0,5],[0,1,6],[0,0,1]]]                                       | false
                    {"to":"output","transforms":[{"file":"a","matrix":[1,0,5,0,1,6,0,0,1]}]} | true
                    {"a":[1,{"b":2}],"frames":[{"index":0,"H_row_major":[1,0,5,0,1,6,0,0,1],"z":[]}]}     | false
                    """)
    void matricesAreUnderstood(String text, boolean toOutput) throws IOException {
        Path file = folder.resolve("transforms.json");
        Files.writeString(file, text);
        DrizzleCaseShifts shifts = DrizzleCaseShifts.readJson(file);
        assertEquals(toOutput, shifts.toOutput());
        assertEquals(5, shifts.entries().get(0).matrix()[2]);
    }

    @Test
    void damagedRegistrationsAreReadOrRefused() throws IOException {
        byte[] csv = "INDEX,DISPL_X_PX,DISPL_Y_PX,WEIGHT\n0,1.5,2,0.25\n1,1,2,0\n".getBytes(StandardCharsets.US_ASCII);
        byte[] json = "{\"to\":\"output\",\"transforms\":[{\"index\":0,\"matrix\":[1,0,5,0,1,6,0,0,1]}]}"
                .getBytes(StandardCharsets.US_ASCII);
        Path file = folder.resolve("registration");
        Random random = new Random(32);
        for (int i = 0; i < 300; i++) {
            byte[] damagedCsv = DamagedFiles.damaged(csv, csv.length, random);
            Files.write(file, damagedCsv);
            DamagedFiles.survives("csv " + i, csv.length, () -> DrizzleCaseShifts.readCsv(file));
            byte[] damagedJson = DamagedFiles.damaged(json, json.length, random);
            Files.write(file, damagedJson);
            DamagedFiles.survives("json " + i, json.length, () -> DrizzleCaseShifts.readJson(file));
        }
    }
}
