package org.lucida.view.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.lucida.camera.asi.AsiLibraryReport;
import org.lucida.camera.asi.AsiPermissions;
import org.lucida.camera.asi.AsiSeen;

/** ZWO's library, the cameras it sees, and whether this user may open them. */
final class CameraCheck implements Check {
    private static final String LIBRARY = "ASI library";
    private static final String CAMERAS = "ASI cameras";
    private static final String RIGHTS = "camera rights";

    private final Supplier<ZwoView> zwo;

    CameraCheck(Supplier<ZwoView> zwo) {
        this.zwo = zwo;
    }

    @Override
    public List<Finding> look(Host host) {
        AsiPermissions bus = AsiPermissions.under(host.root());
        ZwoView view = zwo.get();
        List<Finding> findings = new ArrayList<>();
        findings.add(library(host, view.library(), bus));
        findings.add(cameras(view, bus));
        findings.add(rights(host, view, bus));
        return findings;
    }

    private static Finding library(Host host, AsiLibraryReport library, AsiPermissions bus) {
        if (library.trouble().isPresent()) {
            return unusable(host, library, bus);
        }
        String found = "version " + library.version()
                + library.file().map(file -> ", " + file).orElse("");
        Finding finding = Finding.ok(LIBRARY, found);
        if (library.isStandIn()) {
            finding = Finding.ok(LIBRARY, "the stand-in (SIM), which has no real cameras; " + found);
            if (!bus.devices().isEmpty()) {
                finding = finding.orWorse(
                        Level.WARNING,
                        "a real camera is plugged in and the stand-in does not see it; use the vendor's library",
                        List.of("unset LUCIDA_ASI_LIBRARY"));
            }
        } else if (!library.missing().isEmpty()) {
            finding = finding.orWorse(
                    Level.WARNING,
                    "lacks " + String.join(", ", library.missing())
                            + ": serial numbers or gain presets are unknown; a newer SDK from zwoastro.com has them",
                    List.of());
        }
        return finding.with("version", library.version())
                .with("file", library.file().map(String::valueOf).orElse(""))
                .with("isStandIn", library.isStandIn())
                .with("missingFunctions", library.missing());
    }

    private static Finding unusable(Host host, AsiLibraryReport library, AsiPermissions bus) {
        String trouble = library.trouble().orElse("");
        List<String> commands = trouble.contains("libusb-1.0") ? host.install("libusb-1.0-0", "libusb1") : List.of();
        if (library.isInstalled() || !commands.isEmpty()) {
            return Finding.problem(LIBRARY, what(trouble), remedy(trouble), commands);
        }
        String advice =
                "needed for ZWO cameras only; get the ASI SDK for Linux from zwoastro.com and type in its folder";
        List<String> fetch = host.distribution() == Host.Distribution.UBUNTU
                ? List.of("sudo add-apt-repository ppa:mutlaqja/ppa && sudo apt install libasi")
                : List.of("sudo install -m 644 lib/" + sdkFolder() + "/libASICamera2.so /usr/local/lib/");
        if (host.distribution() == Host.Distribution.UBUNTU) {
            advice = "needed for ZWO cameras only; the archive of INDI has it";
        }
        return bus.devices().isEmpty()
                ? Finding.warning(LIBRARY, "not installed", advice, fetch)
                : Finding.problem(LIBRARY, "not installed, and a ZWO camera is plugged in", advice, fetch);
    }

    private static String sdkFolder() {
        return switch (System.getProperty("os.arch", "")) {
            case "aarch64" -> "armv8";
            case "arm" -> "armv7";
            default -> "x64";
        };
    }

    private static Finding cameras(ZwoView view, AsiPermissions bus) {
        int pluggedCount = bus.devices().size();
        if (view.library().trouble().isPresent()) {
            return (pluggedCount == 0
                            ? Finding.skipped(CAMERAS, "no library")
                            : Finding.warning(
                                    CAMERAS,
                                    pluggedCount + " plugged in: " + names(bus) + "; the library does not work",
                                    "mend the library first",
                                    List.of()))
                    .with("cameraCount", 0)
                    .with("pluggedCount", pluggedCount);
        }
        List<String> seen = view.cameras().stream()
                .map(it -> it.name() + " " + it.widthPx() + "x" + it.heightPx())
                .toList();
        Optional<String> holder = bus.holder();
        Finding finding;
        if (!seen.isEmpty()) {
            finding = Finding.ok(CAMERAS, seen.size() + ": " + String.join(", ", seen));
            if (view.trouble().isPresent()) {
                finding = finding.orWorse(Level.PROBLEM, view.trouble().get(), List.of());
            }
            if (holder.isPresent()) {
                finding = finding.orWorse(
                        Level.WARNING,
                        "in use by " + holder.get() + "; two programs at one camera disturb each other: end that one",
                        List.of("kill " + holder.get().replaceAll(".*\\(pid (\\d+)\\).*", "$1")));
            }
        } else if (pluggedCount > 0) {
            String why = view.trouble().orElse("the library does not see it; pull its plug and put it in again");
            finding = Finding.problem(CAMERAS, "none usable, plugged in: " + names(bus), why, List.of());
        } else if (view.trouble().isPresent() && !view.trouble().get().startsWith("no ZWO camera")) {
            finding = Finding.problem(
                    CAMERAS, what(view.trouble().get()), remedy(view.trouble().get()), List.of());
        } else {
            finding = Finding.ok(CAMERAS, "none connected");
        }
        return finding.with("cameraCount", seen.size()).with("pluggedCount", pluggedCount);
    }

    private static String names(AsiPermissions bus) {
        return String.join(
                ", ", bus.devices().stream().map(AsiPermissions.Device::name).toList());
    }

    private static Finding rights(Host host, ZwoView view, AsiPermissions bus) {
        if (!host.isLinux()) {
            return Finding.skipped(RIGHTS, "Linux-only");
        }
        List<AsiPermissions.Device> shut =
                bus.devices().stream().filter(it -> !it.isOpenable()).toList();
        boolean isReal = view.library().trouble().isEmpty() && !view.library().isStandIn();
        boolean isWanted = isReal || !bus.devices().isEmpty();
        Finding finding;
        if (!shut.isEmpty()) {
            finding = Finding.problem(
                    RIGHTS,
                    shut.get(0).name() + " may not be opened by this user"
                            + (bus.hasRule() ? "; a udev rule is there" : "; no udev rule"),
                    bus.hasRule() ? bus.ruleAdvice() : ruleAdvice(),
                    bus.hasRule()
                            ? List.of("sudo udevadm control --reload && sudo udevadm trigger")
                            : installRule(host));
        } else if (bus.hasRule()) {
            finding = Finding.ok(RIGHTS, "a udev rule for vendor " + AsiPermissions.VENDOR + " is there");
        } else if (isWanted) {
            finding = Finding.warning(
                    RIGHTS, "no udev rule for vendor " + AsiPermissions.VENDOR, ruleAdvice(), installRule(host));
        } else {
            finding = Finding.skipped(RIGHTS, "unneeded");
        }
        return finding.with("hasRule", bus.hasRule())
                .with("rulePath", AsiPermissions.RULES_FILE)
                .with("rule", AsiPermissions.RULES);
    }

    private static String ruleAdvice() {
        String rule = AsiPermissions.RULES.lines().reduce((first, last) -> last).orElse("");
        return "without it only root opens a camera; install the rule (" + rule + "), then plug the camera in again";
    }

    private static List<String> installRule(Host host) {
        return List.of(
                host.program() + " doctor --udev-rule | sudo tee " + AsiPermissions.RULES_FILE,
                "sudo udevadm control --reload && sudo udevadm trigger");
    }

    /** The house's sentences say what is wrong, then a semicolon, then what to do. */
    private static String what(String sentence) {
        int cut = sentence.indexOf("; ");
        return cut < 0 ? sentence : sentence.substring(0, cut);
    }

    private static String remedy(String sentence) {
        int cut = sentence.indexOf("; ");
        return cut < 0 ? "" : sentence.substring(cut + 2);
    }

    /** Largest frame of the cameras seen, 16 bit, bytes; empty if none is. */
    static Optional<Long> largestFrameBytes(List<AsiSeen> seen) {
        return seen.stream().map(it -> 2L * it.widthPx() * it.heightPx()).max(Long::compare);
    }
}
