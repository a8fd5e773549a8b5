package org.lucida.camera.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the driver tells those who only ask how things stand. */
class AsiReportTest {
    @TempDir
    Path root;

    private AsiDriver driver(AsiDriver.Source source) {
        return new AsiDriver(source, AsiPermissions.under(root), AsiPatience.USUAL);
    }

    private void file(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text + "\n");
    }

    private void device(String port, String version, String control) throws IOException {
        String folder = "sys/bus/usb/devices/" + port + "/";
        file(folder + "idVendor", "03c3");
        file(folder + "product", "ASI290MM");
        file(folder + "speed", "480");
        file(folder + "version", version);
        file(folder + "power/control", control);
        file(folder + "busnum", "1");
        file(folder + "devnum", "7");
        file("dev/bus/usb/001/007", "");
    }

    @Test
    void camerasAreSeenAndTheirSerialNumbersReadWithoutLeavingThemOpen() {
        FakeAsi fake = new FakeAsi();
        AsiDriver driver = driver(() -> fake);
        AsiSeen seen = driver.seen().get(0);
        assertEquals("ZWO ASI678MC", seen.name());
        assertEquals(FakeAsi.WIDTH_PX, seen.widthPx());
        assertEquals(FakeAsi.HEIGHT_PX, seen.heightPx());
        assertTrue(seen.isUsb3Host());
        assertEquals("160", driver.cameras().get(0).facts().get("NAXIS1"));
        assertEquals(0, fake.count("ASIOpenCamera"), "looking opens nothing");
        assertEquals(Map.of(seen.address(), "0000000000000007"), driver.serials());
        assertEquals(fake.count("ASIOpenCamera"), fake.count("ASICloseCamera"));
        assertFalse(fake.cams.get(0).open);
    }

    @Test
    void aCameraOfAnotherProgramIsLeftAlone() throws IOException {
        device("1-2", "2.10", "on");
        file("proc/4711/comm", "firecapture");
        Files.createDirectories(root.resolve("proc/4711/fd"));
        Files.createSymbolicLink(root.resolve("proc/4711/fd/9"), root.resolve("dev/bus/usb/001/007"));
        FakeAsi fake = new FakeAsi();
        assertEquals(Map.of(), driver(() -> fake).serials());
        assertEquals(0, fake.count("ASIOpenCamera"));
    }

    @Test
    void theLibraryIsReported() throws IOException {
        assertTrue(driver(FakeAsi::new).library().trouble().isEmpty());
        AsiLibraryReport absent = driver(() -> {
                    throw new IOException(AsiLibrarySearch.NOT_INSTALLED + "; get it");
                })
                .library();
        assertTrue(absent.trouble().isPresent());
        AsiLibraryReport broken = driver(() -> {
                    throw new IOException("asi-library=/x.so lacks ASIOpenCamera; take another");
                })
                .library();
        assertTrue(broken.isInstalled());
        assertEquals("", broken.version());
    }

    @Test
    void theStandInSaysWhatItIs() throws IOException {
        StandInLibrary standIn = StandInLibrary.with("ASI462MC:0011223344556677", "100");
        AsiDriver driver = standIn.driver(AsiPatience.USUAL);
        AsiLibraryReport report = driver.library();
        assertTrue(report.isStandIn(), report.toString());
        assertEquals(List.of(), report.missing());
        assertEquals(
                StandInLibrary.file().toRealPath(), report.file().orElseThrow().toRealPath());
        assertEquals(List.of("0011223344556677"), List.copyOf(driver.serials().values()));
        standIn.reset();
    }

    @Test
    void aLibraryThatWasPassedOverIsNamed() throws IOException {
        Path folder = Files.createDirectories(root.resolve("lib"));
        AsiLibrarySearch search = new AsiLibrarySearch(Optional.empty(), Optional.empty(), List.of(folder), "amd64");
        assertEquals(Optional.empty(), search.unfit());
        byte[] arm = new byte[64];
        arm[0] = 0x7f;
        arm[1] = 'E';
        arm[2] = 'L';
        arm[3] = 'F';
        arm[4] = 2;
        arm[5] = 1;
        arm[18] = (byte) 183;
        Files.write(folder.resolve("libASICamera2.so"), arm);
        assertEquals(Optional.empty(), search.find());
        assertTrue(search.unfit().orElseThrow().contains("is made for arm 64 bit"));
    }

    @Test
    void portHubAndSleepOfADeviceAreRead() throws IOException {
        device("1-2.3", "2.10", "auto");
        AsiPermissions.Device behind = AsiPermissions.under(root).devices().get(0);
        assertEquals("1-2.3", behind.port());
        assertEquals("1", behind.bus());
        assertEquals("a hub", behind.hub().orElseThrow());
        assertTrue(behind.isUsb3());
        assertTrue(behind.maySleep());
        file("sys/bus/usb/devices/1-2/product", "USB2.0 Hub");
        assertEquals(
                "USB2.0 Hub", AsiPermissions.under(root).devices().get(0).hub().orElseThrow());
        device("1-2.3", "2.00", "on");
        assertFalse(AsiPermissions.under(root).devices().get(0).isUsb3());
        assertFalse(AsiPermissions.under(root).devices().get(0).maySleep());
    }
}
