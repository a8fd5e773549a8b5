package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.frame.Verdict;

class SessionReportTest {
    @TempDir
    Path folder;

    private SessionNames names() throws IOException {
        return SessionNames.reserve(folder, "Jupiter", SampleFacts.FIRST_UTC_NS);
    }

    private SessionFacts facts(StackFacts stack, Path... files) {
        return facts(stack, true, files);
    }

    private SessionFacts facts(StackFacts stack, boolean complete, Path... files) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("schema", 1);
        settings.put("align", Map.of("windowPx", 256, "kind", Verdict.PENDING));
        settings.put("keepFraction", 0.6f);
        settings.put("flat", Optional.empty());
        settings.put("darkSigmaAdu", Double.NaN);
        settings.put("list", List.of(1L, 2.5, "drei", true));
        settings.put("path", Path.of("a", "b"));
        Map<String, Object> geometry = new LinkedHashMap<>();
        geometry.put("widthPx", 1280);
        geometry.put("heightPx", 960);
        geometry.put("planeCount", 3);
        return new SessionFacts(
                stack,
                List.of("jupiter.ser"),
                complete,
                settings,
                new SessionFacts.Timing(Instant.parse("2026-11-21T22:59:00.5Z"), 12.5, 16.0),
                geometry,
                List.of(Map.of("epoch", 0, "frameCount", 32), Map.of("epoch", 1, "frameCount", 100)),
                List.of(files));
    }

    @Test
    @SuppressWarnings("unchecked")
    void aSessionThatWasStoppedDoesNotClaimToBeFinished() throws IOException {
        SessionNames names = names();
        new SessionReport(SampleFacts.CLOCK).writeJson(names, facts(SampleFacts.facts(), false));
        assertEquals("ended early", ((Map<String, Object>) parsed(names.sessionJson())).get("state"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void ditherIsToldAndNullWhereNobodyLooked() throws IOException {
        SessionNames names = names();
        new SessionReport(SampleFacts.CLOCK).writeJson(names, facts(SampleFacts.ditheredFacts(3), true));
        Map<String, Object> dither =
                (Map<String, Object>) ((Map<String, Object>) parsed(names.sessionJson())).get("dither");
        assertEquals("UNEVEN", dither.get("verdict"));
        assertEquals(3.5, dither.get("spanXPx"));
        assertEquals(1.5, dither.get("fittingScale"));
        assertEquals(List.of("dither: uneven", "do this"), dither.get("lines"));
        List<Map<String, Object>> planes = (List<Map<String, Object>>) dither.get("planes");
        assertEquals(0.0625, planes.get(2).get("offsetPx"));
        assertNull(planes.get(2).get("extraNoiseFraction"), "JSON has no infinity");
        new SessionReport(SampleFacts.CLOCK).writeJson(names, facts(SampleFacts.facts(), true));
        Map<String, Object> unlooked = (Map<String, Object>) parsed(names.sessionJson());
        assertTrue(unlooked.containsKey("dither"));
        assertNull(unlooked.get("dither"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void theReportReadsBack() throws IOException {
        SessionNames names = names();
        Path stack = Files.writeString(names.path("stack", "fits"), "12345");
        new SessionReport(SampleFacts.CLOCK)
                .writeJson(names, facts(SampleFacts.facts(), stack, folder.resolve("never-written.png")));
        Map<String, Object> json = (Map<String, Object>) parsed(names.sessionJson());
        assertEquals(1L, json.get("schema"));
        assertEquals("finished", json.get("state"));
        assertEquals("Lucida 0.1.0", json.get("software"));
        assertEquals("2026-11-21T23:00:00.0000000Z", json.get("writtenUtc"));
        assertEquals(List.of("jupiter.ser"), json.get("inputs"));
        Map<String, Object> camera = (Map<String, Object>) json.get("camera");
        assertEquals("ASI462MC", camera.get("name"));
        assertEquals(10_000.0, camera.get("exposureUs"));
        assertEquals(99.5, camera.get("frameRateHz"));
        assertEquals("Müller's 10\" Newton", ((Map<String, Object>) camera.get("facts")).get("TELESCOP"));
        assertEquals(1, ((List<Object>) camera.get("notes")).size());
        assertEquals(4095L, ((Map<String, Object>) json.get("format")).get("maxAdu"));
        Map<String, Object> settings = (Map<String, Object>) json.get("settings");
        assertEquals(Map.of("windowPx", 256L, "kind", "PENDING"), settings.get("align"));
        assertTrue(settings.containsKey("flat"));
        assertNull(settings.get("flat"));
        assertNull(settings.get("darkSigmaAdu"), "JSON has no NaN");
        assertEquals(List.of(1L, 2.5, "drei", true), settings.get("list"));
        assertEquals(Path.of("a", "b").toString(), settings.get("path"));
        Map<String, Object> ledger = (Map<String, Object>) json.get("ledger");
        assertEquals(200L, ledger.get("deliveredCount"));
        assertEquals(120L, ledger.get("stackedCount"));
        assertEquals(77L, ledger.get("rejectedCount"));
        assertEquals(3L, ledger.get("droppedCount"));
        assertEquals(true, ledger.get("balances"));
        Map<String, Object> soft = ((List<Map<String, Object>>) ledger.get("rejected"))
                .stream()
                        .filter(reason -> reason.get("verdict").equals("TOO_SOFT"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(70L, soft.get("count"));
        assertEquals(Verdict.TOO_SOFT.reason(), soft.get("meaning"));
        assertEquals(2, ((List<Object>) ledger.get("dropped")).size());
        Map<String, Object> observation = (Map<String, Object>) json.get("observation");
        assertEquals("2026-11-21T22:13:24.1234567Z", observation.get("startUtc"));
        assertEquals("2026-11-21T22:13:54.1234567Z", observation.get("middleUtc"));
        assertEquals("2026-11-21T22:14:24.1234567Z", observation.get("endUtc"));
        assertEquals(1.2, (double) observation.get("stackedS"), 1e-12);
        assertEquals(12.5, ((Map<String, Object>) json.get("timing")).get("wallS"));
        assertEquals(1280L, ((Map<String, Object>) json.get("geometry")).get("widthPx"));
        assertEquals(2, ((List<Object>) json.get("referenceEpochs")).size());
        assertEquals(
                List.of(Map.of("name", stack.getFileName().toString(), "sizeBytes", 5L)),
                json.get("files"),
                "only what is there");
        assertNotNull(((Map<String, Object>) json.get("machine")).get("java"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void whatIsUnknownIsNull() throws IOException {
        SessionNames names = names();
        StackFacts unknown = SampleFacts.facts(1, Map.of(), StackFacts.Span.UNKNOWN, OptionalDouble.empty());
        new SessionReport(SampleFacts.CLOCK).writeJson(names, facts(unknown));
        Map<String, Object> json = (Map<String, Object>) parsed(names.sessionJson());
        Map<String, Object> observation = (Map<String, Object>) json.get("observation");
        assertTrue(observation.containsKey("startUtc"));
        assertNull(observation.get("startUtc"));
        assertNull(observation.get("stackedS"));
        assertNull(((Map<String, Object>) json.get("camera")).get("exposureUs"));
    }

    @Test
    void aFullDiskLeavesTheReservationReadable() throws IOException {
        SessionNames names = names();
        SessionReport report = new SessionReport(SampleFacts.CLOCK, SampleFacts.fullAfter(100));
        IOException failure =
                assertThrows(IOException.class, () -> report.writeJson(names, facts(SampleFacts.facts())));
        assertTrue(failure.getMessage().contains("session.json"), failure.getMessage());
        assertEquals(Map.of("schema", 1L, "state", "unfinished"), parsed(names.sessionJson()));
        assertEquals(1, SampleFacts.names(folder).size());
    }

    @Test
    void theReservationItselfIsValidJson() throws IOException {
        assertEquals(Map.of("schema", 1L, "state", "unfinished"), parsed(names().sessionJson()));
    }

    @Test
    void cameraSettingsHaveTheShapeOtherProgramsRead() throws IOException {
        Path file = names().cameraSettings();
        SessionReport report = new SessionReport(SampleFacts.CLOCK);
        report.writeCameraSettings(file, SampleFacts.facts());
        List<String> lines = Files.readAllLines(file);
        assertEquals("[ZWO ASI462MC]", lines.get(0));
        assertTrue(lines.contains("Capture Area=640x480"));
        assertTrue(lines.contains("Colour Space=RAW16"));
        assertTrue(lines.contains("Exposure=10.0000ms"));
        assertTrue(lines.contains("Gain=350"));
        assertTrue(lines.contains("Temperature=-9.5"));
        assertTrue(lines.contains("ActualFrameRate=99.5000fps"));
        assertTrue(lines.contains("MidCapture=2026-11-21T22:13:54.1234567Z"));
        assertTrue(lines.contains("Software=Lucida 0.1.0"));
        assertTrue(lines.stream().skip(1).allMatch(line -> line.indexOf('=') > 0), lines.toString());
        assertThrows(FileAlreadyExistsException.class, () -> report.writeCameraSettings(file, SampleFacts.facts()));
    }

    @Test
    void theFrameListHasOneLineAFrame() throws IOException {
        Path file = names().path("frames", "csv");
        new FramesCsv().write(file, SampleFacts.frames());
        assertEquals(
                List.of(
                        "INDEX,UTC,LUCKINESS,LUCK_SNR,FLUX_SCALE,DISPL_X_PX,DISPL_Y_PX,DISPL_SIGMA_PX,PEAK_Q,WEIGHT,VERDICT,CONTROL_EPOCH",
                        "5,2026-11-21T22:13:24.1234567,1.25,12.5,0.75,5.125,-3.0625,0.0625,33.5,1.4,STACKED,3",
                        "6,2026-11-21T22:13:24.1334567,0.5,12.5,0.75,5.125,-3.0625,0.0625,33.5,0.0,TOO_SOFT,3",
                        "7,,,,,,,,,0.0,STAGE_FAILED,0"),
                Files.readAllLines(file));
    }

    @Test
    void aFullDiskLeavesNoPartialFrameList() throws IOException {
        FramesCsv csv = new FramesCsv(SampleFacts.fullAfter(20));
        assertThrows(IOException.class, () -> csv.write(folder.resolve("frames.csv"), SampleFacts.frames()));
        assertEquals(List.of(), SampleFacts.names(folder));
    }

    private static Object parsed(Path file) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            parser.nextToken();
            Object value = value(parser);
            assertNull(parser.nextToken(), "nothing after the object");
            return value;
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    map.put(key, value(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }
}
