package org.lucida.view.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.lucida.view.ExitCode;
import org.lucida.view.Program;
import org.lucida.view.Trouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what is in a recording. */
@Command(
        name = "info",
        sortOptions = false,
        header = "Tell everything the header of a recording says, and what is wrong with it.",
        description = {"", "Reads the header and looks at a few frames; changes nothing.", ""})
final class InfoCommand implements Callable<Integer> {
    /** Values longer than this push their meaning to the right. */
    private static final int LONGEST_ALIGNED = 30;

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "SER or FITS files (FITS plain or .gz), or folders of FITS frames.")
    List<Path> files;

    @Mixin
    OutputOptions output;

    private final Rooms rooms;

    InfoCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Integer call() {
        for (Path file : files) {
            StackOptions.requireFile("FILE", file);
        }
        int exitCode = ExitCode.OK;
        List<Map<String, Object>> told = new ArrayList<>();
        for (Path file : files) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("file", file);
            try {
                HeaderReader.Account account = rooms.headers().read(file);
                facts.put("kind", account.kind());
                facts.put(
                        "facts", account.facts().stream().map(InfoCommand::json).toList());
                facts.put("problems", account.problems());
                if (!output.json && !output.quiet) {
                    print(spec.commandLine().getOut(), file, account);
                }
            } catch (IOException e) {
                Trouble trouble = Trouble.of(e);
                facts.put("error", trouble.sentence());
                exitCode = Math.max(exitCode, trouble.exitCode());
                spec.commandLine().getErr().println("lucida: " + file + ": " + trouble.sentence());
            }
            told.add(facts);
        }
        if (output.json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("schema", 1);
            all.put("command", "info");
            all.put("version", Program.version());
            all.put("exitCode", exitCode);
            all.put("files", told);
            spec.commandLine().getOut().println(JsonText.of(all));
        }
        return exitCode;
    }

    private static void print(PrintWriter out, Path file, HeaderReader.Account account) {
        out.println(file + ": " + account.kind());
        int nameWidth = widest(account, HeaderReader.Fact::name);
        int valueWidth = Math.min(LONGEST_ALIGNED, widest(account, HeaderReader.Fact::value));
        String line = "  %-" + nameWidth + "s  %-" + valueWidth + "s  %s";
        for (HeaderReader.Fact fact : account.facts()) {
            out.println(String.format(Locale.ROOT, line, fact.name(), fact.value(), fact.meaning())
                    .stripTrailing());
        }
        if (account.problems().isEmpty()) {
            out.println("  nothing is wrong with it");
        } else {
            out.println("  what is wrong with it:");
            account.problems().forEach(problem -> out.println("  - " + problem));
        }
    }

    private static int widest(HeaderReader.Account account, Function<HeaderReader.Fact, String> part) {
        return account.facts().stream()
                .mapToInt(fact -> Math.max(1, part.apply(fact).length()))
                .max()
                .orElse(1);
    }

    private static Map<String, Object> json(HeaderReader.Fact fact) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("name", fact.name());
        parts.put("value", fact.value());
        parts.put("meaning", fact.meaning());
        return parts;
    }
}
