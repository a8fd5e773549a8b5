package org.lucida.view.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The word {@code lucida} itself. */
@Command(
        name = "lucida",
        sortOptions = false,
        customSynopsis = "lucida COMMAND [OPTION]...",
        versionProvider = Version.class,
        description = {
            "",
            "Stacks short exposures of planets, the Moon, the Sun and stars while they arrive.",
            "",
            "The air above a telescope blurs and shakes every frame differently. Lucida measures how sharp each raw frame"
                    + " is (its luckiness), finds how far the target has wandered (its displacement), and drops every raw"
                    + " sample, colour by colour, onto a finer grid. Sharp instants weigh most. What comes out is a FITS file"
                    + " for processing, pictures for looking at, and an account of every single frame.",
            ""
        },
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nFirst steps:%n",
        footer = {
            "  lucida                                        open the window, at a desktop",
            "  lucida demo                                   see it work on a made-up clip",
            "  lucida doctor                                 is this machine ready for a night?",
            "  lucida info jupiter.ser                       what is in a recording?",
            "  lucida stack jupiter.ser --preset jupiter     stack it into lucida-out",
            "  lucida live --camera replay:moon.ser --preset moon --preview-every 2",
            "",
            "lucida COMMAND --help tells the options of a command."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:done; for live also after Ctrl-C",
            "  2:wrong usage: unknown option, impossible setting, file not there",
            "  3:bad data: damaged file, or not one frame could be stacked",
            "  4:device or disk failed, or memory ran out; doctor: something is a problem",
            " 70:a fault of the program",
            "130:ended early by Ctrl-C; what was stacked is written",
            "131:aborted by a second Ctrl-C; results are not written"
        })
final class RootCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            order = 98,
            description = "Show this help and end.")
    boolean helpWanted;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = 99,
            description = "Show the version and end.")
    boolean versionWanted;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            order = 97,
            description = "Show the stack trace of every error.")
    boolean debug;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
