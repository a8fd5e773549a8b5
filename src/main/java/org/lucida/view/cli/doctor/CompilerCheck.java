package org.lucida.view.cli.doctor;

import java.util.ArrayList;
import java.util.List;

/** What builds the program, where it is run from its sources. */
final class CompilerCheck implements Check {
    private static final String TOOLS = "build tools";

    @Override
    public List<Finding> look(Host host) {
        if (host.sourceTree().isEmpty()) {
            return List.of(Finding.skipped(TOOLS, "unneeded"));
        }
        List<String> there = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String tool : List.of("mvn", "gcc", "cmake")) {
            (host.finds(tool) ? there : missing).add(tool);
        }
        if (missing.isEmpty()) {
            return List.of(Finding.ok(TOOLS, String.join(", ", there)));
        }
        return List.of(Finding.warning(
                TOOLS,
                "no " + String.join(", no ", missing),
                "changed sources cannot be built; a release needs none of them",
                host.install("maven gcc cmake", "maven gcc cmake")));
    }
}
