package org.lucida.view.cli.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether the processor is held back to save power. */
final class PowerCheck implements Check {
    private static final String POWER = "CPU governor";
    private static final String CPUS = "/sys/devices/system/cpu/cpu*/cpufreq/";

    /** With these drivers "powersave" follows the load; the preference tells how eagerly. */
    private static final List<String> EAGER_DRIVERS = List.of("intel_pstate", "amd-pstate-epp", "amd_pstate_epp");

    @Override
    public List<Finding> look(Host host) {
        Map<String, Integer> counts = new TreeMap<>();
        List<String> commands = new ArrayList<>();
        for (Path cpu : host.files("/sys/devices/system/cpu", "cpu[0-9]*")) {
            String governor = Host.text(cpu.resolve("cpufreq/scaling_governor")).orElse("");
            if (governor.isEmpty()) {
                continue;
            }
            counts.merge(governor, 1, Integer::sum);
            String driver = Host.text(cpu.resolve("cpufreq/scaling_driver")).orElse("");
            String preference = Host.text(cpu.resolve("cpufreq/energy_performance_preference"))
                    .orElse("");
            if (EAGER_DRIVERS.contains(driver)) {
                if (preference.equals("power") || preference.equals("balance_power")) {
                    add(commands, "echo balance_performance | sudo tee " + CPUS + "energy_performance_preference");
                }
            } else if (governor.equals("powersave")) {
                add(commands, "echo performance | sudo tee " + CPUS + "scaling_governor");
            }
        }
        if (counts.isEmpty()) {
            return List.of(Finding.skipped(POWER, host.isLinux() ? "untold" : "Linux-only"));
        }
        String found = String.join(
                ", ",
                counts.entrySet().stream()
                        .map(it -> it.getKey() + " on " + it.getValue() + (it.getValue() == 1 ? " core" : " cores"))
                        .toList());
        Finding finding = Finding.ok(POWER, found);
        if (!commands.isEmpty()) {
            finding = finding.orWorse(
                    Level.WARNING, "the processor saves power and frames are lost in bursts; let it run", commands);
        }
        return List.of(finding.with("governors", String.join(" ", counts.keySet())));
    }

    private static void add(List<String> commands, String command) {
        if (!commands.contains(command)) {
            commands.add(command);
        }
    }
}
