package org.lucida.view.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.lucida.files.SerRepair;
import org.lucida.view.ExitCode;
import org.lucida.view.Program;
import org.lucida.view.Trouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Mends clips whose recording was cut off. */
@Command(
        name = "repair",
        sortOptions = false,
        customSynopsis = "lucida repair [OPTION]... CLIP...",
        header = "Mend SER clips whose recording was cut off.",
        description = {
            "",
            "Restores the frame count and, from the journal beside the clip, the times of the frames. Clips of other"
                    + " programs get the right frame count, too; times are never made up. No frame is ever changed.",
            ""
        })
final class RepairCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "CLIP", arity = "1..*", description = "SER files.")
    List<Path> clips;

    @Option(names = "--dry-run", order = 1, description = "Only tell what would be done.")
    boolean dryRun;

    @Mixin
    OutputOptions output;

    @Override
    public Integer call() {
        for (Path clip : clips) {
            StackOptions.requireFile("CLIP", clip);
        }
        PrintWriter out = spec.commandLine().getOut();
        int exitCode = ExitCode.OK;
        List<Map<String, Object>> told = new ArrayList<>();
        for (Path clip : clips) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("clip", clip);
            try {
                SerRepair.Finding finding = SerRepair.repair(clip, dryRun);
                facts.put("sound", finding.isSound());
                facts.put("frameCount", finding.frameCount());
                facts.put("timedCount", finding.timedCount());
                facts.put("deeds", finding.deeds());
                if (!output.json && !output.quiet) {
                    print(out, finding);
                }
            } catch (IOException e) {
                Trouble trouble = Trouble.of(e);
                facts.put("error", trouble.sentence());
                exitCode = Math.max(exitCode, trouble.exitCode());
                spec.commandLine().getErr().println("lucida: " + trouble.sentence());
            }
            told.add(facts);
        }
        if (output.json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("schema", 1);
            all.put("command", "repair");
            all.put("version", Program.version());
            all.put("exitCode", exitCode);
            all.put("dryRun", dryRun);
            all.put("clips", told);
            out.println(JsonText.of(all));
        }
        out.flush();
        return exitCode;
    }

    private void print(PrintWriter out, SerRepair.Finding finding) {
        String state = finding.isSound() ? "sound" : dryRun ? "would be mended" : "mended";
        out.println(finding.file() + ": " + state + ", " + finding.frameCount() + " frames, " + finding.timedCount()
                + " with a time of their own");
        finding.deeds().forEach(deed -> out.println("  - " + deed));
    }
}
