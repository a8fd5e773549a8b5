package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.camera.CameraWish.SampleOrder;
import org.lucida.config.StackSettings.Target;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.Roi;

class StackCommandTest {
    @TempDir
    Path folder;

    private final CommandCase lucida = new CommandCase();
    private String clip;
    private String results;

    @BeforeEach
    void makeClip() throws IOException {
        clip = CommandCase.someFile(folder, "jupiter.ser").toString();
        results = folder.resolve("results").toString();
    }

    @Test
    void withoutOptionsAPlanetIsStackedAsFastAsPossibleAndNothingMayDrop() {
        assertEquals(0, lucida.call("stack", clip, "-o", results), lucida.err());
        RunRequest request = lucida.engine.requests.get(0);
        assertEquals("replay:" + clip, request.cameraAddress());
        assertEquals(Target.PLANET, request.settings().target());
        assertEquals(Pace.MAX, request.wish().pace());
        assertFalse(request.mayDrop());
        assertEquals(Path.of(results), request.outputDir());
        assertTrue(lucida.engine.runs.get(0).closed);
        assertTrue(lucida.out().contains("= stacked          180   90.0 %"), lucida.out());
        assertTrue(lucida.out().contains("NO_PEAK"), lucida.out());
        assertTrue(lucida.out().contains("stack.fits"), lucida.out());
        assertTrue(lucida.err().contains("ring 64 slots x 0.3 MB off-heap"), lucida.err());
    }

    @Test
    void whatIsGivenOverridesThePresetAndNothingElseChanges() {
        int exitCode = lucida.call(
                "stack",
                clip,
                "-o",
                results,
                "--preset",
                "moon",
                "--scale",
                "2",
                "--keep",
                "30%",
                "--metric",
                "tenengrad");
        assertEquals(0, exitCode, lucida.err());
        var settings = lucida.engine.requests.get(0).settings();
        assertEquals(2, settings.scale());
        assertEquals(0.3, settings.keepFraction(), 1e-12);
        assertEquals("tenengrad", settings.metric());
        assertEquals(Target.SURFACE, settings.target());
        assertEquals(0.8, settings.pixfrac());
        assertEquals(2000, settings.epochCount());
    }

    @Test
    void everyOptionArrives() throws IOException {
        String dark = CommandCase.someFile(folder, "dark.fits").toString();
        String flat = CommandCase.someFile(folder, "flat.fits").toString();
        int exitCode = lucida.call(
                "stack",
                clip,
                "-o",
                results,
                "--target",
                "STARS",
                "--scale=1.25",
                "--pixfrac=0.6",
                "--sampling=3.2",
                "--alpha=2",
                "--search=40",
                "--epoch=500",
                "--threads=4",
                "--ring=128",
                "--preview-every=2",
                "--roi=10,20,300,200",
                "--bayer=grbg",
                "--byte-order=BIG",
                "--dark",
                dark,
                "--flat",
                flat,
                "--max-frames=50",
                "--max-seconds=1.5",
                "--name=M 13",
                "--csv");
        assertEquals(0, exitCode, lucida.err());
        RunRequest request = lucida.engine.requests.get(0);
        var settings = request.settings();
        assertEquals(Target.STARS, settings.target());
        assertEquals("s1", settings.metric());
        assertEquals(1.25, settings.scale());
        assertEquals(0.6, settings.pixfrac());
        assertEquals(3.2, settings.samplingPxPerLambdaD());
        assertEquals(2, settings.alpha());
        assertEquals(40, settings.searchRadiusPx());
        assertEquals(500, settings.epochCount());
        assertEquals(4, settings.threads());
        assertEquals(128, settings.ringSlotCount());
        assertEquals(2, settings.previewEveryS());
        assertEquals(Optional.of(new Roi(10, 20, 300, 200)), request.wish().roi());
        assertEquals(Optional.of(ColorLayout.GRBG), request.wish().layout());
        assertEquals(SampleOrder.BIG, request.wish().byteOrder());
        assertEquals(Optional.of(Path.of(dark)), request.dark());
        assertEquals(Optional.of(Path.of(flat)), request.flat());
        assertEquals(50, request.maxFrameCount().orElseThrow());
        assertEquals(1.5, request.maxDurationS().orElseThrow());
        assertEquals(Optional.of("M 13"), request.targetName());
        assertTrue(request.writesCsv());
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new IllegalArgumentException("bytes=9e12 needed; lower --scale"), 2, "bytes=9e12 needed"),
                Arguments.of(new BadInputException("frameCount=-1; repair it"), 3, "frameCount=-1; repair it"),
                Arguments.of(new IOException("disk full; free some"), 4, "disk full; free some"),
                Arguments.of(new NoSuchFileException("/x/y.ser"), 4, "file=/x/y.ser is not there; check the path"),
                Arguments.of(
                        new java.io.UncheckedIOException(new IOException("gone; plug it in")), 4, "gone; plug it in"),
                Arguments.of(new OutOfMemoryError("Java heap space"), 4, "use a smaller --scale"),
                Arguments.of(
                        new IllegalStateException("boom"),
                        70,
                        "a fault in Lucida itself: IllegalStateException (boom)"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyKindOfFailureHasItsExitCodeAndOneSentence(Throwable thrown, int exitCode, String words)
            throws IOException {
        lucida.engine.failsAtStart = thrown;
        assertEquals(exitCode, lucida.call("stack", clip, "-o", results));
        assertTrue(lucida.err().contains(words), lucida.err());
        assertFalse(lucida.err().contains("\tat "), lucida.err());

        lucida.engine.failsAtStart = null;
        lucida.engine.failsAtFinish = thrown;
        assertEquals(exitCode, lucida.call("stack", clip, "-o", results, "--json"));
        assertEquals(
                Integer.toString(exitCode), CommandCase.leaves(lucida.out()).get("exitCode"));
        assertTrue(lucida.out().contains("error"), lucida.out());
        assertTrue(lucida.engine.runs.get(0).closed);
    }

    @Test
    void debugShowsWhereItHappened() {
        lucida.engine.failsAtStart = new IllegalStateException("boom");
        assertEquals(70, lucida.call("stack", clip, "-o", results, "--debug"));
        assertTrue(lucida.err().contains("\tat org.lucida"), lucida.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --scale=9              | scale=9 must be a number from 1 to 3
                    --scale=wide           | 'wide' is not a double
                    --keep=0               | keepFraction=0 must be
                    --keep=many            | many is neither a fraction (0.3) nor a percentage (30%)
                    --roi=1,2,3            | 1,2,3 is not X,Y,W,H
                    --roi=-1,0,5,5         | must have an origin of at least 0,0
                    --bayer=XYZ            | XYZ is none of mono, RGGB
                    --byte-order=middle    | middle is none of auto, little, big
                    --target=comet         | comet is none of planet, surface, stars
                    --metric=tenengard     | did you mean tenengrad?
                    --preset=jupitre       | did you mean jupiter?
                    --preset=/no/such.yaml | is not there; check the path
                    --dark=/no/such.fits   | --dark=/no/such.fits is not there
                    --max-frames=0         | --max-frames=0 must be at least 1
                    --max-seconds=-1       | --max-seconds=-1.0 must be above 0
                    --threads=65           | threads=65 must be a whole number from 1 to 64
                    --scael=2              | --scale
                    """)
    void whatCannotBeDoneIsRefusedWithCodeTwoBeforeAnythingStarts(String option, String words) {
        assertEquals(2, lucida.call("stack", clip, "-o", results, option));
        assertTrue(lucida.err().contains(words), lucida.err());
        assertFalse(lucida.err().contains("\tat "), lucida.err());
        assertTrue(lucida.engine.requests.isEmpty());
    }

    @Test
    void aMissingInputIsWrongUsage() {
        assertEquals(2, lucida.call("stack", clip, folder.resolve("none.ser").toString(), "-o", results));
        assertTrue(lucida.err().contains("none.ser is not there"), lucida.err());
        assertEquals(2, lucida.call("stack"));
        assertEquals(2, lucida.call("stakc", clip));
        assertTrue(lucida.err().contains("stack"), lucida.err());
    }

    @Test
    void aDamagedPresetIsBadData() throws IOException {
        Path preset = Files.writeString(folder.resolve("mine.yaml"), "schema: 1\nscale: 9\n");
        assertEquals(3, lucida.call("stack", clip, "-o", results, "--preset", preset.toString()));
        assertTrue(lucida.err().contains("mine.yaml line 2: scale=9"), lucida.err());
    }

    @Test
    void anEmptyStackIsBadDataAndTheReasonIsTold() {
        lucida.engine.stacksNothing = true;
        assertEquals(3, lucida.call("stack", clip, "-o", results, "-q"));
        assertTrue(lucida.err().contains("stacked=0 of delivered=200; NO_PEAK=200 (not found"), lucida.err());
        assertEquals("", lucida.out());
    }

    @Test
    void severalInputsGiveSeveralStacksAndADamagedOneStopsNoOther() throws IOException {
        String second = CommandCase.someFile(folder, "saturn.ser").toString();
        assertEquals(0, lucida.call("stack", clip, second, "-o", results, "--json"));
        assertEquals(2, lucida.engine.requests.size());
        Map<String, String> leaves = CommandCase.leaves(lucida.out());
        assertEquals(clip, leaves.get("runs/0/input"));
        assertEquals(second, leaves.get("runs/1/input"));

        lucida.engine.failsAtStart = new BadInputException("magic=0; record again");
        assertEquals(3, lucida.call("stack", clip, second, "-o", results, "--json"));
        assertEquals(4, lucida.engine.requests.size());
        leaves = CommandCase.leaves(lucida.out());
        assertEquals("magic=0; record again", leaves.get("runs/0/error"));
        assertEquals("3", leaves.get("exitCode"));
    }

    @Test
    void singleFramesGivenOneByOneAreRefusedWithTheFolderAsRemedy() throws IOException {
        lucida.engine.frameCount = 1;
        String second = CommandCase.someFile(folder, "b.fits").toString();
        assertEquals(2, lucida.call("stack", clip, second, "-o", results));
        assertTrue(lucida.err().contains("holds a single frame; name the folder"), lucida.err());
        assertTrue(lucida.engine.runs.get(0).closed);
    }

    @Test
    void jsonIsOneObjectWithLedgerSettingsAndFilesAndNothingElseIsPrinted() throws IOException {
        assertEquals(0, lucida.call("stack", clip, "-o", results, "--preset", "saturn", "--json"));
        Map<String, String> leaves = CommandCase.leaves(lucida.out());
        assertEquals("1", leaves.get("schema"));
        assertEquals("stack", leaves.get("command"));
        assertEquals("0", leaves.get("exitCode"));
        assertEquals("saturn", leaves.get("runs/0/preset"));
        assertEquals("5000", leaves.get("runs/0/settings/epochCount"));
        assertEquals("planet", leaves.get("runs/0/settings/target"));
        assertEquals("200", leaves.get("runs/0/ledger/deliveredCount"));
        assertEquals("180", leaves.get("runs/0/ledger/stackedCount"));
        assertEquals("20", leaves.get("runs/0/ledger/rejectedCounts/NO_PEAK"));
        assertEquals("true", leaves.get("runs/0/ledger/balances"));
        assertEquals("0.98", leaves.get("runs/0/facts/medianLuckiness"));
        assertEquals("null", leaves.get("runs/0/facts/driftPxPerS"));
        assertTrue(leaves.get("runs/0/files/0").endsWith("stack.fits"));
        assertEquals("", lucida.err());
    }

    @Test
    void theTableTellsWhatIsOddAboutTheSourceAndNoNumberThatIsNone() {
        assertEquals(0, lucida.call("stack", clip, "-o", results));
        assertTrue(lucida.out().contains("note: FrameCount=0 does not fit; 200 were found"), lucida.out());
        assertTrue(!lucida.out().contains("NaN"), lucida.out());
    }

    @Test
    void quietPrintsNothing() {
        assertEquals(0, lucida.call("stack", clip, "-o", results, "--quiet"));
        assertEquals("", lucida.out());
        assertEquals("", lucida.err());
    }

    @Test
    void ctrlCStopsTheRunWritesTheResultsAndStartsNoFurtherInput() throws IOException {
        String second = CommandCase.someFile(folder, "saturn.ser").toString();
        lucida.engine.endless = true;
        lucida.engine.atEveryPoll = () -> {
            if (lucida.engine.runs.get(0).polledCount == 3) {
                new StopSignals(lucida.stop, code -> {}).arrived();
            }
        };
        assertEquals(130, lucida.call("stack", clip, second, "-o", results));
        assertEquals(1, lucida.engine.requests.size());
        assertTrue(lucida.engine.runs.get(0).finished);
        assertTrue(Files.exists(Path.of(results, "stack.fits")));
        assertTrue(lucida.out().contains("(ended early)"), lucida.out());
    }

    @Test
    void previewsAreReplacedInOneStepAndAFailingOneDoesNotStopTheRun() throws IOException {
        lucida.engine.endless = true;
        long startNs = System.nanoTime();
        lucida.engine.atEveryPoll = () -> {
            if (Files.exists(Path.of(results, "preview.png")) || System.nanoTime() - startNs > 20_000_000_000L) {
                lucida.stop.ask();
            }
        };
        assertEquals(130, lucida.call("stack", clip, "-o", results, "--preview-every=0.2"));
        assertTrue(Files.exists(Path.of(results, "preview.png")));
        assertFalse(Files.exists(Path.of(results, ".next-preview.png")));

        CommandCase failing = new CommandCase();
        failing.engine.endless = true;
        failing.engine.failsAtPreview = true;
        failing.engine.atEveryPoll = () -> {
            if (failing.err().contains("preview not written, stacking goes on")
                    || failing.engine.runs.get(0).polledCount > 2000) {
                failing.stop.ask();
            }
        };
        assertEquals(130, failing.call("stack", clip, "-o", results, "--preview-every=0.2"));
        assertTrue(failing.err().contains("preview not written, stacking goes on: no space left"), failing.err());
        assertTrue(failing.engine.runs.get(0).finished);
    }
}
