package org.lucida.view.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Serial ports for mount, focuser and filter wheel, and whether this user may open them. */
final class SerialCheck implements Check {
    private static final String PORTS = "serial ports";
    private static final String USUAL_GROUP = "dialout";

    @Override
    public List<Finding> look(Host host) {
        if (!host.isLinux()) {
            return List.of(Finding.skipped(PORTS, "Linux-only"));
        }
        List<Path> plugged = new ArrayList<>(host.files("/dev", "ttyUSB*"));
        plugged.addAll(host.files("/dev", "ttyACM*"));
        List<Path> all = new ArrayList<>(plugged);
        for (Path port : host.files("/dev", "ttyS*")) {
            if (isReal(host, port)) {
                all.add(port);
            }
        }
        if (all.isEmpty()) {
            return List.of(Finding.ok(PORTS, "none").with("ports", List.of()));
        }
        List<String> words = new ArrayList<>();
        for (Path port : all) {
            words.add("/dev/" + port.getFileName() + name(host, port)
                    + (host.mayOpen().test(port) ? "" : " (not open to you)"));
        }
        Finding finding = Finding.ok(PORTS, String.join(", ", words));
        Optional<Path> shut =
                plugged.stream().filter(port -> !host.mayOpen().test(port)).findFirst();
        if (shut.isPresent()) {
            finding = finding.orWorse(
                    Level.PROBLEM,
                    "mount and focuser cannot be reached; join the group of the port, then log in again",
                    List.of("sudo usermod -aG " + group(shut.get()) + " \"$USER\""));
        }
        return List.of(finding.with(
                "ports", all.stream().map(port -> "/dev/" + port.getFileName()).toList()));
    }

    /** The kernel makes names for ports that no chip stands behind: those have type 0. */
    private static boolean isReal(Host host, Path port) {
        return host.text("/sys/class/tty/" + port.getFileName() + "/type")
                .filter(type -> !type.equals("0"))
                .isPresent();
    }

    /** What is plugged in there, as udev names it. */
    private static String name(Host host, Path port) {
        for (Path link : host.files("/dev/serial/by-id", "*")) {
            if (String.valueOf(port.getFileName()).equals(target(link))) {
                return " " + String.valueOf(link.getFileName()).replaceFirst("^usb-", "");
            }
        }
        return "";
    }

    /** Name of the file a link leads to; empty if it is no link. */
    private static String target(Path link) {
        try {
            return String.valueOf(Files.readSymbolicLink(link).getFileName());
        } catch (IOException | UnsupportedOperationException noLink) {
            return "";
        }
    }

    private static String group(Path port) {
        try {
            String group = Files.readAttributes(port, PosixFileAttributes.class)
                    .group()
                    .getName();
            return group.equals("root") ? USUAL_GROUP : group;
        } catch (IOException | UnsupportedOperationException untold) {
            return USUAL_GROUP;
        }
    }
}
