package org.lucida.view.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script that completes words in a shell. */
@Command(
        name = "completion",
        header = "Print a script that completes commands and options in bash and zsh.",
        description = {"", "Load it with: source <(lucida completion)", ""})
final class CompletionCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash("lucida", spec.root().commandLine()));
        out.flush();
    }
}
