package org.lucida.view.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lucida.files.CameraDiary;

/** What a camera went through, in words and as JSON content; empty for a source that has nothing to tell. */
final class CameraWords {
    private static final int MOST_GAPS = 5;

    private CameraWords() {}

    /** True if there is something to tell. */
    static boolean isWorthTelling(CameraDiary diary) {
        return !diary.equals(CameraDiary.EMPTY);
    }

    /** As JSON content, with its own words for people. */
    static Map<String, Object> facts(CameraDiary diary) {
        Map<String, Object> all = new LinkedHashMap<>(diary.content());
        all.put(Outcome.LINES, lines(diary));
        return all;
    }

    /** In words: one line, then a line for each long silence. */
    static List<String> lines(CameraDiary diary) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "camera: frame times %s; settings changed %d times; silent %d times%s; %d stale frames thrown away"
                        + " (outside of the account)",
                diary.timeUncertaintyNs() < 0
                        ? "of unknown uncertainty"
                        : String.format(Locale.ROOT, "+- %.2f ms", diary.timeUncertaintyNs() / 1e6),
                diary.changes().size(),
                diary.gaps().size(),
                diary.gaps().isEmpty() ? "" : String.format(Locale.ROOT, ", longest %.1f s", diary.longestGapS()),
                diary.discardedCount()));
        for (CameraDiary.Gap gap :
                diary.gaps().subList(0, Math.min(MOST_GAPS, diary.gaps().size()))) {
            lines.add(String.format(
                    Locale.ROOT,
                    "no frames for %.1f s before frame %d: %s",
                    gap.lengthS(),
                    gap.firstFrameIndex(),
                    gap.reason()));
        }
        if (diary.gaps().size() > MOST_GAPS) {
            lines.add((diary.gaps().size() - MOST_GAPS) + " more of these are in session.json");
        }
        return lines;
    }
}
