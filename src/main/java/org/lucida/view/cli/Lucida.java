package org.lucida.view.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.lucida.config.Presets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's front door. */
public final class Lucida {
    private Lucida() {}

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "lucida: %4$s: %5$s%6$s%n");
        StopRequest stop = new StopRequest();
        StopSignals signals = new StopSignals(stop, Runtime.getRuntime()::halt);
        // BINDING: the next three lines join the commands to pipeline and files.
        Engine engine = null;
        HeaderReader headers = null;
        ClipRecorder clips = null;
        Rooms rooms = new Rooms(
                engine, headers, clips, Cameras.installed(), Presets.installed(), Map.of(), stop, signals::listen);
        int exitCode = ExitCode.FAULT;
        try {
            exitCode = run(
                    rooms,
                    new PrintWriter(System.out, false, Charset.defaultCharset()),
                    new PrintWriter(System.err, true, Charset.defaultCharset()),
                    arguments);
        } finally {
            stop.allWritten();
        }
        System.exit(exitCode);
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

    /** The commands, ready to parse. */
    static CommandLine commandLine(Rooms rooms, PrintWriter out, PrintWriter err) {
        return new CommandLine(new RootCommand())
                .addSubcommand(new StackCommand(rooms))
                .addSubcommand(new LiveCommand(rooms))
                .addSubcommand(new InfoCommand(rooms))
                .addSubcommand(new DemoCommand(rooms))
                .addSubcommand(new PresetsCommand(rooms))
                .addSubcommand(new MetricsCommand(rooms))
                .addSubcommand(new CamerasCommand(rooms))
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
            all.put("version", Version.text());
            all.put("exitCode", trouble.exitCode());
            all.put("error", trouble.sentence());
            command.getOut().println(JsonText.of(all));
            command.getOut().flush();
        }
        return trouble.exitCode();
    }
}
