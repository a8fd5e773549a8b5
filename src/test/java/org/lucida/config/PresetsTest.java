package org.lucida.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lucida.config.StackSettings.Target;
import org.lucida.frame.BadInputException;

class PresetsTest {
    @TempDir
    Path folder;

    static List<String> builtIn() {
        return Presets.BUILT_IN;
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void everyBuiltInPresetIsUsableAndHasADescription(String name) throws IOException {
        Preset preset = new Presets(List.of()).load(name);
        assertDoesNotThrow(() -> preset.settings().validated());
        assertEquals(name, preset.name());
        assertFalse(preset.description().isBlank());
        assertTrue(preset.source().startsWith("built in"), preset.source());
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void everyKeyStandsInEveryBuiltInPresetUnderACommentThatDocumentsIt(String name) throws IOException {
        List<String> lines = new Presets(List.of()).load(name).text().lines().toList();
        List<String> keys = new ArrayList<>(List.of("schema", "description"));
        keys.addAll(StackSettings.keys());
        List<String> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.isBlank() && !line.startsWith("#")) {
                found.add(line.substring(0, line.indexOf(':')));
                assertTrue(lines.get(i - 1).startsWith("# "), name + ": no comment above " + line);
            }
            assertTrue(line.length() <= 120, name + ": " + line);
        }
        assertEquals(keys, found);
    }

    @Test
    void theTargetsOfThePresetsAreWhatTheirNamesSay() throws IOException {
        Presets presets = new Presets(List.of());
        assertEquals(Target.PLANET, presets.load("jupiter").settings().target());
        assertEquals(Target.SURFACE, presets.load("moon").settings().target());
        assertEquals(Target.SURFACE, presets.load("sun").settings().target());
        assertEquals(Target.STARS, presets.load("deepsky").settings().target());
        assertEquals("s1", presets.load("deepsky").settings().metric());
    }

    @Test
    void aFileOnDiskWinsOverTheBuiltInPreset() throws IOException {
        Files.writeString(folder.resolve("jupiter.yaml"), "schema: 1\nscale: 2.5\n");
        Files.writeString(folder.resolve("mine.yaml"), "schema: 1\ntarget: stars\n");
        Presets presets = new Presets(List.of(folder));
        assertEquals(2.5, presets.load("jupiter").settings().scale());
        assertEquals(
                StackSettings.defaultsFor(Target.STARS), presets.load("mine").settings());
        assertEquals(
                2.5,
                presets.load(folder.resolve("jupiter.yaml").toString())
                        .settings()
                        .scale());
        assertTrue(presets.names().contains("mine"));
        assertTrue(presets.names().containsAll(Presets.BUILT_IN));
    }

    @Test
    void anUnknownNameIsToldWithTheNearestOne() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Presets(List.of(folder)).load("jupitre"))
                .getMessage();
        assertTrue(message.contains("did you mean jupiter?"), message);
        assertThrows(IllegalArgumentException.class, () -> new Presets(List.of(folder)).load("../../no/such/preset"));
        assertThrows(IllegalArgumentException.class, () -> new Presets(List.of(folder)).load("a b\u0000.yaml"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    schema: 1;scael: 2                    | line 2: scael is not a key; did you mean scale?
                    schema: 1;qqqqqqqqqqqqqq: 2           | line 2: qqqqqqqqqqqqqq is not a key; use target, scale
                    schema: 1;;scale: 9                   | line 3: scale=9 must be a number from 1 to 3
                    schema: 1;scale: wide                 | line 2: scale=wide must be a number
                    schema: 1;scale: NaN                  | line 2: scale=NaN must be a number
                    schema: 1;scale: 0x1p1                | line 2: scale=0x1p1 must be a number
                    schema: 1;threads: 2.5                | line 2: threads=2.5 must be a whole number
                    schema: 1;target: comet               | line 2: target=comet must be planet, surface or stars
                    schema: 1;scale: 2;scale: 1           | line 3: scale stands here a second time
                    schema: 1;scale: [1, 2]               | line 2: scale is not a plain value
                    schema: 1;scale: {a: 1}               | line 2: scale is not a plain value
                    schema: 1;scale: &a 2                 | line 2: scale has an anchor or a type tag
                    schema: 1;metric: !!java.io.File x    | line 2: metric has an anchor or a type tag
                    schema: 1;scale: *a                   | line 2: scale is not a plain value
                    schema: 2                             | line 1: schema=2 is not known to this version
                    scale: 2                              | line 1: the first key is scale; begin with the line schema: 1
                    scale                                 | key: value lines expected
                    schema: 1;---;schema: 1               | a second document begins
                    schema: 1;scale: "2                   | not readable as YAML
                    schema: 1;scale: 3;samplingPxPerLambdaD: 3 | line 2: scale=3 must be at most 1.33
                    """)
    void whatIsWrongInAPresetIsToldWithItsLine(String text, String expected) {
        byte[] bytes = text.replace(';', '\n').getBytes(StandardCharsets.UTF_8);
        String message = assertThrows(BadInputException.class, () -> PresetText.parse("t", "t.yaml", bytes))
                .getMessage();
        assertTrue(message.startsWith("t.yaml"), message);
        assertTrue(message.contains(expected), message);
    }

    @Test
    void nothingAndTooMuchAreBothRefused() {
        assertThrows(BadInputException.class, () -> PresetText.parse("t", "t", new byte[0]));
        assertThrows(BadInputException.class, () -> PresetText.parse("t", "t", new byte[PresetText.MAX_BYTES + 1]));
        assertThrows(BadInputException.class, () -> PresetText.parse("t", "t", new byte[] {(byte) 0xff, (byte) 0xfe}));
        byte[] nested = "[".repeat(500_000).getBytes(StandardCharsets.UTF_8);
        assertThrows(BadInputException.class, () -> PresetText.parse("t", "t", nested));
    }
}
