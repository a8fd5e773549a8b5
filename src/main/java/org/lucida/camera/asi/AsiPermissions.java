package org.lucida.camera.asi;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What stands between a ZWO camera and this program on Linux: USB buffer memory, rights on the device, other programs.
 *
 * <p>Reads {@code /sys}, {@code /proc} and the rules of udev; changes nothing. On other systems it finds nothing to say.
 * <p>Thread: any.
 */
public final class AsiPermissions {
    /** USB vendor number of ZWO. */
    public static final String VENDOR = "03c3";

    /** The udev rule that lets every user open ZWO's cameras, and gives them USB memory. */
    public static final String RULES =
            """
            ACTION=="add", ATTR{idVendor}=="03c3", RUN+="/bin/sh -c '/bin/echo 256 >/sys/module/usbcore/parameters/usbfs_memory_mb'"
            SUBSYSTEM=="usb", ATTR{idVendor}=="03c3", MODE="0666", TAG+="uaccess"
            """;

    /** Where the rule belongs. */
    public static final String RULES_FILE = "/etc/udev/rules.d/99-asi.rules";

    /** The command that installs the rule. */
    public static final String INSTALL_RULES =
            "echo 'SUBSYSTEM==\"usb\", ATTR{idVendor}==\"03c3\", MODE=\"0666\"' | sudo tee " + RULES_FILE
                    + " && sudo udevadm control --reload && sudo udevadm trigger";

    /** Room for one frame in flight and what else is on the bus. */
    private static final int LEAST_MB = 200;

    private static final long MB = 1 << 20;

    private final Path root;

    /**
     * A ZWO device on the bus.
     *
     * @param productCode USB product number, four hexadecimal digits
     * @param name what the device calls itself
     * @param speedMbitPerS speed of its connection
     * @param node the file that stands for it
     * @param isOpenable true if this user may open it
     * @param folder what the kernel tells of it, under {@code /sys}
     * @param hub name of the hub it is plugged into; empty where it is in a port of the computer
     * @param isUsb3 true if it could go at USB 3 speed, whatever it does now
     * @param maySleep true if the kernel may put it to sleep when nobody uses it
     */
    public record Device(
            String productCode,
            String name,
            int speedMbitPerS,
            Path node,
            boolean isOpenable,
            Path folder,
            Optional<String> hub,
            boolean isUsb3,
            boolean maySleep) {
        /** Bus and port as the kernel counts them, for instance {@code 2-1.4}: bus 2, port 1, port 4 of the hub there. */
        public String port() {
            return String.valueOf(folder.getFileName());
        }

        /** Number of the bus, shared by all that is plugged into it. */
        public String bus() {
            String port = port();
            return port.substring(0, Math.max(0, port.indexOf('-')));
        }
    }

    private AsiPermissions(Path root) {
        this.root = root;
    }

    /** This machine. */
    public static AsiPermissions here() {
        return new AsiPermissions(Path.of("/"));
    }

    /** A machine whose files lie under a folder. */
    public static AsiPermissions under(Path root) {
        return new AsiPermissions(root);
    }

    /** Memory the kernel gives to USB transfers of programs, MB; 0 = without limit; empty if it does not tell. */
    public OptionalInt usbMemoryMb() {
        Optional<String> text = text(root.resolve("sys/module/usbcore/parameters/usbfs_memory_mb"));
        try {
            return text.isPresent() ? OptionalInt.of(Integer.parseInt(text.get())) : OptionalInt.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalInt.empty();
        }
    }

    /** Says with the command that mends it if frames of this size do not fit the USB memory. */
    public Optional<String> usbMemoryTrouble(long frameBytes) {
        OptionalInt have = usbMemoryMb();
        // the library queues one whole frame, in pieces of 1 MB
        long needed = (frameBytes + MB - 1) / MB + 1;
        if (have.isEmpty() || have.getAsInt() == 0 || have.getAsInt() >= needed) {
            return Optional.empty();
        }
        return Optional.of("usbfsMemoryMb=" + have.getAsInt() + " is too small for frames of "
                + String.format(Locale.ROOT, "%.1f", frameBytes / 1e6) + " MB, no frame would come; run: echo "
                + Math.max(LEAST_MB, 2 * needed) + " | sudo tee /sys/module/usbcore/parameters/usbfs_memory_mb");
    }

    /** True if some udev rule names the vendor. */
    public boolean hasRule() {
        for (String folder :
                List.of("etc/udev/rules.d", "lib/udev/rules.d", "usr/lib/udev/rules.d", "run/udev/rules.d")) {
            Path rules = root.resolve(folder);
            if (!Files.isDirectory(rules)) {
                continue;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(rules, "*.rules")) {
                for (Path file : files) {
                    if (text(file).orElse("").toLowerCase(Locale.ROOT).contains(VENDOR)) {
                        return true;
                    }
                }
            } catch (IOException unreadable) {
                // a folder nobody may read tells nothing
            }
        }
        return false;
    }

    /** ZWO's devices on the bus now. */
    public List<Device> devices() {
        List<Device> devices = new ArrayList<>();
        Path bus = root.resolve("sys/bus/usb/devices");
        if (!Files.isDirectory(bus)) {
            return devices;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(bus)) {
            for (Path folder : folders) {
                if (text(folder.resolve("idVendor")).orElse("").equals(VENDOR)) {
                    devices.add(device(folder));
                }
            }
        } catch (IOException unreadable) {
            return devices;
        }
        return devices;
    }

    private Device device(Path folder) {
        Path node = root.resolve(String.format(
                Locale.ROOT,
                "dev/bus/usb/%03d/%03d",
                number(folder.resolve("busnum")),
                number(folder.resolve("devnum"))));
        return new Device(
                text(folder.resolve("idProduct")).orElse(""),
                text(folder.resolve("product")).orElse("unnamed"),
                number(folder.resolve("speed")),
                node,
                Files.isReadable(node) && Files.isWritable(node),
                folder,
                hub(folder),
                // a USB 3 device tells 2.10 on a USB 2 connection, a USB 2 device 2.00
                decimal(folder.resolve("version")) > 2.05,
                text(folder.resolve("power/control")).orElse("").equals("auto"));
    }

    /** The hub between a device and the computer. */
    private static Optional<String> hub(Path folder) {
        String port = String.valueOf(folder.getFileName());
        int dot = port.lastIndexOf('.');
        return dot < 0
                ? Optional.empty()
                : text(folder.resolveSibling(port.substring(0, dot)).resolve("product"))
                        .or(() -> Optional.of("a hub"));
    }

    /** Says with the command that mends it if a device is there that this user may not open. */
    public Optional<String> rightsTrouble() {
        for (Device device : devices()) {
            if (!device.isOpenable()) {
                return Optional.of("device=" + device.node() + " (" + device.name()
                        + ") may not be opened by this user; " + ruleAdvice());
            }
        }
        return Optional.empty();
    }

    /** What to do where rights are missing. */
    public String ruleAdvice() {
        return hasRule()
                ? "pull the camera's plug and put it in again, so that the udev rule takes effect"
                : "install the udev rule, then plug the camera in again: " + INSTALL_RULES;
    }

    /** Another program that has a ZWO device open, as {@code name (pid n)}; only those this user may look at. */
    public Optional<String> holder() {
        List<Path> nodes = devices().stream().map(Device::node).toList();
        Path processes = root.resolve("proc");
        if (nodes.isEmpty() || !Files.isDirectory(processes)) {
            return Optional.empty();
        }
        String own = Long.toString(ProcessHandle.current().pid());
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(processes, "[0-9]*")) {
            for (Path process : folders) {
                String pid = String.valueOf(process.getFileName());
                if (!pid.equals(own) && opens(process.resolve("fd"), nodes)) {
                    return Optional.of(text(process.resolve("comm")).orElse("a program") + " (pid " + pid + ")");
                }
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean opens(Path descriptors, List<Path> nodes) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(descriptors)) {
            for (Path file : files) {
                if (Files.isSymbolicLink(file) && nodes.contains(Files.readSymbolicLink(file))) {
                    return true;
                }
            }
        } catch (IOException notOurs) {
            return false;
        }
        return false;
    }

    private static int number(Path file) {
        return (int) decimal(file);
    }

    private static double decimal(Path file) {
        try {
            return Double.parseDouble(text(file).orElse("0"));
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
