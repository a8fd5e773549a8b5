package org.lucida.view.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the luckiness metrics. */
@Command(
        name = "metrics",
        header = "List the luckiness metrics for --metric.",
        description = {"", "The default stands first.", ""})
final class MetricsCommand implements Runnable {
    @Spec
    CommandSpec spec;

    private final Rooms rooms;

    MetricsCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        rooms.metrics()
                .forEach((name, description) ->
                        out.println(String.format("%-12s %s", name, description).stripTrailing()));
    }
}
