package org.lucida.view.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The Java virtual machine and the processor under it. */
final class JavaCheck implements Check {
    private static final int LEAST_FEATURE = 17;
    private static final String VECTOR_SWITCH = "LUCIDA_VECTOR";

    private final JavaFacts java;

    JavaCheck(JavaFacts java) {
        this.java = java;
    }

    @Override
    public List<Finding> look(Host host) {
        return List.of(virtualMachine(host), processors(host));
    }

    private Finding virtualMachine(Host host) {
        String found = java.version() + ", " + java.vendor() + ", " + java.systemName();
        List<String> newer = host.install("openjdk-17-jdk-headless", "java-latest-openjdk-devel");
        Finding finding = Finding.ok("Java", found);
        if (!java.is64Bit()) {
            finding = finding.orWorse(
                    Level.WARNING, "32 bit cannot address the memory of large frames; use a 64-bit system", newer);
        }
        if (java.featureNumber() < LEAST_FEATURE) {
            finding = finding.orWorse(Level.PROBLEM, "Lucida needs Java " + LEAST_FEATURE + " or newer", newer);
        }
        return finding.with("version", java.version())
                .with("vendor", java.vendor())
                .with("architecture", java.systemName());
    }

    private Finding processors(Host host) {
        List<String> words = new ArrayList<>();
        words.add(java.processorCount() + (java.processorCount() == 1 ? " core" : " cores"));
        String flags = " " + flags(host).toLowerCase(Locale.ROOT) + " ";
        if (flags.contains(" avx512f ")) {
            words.add("AVX-512");
        } else if (flags.contains(" avx2 ")) {
            words.add("AVX2");
        } else if (flags.contains(" asimd ") || flags.contains(" neon ")) {
            words.add("NEON");
        } else if (flags.contains(" sse2 ")) {
            words.add("SSE only, without AVX2");
        }
        boolean isOff = host.variable(VECTOR_SWITCH).orElse("on").equals("off");
        words.add(
                !java.hasVectorModule()
                        ? "no SIMD module"
                        : isOff ? "SIMD module switched off" : "SIMD module for lucida drizzle");
        Finding finding = Finding.ok("processor", String.join(", ", words));
        if (java.processorCount() == 1) {
            finding = finding.orWorse(
                    Level.WARNING,
                    "one core both records and stacks: give the machine a second one, or record only",
                    List.of());
        }
        if (!java.hasVectorModule()) {
            finding = finding.orWorse(
                    Level.WARNING,
                    "this Java was built without jdk.incubator.vector: lucida drizzle takes twice the time; use a whole JDK",
                    host.install("openjdk-17-jdk-headless", "java-latest-openjdk-devel"));
        } else if (isOff) {
            finding = finding.orWorse(
                    Level.WARNING, "lucida drizzle takes twice the time without it", List.of("unset " + VECTOR_SWITCH));
        }
        return finding.with("coreCount", java.processorCount()).with("hasVectorModule", java.hasVectorModule());
    }

    /** What the first core can do; x86 says flags, ARM says Features. */
    private static String flags(Host host) {
        return host.text("/proc/cpuinfo")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse("");
    }
}
