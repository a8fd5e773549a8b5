package org.lucida.view.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.asi.KernelClock;
import org.lucida.camera.asi.KernelClock.Discipline;

/** Clock, processor power, display, serial ports, build tools, and the doctor as a whole. */
class SurroundingsCheckTest {
    private static final String SOURCE = "sys/devices/system/clocksource/clocksource0/";

    @TempDir
    Path root;

    private PlantedHost machine;

    @BeforeEach
    void plant() {
        machine = new PlantedHost(root).distribution("ID=debian");
    }

    private Finding clock(Discipline told) {
        return machine.look(new ClockCheck(() -> Optional.ofNullable(told)), "clock");
    }

    private Finding only(Check check) {
        List<Finding> all = machine.all(check);
        assertEquals(1, all.size());
        return all.get(0);
    }

    @Test
    void aKeptClockIsToldWithItsError() {
        machine.file("proc/77/comm", "chronyd");
        Finding kept = clock(new Discipline(true, 1_200_000, 15_000_000));
        assertEquals(Level.OK, kept.level());
        assertEquals("synchronised by chronyd, estimated error 1.2 ms, at most 15 ms", kept.found());
        Finding poor = clock(new Discipline(true, 250_000_000, 900_000_000));
        assertEquals(Level.WARNING, poor.level());
        assertEquals(List.of("chronyc sources"), poor.commands());
        assertTrue(clock(new Discipline(true, 0, 1_000)).found().contains("error untold"));
    }

    @Test
    void aFreeClockIsSaidWithWhoCouldKeepIt() {
        Discipline free = new Discipline(false, 0, 16_000_000_000L);
        assertEquals(
                List.of("sudo apt install chrony", "sudo timedatectl set-ntp true"),
                clock(free).commands());
        machine.file("lib/systemd/systemd-timesyncd", "");
        assertEquals(List.of("sudo timedatectl set-ntp true"), clock(free).commands());
        machine.file("proc/78/comm", "systemd-timesyn");
        Finding runs = clock(free);
        assertEquals(Level.WARNING, runs.level());
        assertEquals("not synchronised, though systemd-timesyncd runs", runs.found());
        assertEquals(List.of("sudo systemctl restart systemd-timesyncd"), runs.commands());
    }

    @Test
    void withoutTheKernelsWordTheServicesMarkCounts() {
        assertEquals("untold", clock(null).found());
        machine.file("run/systemd/timesync/synchronized", "");
        assertEquals(Level.OK, clock(null).level());
        machine.system("Mac OS X");
        assertEquals("Linux-only", clock(null).found());
        KernelClock.discipline().ifPresent(told -> assertTrue(told.largestErrorNs() >= 0));
    }

    @Test
    void aSlowClockSourceIsSaid() {
        ClockCheck check = new ClockCheck(Optional::empty);
        assertEquals(Level.SKIPPED, machine.look(check, "clock source").level());
        machine.file(SOURCE + "current_clocksource", "tsc");
        assertEquals(Level.OK, machine.look(check, "clock source").level());
        machine.file(SOURCE + "current_clocksource", "hpet").file(SOURCE + "available_clocksource", "tsc hpet acpi_pm");
        assertTrue(machine.look(check, "clock source").commands().get(0).startsWith("echo tsc | sudo tee /sys/"));
        machine.file(SOURCE + "available_clocksource", "hpet acpi_pm");
        assertTrue(machine.look(check, "clock source").commands().get(0).startsWith("sudo dmesg"));
    }

    private void cpu(int number, String governor, String driver, String preference) {
        String folder = "sys/devices/system/cpu/cpu" + number + "/cpufreq/";
        machine.file(folder + "scaling_governor", governor).file(folder + "scaling_driver", driver);
        if (!preference.isEmpty()) {
            machine.file(folder + "energy_performance_preference", preference);
        }
    }

    @Test
    void aProcessorThatSavesPowerIsSaid() {
        assertEquals("untold", only(new PowerCheck()).found());
        cpu(0, "performance", "acpi-cpufreq", "");
        cpu(1, "schedutil", "acpi-cpufreq", "");
        assertEquals(
                "performance on 1 core, schedutil on 1 core",
                only(new PowerCheck()).found());
        assertEquals(Level.OK, only(new PowerCheck()).level());
        cpu(0, "powersave", "intel_pstate", "balance_performance");
        cpu(1, "powersave", "intel_pstate", "balance_performance");
        assertEquals(Level.OK, only(new PowerCheck()).level(), "this driver follows the load");
        cpu(0, "powersave", "intel_pstate", "power");
        assertTrue(only(new PowerCheck()).commands().get(0).contains("energy_performance_preference"));
        cpu(0, "powersave", "acpi-cpufreq", "");
        cpu(1, "powersave", "acpi-cpufreq", "");
        assertEquals(
                List.of("echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor"),
                only(new PowerCheck()).commands());
    }

    @Test
    void aDisplayIsToldIfItIsReallyThere() {
        Finding none = only(new DisplayCheck());
        assertEquals(Level.WARNING, none.level());
        assertEquals("none", none.found());
        machine.environment.put("DISPLAY", ":0");
        assertEquals("DISPLAY=:0 has no server", only(new DisplayCheck()).found());
        machine.file("tmp/.X11-unix/X0", "");
        assertEquals("X11, :0", only(new DisplayCheck()).found());
        machine.environment.put("WAYLAND_DISPLAY", "wayland-0");
        machine.environment.put("XDG_RUNTIME_DIR", "/run/user/1000");
        assertEquals("X11, :0", only(new DisplayCheck()).found(), "Wayland is gone, X is there");
        machine.file("run/user/1000/wayland-0", "");
        assertEquals("Wayland, wayland-0", only(new DisplayCheck()).found());
        machine.environment.clear();
        machine.environment.put("DISPLAY", "localhost:10.0");
        assertEquals(Level.OK, only(new DisplayCheck()).level(), "over ssh");
        machine.system("Windows 11");
        assertEquals(Level.SKIPPED, only(new DisplayCheck()).level());
    }

    @Test
    void serialPortsAreThoseWithSomethingBehindThem() throws IOException {
        assertEquals("none", only(new SerialCheck()).found());
        machine.file("dev/ttyS0", "").file("sys/class/tty/ttyS0/type", "0");
        machine.file("dev/ttyS1", "").file("sys/class/tty/ttyS1/type", "4");
        machine.file("dev/ttyUSB0", "");
        Files.createDirectories(root.resolve("dev/serial/by-id"));
        Files.createSymbolicLink(root.resolve("dev/serial/by-id/usb-FTDI_Cable-port0"), Path.of("../../ttyUSB0"));
        Finding ports = only(new SerialCheck());
        assertEquals("/dev/ttyUSB0 FTDI_Cable-port0, /dev/ttyS1", ports.found());
        assertEquals(Level.OK, ports.level());
        machine.shut.add("ttyS1");
        assertEquals(Level.OK, only(new SerialCheck()).level(), "nobody may want that one");
        machine.shut.add("ttyUSB0");
        Finding shut = only(new SerialCheck());
        assertEquals(Level.PROBLEM, shut.level());
        assertTrue(shut.commands().get(0).matches("sudo usermod -aG \\S+ \"\\$USER\""), shut.toString());
        machine.system("Mac OS X");
        assertEquals("Linux-only", only(new SerialCheck()).found());
    }

    @Test
    void aCompilerMattersOnlyWhereSourcesAre() throws IOException {
        assertEquals(Level.SKIPPED, only(new CompilerCheck()).level());
        machine.sourceTree(root);
        machine.environment.put("PATH", "/bin:/usr/bin");
        Finding none = only(new CompilerCheck());
        assertEquals("no mvn, no gcc, no cmake", none.found());
        assertEquals(List.of("sudo apt install maven gcc cmake"), none.commands());
        for (String tool : List.of("mvn", "gcc", "cmake")) {
            machine.file("usr/bin/" + tool, "");
            assertTrue(root.resolve("usr/bin/" + tool).toFile().setExecutable(true));
        }
        assertEquals("mvn, gcc, cmake", only(new CompilerCheck()).found());
    }

    @Test
    void aCheckThatFailsStopsNoOther() {
        List<Finding> heard = new ArrayList<>();
        List<Finding> all = PlantedDoctor.stumbling().examine(heard::add);
        assertEquals(heard, all);
        assertEquals("cannot be looked at: the folder is gone", all.get(0).found());
        assertEquals(Level.WARNING, all.get(0).level());
        assertEquals("clock", all.get(1).check());
    }

    @Test
    void thisMachineCanBeExamined() {
        List<Finding> all = Doctor.here(root, false).examine(finding -> {});
        assertTrue(all.size() >= 17, all.toString());
        for (Finding finding : all) {
            assertTrue(!finding.found().isBlank() && !finding.found().contains("\n"), finding.toString());
            assertTrue(!finding.advice().contains("\n"), finding.toString());
            assertTrue(!finding.found().startsWith("cannot be looked at"), finding.toString());
            boolean isWrong = finding.level() == Level.WARNING || finding.level() == Level.PROBLEM;
            assertEquals(isWrong, !finding.advice().isEmpty(), finding.toString());
            assertTrue(isWrong || finding.commands().isEmpty(), finding.toString());
        }
    }
}
