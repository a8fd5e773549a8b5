package org.lucida.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lucida.config.StackSettings.Target;
import org.lucida.frame.BadInputException;

class OwnPresetsTest {
    @TempDir
    Path home;

    private OwnPresets own() {
        return new OwnPresets(home.resolve("presets"));
    }

    private Presets presets() {
        return new Presets(List.of(own().folder()));
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void whatIsSavedIsFoundByNameWithSettingsAndCamera(Target target) throws IOException {
        StackSettings settings = StackSettings.defaultsFor(target)
                .change()
                .scale(1.25)
                .keepFraction(0.4)
                .epochCount(1234)
                .build();
        Map<String, String> camera = new LinkedHashMap<>();
        camera.put("exposureUs", "8000");
        camera.put("gain", "unity");
        camera.put("targetC", "-10");
        Path file = own().save("C8-IR_pass", "My C8, \"IR\" pass \\ 2x", settings, camera, false);
        Preset read = presets().load("C8-IR_pass");
        assertEquals(settings, read.settings());
        assertEquals("My C8, \"IR\" pass \\ 2x", read.description());
        assertEquals(List.copyOf(camera.entrySet()), List.copyOf(read.camera().entrySet()));
        assertEquals(file.toString(), read.source());
        assertTrue(presets().names().contains("C8-IR_pass"));
        assertTrue(read.text().lines().filter(it -> it.startsWith("# ")).count() > 20, "explained like the others");
        try (Stream<Path> left = Files.list(own().folder())) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void aPresetWithoutCameraSettingsLeavesTheCameraAlone() throws IOException {
        own().save("plain", "", StackSettings.defaults(), Map.of(), false);
        assertTrue(presets().load("plain").camera().isEmpty());
        assertFalse(presets().load("plain").text().contains("camera:"));
        assertTrue(presets().load("jupiter").camera().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "../up", "x/y", "name.yaml", "\u00e4"})
    void aNameUnfitForAFileIsRefused(String name) {
        assertThrows(
                IllegalArgumentException.class, () -> own().save(name, "", StackSettings.defaults(), Map.of(), false));
    }

    @Test
    void nothingIsReplacedUnlessAskedFor() throws IOException {
        OwnPresets own = own();
        StackSettings other = StackSettings.defaults().change().scale(2).build();
        own.save("mine", "first", StackSettings.defaults(), Map.of(), false);
        assertTrue(own.isTaken("mine") && own.isTaken("jupiter") && !own.isTaken("yours"));
        assertThrows(IllegalArgumentException.class, () -> own.save("mine", "second", other, Map.of(), false));
        assertEquals("first", presets().load("mine").description());
        own.save("mine", "second", other, Map.of(), true);
        assertEquals("second", presets().load("mine").description());
        String why = assertThrows(IllegalArgumentException.class, () -> own.save("jupiter", "", other, Map.of(), false))
                .getMessage();
        assertTrue(why.contains("belongs to Lucida"), why);
        own.save("jupiter", "own", other, Map.of(), true);
        assertEquals(2, presets().load("jupiter").settings().scale());
    }

    @Test
    void settingsThatCannotBeUsedAreNotSaved() {
        StackSettings wrong = StackSettings.defaults().change().scale(9).build();
        assertThrows(IllegalArgumentException.class, () -> own().save("mine", "", wrong, Map.of(), false));
        assertThrows(BadInputException.class, () -> own().save(
                        "mine", "", StackSettings.defaults(), Map.of("a b", "1"), false));
        assertFalse(Files.exists(own().file("mine")));
    }

    @Test
    void aFriendsPresetIsTakenInWithItsComments() throws IOException {
        Path friend = Files.writeString(home.resolve("venus-uv.yml"), "# from Anna\nschema: 1\nscale: 2\n");
        Preset taken = own().take(friend, false);
        assertEquals("venus-uv", taken.name());
        assertEquals(
                "# from Anna\nschema: 1\nscale: 2\n", presets().load("venus-uv").text());
        assertThrows(IllegalArgumentException.class, () -> own().take(friend, false));
        Path broken = Files.writeString(home.resolve("broken.yaml"), "schema: 1\nscale: 9\n");
        assertThrows(BadInputException.class, () -> own().take(broken, false));
        assertFalse(presets().names().contains("broken"));
    }

    @Test
    void ownPresetsLieBesideTheOtherSettings() {
        assertEquals(
                Path.of("/x/lucida/presets"), OwnPresets.usualFolder(Map.of("XDG_CONFIG_HOME", "/x"), "/home/anna"));
        assertEquals(Path.of("/home/anna/.config/lucida/presets"), OwnPresets.usualFolder(Map.of(), "/home/anna"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    schema: 1;camera: 5                          | line 2: camera is a plain value
                    schema: 1;camera: [1]                        | line 2: camera is not a plain value
                    schema: 1;camera:;  gain: {a: 1}             | line 3: gain is not a plain value
                    schema: 1;camera:;  gain: 1.5                | line 3: gain=1.5 must be a whole number or one word
                    schema: 1;camera:;  gain: 1;  gain: 2        | line 4: gain stands here a second time
                    schema: 1;camera:;  "a b": 1                 | line 3: camera control a b is no key
                    schema: 1;camera: &a;  gain: 1               | line 2: camera has an anchor
                    schema: 1;camera:;  gain: 1;camera:;  gain: 2 | gain stands here a second time
                    schema: 1;scale:;  gain: 1                   | line 3: scale is not a plain value
                    """)
    void wrongCameraSettingsAreToldWithTheirLine(String text, String words) {
        String why = assertThrows(
                        BadInputException.class,
                        () -> PresetText.parse("x", "x", text.replace(';', '\n').getBytes(StandardCharsets.UTF_8)))
                .getMessage();
        assertTrue(why.contains(words), why);
    }
}
