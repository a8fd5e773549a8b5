package org.lucida.simulator.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** The table of cameras: complete, consistent, every figure with its source. */
class CameraModelsTest {
    private static final Path FOLDER = Path.of("simulator/cameras");

    @Test
    void everyFileIsAKnownModelAndReads() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.replace(".yaml", ""))
                    .sorted()
                    .toList();
            assertEquals(CameraModels.names(), names);
        }
        for (String name : CameraModels.names()) {
            CameraModel model = CameraModels.named(name);
            assertTrue(model.sources().size() > 20, name);
            assertTrue(model.sources().values().stream().noneMatch(String::isBlank), name);
        }
    }

    @Test
    void namesAreForgiving() throws IOException {
        assertEquals("ZWO ASI290MM", CameraModels.named("ZWO ASI-290MM").name());
        BadInputException problem = assertThrows(BadInputException.class, () -> CameraModels.named("asi999"));
        assertTrue(problem.getMessage().contains("asi290mm"), problem.getMessage());
    }

    @Test
    void sixDecibelHalveTheElectronsOfAnAdu() throws IOException {
        CameraModel model = CameraModels.named("asi290mm");
        assertEquals(3.584, model.gainEPerAdu(0), 1e-12);
        assertEquals(0.3584, model.gainEPerAdu(200), 1e-12);
        assertEquals(1, model.gainEPerAdu(model.unityGainSteps()), 0.02);
        assertEquals(137.5, model.gainSteps(model.gainEPerAdu(137.5)), 1e-9);
    }

    @Test
    void readNoiseFallsAtTheSwitchOfConversion() throws IOException {
        CameraModel model = CameraModels.named("asi294mc");
        assertEquals(7.3, model.readNoiseE(0), 1e-12);
        assertTrue(model.readNoiseE(119) > 6 && model.readNoiseE(120) < 2);
        assertEquals(1.2, model.readNoiseE(570), 1e-12);
        assertEquals((7.3 + 6.2) / 2, model.readNoiseE(59.5), 1e-9);
    }

    @Test
    void aFigureWithoutSourceIsRefused() throws IOException {
        String text = Files.readString(FOLDER.resolve("asi290mm.yaml")).replaceFirst("  darkEPerS: estimated\n", "");
        assertTrue(problem(text).contains("sources.darkEPerS is missing"), problem(text));
    }

    @Test
    void wrongFiguresAreNamedWithTheirRange() throws IOException {
        String text = Files.readString(FOLDER.resolve("asi290mm.yaml"))
                .replace("pixelUm: 2.9", "pixelUm: 290")
                .replace("unityGainSteps: 110", "unityGainSteps: 160")
                .replace("shutter: rolling", "shutter: curtain");
        String problem = problem(text);
        assertTrue(problem.contains("pixelUm=290 is outside 0.5 .. 50"), problem);
        assertTrue(problem.contains("shutter=curtain is not known; write rolling, global"), problem);
        assertTrue(problem.contains("unityGainSteps=160 gives"), problem);
    }

    private static String problem(String text) {
        return assertThrows(
                        BadInputException.class,
                        () -> CameraModels.read("test.yaml", text.getBytes(StandardCharsets.UTF_8)))
                .getMessage();
    }
}
