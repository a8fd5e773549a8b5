package org.lucida.view.cli.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A Linux machine made of a few files, and the findings of checks on it. */
final class PlantedHost {
    final Map<String, String> environment = new HashMap<>();
    final Set<String> shut = new HashSet<>();
    private final Path root;
    private String systemName = "Linux";
    private Optional<Path> sourceTree = Optional.empty();

    PlantedHost(Path root) {
        this.root = root;
    }

    PlantedHost file(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text + "\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PlantedHost system(String name) {
        systemName = name;
        return this;
    }

    PlantedHost distribution(String release) {
        return file("etc/os-release", "NAME=\"x\"\n" + release);
    }

    PlantedHost sourceTree(Path folder) {
        sourceTree = Optional.of(folder);
        return this;
    }

    /** A ZWO camera on the bus. */
    PlantedHost camera(String port, String product, int speedMbitPerS, String version) {
        String folder = "sys/bus/usb/devices/" + port + "/";
        int number = port.hashCode() & 0x7f;
        return file(folder + "idVendor", "03c3")
                .file(folder + "idProduct", "290b")
                .file(folder + "product", product)
                .file(folder + "speed", Integer.toString(speedMbitPerS))
                .file(folder + "version", version)
                .file(folder + "busnum", "2")
                .file(folder + "devnum", Integer.toString(number))
                .file(folder + "power/control", "on")
                .file(String.format("dev/bus/usb/002/%03d", number), "");
    }

    Host host() {
        return new Host(
                root,
                systemName,
                environment,
                file -> !shut.contains(String.valueOf(file.getFileName())),
                "./lucida",
                sourceTree);
    }

    List<Finding> all(Check check) {
        try {
            return check.look(host());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one finding of this name. */
    Finding look(Check check, String name) {
        List<Finding> named =
                all(check).stream().filter(it -> it.check().equals(name)).toList();
        if (named.size() != 1) {
            throw new AssertionError(named.size() + " findings named " + name + ": " + named);
        }
        return named.get(0);
    }
}
