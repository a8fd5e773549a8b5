package org.lucida.view.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A doctor that finds what a test says. */
public final class PlantedDoctor {
    private PlantedDoctor() {}

    /** Finds a good thing, then as many warnings and problems as asked. */
    public static Doctor finding(int warningCount, int problemCount) {
        Check good = host ->
                List.of(Finding.ok("Java", "17").with("version", "17"), Finding.skipped("USB memory", "Linux-only"));
        Check bad = host -> java.util.stream.IntStream.range(0, warningCount + problemCount)
                .mapToObj(i -> i < warningCount
                        ? Finding.warning("display", "none", "open one", List.of())
                        : Finding.problem("disk", "full", "make room:", List.of("rm x", "rm y")))
                .toList();
        return new Doctor(new PlantedHost(Path.of("/nowhere-at-all")).host(), List.of(good, bad));
    }

    /** Has a check that fails before one that does not. */
    public static Doctor stumbling() {
        Check failing = host -> {
            throw new IOException("the folder is gone");
        };
        return new Doctor(
                new PlantedHost(Path.of("/nowhere-at-all")).host(),
                List.of(failing, host -> List.of(Finding.ok("clock", "fine"))));
    }
}
