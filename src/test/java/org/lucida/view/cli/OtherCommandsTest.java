package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.config.StackSettings;

class OtherCommandsTest {
    @TempDir
    Path folder;

    private final CommandCase lucida = new CommandCase();

    @ParameterizedTest
    @CsvSource({"recorded, RECORDED, true", "max, MAX, false", "59.94, GIVEN_RATE, true"})
    void livePlaysAtTheGivenSpeedAndDropsOnlyAgainstAClock(String fps, Pace.Kind kind, boolean mayDrop) {
        int exitCode = lucida.call(
                "live", "--camera", "replay:x.ser", "--fps", fps, "-o", folder.toString(), "--preset", "mars");
        assertEquals(0, exitCode, lucida.err());
        RunRequest request = lucida.engine.requests.get(0);
        assertEquals("replay:x.ser", request.cameraAddress());
        assertEquals(kind, request.wish().pace().kind());
        assertEquals(mayDrop, request.mayDrop());
        assertEquals(6000, request.settings().epochCount());
    }

    @Test
    void liveEndsWithCtrlCAndCodeZero() {
        lucida.engine.endless = true;
        lucida.engine.atEveryPoll = () -> {
            if (lucida.engine.runs.get(0).polledCount == 3) {
                lucida.stop.ask();
            }
        };
        assertEquals(0, lucida.call("live", "--camera", "sim:demo", "-o", folder.toString()));
        assertTrue(lucida.engine.runs.get(0).finished);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --camera=repaly:x.ser             | did you mean replay:x.ser?
                    --camera=usb:1                    | begin the address with replay: or sim:
                    --camera=replay:x --fps=0         | fps=0.0 is outside
                    --camera=replay:x --fps=quick     | quick is none of recorded, max
                    --fps=10                          | --camera
                    """)
    void liveRefusesWhatItCannotDo(String arguments, String words) {
        assertEquals(2, lucida.call(("live " + arguments).split(" ")));
        assertTrue(lucida.err().contains(words), lucida.err());
        assertTrue(lucida.engine.requests.isEmpty());
    }

    @Test
    void demoRecordsAClipAndStacksItAndOverwritesNothing() {
        assertEquals(0, lucida.call("demo", "-o", folder.toString(), "--frames=3", "--seed=7"), lucida.err());
        assertEquals("[sim:demo?frames=3&seed=7, frame 0, frame 1, frame 2, closed]", lucida.recorded.toString());
        RunRequest request = lucida.engine.requests.get(0);
        assertEquals("replay:" + folder.resolve("lucida-demo.ser"), request.cameraAddress());
        assertEquals(1000, request.settings().epochCount());
        assertEquals(0, lucida.call("demo", "-o", folder.toString(), "--frames=3", "--quiet"));
        assertEquals(
                "replay:" + folder.resolve("lucida-demo-2.ser"),
                lucida.engine.requests.get(1).cameraAddress());
        assertEquals("", lucida.out() + lucida.err());
        assertEquals(2, lucida.call("demo", "-o", folder.toString(), "--frames=0"));
    }

    @Test
    void infoTellsTheHeaderAndWhatIsWrong() throws IOException {
        Path file = CommandCase.someFile(folder, "a.ser");
        assertEquals(0, lucida.call("info", file.toString()));
        assertTrue(lucida.out().contains("ImageWidth  640  px"), lucida.out());
        assertTrue(lucida.out().contains("- frameCount=0 in the header"), lucida.out());
        assertEquals(0, lucida.call("info", file.toString(), "--json"));
        Map<String, String> leaves = CommandCase.leaves(lucida.out());
        assertEquals("ImageWidth", leaves.get("files/0/facts/0/name"));
        assertEquals("SER clip", leaves.get("files/0/kind"));

        Path empty = Files.createFile(folder.resolve("empty.ser"));
        assertEquals(3, lucida.call("info", empty.toString(), file.toString(), "--json"));
        assertTrue(lucida.err().contains("bytes=0 is no recording"), lucida.err());
        assertEquals("3", CommandCase.leaves(lucida.out()).get("exitCode"));
        assertEquals(2, lucida.call("info", folder.resolve("none.ser").toString()));
    }

    @Test
    void listsAreListed() {
        assertEquals(0, lucida.call("presets"));
        assertTrue(lucida.out().contains("jupiter      Jupiter (also"), lucida.out());
        assertEquals(0, lucida.call("presets", "show", "moon"));
        assertTrue(lucida.out().contains("\nschema: 1\n"), lucida.out());
        assertEquals(2, lucida.call("presets", "show", "mooon"));
        assertTrue(lucida.err().contains("did you mean moon?"), lucida.err());
        assertEquals(0, lucida.call("cameras"));
        assertTrue(lucida.out().contains("sim:demo"), lucida.out());
        assertTrue(lucida.out().contains("replay:..."), lucida.out());
        assertEquals(0, lucida.call("metrics"));
        assertTrue(lucida.out().startsWith("band-energy"), lucida.out());
    }

    @Test
    void helpNamesEveryOptionWithItsUnitAndFitsEightyColumns() {
        assertEquals(0, lucida.call("stack", "--help"));
        String help = lucida.out();
        for (String option : new String[] {
            "--target=KIND",
            "--scale=FACTOR",
            "--pixfrac=PX",
            "--metric=NAME",
            "--sampling=PX",
            "--alpha=EXPONENT",
            "--keep=FRACTION",
            "--search=PX",
            "--epoch=FRAMES",
            "--roi=X,Y,W,H",
            "--bayer=PATTERN",
            "--byte-order=ORDER",
            "--dark=FILE",
            "--flat=FILE",
            "--threads=COUNT",
            "--ring=FRAMES",
            "--preview-every=SECONDS",
            "--max-frames=FRAMES",
            "--max-seconds=SECONDS",
            "--name=TARGET",
            "--csv",
            "--json",
            "--quiet",
            "--debug",
            "--output=DIR",
            "--preset=NAME|FILE"
        }) {
            assertTrue(help.contains(option), option + " is missing in\n" + help);
        }
        for (String command : new String[] {
            "",
            "stack",
            "live",
            "drizzle",
            "info",
            "demo",
            "simulate",
            "presets",
            "cameras",
            "doctor",
            "metrics",
            "completion"
        }) {
            assertEquals(0, command.isEmpty() ? lucida.call("--help") : lucida.call(command, "--help"));
            lucida.out().lines().forEach(line -> assertTrue(line.length() <= 80, command + ": " + line));
            assertTrue(lucida.out().contains("--debug"), command);
        }
        assertEquals(0, lucida.call());
        assertTrue(lucida.out().contains("First steps"), lucida.out());
        assertEquals(0, lucida.call("--version"));
        assertTrue(lucida.out().startsWith("lucida "), lucida.out());
    }

    @Test
    void everySettingHasAnOption() {
        lucida.call("stack", "--help");
        Map<String, String> options = Map.of(
                "samplingPxPerLambdaD", "--sampling",
                "keepFraction", "--keep",
                "searchRadiusPx", "--search",
                "epochCount", "--epoch",
                "ringSlotCount", "--ring",
                "previewEveryS", "--preview-every");
        for (String key : StackSettings.keys()) {
            String option = options.getOrDefault(key, "--" + key);
            assertTrue(lucida.out().contains(option + "="), option);
        }
    }

    @Test
    void theCompletionScriptIsSoundBash() throws IOException, InterruptedException {
        assertEquals(0, lucida.call("completion"));
        assertTrue(lucida.out().contains("complete -F _complete_lucida"), "no completion function");
        assertTrue(lucida.out().contains("--pixfrac"), "no options");
        assertTrue(lucida.out().contains("jupiter"), "no preset names");
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
        Path script = Files.writeString(folder.resolve("completion.sh"), lucida.out());
        Process bash = new ProcessBuilder("/bin/bash", "-n", script.toString())
                .redirectErrorStream(true)
                .start();
        assertTrue(bash.waitFor(60, TimeUnit.SECONDS));
        assertEquals("", new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(0, bash.exitValue());
    }

    @Test
    void aSecondCtrlCAbortsUnlessItIsTheSameKeystroke() {
        int[] aborted = {0};
        long[] nowNs = {5};
        StopSignals signals = new StopSignals(lucida.stop, code -> aborted[0] = code, () -> nowNs[0]);
        signals.arrived();
        assertEquals(0, aborted[0]);
        assertTrue(lucida.stop.asked());
        nowNs[0] += 20_000_000;
        signals.arrived();
        assertEquals(0, aborted[0], "20 ms later is a bounce");
        nowNs[0] += 2_000_000_000L;
        signals.arrived();
        assertEquals(131, aborted[0]);
    }

    @Test
    void theShutdownHookWaitsUntilEverythingIsWritten() throws InterruptedException {
        Thread hook = new Thread(() -> new StopSignals(lucida.stop, code -> {}).shutDown());
        hook.start();
        while (!lucida.stop.asked()) {
            Thread.sleep(1);
        }
        assertTrue(hook.isAlive());
        lucida.stop.allWritten();
        hook.join(60_000);
        assertFalse(hook.isAlive());
    }
}
