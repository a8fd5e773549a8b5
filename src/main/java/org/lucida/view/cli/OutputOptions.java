package org.lucida.view.cli;

import picocli.CommandLine.Option;

/** How much is said, and to whom. */
final class OutputOptions {
    @Option(
            names = "--json",
            order = 90,
            description = "Print one JSON object on standard output when done, for scripts; no progress, no table.")
    boolean json;

    @Option(
            names = {"-q", "--quiet"},
            order = 91,
            description = "Print nothing but errors.")
    boolean quiet;
}
