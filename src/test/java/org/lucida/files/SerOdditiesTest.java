package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lucida.frame.BadInputException;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;

/** Every mutation of a real capture in the shared folder, with what shall come of it. */
class SerOdditiesTest {
    private static final long FIRST_TICKS = 638_714_186_360_635_742L;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00_good_rggb8_160x160_4f_ts|4|4|",
                "01_no_trailer|4|0|trailer=0 bytes of 32",
                "02_trailer_truncated_13_bytes|4|2|trailer=19 bytes of 32",
                "03_last_frame_truncated|3|0|FrameCount=4 yet 24600 of 25600 bytes of the last frame are missing",
                "04_trailer_all_zero|4|0|trailer=4 time stamps that are no dates",
                "05_framecount_zero_in_header|4|4|FrameCount=0 does not fit the file's 102610 bytes; 4 whole frames",
                "06_framecount_too_large|4|4|FrameCount=4000 does not fit the file's 102610 bytes; 4 whole frames",
                "07_header_times_zero_trailer_ok|4|4|DateTime=0 would mean that there are no time stamps",
                "08_trailer_not_monotonic|4|4|trailer=3 of 3 time stamps run backwards",
                "09_trailer_all_equal|4|0|trailer=4 equal time stamps",
                "10_colorid_unknown_7|4|4|ColorID=7 (unknown); taken as MONO",
                "14_observer_not_ascii|4|4|",
                "15_extra_garbage_after_trailer|4|4|trailer=109 bytes of 32: 77 bytes of something else",
                "20_16bit_le_data_flag0|4|4|LittleEndian=0 cannot be trusted and the samples do not tell",
                "21_16bit_le_data_flag1|4|4|LittleEndian=1 cannot be trusted and the samples do not tell",
                "22_16bit_be_data_flag0|4|4|LittleEndian=0 cannot be trusted and the samples do not tell",
                "23_16bit_be_data_flag1|4|4|LittleEndian=1 cannot be trusted and the samples do not tell",
                "24_12bit_in_16_depth12|4|4|",
                "25_trailer_local_time_plus2h|4|4|DateTime-DateTimeUTC=+2.00 h",
            })
    void anOddClipOpensAndSaysWhatWasAssumed(String name, int frames, int timed, String note) throws Exception {
        try (SerReader reader = open(name, Optional.empty())) {
            assertEquals(frames, reader.frameCount());
            int known = 0;
            for (int f = 0; f < frames; f++) {
                known += reader.startUtcNs(f) != FrameSlot.UNKNOWN_UTC_NS ? 1 : 0;
            }
            assertEquals(timed, known);
            assertEquals(ByteOrder.LITTLE_ENDIAN, reader.byteOrder());
            if (note == null) {
                assertEquals(java.util.List.of(), reader.notes());
            } else {
                assertTrue(
                        reader.notes().stream().anyMatch(text -> text.startsWith(note)),
                        reader.notes().toString());
                assertTrue(reader.notes().stream().allMatch(text -> text.contains("=") && text.contains(";")));
            }
            ByteBuffer raw =
                    ByteBuffer.allocateDirect(reader.format().frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
            assertTrue(reader.read(frames - 1, new Roi(0, 0, 160, 160), raw));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"11_bad_magic", "12_header_only", "13_header_cut_100_bytes"})
    void whatIsNoClipIsRefusedWithItsName(String name) {
        Path file = clip(name);
        BadInputException bad =
                assertThrows(BadInputException.class, () -> SerReader.open(file, Optional.empty(), Optional.empty()));
        assertTrue(bad.getMessage().startsWith("FILE=" + name + ".ser "), bad.getMessage());
        assertTrue(bad.getMessage().contains(";"), bad.getMessage());
    }

    @Test
    void stampsInLocalTimeBecomeUtc() throws Exception {
        try (SerReader reader = open("25_trailer_local_time_plus2h", Optional.empty())) {
            assertEquals(SerHeader.utcNs(FIRST_TICKS), reader.startUtcNs(0));
        }
    }

    @Test
    void aByteOrderGivenByHandIsBelieved() throws Exception {
        try (SerReader little = open("20_16bit_le_data_flag0", Optional.of(ByteOrder.LITTLE_ENDIAN));
                SerReader big = open("22_16bit_be_data_flag0", Optional.of(ByteOrder.BIG_ENDIAN))) {
            ByteBuffer left =
                    ByteBuffer.allocateDirect(little.format().frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer right =
                    ByteBuffer.allocateDirect(big.format().frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
            assertTrue(little.read(2, new Roi(0, 0, 160, 160), left));
            assertTrue(big.read(2, new Roi(0, 0, 160, 160), right));
            assertEquals(left, right);
            assertEquals(java.util.List.of(), big.notes());
        }
    }

    private static SerReader open(String name, Optional<ByteOrder> order) throws IOException {
        return SerReader.open(clip(name), Optional.empty(), order);
    }

    private static Path clip(String name) {
        return SharedMaterial.path("realdata/headers/ser_odd_derived").resolve(name + ".ser");
    }
}
