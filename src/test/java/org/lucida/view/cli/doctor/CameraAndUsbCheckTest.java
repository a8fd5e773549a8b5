package org.lucida.view.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.asi.AsiDriver;
import org.lucida.camera.asi.AsiLibraryReport;
import org.lucida.camera.asi.AsiPermissions;
import org.lucida.camera.asi.AsiSeen;

class CameraAndUsbCheckTest {
    private static final String MEMORY_FILE = "sys/module/usbcore/parameters/usbfs_memory_mb";
    private static final AsiLibraryReport REAL = new AsiLibraryReport(
            Optional.of(Path.of("/usr/lib/libASICamera2.so")), "1, 40, 0, 0", List.of(), true, Optional.empty());
    private static final AsiLibraryReport STAND_IN = new AsiLibraryReport(
            Optional.of(Path.of("/x/libASICamera2.so")), "SIM, 1, 40, 0, 0", List.of(), true, Optional.empty());
    private static final AsiLibraryReport ABSENT = broken("the ASI camera library is not installed; install it", false);

    @TempDir
    Path root;

    private PlantedHost machine;

    @BeforeEach
    void plant() {
        machine = new PlantedHost(root).distribution("ID=debian").file(MEMORY_FILE, "256");
    }

    private static AsiLibraryReport broken(String why, boolean isInstalled) {
        return new AsiLibraryReport(Optional.empty(), "", List.of(), isInstalled, Optional.of(why));
    }

    private static AsiSeen seen(String name, int widthPx, int heightPx, boolean onUsb3) {
        return new AsiSeen("asi:" + name, "ZWO " + name, widthPx, heightPx, 2.9, true, 12, false, true, onUsb3);
    }

    private record View(AsiLibraryReport library, List<AsiSeen> cameras, Optional<String> trouble) implements ZwoView {}

    private Finding camera(String name, AsiLibraryReport library, String trouble, AsiSeen... seen) {
        return machine.look(
                new CameraCheck(() ->
                        new View(library, List.of(seen), Optional.of(trouble).filter(it -> !it.isEmpty()))),
                name);
    }

    private Finding usb(String name, AsiLibraryReport library, AsiSeen... seen) {
        return machine.look(new UsbCheck(() -> new View(library, List.of(seen), Optional.empty())), name);
    }

    @Test
    void aWorkingLibraryIsToldWithFileAndVersion() {
        Finding finding = camera("ASI library", REAL, "");
        assertEquals(Level.OK, finding.level());
        assertEquals("version 1, 40, 0, 0, /usr/lib/libASICamera2.so", finding.found());
    }

    @Test
    void theStandInIsCalledByItsName() {
        Finding finding = camera("ASI library", STAND_IN, "");
        assertTrue(finding.found().startsWith("the stand-in (SIM), which has no real cameras"), finding.found());
        assertEquals(Level.OK, finding.level());
        machine.camera("2-1", "ASI290MM", 5000, "3.00");
        assertEquals(Level.WARNING, camera("ASI library", STAND_IN, "").level(), "a real camera is plugged in");
    }

    @Test
    void anOldLibraryIsToldWithWhatItLacks() {
        AsiLibraryReport old =
                new AsiLibraryReport(Optional.empty(), "1, 14", List.of("ASIGetSerialNumber"), true, Optional.empty());
        Finding finding = camera("ASI library", old, "");
        assertEquals(Level.WARNING, finding.level());
        assertTrue(finding.advice().startsWith("lacks ASIGetSerialNumber"), finding.advice());
    }

    @Test
    void noLibraryIsAProblemOnlyWhereACameraIs() {
        Finding without = camera("ASI library", ABSENT, "");
        assertEquals(Level.WARNING, without.level());
        assertTrue(without.commands().get(0).startsWith("sudo install -m 644 lib/"));
        assertEquals("no library", camera("ASI cameras", ABSENT, "").found());
        assertEquals(Level.SKIPPED, camera("camera rights", ABSENT, "").level());
        machine.distribution("ID=linuxmint\nID_LIKE=\"ubuntu debian\"");
        assertTrue(camera("ASI library", ABSENT, "").commands().get(0).contains("ppa:mutlaqja/ppa"));
        machine.camera("2-1", "ASI290MM", 5000, "3.00");
        assertEquals(Level.PROBLEM, camera("ASI library", ABSENT, "").level());
        assertTrue(camera("ASI cameras", ABSENT, "").found().startsWith("1 plugged in: ASI290MM"));
    }

    @Test
    void aLibraryForAnotherProcessorOrWithoutLibusbIsAProblem() {
        Finding wrong = camera(
                "ASI library", broken("asi-library=/a.so is made for arm 64 bit; take the file of this one", true), "");
        assertEquals(Level.PROBLEM, wrong.level());
        assertEquals("asi-library=/a.so is made for arm 64 bit", wrong.found());
        assertEquals("take the file of this one", wrong.advice());
        AsiLibraryReport bare =
                broken("asi-library=/a.so needs libusb-1.0.so.0, which is not installed; install it", true);
        assertEquals(
                List.of("sudo apt install libusb-1.0-0"),
                camera("ASI library", bare, "").commands());
        machine.distribution("ID=\"fedora\"");
        assertEquals(
                List.of("sudo dnf install libusb1"),
                camera("ASI library", bare, "").commands());
        machine.distribution("ID=arch");
        assertEquals(2, camera("ASI library", bare, "").commands().size(), "both, where the system is another");
    }

    @Test
    void camerasAreCountedAndOneThatIsNotSeenIsAProblem() {
        assertEquals(
                "none connected",
                camera("ASI cameras", REAL, "no ZWO camera is connected").found());
        Finding one = camera("ASI cameras", REAL, "", seen("ASI462MC", 1936, 1096, true));
        assertEquals("1: ZWO ASI462MC 1936x1096", one.found());
        assertEquals(Level.OK, one.level());
        Finding hung = camera("ASI cameras", REAL, "the ASI camera library hangs; pull the plugs");
        assertEquals(Level.PROBLEM, hung.level());
        assertEquals("pull the plugs", hung.advice());
        machine.camera("2-1", "ASI290MM", 5000, "3.00");
        Finding shut = camera("ASI cameras", REAL, "camera=0 is connected but may not be opened");
        assertEquals(Level.PROBLEM, shut.level());
        assertEquals("none usable, plugged in: ASI290MM", shut.found());
        Finding half = camera("ASI cameras", REAL, "camera=1 is odd", seen("ASI462MC", 1936, 1096, true));
        assertEquals(Level.PROBLEM, half.level());
    }

    @Test
    void aCameraInUseIsSaidWithThePrograms() throws IOException {
        machine.camera("2-1", "ASI290MM", 5000, "3.00").file("proc/4711/comm", "firecapture");
        Path node = AsiPermissions.under(root).devices().get(0).node();
        Files.createDirectories(root.resolve("proc/4711/fd"));
        Files.createSymbolicLink(root.resolve("proc/4711/fd/9"), node);
        Finding finding = camera("ASI cameras", REAL, "", seen("ASI290MM", 1936, 1096, true));
        assertEquals(Level.WARNING, finding.level());
        assertTrue(finding.advice().startsWith("in use by firecapture (pid 4711)"), finding.advice());
        assertEquals(List.of("kill 4711"), finding.commands());
    }

    @Test
    void missingRightsAreMendedByTheRule() throws IOException {
        machine.camera("2-1", "ASI290MM", 5000, "3.00");
        Finding noRule = camera("camera rights", REAL, "");
        assertEquals(Level.WARNING, noRule.level(), "the camera opens, but nobody knows for how long");
        Files.delete(AsiPermissions.under(root).devices().get(0).node());
        Finding shut = camera("camera rights", REAL, "");
        assertEquals(Level.PROBLEM, shut.level());
        assertEquals(
                List.of(
                        "./lucida doctor --udev-rule | sudo tee /etc/udev/rules.d/99-asi.rules",
                        "sudo udevadm control --reload && sudo udevadm trigger"),
                shut.commands());
        assertTrue(
                shut.advice().contains("SUBSYSTEM==\"usb\", ATTR{idVendor}==\"03c3\", MODE=\"0666\""), shut.advice());
        machine.file("etc/udev/rules.d/99-asi.rules", AsiPermissions.RULES);
        assertTrue(camera("camera rights", REAL, "").advice().startsWith("pull the camera's plug"));
        machine.camera("2-1", "ASI290MM", 5000, "3.00");
        assertEquals(Level.OK, camera("camera rights", REAL, "").level());
    }

    @Test
    void littleUsbMemoryIsAProblemForTheCameraThatIsThere() {
        assertEquals(Level.OK, usb("USB memory", REAL).level());
        machine.file(MEMORY_FILE, "16");
        Finding usual = usb("USB memory", REAL);
        assertEquals(Level.WARNING, usual.level(), "no camera of that size is there yet");
        assertEquals("16 MB for transfers; a frame of 3840x2160 at 16 bit is 17 MB", usual.found());
        assertEquals(
                "echo 200 | sudo tee /sys/module/usbcore/parameters/usbfs_memory_mb   # until the next start",
                usual.commands().get(0));
        assertTrue(usual.commands().get(1).contains("update-grub"));
        assertEquals(
                Level.OK,
                usb("USB memory", REAL, seen("ASI462MC", 1936, 1096, true)).level());
        AsiSeen large = seen("ASI6200MM", 9576, 6388, true);
        assertEquals(Level.PROBLEM, usb("USB memory", REAL, large).level());
        assertEquals(Level.WARNING, usb("USB memory", STAND_IN, large).level());
        machine.distribution("ID=fedora");
        assertTrue(usb("USB memory", REAL, large).commands().get(1).startsWith("sudo grubby"));
        machine.file(MEMORY_FILE, "0");
        assertTrue(usb("USB memory", REAL, large).found().startsWith("without limit"));
    }

    @Test
    void speedPortHubAndSharedBusAreTold() {
        assertEquals("no camera", usb("USB speed", REAL).found());
        machine.camera("2-1", "ASI290MM", 5000, "3.00");
        assertEquals(
                "ASI290MM at 5000 Mbit/s, port 2-1, straight to the computer",
                usb("USB speed", REAL).found());
        machine.camera("2-1", "ASI290MM", 480, "2.10");
        assertEquals(Level.WARNING, usb("USB speed", REAL).level());
        machine.camera("2-1", "ASI120MM", 480, "2.00");
        assertEquals(Level.OK, usb("USB speed", REAL).level(), "a USB 2 camera is as fast as it can");
        machine.camera("2-1", "ASI290MM", 5000, "3.00");
        machine.camera("2-3.4", "ASI462MC", 5000, "3.00").file("sys/bus/usb/devices/2-3/product", "4-Port Hub");
        List<Finding> both = machine.all(new UsbCheck(() -> new View(REAL, List.of(), Optional.empty()))).stream()
                .filter(it -> it.check().equals("USB speed"))
                .toList();
        assertEquals(2, both.size());
        assertTrue(both.toString().contains("ASI462MC at 5000 Mbit/s, port 2-3.4, behind 4-Port Hub"));
        assertTrue(both.get(0).advice().startsWith("2 cameras share bus 2"));
    }

    @Test
    void whereTheSystemDoesNotTellTheLibraryDoes() {
        Finding slow = usb("USB speed", REAL, seen("ASI290MM", 1936, 1096, false));
        assertEquals(Level.WARNING, slow.level());
        assertEquals("ZWO ASI290MM on USB 2", slow.found());
        assertEquals(
                Level.OK,
                usb("USB speed", REAL, seen("ASI290MM", 1936, 1096, true)).level());
    }

    @Test
    void aSleepyCameraIsSaid() {
        machine.camera("2-1", "ASI290MM", 5000, "3.00");
        assertEquals(Level.OK, usb("USB sleep", REAL).level());
        machine.file("sys/bus/usb/devices/2-1/power/control", "auto");
        assertEquals(
                List.of("echo on | sudo tee /sys/bus/usb/devices/2-1/power/control"),
                usb("USB sleep", REAL).commands());
    }

    @Test
    void elsewhereUsbIsSkipped() {
        machine.system("Mac OS X");
        for (Finding finding : machine.all(new UsbCheck(() -> new View(REAL, List.of(), Optional.empty())))) {
            assertEquals(Level.SKIPPED, finding.level());
            assertEquals("Linux-only", finding.found());
        }
        assertEquals("Linux-only", camera("camera rights", REAL, "").found());
        assertEquals(
                "no USB",
                new PlantedHost(root.resolve("container"))
                        .look(new UsbCheck(() -> new View(REAL, List.of(), Optional.empty())), "USB memory")
                        .found());
    }

    @Test
    void theDriverOfThisMachineAnswers() {
        ZwoView view = ZwoView.of(new AsiDriver());
        assertTrue(view.library().trouble().isPresent()
                || !view.library().version().isEmpty());
    }
}
