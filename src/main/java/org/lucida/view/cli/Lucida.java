package org.lucida.view.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lucida.config.Presets;
import org.lucida.files.HeaderReport;
import org.lucida.luck.Metric;
import org.lucida.view.Cameras;
import org.lucida.view.ExitCode;
import org.lucida.view.Program;
import org.lucida.view.Trouble;
import org.lucida.view.cli.doctor.Doctor;
import org.lucida.view.fx.WindowDoor;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's front door. */
public final class Lucida {
    private Lucida() {}

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "lucida: %4$s: %5$s%6$s%n");
        StopRequest stop = new StopRequest();
        StopSignals signals = new StopSignals(stop, Lucida::abort);
        Cameras cameras = Cameras.installed();
        Rooms rooms = new Rooms(
                new PipelineEngine(cameras),
                Lucida::headerOf,
                SerClip::create,
                cameras,
                Presets.installed(),
                metrics(),
                stop,
                signals::listen);
        int exitCode = ExitCode.FAULT;
        try {
            exitCode = run(
                    rooms,
                    new PrintWriter(System.out, false, Charset.defaultCharset()),
                    new PrintWriter(System.err, true, Charset.defaultCharset()),
                    arguments.length == 0 && WindowDoor.hasDisplay() ? new String[] {"window"} : arguments);
        } finally {
            stop.allWritten();
        }
        System.exit(exitCode);
    }

    /** The observer insists: tells it and goes at once. */
    private static void abort(int exitCode) {
        System.err.println("lucida: aborted; the results are not written");
        Runtime.getRuntime().halt(exitCode);
    }

    /** Runs one command line; returns the exit code. */
    static int run(Rooms rooms, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine commandLine = commandLine(rooms, out, err);
        int exitCode;
        try {
            exitCode = commandLine.execute(arguments);
        } catch (OutOfMemoryError e) {
            exitCode = failed(e, commandLine);
        }
        out.flush();
        err.flush();
        return exitCode;
    }

    private static HeaderReader.Account headerOf(Path file) throws IOException {
        HeaderReport report = HeaderReport.of(file);
        List<HeaderReader.Fact> facts = report.facts().stream()
                .map(fact -> new HeaderReader.Fact(fact.name(), fact.value(), fact.meaning()))
                .toList();
        return new HeaderReader.Account(report.kind(), facts, report.problems());
    }

    private static Map<String, String> metrics() {
        Map<String, String> all = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            all.put(metric.metricName(), metric.description());
        }
        return all;
    }

    /** The commands, ready to parse. */
    static CommandLine commandLine(Rooms rooms, PrintWriter out, PrintWriter err) {
        return new CommandLine(new RootCommand())
                .addSubcommand(new WindowCommand(rooms))
                .addSubcommand(new StackCommand(rooms))
                .addSubcommand(new LiveCommand(rooms))
                .addSubcommand(new RecordCommand(rooms))
                .addSubcommand(new RepairCommand())
                .addSubcommand(new DrizzleCommand())
                .addSubcommand(new EnhanceCommand())
                .addSubcommand(new InfoCommand(rooms))
                .addSubcommand(new DemoCommand(rooms))
                .addSubcommand(new SimulateCommand(rooms))
                .addSubcommand(new PresetsCommand(rooms))
                .addSubcommand(new MetricsCommand(rooms))
                .addSubcommand(new CamerasCommand(rooms))
                .addSubcommand(new DoctorCommand(Doctor::here))
                .addSubcommand(new CompletionCommand())
                .setOut(out)
                .setErr(err)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(30)
                .setAbbreviatedOptionsAllowed(false)
                .setParameterExceptionHandler(Lucida::misunderstood)
                .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, command));
    }

    private static int misunderstood(ParameterException thrown, String[] arguments) {
        CommandLine command = thrown.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("lucida: " + thrown.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(thrown, err)) {
            err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        err.flush();
        return ExitCode.USAGE;
    }

    private static int failed(Throwable thrown, CommandLine called) {
        CommandLine command = called;
        while (command.getParseResult() != null && command.getParseResult().hasSubcommand()) {
            command = command.getParseResult().subcommand().commandSpec().commandLine();
        }
        Trouble trouble = Trouble.of(thrown);
        CommandLine.ParseResult parsed = command.getParseResult();
        PrintWriter err = command.getErr();
        err.println("lucida: " + trouble.sentence());
        if (parsed != null && parsed.hasMatchedOption("--debug")) {
            thrown.printStackTrace(err);
        }
        err.flush();
        if (parsed != null && parsed.hasMatchedOption("--json")) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("schema", 1);
            all.put("command", command.getCommandName());
            all.put("version", Program.version());
            all.put("exitCode", trouble.exitCode());
            all.put("error", trouble.sentence());
            command.getOut().println(JsonText.of(all));
            command.getOut().flush();
        }
        return trouble.exitCode();
    }
}
