package org.lucida.view.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.lucida.camera.asi.KernelClock.Discipline;

/** Whether frames get true times: who keeps the clock, how well, and what the kernel counts time with. */
final class ClockCheck implements Check {
    private static final String CLOCK = "clock";
    private static final String SOURCE = "clock source";
    private static final String SOURCE_FOLDER = "/sys/devices/system/clocksource/clocksource0/";

    /** Programs that keep the clock, and how each is told to set it now. */
    private static final Map<String, String> SERVICES = Map.of(
            "chronyd", "sudo chronyc makestep",
            "systemd-timesyncd", "sudo systemctl restart systemd-timesyncd",
            "ntpd", "sudo systemctl restart ntpd",
            "ptp4l", "sudo systemctl restart ptp4l");

    /** Worse than this, times are of little use for occultations and meteors. */
    private static final long POOR_NS = 100_000_000;
    /** Reading them takes a microsecond or more, or they are coarse. */
    private static final Set<String> SLOW = Set.of("hpet", "acpi_pm", "jiffies", "refined-jiffies", "pit");

    private final Supplier<Optional<Discipline>> kernel;

    ClockCheck(Supplier<Optional<Discipline>> kernel) {
        this.kernel = kernel;
    }

    @Override
    public List<Finding> look(Host host) {
        return List.of(clock(host), source(host));
    }

    private Finding clock(Host host) {
        if (!host.isLinux()) {
            return Finding.skipped(CLOCK, "Linux-only");
        }
        Optional<Discipline> told = kernel.get();
        boolean isMarked = host.has("/run/systemd/timesync/synchronized");
        Optional<String> service =
                SERVICES.keySet().stream().sorted().filter(host::runs).findFirst();
        String keeper = service.map(name -> " by " + name).orElse("");
        if (told.isEmpty() && !isMarked) {
            return Finding.skipped(CLOCK, "untold");
        }
        boolean isSynchronised = told.map(Discipline::isSynchronised).orElse(isMarked);
        long errorNs = told.map(Discipline::estimatedErrorNs).orElse(0L);
        if (!isSynchronised) {
            return Finding.warning(
                            CLOCK,
                            "not synchronised"
                                    + service.map(name -> ", though " + name + " runs")
                                            .orElse(""),
                            "times of frames may be seconds wrong"
                                    + (service.isPresent() ? "; connect to the network, then" : "; have it kept"),
                            service.map(name -> List.of(SERVICES.get(name))).orElseGet(() -> start(host)))
                    .with("isSynchronised", false);
        }
        Finding finding = Finding.ok(
                CLOCK,
                "synchronised" + keeper + ", "
                        + (errorNs > 0 ? "estimated error " + Figures.ns(errorNs) : "error untold")
                        + told.map(it -> ", at most " + Figures.ns(it.largestErrorNs()))
                                .orElse(""));
        if (errorNs > POOR_NS) {
            finding = finding.orWorse(
                    Level.WARNING,
                    "too poor for occultations; a better network, chrony, or a GPS receiver helps",
                    host.distribution() == Host.Distribution.OTHER || !service.equals(Optional.of("chronyd"))
                            ? host.install("chrony", "chrony")
                            : List.of("chronyc sources"));
        }
        return finding.with("isSynchronised", true)
                .with("service", service.orElse(""))
                .with("estimatedErrorNs", errorNs)
                .with("largestErrorNs", told.map(Discipline::largestErrorNs).orElse(0L));
    }

    private static List<String> start(Host host) {
        boolean isThere = host.has("/lib/systemd/systemd-timesyncd")
                || host.has("/usr/lib/systemd/systemd-timesyncd")
                || host.has("/usr/sbin/chronyd");
        List<String> commands = new ArrayList<>();
        if (!isThere) {
            commands.addAll(host.install("chrony", "chrony"));
        }
        commands.add("sudo timedatectl set-ntp true");
        return commands;
    }

    private static Finding source(Host host) {
        Optional<String> source = host.text(SOURCE_FOLDER + "current_clocksource");
        if (source.isEmpty()) {
            return Finding.skipped(SOURCE, host.isLinux() ? "untold" : "Linux-only");
        }
        Finding finding = Finding.ok(SOURCE, source.get());
        if (SLOW.contains(source.get())) {
            List<String> better = List.of(host.text(SOURCE_FOLDER + "available_clocksource")
                    .orElse("")
                    .split(" ", -1));
            String advice = "reading the time is slow and coarse with it; the kernel left a better one, dmesg says why";
            finding = better.contains("tsc")
                    ? finding.orWorse(
                            Level.WARNING,
                            advice,
                            List.of("echo tsc | sudo tee " + SOURCE_FOLDER + "current_clocksource"))
                    : finding.orWorse(Level.WARNING, advice, List.of("sudo dmesg | grep -i -e clocksource -e tsc"));
        }
        return finding.with("clockSource", source.get());
    }
}
