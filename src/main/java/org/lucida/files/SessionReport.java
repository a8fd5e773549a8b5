package org.lucida.files;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.lucida.frame.DropPlace;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;

/**
 * The account of a session: {@code session.json} for programs, and a camera settings file in the shape other capture
 * programs read.
 *
 * <p>Numbers JSON has no spelling for (NaN, infinite) and unknown values are {@code null}.
 * <p>Fails: on a full disk IOException with file, bytes needed and remedy; what was there before stays.
 */
public final class SessionReport {
    /** Version of the layout of session.json; raised when a key changes its meaning or goes. */
    public static final int SCHEMA = 1;

    private final Clock clock;
    private final WholeFile files;

    /** Writes to this machine's disks; the clock tells when a report was written. */
    public SessionReport(Clock clock) {
        this(clock, WholeFile.REAL_DISK);
    }

    SessionReport(Clock clock, WholeFile.Disk disk) {
        this.clock = clock;
        this.files = new WholeFile(disk);
    }

    /** Writes {@code session.json} in place of the session's own reservation or its earlier report. */
    public void writeJson(SessionNames names, SessionFacts facts) throws IOException {
        replace(names, out -> session(out, names, facts));
    }

    /** Writes {@code session.json} of a recording without a stack, in the same place and with the same words. */
    public void writeJson(SessionNames names, RecordingReport report) throws IOException {
        replace(names, out -> recordingSession(out, names, report));
    }

    /** Writes the object of a report. */
    private interface Content {
        void to(JsonGenerator out) throws IOException;
    }

    private void replace(SessionNames names, Content content) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamWriteFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (JsonGenerator out = factory.createGenerator(json, JsonEncoding.UTF8)) {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            out.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(indenter));
            content.to(out);
        }
        json.write('\n');
        files.replace(
                names.sessionJson(),
                json.size(),
                channel -> WholeFile.writeFully(channel, ByteBuffer.wrap(json.toByteArray())));
    }

    /** Writes the camera settings as {@code Key=Value} lines under the camera's name; a new file. */
    public void writeCameraSettings(Path file, StackFacts facts) throws IOException {
        writeCameraSettings(file, facts, facts.ledger().stackedCount());
    }

    /**
     * The same where the session has had several stacks.
     *
     * @param stackedCount frames in this one
     */
    public void writeCameraSettings(Path file, StackFacts facts, long stackedCount) throws IOException {
        StringBuilder text = cameraSettings(facts.source(), facts.target(), facts.span(), facts.exposureUs());
        line(text, "FrameCount", Long.toString(facts.ledger().deliveredCount()));
        line(text, "StackedFrames", Long.toString(stackedCount));
        finish(file, text, facts.source(), facts.software());
    }

    /** Writes the camera settings beside a recording; a new file. */
    public void writeCameraSettings(Path file, RecordingReport report) throws IOException {
        StackFacts.Source source = report.source();
        StringBuilder text =
                cameraSettings(source, report.target(), report.recording().span(), source.exposureUs());
        line(text, "FrameCount", Long.toString(report.recording().account().get("recordedCount")));
        finish(file, text, source, report.software());
    }

    private void finish(Path file, StringBuilder text, StackFacts.Source source, String software) throws IOException {
        line(text, "Source", source.address());
        line(text, "Software", software);
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        files.create(file, bytes.length, channel -> WholeFile.writeFully(channel, ByteBuffer.wrap(bytes)));
    }

    // ---- session.json ---------------------------------------------------------------------------------------------

    private void session(JsonGenerator out, SessionNames names, SessionFacts facts) throws IOException {
        StackFacts stack = facts.stack();
        out.writeStartObject();
        out.writeNumberField("schema", SCHEMA);
        out.writeStringField("state", facts.complete() ? "finished" : "ended early");
        out.writeStringField("software", stack.software());
        time(out, "writtenUtc", UtcText.nanosOf(clock.instant()));
        out.writeStringField("base", names.base());
        out.writeStringField("target", stack.target());
        field(out, "inputs", facts.inputs());
        camera(out, stack.source(), facts.diary());
        format(out, stack.source().format());
        field(out, "settings", facts.settings());
        recipe(out, stack.recipe());
        field(out, "dither", stack.dither().map(SessionReport::dither));
        pixels(out, stack.pixels());
        ledger(out, stack.ledger(), facts.diary());
        field(out, "recording", facts.recording().map(SessionReport::recording));
        events(out, facts.events());
        field(out, "gaps", gaps(facts.gaps()));
        observation(out, stack, stack.ledger().stackedCount() - facts.events().earlierStackedCount());
        timing(out, facts.timing());
        field(out, "geometry", facts.geometry());
        field(out, "referenceEpochs", facts.referenceEpochs());
        files(out, facts.files());
        machine(out);
        field(out, "notes", stack.notes());
        out.writeEndObject();
    }

    private void recordingSession(JsonGenerator out, SessionNames names, RecordingReport report) throws IOException {
        out.writeStartObject();
        out.writeNumberField("schema", SCHEMA);
        out.writeStringField("state", report.complete() ? "finished" : "ended early");
        out.writeStringField("software", report.software());
        time(out, "writtenUtc", UtcText.nanosOf(clock.instant()));
        out.writeStringField("base", names.base());
        out.writeStringField("target", report.target());
        field(out, "inputs", List.of(report.source().address()));
        camera(out, report.source(), report.diary());
        format(out, report.source().format());
        field(out, "settings", report.settings());
        field(out, "recording", recording(report.recording()));
        field(out, "gaps", gaps(report.recording().gaps()));
        time(out, "startedUtc", UtcText.nanosOf(report.startedAt()));
        files(out, report.files());
        machine(out);
        out.writeEndObject();
    }

    private static void events(JsonGenerator out, SessionEvents events) throws IOException {
        if (!events.recordings().isEmpty()) {
            List<Object> recordings = new ArrayList<>();
            for (RecordingFacts one : events.recordings()) {
                recordings.add(recording(one));
            }
            field(out, "recordings", recordings);
        }
        if (!events.keepFractionChanges().isEmpty()) {
            field(out, "keepFractionChanges", events.keepFractionChanges());
        }
        if (!events.stackRestarts().isEmpty()) {
            field(out, "stackRestarts", events.stackRestarts());
            field(out, "earlierStackedCount", events.earlierStackedCount());
        }
    }

    private static Map<String, Object> recording(RecordingFacts recording) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("clip", recording.clip().getFileName().toString());
        all.put("format", recording.format());
        all.put("endReason", recording.endReason());
        all.putAll(recording.account());
        all.put("balances", recording.balances());
        all.put(
                "rule",
                "deliveredCount = recordedCount + cameraLostCount + ringLostCount + damagedCount + outsideCount +"
                        + " failedCount + waitingCount");
        all.put("firstStartUtc", utc(recording.span().firstStartUtcNs()));
        all.put("lastStartUtc", utc(recording.span().lastStartUtcNs()));
        all.put("wallS", recording.wallS());
        all.put("writtenBytes", recording.writtenBytes());
        all.put("bytesPerS", recording.bytesPerS());
        all.put("worstWriteMs", recording.worstWriteMs());
        all.put("mostWaitingCount", recording.mostWaitingCount());
        all.put("slotCount", recording.slotCount());
        all.put("recorderCpuS", recording.recorderCpuS());
        all.put("notes", recording.notes());
        return all;
    }

    private static Map<String, Object> gaps(RecordingFacts.Gaps gaps) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("gapCount", gaps.gapCount());
        all.put("longestS", gaps.longestS());
        all.put("frameTimeS", gaps.frameTimeS());
        List<Object> listed = new ArrayList<>();
        for (RecordingFacts.Gap gap : gaps.listed()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("afterFrameIndex", gap.afterFrameIndex());
            one.put("startUtc", utc(gap.startUtcNs()));
            one.put("lengthS", gap.lengthS());
            listed.add(one);
        }
        all.put("listed", listed);
        return all;
    }

    private static String utc(long utcNs) {
        return UtcText.isKnown(utcNs) ? UtcText.iso7(utcNs) + "Z" : null;
    }

    private static void camera(JsonGenerator out, StackFacts.Source source, CameraDiary diary) throws IOException {
        out.writeObjectFieldStart("camera");
        out.writeStringField("name", source.cameraName());
        out.writeStringField("address", source.address());
        field(out, "exposureUs", source.exposureUs());
        field(out, "frameRateHz", source.frameRateHz());
        field(out, "facts", source.facts());
        field(out, "notes", source.notes());
        for (Map.Entry<String, Object> entry : diary.content().entrySet()) {
            field(out, entry.getKey(), entry.getValue());
        }
        out.writeEndObject();
    }

    private static void format(JsonGenerator out, FrameFormat format) throws IOException {
        out.writeObjectFieldStart("format");
        out.writeNumberField("widthPx", format.widthPx());
        out.writeNumberField("heightPx", format.heightPx());
        out.writeStringField("layout", format.layout().name());
        out.writeNumberField("bitDepth", format.bitDepth());
        out.writeNumberField("maxAdu", format.maxAdu());
        out.writeEndObject();
    }

    private static void recipe(JsonGenerator out, StackFacts.Recipe recipe) throws IOException {
        out.writeObjectFieldStart("recipe");
        field(out, "scale", recipe.scale());
        field(out, "pixfrac", recipe.pixfrac());
        out.writeStringField("kernel", recipe.kernel());
        out.writeStringField("luckinessMetric", recipe.luckinessMetric());
        field(out, "alpha", recipe.alpha());
        field(out, "keepFraction", recipe.keepFraction());
        out.writeEndObject();
    }

    private static Map<String, Object> dither(StackFacts.Dither dither) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("verdict", dither.verdict());
        all.put("spanXPx", dither.spanXPx());
        all.put("spanYPx", dither.spanYPx());
        all.put("pathPx", dither.pathPx());
        List<Object> planes = new ArrayList<>();
        for (StackFacts.Cover cover : dither.planes()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("emptyFraction", cover.emptyFraction());
            one.put("leastSampleCount", cover.leastSampleCount());
            one.put("mostSampleCount", cover.mostSampleCount());
            one.put("weightScatterFraction", cover.weightScatterFraction());
            one.put("extraNoiseFraction", cover.extraNoiseFraction());
            one.put("offsetPx", cover.offsetPx());
            planes.add(one);
        }
        all.put("planes", planes);
        all.put("fittingScale", dither.fittingScale());
        all.put("fittingPixfrac", dither.fittingPixfrac());
        all.put("lines", dither.lines());
        return all;
    }

    private static void pixels(JsonGenerator out, StackFacts.Pixels pixels) throws IOException {
        out.writeObjectFieldStart("pixels");
        out.writeNumberField("maskedCount", pixels.maskedCount());
        field(out, "gainEPerAdu", pixels.gainEPerAdu());
        field(out, "offsetAdu", pixels.offsetAdu());
        field(out, "readNoiseE", pixels.readNoiseE());
        out.writeEndObject();
    }

    private static void ledger(JsonGenerator out, Ledger ledger, CameraDiary diary) throws IOException {
        out.writeObjectFieldStart("ledger");
        out.writeNumberField("deliveredCount", ledger.deliveredCount());
        out.writeNumberField("stackedCount", ledger.stackedCount());
        out.writeNumberField("rejectedCount", ledger.rejectedCount());
        out.writeNumberField("droppedCount", ledger.droppedCount());
        out.writeNumberField("inFlightCount", ledger.inFlightCount());
        out.writeBooleanField("balances", ledger.balances());
        out.writeStringField("rule", "deliveredCount = stackedCount + rejectedCount + droppedCount + inFlightCount");
        out.writeObjectFieldStart("outside");
        out.writeNumberField("discardedCount", diary.discardedCount());
        out.writeStringField("meaning", CameraDiary.DISCARDED_MEANING);
        out.writeEndObject();
        out.writeArrayFieldStart("rejected");
        for (Map.Entry<Verdict, Long> entry : ledger.rejectedCounts().entrySet()) {
            reason(
                    out,
                    "verdict",
                    entry.getKey(),
                    entry.getValue(),
                    entry.getKey().reason());
        }
        out.writeEndArray();
        out.writeArrayFieldStart("dropped");
        for (Map.Entry<DropPlace, Long> entry : ledger.droppedCounts().entrySet()) {
            reason(
                    out,
                    "place",
                    entry.getKey(),
                    entry.getValue(),
                    entry.getKey().meaning());
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void reason(JsonGenerator out, String kind, Enum<?> value, long count, String meaning)
            throws IOException {
        out.writeStartObject();
        out.writeStringField(kind, value.name());
        out.writeNumberField("count", count);
        out.writeStringField("meaning", meaning);
        out.writeEndObject();
    }

    private static void observation(JsonGenerator out, StackFacts stack, long stackedCount) throws IOException {
        OptionalDouble exposureUs = stack.exposureUs();
        out.writeObjectFieldStart("observation");
        time(out, "startUtc", stack.span().firstStartUtcNs());
        time(out, "middleUtc", stack.span().middleUtcNs(exposureUs));
        time(out, "endUtc", stack.span().endUtcNs(exposureUs));
        field(out, "exposureUs", exposureUs);
        field(out, "stackedS", stack.stackedS(stackedCount));
        out.writeEndObject();
    }

    private static void timing(JsonGenerator out, SessionFacts.Timing timing) throws IOException {
        out.writeObjectFieldStart("timing");
        time(out, "startedUtc", UtcText.nanosOf(timing.startedAt()));
        field(out, "wallS", timing.wallS());
        field(out, "rateHz", timing.rateHz());
        out.writeEndObject();
    }

    private static void files(JsonGenerator out, List<Path> files) throws IOException {
        out.writeArrayFieldStart("files");
        for (Path file : files) {
            if (Files.isRegularFile(file)) {
                out.writeStartObject();
                out.writeStringField("name", file.getFileName().toString());
                out.writeNumberField("sizeBytes", Files.size(file));
                out.writeEndObject();
            }
        }
        out.writeEndArray();
    }

    private static void machine(JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("machine");
        out.writeStringField("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        out.writeStringField("architecture", System.getProperty("os.arch"));
        out.writeStringField("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        out.writeNumberField("processorCount", Runtime.getRuntime().availableProcessors());
        out.writeNumberField("heapLimitBytes", Runtime.getRuntime().maxMemory());
        out.writeEndObject();
    }

    private static void time(JsonGenerator out, String key, long utcNs) throws IOException {
        field(out, key, utc(utcNs));
    }

    private static void field(JsonGenerator out, String key, Object value) throws IOException {
        out.writeFieldName(key);
        value(out, value);
    }

    private static void value(JsonGenerator out, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Number number) {
            number(out, number);
        } else if (value instanceof Optional<?> maybe) {
            value(out, maybe.orElse(null));
        } else if (value instanceof OptionalDouble maybe) {
            value(out, maybe.isPresent() ? maybe.getAsDouble() : null);
        } else if (value instanceof OptionalLong maybe) {
            value(out, maybe.isPresent() ? maybe.getAsLong() : null);
        } else if (value instanceof OptionalInt maybe) {
            value(out, maybe.isPresent() ? maybe.getAsInt() : null);
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                field(out, String.valueOf(entry.getKey()), entry.getValue());
            }
            out.writeEndObject();
        } else if (value instanceof Iterable<?> list && !(value instanceof Path)) {
            out.writeStartArray();
            for (Object element : list) {
                value(out, element);
            }
            out.writeEndArray();
        } else {
            out.writeString(value instanceof Enum<?> constant ? constant.name() : value.toString());
        }
    }

    private static void number(JsonGenerator out, Number number) throws IOException {
        if (number instanceof BigDecimal decimal) {
            out.writeNumber(decimal);
        } else if (number instanceof BigInteger integer) {
            out.writeNumber(integer);
        } else if (number instanceof Float single) {
            if (Float.isFinite(single)) {
                out.writeNumber(single);
            } else {
                out.writeNull();
            }
        } else if (number instanceof Double real) {
            if (Double.isFinite(real)) {
                out.writeNumber(real);
            } else {
                out.writeNull();
            }
        } else {
            out.writeNumber(number.longValue());
        }
    }

    // ---- camera settings ------------------------------------------------------------------------------------------

    private static StringBuilder cameraSettings(
            StackFacts.Source source, String target, StackFacts.Span span, OptionalDouble exposureUs) {
        FrameFormat format = source.format();
        StringBuilder text = new StringBuilder();
        String cameraName = source.facts().getOrDefault("INSTRUME", source.cameraName());
        text.append('[').append(oneLine(cameraName)).append("]\n");
        line(text, "FrameType", "Light");
        line(text, "Colour Space", colourSpace(format));
        line(text, "Capture Area", format.widthPx() + "x" + format.heightPx());
        if (exposureUs.isPresent()) {
            line(text, "Exposure", String.format(Locale.ROOT, "%.4fms", exposureUs.getAsDouble() / 1e3));
        }
        fact(text, "Binning", source, "XBINNING");
        fact(text, "Gain", source, "GAIN");
        fact(text, "Brightness", source, "OFFSET");
        fact(text, "Temperature", source, "CCD-TEMP");
        fact(text, "Filter", source, "FILTER");
        fact(text, "Telescope", source, "TELESCOP");
        fact(text, "FocalLength", source, "FOCALLEN");
        fact(text, "Observer", source, "OBSERVER");
        if (source.frameRateHz().isPresent()) {
            line(
                    text,
                    "ActualFrameRate",
                    String.format(Locale.ROOT, "%.4ffps", source.frameRateHz().getAsDouble()));
        }
        line(text, "ObjectName", target);
        time(text, "StartCapture", span.firstStartUtcNs());
        time(text, "MidCapture", span.middleUtcNs(exposureUs));
        time(text, "EndCapture", span.endUtcNs(exposureUs));
        return text;
    }

    private static String colourSpace(FrameFormat format) {
        String bits = format.bytesPerSample() == 1 ? "8" : "16";
        if (format.layout().samplesPerPixel() == 3) {
            return format.bytesPerSample() == 1 ? "RGB24" : "RGB48";
        }
        return (format.layout().isMosaic() ? "RAW" : "MONO") + bits;
    }

    private static void fact(StringBuilder text, String key, StackFacts.Source source, String keyword) {
        line(text, key, source.facts().getOrDefault(keyword, ""));
    }

    private static void time(StringBuilder text, String key, long utcNs) {
        line(text, key, UtcText.isKnown(utcNs) ? UtcText.iso7(utcNs) + "Z" : "");
    }

    private static void line(StringBuilder text, String key, String value) {
        if (!value.isBlank()) {
            text.append(key).append('=').append(oneLine(value)).append('\n');
        }
    }

    private static String oneLine(String value) {
        return value.replaceAll("[\\p{Cntrl}]+", " ").strip();
    }
}
