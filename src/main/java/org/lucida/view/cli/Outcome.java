package org.lucida.view.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lucida.config.StackSettings;
import org.lucida.frame.DropPlace;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;

/**
 * A run that ended, told to people and to scripts.
 *
 * @param input what was stacked
 * @param preset the preset named, or empty
 * @param request what was asked for
 * @param result what came of it
 * @param stackingS wall time from the start to the last frame
 * @param writingS wall time of writing the results
 * @param interrupted true if Ctrl-C ended it
 */
record Outcome(
        String input,
        String preset,
        RunRequest request,
        RunResult result,
        double stackingS,
        double writingS,
        boolean interrupted) {
    /** Key under which a map of facts holds its own words for people. */
    static final String LINES = "lines";

    /** Frames delivered per second of stacking. */
    double frameRateHz() {
        return stackingS > 0 ? result.ledger().deliveredCount() / stackingS : 0;
    }

    /** Why there is nothing in the stack, with the commonest reason and its remedy. */
    String nothingStacked() {
        Ledger ledger = result.ledger();
        Map<Verdict, Long> rejected = new EnumMap<>(Verdict.class);
        rejected.putAll(ledger.rejectedCounts());
        String reason = rejected.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .max(Map.Entry.comparingByValue())
                .map(entry -> entry.getKey() + "=" + entry.getValue() + " ("
                        + entry.getKey().reason() + ")")
                .orElseGet(() -> ledger.deliveredCount() == 0
                        ? "the source delivered no frame; check it with lucida info"
                        : "all were dropped; use a smaller --roi or --scale");
        return input + ": stacked=0 of delivered=" + ledger.deliveredCount() + "; " + reason;
    }

    /** The end of a session as JSON content. */
    Map<String, Object> facts() {
        Ledger ledger = result.ledger();
        Map<String, Object> rejected = new LinkedHashMap<>();
        ledger.rejectedCounts().forEach((verdict, count) -> rejected.put(verdict.name(), count));
        Map<String, Object> dropped = new LinkedHashMap<>();
        ledger.droppedCounts().forEach((place, count) -> dropped.put(place.name(), count));
        Map<String, Object> account = new LinkedHashMap<>();
        account.put("deliveredCount", ledger.deliveredCount());
        account.put("stackedCount", ledger.stackedCount());
        account.put("rejectedCount", ledger.rejectedCount());
        account.put("rejectedCounts", rejected);
        account.put("droppedCount", ledger.droppedCount());
        account.put("droppedCounts", dropped);
        account.put("inFlightCount", ledger.inFlightCount());
        account.put("balances", ledger.balances());
        Map<String, Object> settings = new LinkedHashMap<>();
        StackSettings wished = request.settings();
        settings.put("target", wished.target().key());
        settings.put("scale", wished.scale());
        settings.put("pixfrac", wished.pixfrac());
        settings.put("metric", wished.metric());
        settings.put("samplingPxPerLambdaD", wished.samplingPxPerLambdaD());
        settings.put("alpha", wished.alpha());
        settings.put("keepFraction", wished.keepFraction());
        settings.put("searchRadiusPx", wished.searchRadiusPx());
        settings.put("epochCount", wished.epochCount());
        settings.put("threads", wished.threads());
        settings.put("ringSlotCount", wished.ringSlotCount());
        settings.put("previewEveryS", wished.previewEveryS());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("input", input);
        all.put("preset", preset.isEmpty() ? null : preset);
        all.put("settings", settings);
        all.put("complete", result.complete());
        all.put("interrupted", interrupted);
        all.put("stackingS", stackingS);
        all.put("writingS", writingS);
        all.put("frameRateHz", frameRateHz());
        all.put("ledger", account);
        all.put("facts", result.facts());
        all.put("files", result.files());
        return all;
    }

    /** The end of a session as a table for people. */
    String table() {
        Ledger ledger = result.ledger();
        long delivered = ledger.deliveredCount();
        StringBuilder out = new StringBuilder();
        out.append(input).append(interrupted ? " (ended early)" : "").append('\n');
        out.append(String.format(
                Locale.ROOT,
                "  %-12s %9d frames in %.1f s, %.0f frames/s%n",
                "delivered",
                delivered,
                stackingS,
                frameRateHz()));
        row(out, "= stacked", ledger.stackedCount(), delivered);
        row(out, "+ rejected", ledger.rejectedCount(), delivered);
        for (Verdict verdict : Verdict.values()) {
            reason(out, verdict.name(), ledger.rejectedCounts().getOrDefault(verdict, 0L), verdict.reason());
        }
        row(out, "+ dropped", ledger.droppedCount(), delivered);
        for (DropPlace place : DropPlace.values()) {
            reason(out, place.name(), ledger.droppedCounts().getOrDefault(place, 0L), place.meaning());
        }
        if (!ledger.balances() || ledger.inFlightCount() != 0) {
            out.append("  the account does not balance (in flight ")
                    .append(ledger.inFlightCount())
                    .append("); please report this\n");
        }
        result.facts().forEach((name, value) -> {
            boolean isUnknown = value instanceof Double number && number.isNaN();
            if (value instanceof Map<?, ?> map && map.get(LINES) instanceof List<?> lines) {
                String indent = "  ";
                for (Object line : lines) {
                    out.append(indent).append(line).append('\n');
                    indent = "    ";
                }
            } else if (value instanceof List<?> sentences) {
                sentences.forEach(
                        sentence -> out.append("  note: ").append(sentence).append('\n'));
            } else if (!isUnknown
                    && (value instanceof Number || value instanceof CharSequence || value instanceof Boolean)) {
                out.append("  ").append(name).append(' ').append(text(value)).append('\n');
            }
        });
        out.append(String.format(Locale.ROOT, "files written in %.1f s:%n", writingS));
        for (Path file : result.files()) {
            out.append("  ").append(file).append('\n');
        }
        return out.toString();
    }

    private static String text(Object value) {
        return value instanceof Double || value instanceof Float
                ? String.format(Locale.ROOT, "%.4g", ((Number) value).doubleValue())
                : String.valueOf(value);
    }

    private static void row(StringBuilder out, String name, long count, long delivered) {
        double percent = delivered == 0 ? 0 : 100.0 * count / delivered;
        out.append(String.format(Locale.ROOT, "  %-12s %9d  %5.1f %%%n", name, count, percent));
    }

    private static void reason(StringBuilder out, String name, long count, String words) {
        if (count > 0) {
            out.append(String.format(Locale.ROOT, "      %-14s %7d  %s%n", name, count, words));
        }
    }
}
