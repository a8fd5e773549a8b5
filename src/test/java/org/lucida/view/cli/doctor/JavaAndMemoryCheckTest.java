package org.lucida.view.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaAndMemoryCheckTest {
    private static final long MB = 1_000_000;
    private static final long GB = 1000 * MB;
    private static final JavaFacts GOOD = new JavaFacts("17.0.15", 17, "Debian", "amd64", 6 * GB, 1L << 40, 4, true);

    @TempDir
    Path root;

    private PlantedHost machine;

    @BeforeEach
    void plant() {
        machine = new PlantedHost(root)
                .distribution("ID=debian")
                .file("proc/cpuinfo", "processor : 0\nflags\t\t: fpu sse2 avx2\n");
        memory(16_000_000, 12_000_000, 2_000_000, 2_000_000);
    }

    private void memory(long totalKb, long freeKb, long swapKb, long swapFreeKb) {
        machine.file(
                "proc/meminfo",
                "MemTotal: " + totalKb + " kB\nMemAvailable: " + freeKb + " kB\nSwapTotal: " + swapKb
                        + " kB\nSwapFree: " + swapFreeKb + " kB");
    }

    private static JavaFacts java(
            int feature, String system, long heapBytes, long directBytes, int cores, boolean vector) {
        return new JavaFacts(feature + ".0.1", feature, "Debian", system, heapBytes, directBytes, cores, vector);
    }

    private Finding java(JavaFacts facts, String name) {
        return machine.look(new JavaCheck(facts), name);
    }

    private Finding memory(JavaFacts facts, String name) {
        return machine.look(new MemoryCheck(facts), name);
    }

    @Test
    void aGoodMachineIsToldWithItsValues() {
        assertEquals("17.0.15, Debian, amd64", java(GOOD, "Java").found());
        assertEquals(
                "4 cores, AVX2, SIMD module for lucida drizzle",
                java(GOOD, "processor").found());
        for (Finding finding : machine.all(new JavaCheck(GOOD))) {
            assertEquals(Level.OK, finding.level(), finding.toString());
        }
        for (Finding finding : machine.all(new MemoryCheck(GOOD))) {
            assertEquals(Level.OK, finding.level(), finding.toString());
        }
        assertEquals(
                "12 GB free of 16 GB, swap 0.0 kB used of 2.0 GB",
                memory(GOOD, "memory").found());
        assertTrue(memory(GOOD, "heap").found().startsWith("6.0 GB; 1936x1096 at 2x needs "));
        assertTrue(JavaFacts.here().heapBytes() > 0);
        assertTrue(JavaFacts.here().directBytes() > 0);
    }

    @Test
    void anOldOrSmallJavaIsSaid() {
        Finding old = java(java(11, "amd64", GB, GB, 4, true), "Java");
        assertEquals(Level.PROBLEM, old.level());
        assertEquals(List.of("sudo apt install openjdk-17-jdk-headless"), old.commands());
        assertEquals(
                Level.WARNING, java(java(17, "arm", GB, GB, 4, true), "Java").level());
        machine.distribution("ID=fedora");
        assertEquals(
                List.of("sudo dnf install java-latest-openjdk-devel"),
                java(java(11, "amd64", GB, GB, 4, true), "Java").commands());
    }

    @Test
    void fewCoresAndNoSimdAreSaid() {
        assertEquals(
                Level.WARNING,
                java(java(17, "amd64", GB, GB, 1, true), "processor").level());
        Finding none = java(java(17, "amd64", GB, GB, 4, false), "processor");
        assertEquals(Level.WARNING, none.level());
        assertTrue(none.found().contains("no SIMD module"));
        machine.environment.put("LUCIDA_VECTOR", "off");
        assertEquals(List.of("unset LUCIDA_VECTOR"), java(GOOD, "processor").commands());
    }

    @Test
    void aSmallHeapIsSaidWithTheOptionThatMendsIt() {
        Finding medium = memory(java(17, "amd64", 600 * MB, GB, 4, true), "heap");
        assertEquals(Level.WARNING, medium.level());
        assertTrue(medium.commands().get(0).matches("export LUCIDA_JAVA_OPTS=-Xmx1\\d{3}m"), medium.toString());
        Finding small = memory(java(17, "amd64", 200 * MB, GB, 4, true), "heap");
        assertEquals(Level.PROBLEM, small.level());
        assertTrue(small.commands().get(0).matches("export LUCIDA_JAVA_OPTS=-Xmx[34]\\d{2}m"), small.toString());
        memory(500_000, 400_000, 0, 0);
        assertEquals(
                List.of(),
                memory(java(17, "amd64", 200 * MB, GB, 4, true), "heap").commands(),
                "no more heap than there is memory");
    }

    @Test
    void littleDirectMemoryIsSaid() {
        Finding finding = memory(java(17, "amd64", 6 * GB, 100 * MB, 4, true), "direct memory");
        assertEquals(Level.PROBLEM, finding.level());
        assertTrue(finding.commands().get(0).startsWith("export LUCIDA_JAVA_OPTS=-XX:MaxDirectMemorySize="));
    }

    @Test
    void aMachineShortOfMemoryIsSaid() {
        memory(16_000_000, 300_000, 0, 0);
        assertEquals(Level.WARNING, memory(GOOD, "memory").level());
        assertTrue(memory(GOOD, "memory").found().endsWith("swap none"));
        memory(16_000_000, 12_000_000, 2_000_000, 500_000);
        assertEquals(
                "sudo swapoff -a && sudo swapon -a",
                memory(GOOD, "memory").commands().get(0));
        memory(16_000_000, 12_000_000, 2_000_000, 2_000_000);
        machine.file("sys/fs/cgroup/memory.max", "500000000");
        assertEquals(Level.PROBLEM, memory(GOOD, "memory").level(), "the control group grants less");
        machine.file("sys/fs/cgroup/memory.max", "max");
        assertEquals(Level.OK, memory(GOOD, "memory").level());
    }

    @Test
    void elsewhereTheMachinesMemoryIsSkipped() {
        PlantedHost mac = new PlantedHost(root.resolve("mac")).system("Mac OS X");
        assertEquals("Linux-only", mac.look(new MemoryCheck(GOOD), "memory").found());
    }
}
