package org.lucida.simulator.sky;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lucida.frame.BadInputException;

class SceneFileTest {
    private static final Path FOLDER = Path.of("simulator/scenes");
    private static final String STAR = "schema: 1\n"
            + "target: {kind: stars, stars: [{vMag: 3}]}\n"
            + "telescope: {apertureMm: 200, focalLengthMm: 2000}\n";

    private static SceneSettings read(String text) throws IOException {
        return SceneFile.parse("test", "test.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String problem(String text) {
        return assertThrows(BadInputException.class, () -> read(text)).getMessage();
    }

    @Test
    void everyShippedFileIsAKnownSceneAndReads() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.replace(".yaml", ""))
                    .sorted()
                    .toList();
            assertEquals(Scenes.names(), names);
        }
        for (String name : Scenes.names()) {
            SceneSettings scene = Scenes.settings(name);
            assertEquals(name, scene.name());
            assertFalse(scene.description().isBlank(), name);
        }
    }

    @Test
    void everyPictureIsInTheNotice() throws IOException {
        String notice = Files.readString(FOLDER.resolve("NOTICE"));
        try (Stream<Path> files = Files.list(FOLDER.resolve("images"))) {
            files.forEach(
                    file -> assertTrue(notice.contains(file.getFileName().toString()), file + " is not in the NOTICE"));
        }
    }

    @Test
    void everySceneIsShownInTheReadme() throws IOException {
        String readme = Files.readString(Path.of("simulator/README.md"));
        for (String name : Scenes.names()) {
            assertTrue(readme.contains("| `" + name + "` |"), name);
            assertTrue(readme.contains("](pictures/" + name + ".png)"), name);
            assertTrue(Files.size(Path.of("simulator/pictures/" + name + ".png")) <= 150_000, name);
        }
    }

    @Test
    void keysLeftOutHaveTheirDefaults() throws IOException {
        SceneSettings scene = read(STAR);
        assertEquals(1, scene.seed());
        assertEquals(3, scene.atmosphere().layers().size());
        assertEquals(20, scene.atmosphere().outerScaleM());
        assertEquals(640, scene.camera().sensor().roi().widthPx());
        assertEquals(-1, scene.mount().dropAtS());
        assertEquals(0.299, scene.arcsecPerPx(2.9), 0.001);
        assertEquals(2, scene.atmosphere().airmassRatio() * Math.sqrt(3), 1e-9);
    }

    @Test
    void wrongValuesAreNamedWithLineRangeAndRemedy() {
        assertTrue(problem(STAR + "seed: -4\n").contains("test.yaml line 4: seed=-4 is outside 0 .. "));
        assertTrue(problem(STAR + "atmosphere:\n  r0Mm: 1\n")
                .contains("test.yaml line 5: atmosphere.r0Mm=1 is outside 5 .. 2000; choose a value inside"));
        assertTrue(problem(STAR + "atmosphere: {r0Mm: ten}\n").contains("atmosphere.r0Mm=ten is no number"));
        assertTrue(problem(STAR + "atmosphere: {r0: 90}\n").contains("atmosphere.r0 is not a key here; use "));
        assertTrue(problem(STAR + "wind: 3\n").contains("wind is not a key here"));
        assertTrue(problem(STAR + "camera: {model: asi9000}\n")
                .contains("camera.model=asi9000 is not known; use one of asi120mm"));
        assertTrue(
                problem(STAR + "camera: {exposureMs: 20, frameRateHz: 100}\n").contains("use at most 50"));
        assertTrue(problem(STAR + "mount: {fieldRotation: perhaps}\n").contains("neither true nor false"));
        assertTrue(problem(STAR + "mount: 7\n").contains("mount is not a block"));
        assertTrue(problem(STAR.replace("vMag: 3", "vMag: 300"))
                .contains("target.stars[0].vMag=300 is outside -15 .. 28"));
        assertTrue(problem(STAR.replace("kind: stars", "kind: comet"))
                .contains("target.kind=comet is not known; write planet,"));
        assertTrue(problem(STAR.replace("apertureMm: 200, ", ""))
                .contains("telescope.apertureMm is missing; add the line"));
        assertTrue(problem(STAR + "atmosphere: {layers: [{heightM: 0, shareFraction: 0.4, windMPerS: 5}]}\n")
                .contains("adding up to 0.4, not 1"));
    }

    @Test
    void everyFaultIsToldAtOnce() {
        String problem = problem(STAR + "seed: x\nsky: {cloudFraction: 2, fog: 1}\n");
        assertEquals(3, problem.lines().count(), problem);
    }

    @Test
    void whatIsNotYamlIsRefusedWithTheLine() {
        assertTrue(problem("").contains("the file is empty"));
        assertTrue(problem("schema: 2\n").contains("schema=2 is outside 1 .. 1"));
        assertTrue(problem("schema: 1\n  x: [\n").contains("line "));
        assertTrue(problem("- a\n- b\n").contains("key: value lines expected"));
        assertTrue(problem(STAR + "seed: 1\nseed: 2\n").contains("test.yaml"));
        assertTrue(problem("schema: 1\na: &x {b: 1}\nc: *x\n").contains("Number of aliases"));
        assertTrue(problem(STAR + "seed: 1e999999999\n").contains("seed=1e999999999 is no whole number"));
    }
}
