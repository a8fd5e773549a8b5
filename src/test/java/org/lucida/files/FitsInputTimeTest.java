package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lucida.frame.FrameSlot;

class FitsInputTimeTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "2022-08-06T06:31:13.734, 2022-08-06T06:31:13.734Z",
        "2014-01-06T05:39:43.472516, 2014-01-06T05:39:43.472516Z",
        "2020-05-30T00:22:49.0968820, 2020-05-30T00:22:49.096882Z",
        "2019-05-14T01:48:17, 2019-05-14T01:48:17Z",
        "2019-05-14T01:48:17Z, 2019-05-14T01:48:17Z",
        "2017-12-19T18:33:43.317-0700, 2017-12-20T01:33:43.317Z",
        "2017-12-19T18:33:43.317+05:30, 2017-12-19T13:03:43.317Z",
        "2019-05-14 01:48, 2019-05-14T01:48:00Z",
        "2016-12-31T23:59:60.5, 2017-01-01T00:00:00.500Z",
        "2019-05-14T01:48:17.123456789123, 2019-05-14T01:48:17.123456789Z",
        "1969-12-31T23:59:59.25, 1969-12-31T23:59:59.250Z",
    })
    void aDateIsReadToTheNanosecond(String text, String utc) throws Exception {
        assertEquals(
                Instant.parse(utc), Instant.ofEpochSecond(0, time(text, null).utcNs()));
    }

    @Test
    void theTimeMayStandInACardOfItsOwn() throws Exception {
        assertEquals(
                Instant.parse("2008-02-03T04:05:06.700Z"),
                Instant.ofEpochSecond(0, time("2008-02-03", "04:05:06.7").utcNs()));
        FitsInputTime old = time("03/02/98", "04:05:06");
        assertEquals(Instant.parse("1998-02-03T04:05:06Z"), Instant.ofEpochSecond(0, old.utcNs()));
        assertTrue(old.note().orElseThrow().contains("19xx"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2019-13-45T00:00:00",
                "2019-02-30T00:00:00",
                "yesterday",
                "2019-05-14T25:00:00",
                "2019-05-14",
                "0000-00-00T00:00:00",
                "2019-05-14T01:48:17+99:99",
                "9999-05-14T01:48:17"
            })
    void whatIsNoTimeIsUnknownAndNoted(String text) throws Exception {
        FitsInputTime time = time(text, null);
        assertEquals(FrameSlot.UNKNOWN_UTC_NS, time.utcNs());
        assertTrue(time.note().orElseThrow().startsWith("DATE-OBS="));
    }

    private FitsInputTime time(String date, String clock) throws Exception {
        FitsPictures picture = FitsPictures.unsigned16(1, 1, 5).text("DATE-OBS", date);
        if (clock != null) {
            picture.text("TIME-OBS", clock);
        }
        Path file = picture.write(folder.resolve("t.fits"));
        try (FitsInputBytes in = FitsInputBytes.open(file)) {
            return FitsInputTime.of(FitsInputHeader.read(in, 0, "t.fits"));
        }
    }
}
