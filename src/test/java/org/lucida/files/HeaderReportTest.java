package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

class HeaderReportTest {
    @TempDir
    Path folder;

    @Test
    void aClipIsReportedWithHeaderTimesAndRange() throws Exception {
        FrameFormat format = new FrameFormat(10, 4, ColorLayout.RGGB, 8);
        Path file = SerClips.write(folder.resolve("a.ser"), format, 5, 20_000_000);
        HeaderReport report = HeaderReport.of(file);
        assertEquals("SER clip", report.kind());
        assertEquals(Optional.of("5"), report.value("FrameCount"));
        assertEquals(Optional.of("8"), report.value("ColorID"));
        assertEquals(Optional.of("RGGB"), report.value("layout"));
        assertEquals(Optional.of("50"), report.value("frameRateHz"));
        assertEquals(Optional.of("20"), report.value("gapMedianMs"));
        assertEquals(Optional.of("0.08"), report.value("spanS").map(HeaderReportTest::plain));
        assertEquals(Optional.of("2026-03-01T20:15:30Z"), report.value("firstUtc"));
        assertEquals(Optional.of("10"), report.value("firstFrameMin"));
        assertEquals(Optional.of("40"), report.value("firstFrameMax"));
        assertEquals(Optional.of("25"), report.value("firstFrameMean"));
        assertEquals(List.of(), report.problems());
    }

    @Test
    void aClipWithoutFramesStillTellsItsHeader() throws Exception {
        Path file = Files.write(folder.resolve("b.ser"), SerClips.realHeader());
        HeaderReport report = HeaderReport.of(file);
        assertEquals(Optional.of("640"), report.value("Width"));
        assertTrue(
                report.problems().get(0).contains("no whole frame"),
                report.problems().toString());
    }

    @Test
    void aFitsFileIsReportedCardByCard() throws Exception {
        List<String> cards = FitsPictures.cardsOf(getClass().getResourceAsStream("/fits/odd.txt"));
        Path file = FitsPictures.write(folder.resolve("c.fits"), FitsPictures.fromCards(cards, 400));
        HeaderReport report = HeaderReport.of(file);
        assertEquals(Optional.of("O'Neill / Smith"), report.value("OBSERVER"));
        assertEquals(Optional.of("a long name that goes on and on"), report.value("OBJECT"));
        assertEquals(Optional.of("1.07"), report.value("example plate scale"));
        assertEquals(Optional.of("2017-12-20T01:33:43.317Z"), report.value("firstUtc"));
        assertEquals(Optional.of("60000000"), report.value("exposureUs"));
        assertTrue(report.facts().stream()
                .anyMatch(
                        fact -> fact.name().equals("HISTORY") && fact.meaning().equals("calibrated by hand")));
        assertTrue(report.problems().stream().anyMatch(text -> text.contains("offset -0700; turned into UTC")));
    }

    @Test
    void aCutFitsFileStillTellsItsHeader() throws Exception {
        Path file = FitsPictures.of(16, 5000, 5000).text("OBJECT", "Moon").write(folder.resolve("d.fits"));
        HeaderReport report = HeaderReport.of(file);
        assertEquals(Optional.of("Moon"), report.value("OBJECT"));
        assertTrue(
                report.problems().get(0).contains("cut short"),
                report.problems().toString());
    }

    @Test
    void aFolderIsReportedAsOne() throws Exception {
        for (int i = 0; i < 3; i++) {
            FitsPictures.unsigned16(2, 1, i, 7)
                    .text("DATE-OBS", "2026-01-01T00:00:0" + i)
                    .write(folder.resolve(i + ".fits"));
        }
        HeaderReport report = HeaderReport.of(folder);
        assertEquals("FITS folder", report.kind());
        assertEquals(Optional.of("3"), report.value("frameCount"));
        assertEquals(Optional.of("1"), report.value("frameRateHz"));
    }

    @Test
    void formatsThatCannotBeReadYetSayWhatToDo() throws Exception {
        Path file = Files.writeString(folder.resolve("x.avi"), "RIFF....AVI ");
        BadInputException bad = assertThrows(BadInputException.class, () -> HeaderReport.of(file));
        assertEquals("FILE=x.avi is a format Lucida cannot read yet; convert it to SER or FITS", bad.getMessage());
        assertThrows(IOException.class, () -> HeaderReport.of(folder.resolve("none.ser")));
    }

    private static String plain(String number) {
        return Double.toString(Double.parseDouble(number));
    }
}
