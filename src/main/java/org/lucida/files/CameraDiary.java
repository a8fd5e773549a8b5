package org.lucida.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a camera went through in a session.
 *
 * @param discardedCount frames with settings of before that the camera threw away on purpose, after a start or a change of
 *     settings; they have no index and lie outside of every account
 * @param timeUncertaintyNs one-sigma uncertainty of the frame times; negative if unknown
 * @param changes settings that were changed while frames came, oldest first
 * @param gaps times without frames that no counter tells of, oldest first
 * @param notices what the camera had to tell, oldest first
 */
public record CameraDiary(
        long discardedCount, long timeUncertaintyNs, List<Change> changes, List<Gap> gaps, List<Notice> notices) {
    /** A source that has nothing to tell. */
    public static final CameraDiary EMPTY = new CameraDiary(0, -1, List.of(), List.of(), List.of());

    /** Why discarded frames are in no account, for reports. */
    public static final String DISCARDED_MEANING =
            "frames with settings of before, thrown away on purpose after a start or a change of settings; they have no"
                    + " index and lie outside of deliveredCount";

    public CameraDiary {
        changes = List.copyOf(changes);
        gaps = List.copyOf(gaps);
        notices = List.copyOf(notices);
    }

    /**
     * One setting that was changed.
     *
     * @param epoch number of the settings from then on; column CONTROL_EPOCH of the frame table
     * @param firstFrameIndex first frame taken with it
     * @param appliedUtcNs when
     * @param key which control
     * @param unit what its values are measured in; empty for a plain number
     * @param beforeValue value before
     * @param afterValue value after
     */
    public record Change(
            int epoch,
            long firstFrameIndex,
            long appliedUtcNs,
            String key,
            String unit,
            long beforeValue,
            long afterValue) {}

    /**
     * A time without frames.
     *
     * @param startUtcNs end of the exposure before it
     * @param endUtcNs start of the exposure after it
     * @param firstFrameIndex the frame after it
     * @param reason why, in words
     */
    public record Gap(long startUtcNs, long endUtcNs, long firstFrameIndex, String reason) {
        /** How long it was. */
        public double lengthS() {
            return (endUtcNs - startUtcNs) / 1e9;
        }
    }

    /**
     * Something the camera had to tell.
     *
     * @param utcNs when it was last told
     * @param isTrouble true for what needs attention
     * @param sentence what, and what helps
     * @param count how often in a row
     */
    public record Notice(long utcNs, boolean isTrouble, String sentence, int count) {}

    /** Longest time without frames. */
    public double longestGapS() {
        return gaps.stream().mapToDouble(Gap::lengthS).max().orElse(0);
    }

    /** All of it as content of a report. */
    public Map<String, Object> content() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("discardedCount", discardedCount);
        all.put("discardedMeaning", DISCARDED_MEANING);
        all.put("timeUncertaintyNs", timeUncertaintyNs < 0 ? null : timeUncertaintyNs);
        List<Object> settingChanges = new ArrayList<>();
        for (Change change : changes) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("epoch", change.epoch());
            one.put("firstFrameIndex", change.firstFrameIndex());
            one.put("appliedUtc", utc(change.appliedUtcNs()));
            one.put("key", change.key());
            one.put("unit", change.unit());
            one.put("beforeValue", change.beforeValue());
            one.put("afterValue", change.afterValue());
            settingChanges.add(one);
        }
        all.put("settingChanges", settingChanges);
        List<Object> silences = new ArrayList<>();
        for (Gap gap : gaps) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("startUtc", utc(gap.startUtcNs()));
            one.put("endUtc", utc(gap.endUtcNs()));
            one.put("lengthS", gap.lengthS());
            one.put("firstFrameIndex", gap.firstFrameIndex());
            one.put("reason", gap.reason());
            silences.add(one);
        }
        all.put("gaps", silences);
        List<Object> told = new ArrayList<>();
        for (Notice notice : notices) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("utc", utc(notice.utcNs()));
            one.put("isTrouble", notice.isTrouble());
            one.put("sentence", notice.sentence());
            one.put("count", notice.count());
            told.add(one);
        }
        all.put("notices", told);
        return all;
    }

    private static String utc(long utcNs) {
        return UtcText.isKnown(utcNs) ? UtcText.iso7(utcNs) + "Z" : null;
    }
}
