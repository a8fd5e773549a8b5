package org.lucida.camera.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsiPermissionsTest {
    @TempDir
    Path root;

    private void file(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text + "\n");
    }

    private AsiPermissions host() {
        return AsiPermissions.under(root);
    }

    private void camera() throws IOException {
        String folder = "sys/bus/usb/devices/2-1/";
        file(folder + "idVendor", "03c3");
        file(folder + "idProduct", "290b");
        file(folder + "product", "ASI290MM");
        file(folder + "speed", "5000");
        file(folder + "busnum", "2");
        file(folder + "devnum", "7");
        file("dev/bus/usb/002/007", "");
    }

    @Test
    void tooLittleUsbMemoryIsSaidWithTheCommand() throws Exception {
        assertEquals(Optional.empty(), host().usbMemoryTrouble(100_000_000), "a system that does not tell");
        file("sys/module/usbcore/parameters/usbfs_memory_mb", "16");
        assertEquals(16, host().usbMemoryMb().orElseThrow());
        assertEquals(Optional.empty(), host().usbMemoryTrouble(8_000_000));
        assertEquals(
                "usbfsMemoryMb=16 is too small for frames of 16.6 MB, no frame would come; run: echo 200 | sudo tee"
                        + " /sys/module/usbcore/parameters/usbfs_memory_mb",
                host().usbMemoryTrouble(16_588_800).orElseThrow());
        file("sys/module/usbcore/parameters/usbfs_memory_mb", "0");
        assertEquals(Optional.empty(), host().usbMemoryTrouble(1L << 40), "0 is no limit");
    }

    @Test
    void aDeviceWithoutRightsIsSaidWithTheRule() throws Exception {
        assertTrue(host().devices().isEmpty());
        assertEquals(Optional.empty(), host().rightsTrouble());
        camera();
        AsiPermissions.Device device = host().devices().get(0);
        assertEquals("290b", device.productCode());
        assertEquals(5000, device.speedMbitPerS());
        assertTrue(device.isOpenable());
        assertEquals(Optional.empty(), host().rightsTrouble());
        Files.delete(device.node());
        assertTrue(host().rightsTrouble().orElseThrow().contains("/etc/udev/rules.d/99-asi.rules"));
        assertFalse(host().hasRule());
        file("etc/udev/rules.d/99-asi.rules", AsiPermissions.RULES);
        assertTrue(host().hasRule());
        assertTrue(host().rightsTrouble().orElseThrow().contains("put it in again"));
    }

    @Test
    void theProgramThatHoldsTheCameraIsFound() throws Exception {
        camera();
        file("proc/4711/comm", "firecapture");
        file("proc/4712/comm", "sh");
        Files.createDirectories(root.resolve("proc/4711/fd"));
        Files.createDirectories(root.resolve("proc/4712/fd"));
        assertEquals(Optional.empty(), host().holder());
        Files.createSymbolicLink(root.resolve("proc/4711/fd/9"), root.resolve("dev/bus/usb/002/007"));
        assertEquals("firecapture (pid 4711)", host().holder().orElseThrow());
    }
}
