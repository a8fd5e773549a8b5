package org.lucida.view.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.lucida.camera.asi.AsiPermissions;
import org.lucida.camera.asi.AsiSeen;

/** How the cameras are connected: memory for transfers, speed, hub, sleep. */
final class UsbCheck implements Check {
    private static final String MEMORY = "USB memory";
    private static final String SPEED = "USB speed";
    private static final String SLEEP = "USB sleep";

    private static final String MEMORY_FILE = "/sys/module/usbcore/parameters/usbfs_memory_mb";
    /** The largest frame of usual planetary cameras, 3840x2160 at 16 bit. */
    private static final long USUAL_FRAME_BYTES = 3840L * 2160 * 2;

    private static final int USB3_MBIT_PER_S = 5000;

    private final Supplier<ZwoView> zwo;

    UsbCheck(Supplier<ZwoView> zwo) {
        this.zwo = zwo;
    }

    @Override
    public List<Finding> look(Host host) {
        if (!host.isLinux()) {
            return List.of(
                    Finding.skipped(MEMORY, "Linux-only"),
                    Finding.skipped(SPEED, "Linux-only"),
                    Finding.skipped(SLEEP, "Linux-only"));
        }
        AsiPermissions bus = AsiPermissions.under(host.root());
        List<Finding> findings = new ArrayList<>();
        findings.add(memory(host, bus, zwo.get()));
        findings.addAll(speeds(bus, zwo.get()));
        findings.add(sleep(bus));
        return findings;
    }

    private static Finding memory(Host host, AsiPermissions bus, ZwoView view) {
        OptionalInt haveMb = bus.usbMemoryMb();
        if (haveMb.isEmpty()) {
            return Finding.skipped(MEMORY, "no USB");
        }
        Optional<Long> seen = CameraCheck.largestFrameBytes(view.cameras());
        long frameBytes = seen.orElse(USUAL_FRAME_BYTES);
        String found = (haveMb.getAsInt() == 0 ? "without limit" : haveMb.getAsInt() + " MB") + " for transfers; "
                + (seen.isPresent() ? "the largest frame of your cameras" : "a frame of 3840x2160 at 16 bit") + " is "
                + Figures.bytes(frameBytes);
        Finding finding = Finding.ok(MEMORY, found);
        Optional<String> trouble = bus.usbMemoryTrouble(frameBytes);
        if (trouble.isPresent()) {
            int mend = trouble.get().indexOf("run: ");
            List<String> commands = new ArrayList<>();
            commands.add(
                    mend < 0
                            ? "echo 256 | sudo tee " + MEMORY_FILE
                            : trouble.get().substring(mend + "run: ".length()) + "   # until the next start");
            commands.addAll(host.either(
                    "sudo sed -i 's/^GRUB_CMDLINE_LINUX=\"/&usbcore.usbfs_memory_mb=256 /' /etc/default/grub && sudo update-grub",
                    "sudo grubby --update-kernel=ALL --args=usbcore.usbfs_memory_mb=256"));
            finding = finding.orWorse(
                    seen.isPresent() && !view.library().isStandIn() ? Level.PROBLEM : Level.WARNING,
                    "no frame of that size would come; give it more, now and at every start",
                    commands);
        }
        return finding.with("usbfsMemoryMb", haveMb.getAsInt()).with("frameBytes", frameBytes);
    }

    private static List<Finding> speeds(AsiPermissions bus, ZwoView view) {
        List<AsiPermissions.Device> devices = bus.devices();
        List<Finding> findings = new ArrayList<>();
        for (AsiPermissions.Device device : devices) {
            findings.add(speed(device, devices));
        }
        if (devices.isEmpty() && !view.library().isStandIn()) {
            for (AsiSeen seen : view.cameras()) {
                Finding finding = Finding.ok(SPEED, seen.name() + " on USB " + (seen.isUsb3Host() ? 3 : 2));
                findings.add(
                        seen.isUsb3Camera() && !seen.isUsb3Host()
                                ? finding.orWorse(Level.WARNING, slow(), List.of())
                                : finding);
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.skipped(SPEED, "no camera"));
        }
        return findings;
    }

    private static Finding speed(AsiPermissions.Device device, List<AsiPermissions.Device> all) {
        Finding finding = Finding.ok(
                SPEED,
                device.name() + " at " + device.speedMbitPerS() + " Mbit/s, port " + device.port()
                        + device.hub().map(hub -> ", behind " + hub).orElse(", straight to the computer"));
        long sharing = all.stream().filter(it -> it.bus().equals(device.bus())).count();
        if (device.isUsb3() && device.speedMbitPerS() < USB3_MBIT_PER_S) {
            finding = finding.orWorse(Level.WARNING, slow(), List.of("lsusb -t"));
        } else if (sharing > 1) {
            finding = finding.orWorse(
                    Level.WARNING,
                    sharing + " cameras share bus " + device.bus()
                            + " and its bandwidth; put one into a port of another controller, see",
                    List.of("lsusb -t"));
        }
        return finding.with("name", device.name())
                .with("speedMbitPerS", device.speedMbitPerS())
                .with("port", device.port())
                .with("hub", device.hub().orElse(""));
    }

    private static String slow() {
        return "a USB 3 camera on a USB 2 connection gives a tenth of its frames: use a blue port and its own cable, no USB 2 hub";
    }

    private static Finding sleep(AsiPermissions bus) {
        List<AsiPermissions.Device> devices = bus.devices();
        if (devices.isEmpty()) {
            return Finding.skipped(SLEEP, "no camera");
        }
        List<AsiPermissions.Device> sleepers =
                devices.stream().filter(AsiPermissions.Device::maySleep).toList();
        if (sleepers.isEmpty()) {
            return Finding.ok(SLEEP, "off for cameras");
        }
        return Finding.warning(
                SLEEP,
                "the kernel may put " + sleepers.get(0).name() + " to sleep when idle",
                "some cameras do not wake again; keep it awake",
                sleepers.stream()
                        .map(it -> "echo on | sudo tee /sys/bus/usb/devices/" + it.port() + "/power/control")
                        .toList());
    }
}
