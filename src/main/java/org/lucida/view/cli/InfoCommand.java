package org.lucida.view.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "SER or FITS files (FITS plain or .gz).")
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
                facts.put("format", account.format());
                facts.put("header", account.entries());
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
            all.put("version", Version.text());
            all.put("exitCode", exitCode);
            all.put("files", told);
            spec.commandLine().getOut().println(JsonText.of(all));
        }
        return exitCode;
    }

    private static void print(PrintWriter out, Path file, HeaderReader.Account account) {
        out.println(file + ": " + account.format());
        int width = account.entries().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        account.entries()
                .forEach((name, value) -> out.println("  " + name + " ".repeat(width - name.length() + 2) + value));
        if (account.problems().isEmpty()) {
            out.println("  nothing is wrong with it");
        } else {
            out.println("  what is wrong with it:");
            account.problems().forEach(problem -> out.println("  - " + problem));
        }
    }
}
