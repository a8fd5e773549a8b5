package org.lucida.view.cli.doctor;

import java.util.List;
import java.util.Optional;
import org.lucida.config.StackSettings;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.pipeline.Limits;
import org.lucida.pipeline.MemoryPlan;
import org.lucida.pipeline.StackingPipeline;

/** Heap, memory outside it, and the machine's memory against what usual runs need. */
final class MemoryCheck implements Check {
    private static final int KIB = 1024;
    private static final long MIB = 1 << 20;
    /** For everything small, on top of what a run plans. */
    private static final long RESERVE_BYTES = 64 * MIB;
    /** Outside heap and ring: the virtual machine itself. */
    private static final long MACHINE_BYTES = 200 * MIB;
    /** Share of swap in use from which the machine is short of memory. */
    private static final double MUCH_SWAP = 0.5;

    private static final double SCALE = 2;

    /** The usual planetary frame, and the largest one. */
    private static final List<FrameFormat> USUAL = List.of(
            new FrameFormat(1936, 1096, ColorLayout.RGGB, 16), new FrameFormat(3840, 2160, ColorLayout.RGGB, 16));

    private final JavaFacts java;

    MemoryCheck(JavaFacts java) {
        this.java = java;
    }

    private static MemoryPlan plan(FrameFormat format) {
        StackSettings settings = StackSettings.defaults().change().scale(SCALE).build();
        return StackingPipeline.memoryFor(format, settings, new Limits(true, Long.MAX_VALUE, Long.MAX_VALUE), true);
    }

    private static String name(FrameFormat format) {
        return format.widthPx() + "x" + format.heightPx() + " at " + (int) SCALE + "x";
    }

    @Override
    public List<Finding> look(Host host) {
        Optional<Long> machineBytes = machineBytes(host, "MemTotal");
        return List.of(heap(machineBytes), outside(), machine(host));
    }

    private Finding heap(Optional<Long> machineBytes) {
        long small = plan(USUAL.get(0)).heapBytes() + RESERVE_BYTES;
        long large = plan(USUAL.get(1)).heapBytes() + RESERVE_BYTES;
        Finding finding = Finding.ok(
                "heap",
                Figures.bytes(java.heapBytes()) + "; " + name(USUAL.get(0)) + " needs " + Figures.bytes(small) + ", "
                        + name(USUAL.get(1)) + " " + Figures.bytes(large));
        long wanted = java.heapBytes() < small ? small : large;
        List<String> more = machineBytes.isPresent() && machineBytes.get() < wanted + MACHINE_BYTES
                ? List.of()
                : List.of("export LUCIDA_JAVA_OPTS=-Xmx" + (wanted / MIB + 1) + "m");
        if (java.heapBytes() < small) {
            finding = finding.orWorse(
                    Level.PROBLEM, "usual runs do not fit; give more, or use --roi or a smaller --scale", more);
        } else if (java.heapBytes() < large) {
            finding = finding.orWorse(
                    Level.WARNING, "the largest frames do not fit; give more, or use --roi or a smaller --scale", more);
        }
        return finding.with("heapBytes", java.heapBytes())
                .with("neededBytes1936x1096", small)
                .with("neededBytes3840x2160", large);
    }

    private Finding outside() {
        long needed = plan(USUAL.get(1)).ringBytes();
        boolean unlimited = java.directBytes() >= 1L << 40;
        Finding finding = Finding.ok(
                "direct memory",
                (unlimited ? "without limit" : "at most " + Figures.bytes(java.directBytes()))
                        + "; frames on the way need " + Figures.bytes(needed));
        if (java.directBytes() < needed) {
            finding = finding.orWorse(
                    Level.PROBLEM,
                    "start Lucida with its launcher, which lifts the limit, or lift it",
                    List.of("export LUCIDA_JAVA_OPTS=-XX:MaxDirectMemorySize=" + (needed / MIB + 1) + "m"));
        }
        return finding.with("directBytes", java.directBytes()).with("neededBytes", needed);
    }

    private Finding machine(Host host) {
        Optional<Long> free = machineBytes(host, "MemAvailable");
        Optional<Long> total = machineBytes(host, "MemTotal");
        if (free.isEmpty() || total.isEmpty()) {
            return Finding.skipped("memory", host.isLinux() ? "untold" : "Linux-only");
        }
        long swapBytes = machineBytes(host, "SwapTotal").orElse(0L);
        long swapUsedBytes = swapBytes - machineBytes(host, "SwapFree").orElse(swapBytes);
        MemoryPlan plan = plan(USUAL.get(0));
        long needed = plan.heapBytes() + plan.ringBytes() + RESERVE_BYTES + MACHINE_BYTES;
        Finding finding = Finding.ok(
                "memory",
                Figures.bytes(free.get()) + " free of " + Figures.bytes(total.get()) + ", swap "
                        + (swapBytes == 0
                                ? "none"
                                : Figures.bytes(swapUsedBytes) + " used of " + Figures.bytes(swapBytes)));
        if (total.get() < needed) {
            finding = finding.orWorse(
                    Level.PROBLEM,
                    "a run of " + name(USUAL.get(0)) + " takes " + Figures.bytes(needed)
                            + ": use --roi or a smaller --scale, or more memory",
                    List.of());
        } else if (free.get() < needed) {
            finding = finding.orWorse(
                    Level.WARNING,
                    "a run of " + name(USUAL.get(0)) + " takes " + Figures.bytes(needed)
                            + ": end other programs; the largest are told by",
                    List.of("ps -eo rss,comm --sort=-rss | head"));
        } else if (swapUsedBytes > MUCH_SWAP * swapBytes) {
            finding = finding.orWorse(
                    Level.WARNING,
                    "memory was short: what is swapped out stalls the recording when it comes back; end other programs, then",
                    List.of("sudo swapoff -a && sudo swapon -a"));
        }
        return finding.with("freeBytes", free.get())
                .with("totalBytes", total.get())
                .with("neededBytes", needed)
                .with("swapUsedBytes", swapUsedBytes);
    }

    /** A line of {@code /proc/meminfo}, no more than what the control group grants. */
    private static Optional<Long> machineBytes(Host host, String key) {
        Optional<Long> bytes = host.text("/proc/meminfo")
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(key + ":"))
                .findFirst()
                .map(line -> line.replaceAll("[^0-9]", ""))
                .filter(digits -> !digits.isEmpty())
                .map(digits -> Long.parseLong(digits) * KIB);
        Optional<Long> granted = host.text("/sys/fs/cgroup/memory.max")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong);
        return key.startsWith("Mem") && granted.isPresent()
                ? bytes.map(value -> Math.min(value, granted.get()))
                : bytes;
    }
}
