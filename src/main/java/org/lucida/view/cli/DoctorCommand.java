package org.lucida.view.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.lucida.camera.asi.AsiPermissions;
import org.lucida.view.ExitCode;
import org.lucida.view.Program;
import org.lucida.view.cli.doctor.Doctor;
import org.lucida.view.cli.doctor.Finding;
import org.lucida.view.cli.doctor.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells whether this machine is ready for a night. */
@Command(
        name = "doctor",
        sortOptions = false,
        header = "Check this machine: Java, camera, USB, disk, clock and the rest.",
        description = {
            "",
            "Every line begins with ok, warning or problem; below what is wrong stands the command that mends it. The doctor"
                    + " itself changes nothing and needs no rights. It writes up to 512 MB for 3 seconds to learn the speed of the"
                    + " disk, into a file that is gone when it ends, however it ends.",
            "",
            "Exit code: 0 without problems, 4 with one.",
            ""
        })
final class DoctorCommand implements Callable<Integer> {
    private static final String INDENT = " ".repeat(24);

    /** Who examines. */
    interface Practice {
        Doctor doctor(Path folder, boolean writes);
    }

    @Spec
    CommandSpec spec;

    @Option(
            names = "--folder",
            order = 1,
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder to record to. Default: the current one.")
    Path folder;

    @Option(names = "--no-disk-test", order = 2, description = "Do not measure the speed of the disk; write nothing.")
    boolean noDiskTest;

    @Option(
            names = "--asi-library",
            order = 3,
            paramLabel = "FILE",
            description =
                    "The ASI camera library (libASICamera2.so). Default: LUCIDA_ASI_LIBRARY, else the usual places.")
    Path asiLibrary;

    @Option(
            names = "--udev-rule",
            order = 4,
            description = {
                "Print the udev rule for ZWO cameras and end. Pipe it into",
                "sudo tee " + AsiPermissions.RULES_FILE
            })
    boolean udevRule;

    @Mixin
    OutputOptions output;

    private final Practice practice;

    DoctorCommand(Practice practice) {
        this.practice = practice;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (udevRule) {
            out.print(AsiPermissions.RULES);
            out.flush();
            return ExitCode.OK;
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--folder=" + folder + " is no folder; make it or name another");
        }
        CameraGroup group = new CameraGroup();
        group.asiLibrary = asiLibrary;
        group.apply();
        List<Finding> findings = practice.doctor(folder, !noDiskTest).examine(finding -> {
            if (!output.json && (!output.quiet || finding.level() == Level.PROBLEM)) {
                print(out, finding);
            }
        });
        long problemCount = count(findings, Level.PROBLEM);
        long warningCount = count(findings, Level.WARNING);
        int exitCode = problemCount > 0 ? ExitCode.DEVICE : ExitCode.OK;
        if (output.json) {
            out.println(JsonText.of(json(findings, problemCount, warningCount, exitCode)));
        } else if (!output.quiet) {
            out.println();
            out.println(
                    problemCount + warningCount == 0
                            ? "nothing is wrong"
                            : words(problemCount, "problem") + ", " + words(warningCount, "warning"));
        }
        return exitCode;
    }

    private static void print(PrintWriter out, Finding finding) {
        String word = finding.level() == Level.SKIPPED ? "-" : finding.level().word();
        out.println(String.format(Locale.ROOT, "%-8s %-14s %s", word, finding.check(), finding.found())
                .stripTrailing());
        if (!finding.advice().isEmpty()) {
            out.println(INDENT + finding.advice());
        }
        finding.commands().forEach(command -> out.println(INDENT + "  " + command));
        out.flush();
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(it -> it.level() == level).count();
    }

    private static String words(long count, String word) {
        return (count == 0 ? "no" : Long.toString(count)) + " " + word + (count == 1 ? "" : "s");
    }

    private static Map<String, Object> json(
            List<Finding> findings, long problemCount, long warningCount, int exitCode) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("schema", 1);
        all.put("command", "doctor");
        all.put("version", Program.version());
        all.put("exitCode", exitCode);
        all.put("problemCount", problemCount);
        all.put("warningCount", warningCount);
        all.put("checks", findings.stream().map(DoctorCommand::json).toList());
        return all;
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("check", finding.check());
        parts.put("level", finding.level().word());
        parts.put("found", finding.found());
        if (!finding.advice().isEmpty()) {
            parts.put("advice", finding.advice());
        }
        if (!finding.commands().isEmpty()) {
            parts.put("commands", finding.commands());
        }
        if (!finding.values().isEmpty()) {
            parts.put("values", finding.values());
        }
        return parts;
    }
}
