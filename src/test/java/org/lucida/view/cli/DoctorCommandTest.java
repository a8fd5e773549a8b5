package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.camera.asi.AsiPermissions;
import org.lucida.view.Cameras;
import org.lucida.view.cli.doctor.PlantedDoctor;
import picocli.CommandLine;

/** What {@code lucida doctor} and {@code lucida cameras} print. */
class DoctorCommandTest {
    @TempDir
    Path folder;

    private final CommandCase lucida = new CommandCase();
    private final StringWriter out = new StringWriter();
    private Path asked;
    private boolean writes;

    private int doctor(int warningCount, int problemCount, String... arguments) {
        out.getBuffer().setLength(0);
        DoctorCommand command = new DoctorCommand((place, doesWrite) -> {
            asked = place;
            writes = doesWrite;
            return PlantedDoctor.finding(warningCount, problemCount);
        });
        return new CommandLine(command).setOut(new PrintWriter(out)).execute(arguments);
    }

    @Test
    void everyFindingIsALineAndWhatMendsItStandsBelow() {
        assertEquals(4, doctor(1, 1, "--folder", folder.toString()));
        assertEquals(
                """
                ok       Java           17
                -        USB memory     Linux-only
                warning  display        none
                                        open one
                problem  disk           full
                                        make room:
                                          rm x
                                          rm y

                1 problem, 1 warning
                """,
                out.toString());
        assertEquals(folder, asked);
        assertTrue(writes);
    }

    @Test
    void onlyAProblemChangesTheExitCode() {
        assertEquals(0, doctor(0, 0, "--no-disk-test"));
        assertTrue(out.toString().endsWith("\nnothing is wrong\n"), out.toString());
        assertEquals(Path.of("."), asked);
        assertTrue(!writes);
        assertEquals(0, doctor(2, 0));
        assertTrue(out.toString().endsWith("\nno problems, 2 warnings\n"), out.toString());
        assertEquals(4, doctor(1, 2, "--quiet"));
        assertTrue(out.toString().startsWith("problem  disk"), out.toString());
        assertTrue(!out.toString().contains("warning"), out.toString());
    }

    @Test
    void scriptsGetJson() throws IOException {
        assertEquals(4, doctor(1, 1, "--json"));
        Map<String, String> leaves = CommandCase.leaves(out.toString());
        assertEquals("1", leaves.get("schema"));
        assertEquals("doctor", leaves.get("command"));
        assertEquals("4", leaves.get("exitCode"));
        assertEquals("1", leaves.get("problemCount"));
        assertEquals("1", leaves.get("warningCount"));
        assertEquals("ok", leaves.get("checks/0/level"));
        assertEquals("17", leaves.get("checks/0/values/version"));
        assertEquals("skipped", leaves.get("checks/1/level"));
        assertEquals("rm y", leaves.get("checks/3/commands/1"));
    }

    @Test
    void theRuleIsPrintedAlone() {
        assertEquals(0, lucida.call("doctor", "--udev-rule"));
        assertEquals(AsiPermissions.RULES, lucida.out());
        assertEquals("", lucida.err());
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        assertEquals(2, lucida.call("doctor", "--folder", folder.resolve("none").toString()));
        assertTrue(lucida.err().contains("is no folder; make it"), lucida.err());
        assertEquals(
                2,
                lucida.call("doctor", "--asi-library", folder.resolve("none.so").toString()));
        assertTrue(lucida.err().contains("is not there; check the path"), lucida.err());
    }

    @Test
    void helpFitsEightyColumns() {
        for (String command : List.of("doctor", "cameras")) {
            assertEquals(0, lucida.call(command, "--help"));
            lucida.out().lines().forEach(line -> assertTrue(line.length() <= 80, command + ": " + line));
        }
        assertEquals(0, lucida.call("--help"));
        assertTrue(lucida.out().contains("doctor"), lucida.out());
    }

    private record Driver(String scheme, List<CameraInfo> cameras, Optional<String> trouble) implements CameraDriver {
        @Override
        public Camera open(String address, CameraWish wish) {
            throw new UnsupportedOperationException();
        }
    }

    private static CameraInfo info(String address, String name, Map<String, String> facts) {
        return new CameraInfo(
                name,
                address,
                java.util.OptionalLong.empty(),
                java.util.OptionalDouble.empty(),
                java.util.OptionalDouble.empty(),
                facts,
                List.of());
    }

    private int cameras(List<CameraDriver> drivers, String... arguments) {
        out.getBuffer().setLength(0);
        Rooms usual = lucida.rooms();
        Rooms rooms = new Rooms(
                usual.engine(),
                usual.headers(),
                usual.clips(),
                new Cameras(drivers, List.of()),
                usual.presets(),
                usual.metrics(),
                usual.stop(),
                usual.signals());
        return Lucida.run(rooms, new PrintWriter(out), new PrintWriter(out), arguments);
    }

    private static List<CameraDriver> two() {
        CameraInfo large = info(
                "asi:ASI678MC",
                "ZWO ASI678MC, colour",
                Map.of(
                        "NAXIS1",
                        "3840",
                        "NAXIS2",
                        "2160",
                        "XPIXSZ",
                        "2.000",
                        "USB",
                        "3",
                        "CAMERAID",
                        "0011223344556677"));
        CameraInfo small = info(
                "asi:ASI120MM",
                "ZWO ASI120MM, mono",
                Map.of("NAXIS1", "1280", "NAXIS2", "960", "XPIXSZ", "3.750", "USB", "2"));
        return List.of(
                new Driver("sim", List.of(info("sim:demo", "Jupiter", Map.of())), Optional.empty()),
                new Driver("replay", List.of(), Optional.empty()),
                new Driver("asi", List.of(large, small), Optional.of("camera=2 is shut; install the rule")));
    }

    @Test
    void camerasStandInOneTableWithTheReasonWhereOneIsMissing() {
        assertEquals(0, cameras(two(), "cameras"));
        assertEquals(
                """
                ZWO cameras
                  asi:ASI678MC  ZWO ASI678MC, colour  0011223344556677  3840x2160 px  2.00 um  USB 3
                  asi:ASI120MM  ZWO ASI120MM, mono                      1280x960 px   3.75 um  USB 2
                                camera=2 is shut
                                install the rule
                Recordings
                  replay:...    opens what you name after the colon
                Simulated scenes
                  sim:demo      Jupiter
                """,
                out.toString());
        assertEquals(0, cameras(List.of(), "cameras"));
        assertEquals("no camera driver is installed\n", out.toString());
    }

    @Test
    void camerasAreToldToScripts() throws IOException {
        assertEquals(0, cameras(two(), "cameras", "--json"));
        Map<String, String> leaves = CommandCase.leaves(out.toString());
        assertEquals("1", leaves.get("schema"));
        assertEquals("asi", leaves.get("drivers/0/scheme"));
        assertEquals("camera=2 is shut; install the rule", leaves.get("drivers/0/trouble"));
        assertEquals("0011223344556677", leaves.get("drivers/0/cameras/0/serial"));
        assertEquals("3840", leaves.get("drivers/0/cameras/0/widthPx"));
        assertEquals("3.75", leaves.get("drivers/0/cameras/1/pixelSizeUm"));
        assertEquals("sim:demo", leaves.get("drivers/2/cameras/0/address"));
    }
}
