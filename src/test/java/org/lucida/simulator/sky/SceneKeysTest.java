package org.lucida.simulator.sky;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lucida.frame.BadInputException;

/** Holds the tables of simulator/scenes/README.md against the reader of scene files. */
class SceneKeysTest {
    private static final String NEEDED = "must be given";
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (.*) \\| (.*) \\| (.*) \\| (.*) \\|");
    private static final Pattern RANGE = Pattern.compile("(-?[0-9.]+) \\.\\. (-?[0-9.]+)");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+");

    private record Key(String unit, String range, String byDefault) {
        boolean isChoice() {
            return range.contains(", ");
        }
    }

    /** The tables by their headings. */
    private static final Map<String, Map<String, Key>> TABLES = new LinkedHashMap<>();

    @BeforeAll
    static void readTables() throws IOException {
        String heading = "";
        for (String line : Files.readAllLines(Path.of("simulator/scenes/README.md"))) {
            Matcher row = ROW.matcher(line);
            if (line.startsWith("### ")) {
                heading = line.substring(4).replace("`", "");
                TABLES.put(heading, new LinkedHashMap<>());
            } else if (row.matches()) {
                TABLES.get(heading).put(row.group(1), new Key(row.group(2), row.group(3), row.group(4)));
            }
        }
        assertEquals(15, TABLES.size(), TABLES.keySet().toString());
    }

    private static void everyKey(BiConsumer<String, String> fact) {
        TABLES.forEach((heading, keys) -> keys.keySet().forEach(key -> fact.accept(heading, key)));
    }

    /** A file with what must be given and, under one heading, one more line or one line less. */
    private static String text(String heading, String key, String value) {
        Map<String, String> root = needed("The file", heading, key, value);
        boolean elsewhere = !heading.startsWith("target,");
        String target = elsewhere || heading.contains("each of") ? "target, kind stars" : heading;
        Map<String, String> targets = needed(target, heading, key, value);
        if (target.equals("target, kind stars") && targets.containsKey("stars")) {
            targets.put("stars", "[" + flow(needed("target, each of stars", heading, key, value)) + "]");
        }
        root.computeIfPresent("target", (block, old) -> flow(targets));
        root.computeIfPresent("telescope", (block, old) -> flow(needed("telescope", heading, key, value)));
        if (heading.equals("atmosphere, each of layers")) {
            root.put("atmosphere", "{layers: [" + flow(needed(heading, heading, key, value)) + "]}");
        } else if (heading.equals("camera.blemishes")) {
            root.put("camera", "{blemishes: " + flow(needed(heading, heading, key, value)) + "}");
        } else if (elsewhere && !heading.equals("The file") && !heading.equals("telescope")) {
            root.put(heading, flow(needed(heading, heading, key, value)));
        }
        StringBuilder lines = new StringBuilder();
        root.forEach(
                (name, block) -> lines.append(name).append(": ").append(block).append('\n'));
        return lines.toString();
    }

    /** What must be given under a heading; with the line asked for if it is this heading's, empty: without it. */
    private static Map<String, String> needed(String heading, String changed, String key, String value) {
        Map<String, String> lines = new LinkedHashMap<>();
        TABLES.get(heading).forEach((name, row) -> {
            if (row.byDefault().equals(NEEDED)) {
                Matcher range = RANGE.matcher(row.range());
                lines.put(name, range.matches() ? range.group(2) : row.range().split(", ")[0]);
            }
        });
        if (heading.equals(changed)) {
            if (value.isEmpty()) {
                lines.remove(key);
            } else {
                lines.put(key, value);
            }
        }
        return lines;
    }

    private static String flow(Map<String, String> lines) {
        return lines.entrySet().stream()
                .map(line -> line.getKey() + ": " + line.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static SceneSettings read(String text) {
        try {
            return SceneFile.parse("test", "test.yaml", text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String problem(String text) {
        return assertThrows(
                        BadInputException.class,
                        () -> SceneFile.parse("test", "test.yaml", text.getBytes(StandardCharsets.UTF_8)),
                        text)
                .getMessage();
    }

    @Test
    void theTablesHaveExactlyTheKeysThatAreRead() {
        TABLES.forEach((heading, keys) -> {
            String problem = problem(text(heading, "nonsense", "1"));
            String known = problem.substring(problem.indexOf("is not a key here; use ") + 23);
            assertEquals(String.join(", ", new TreeSet<>(keys.keySet())), known.strip(), heading);
        });
    }

    @Test
    void everyRangeIsTheOneThatIsChecked() {
        List<String> checked = new ArrayList<>();
        everyKey((heading, key) -> {
            Key row = TABLES.get(heading).get(key);
            Matcher range = RANGE.matcher(row.range());
            if (range.matches()) {
                double low = Double.parseDouble(range.group(1));
                String problem = problem(text(heading, key, Long.toString((long) Math.floor(low) - 1)));
                Matcher said = Pattern.compile(Pattern.quote(key) + "=\\S+ is outside (\\S+) \\.\\. ([^;]+);")
                        .matcher(problem);
                assertTrue(said.find(), heading + ": " + problem);
                assertEquals(low, Double.parseDouble(said.group(1)), heading + " " + key);
                assertEquals(
                        Double.parseDouble(range.group(2)), Double.parseDouble(said.group(2)), heading + " " + key);
                checked.add(key);
            } else if (row.isChoice() && !row.range().equals("true, false")) {
                assertTrue(problem(text(heading, key, "nonsense")).contains("is not known; write " + row.range()), key);
            }
        });
        assertTrue(checked.size() > 80, checked.toString());
    }

    @Test
    void everyDefaultIsTheOneThatHolds() {
        List<String> checked = new ArrayList<>();
        everyKey((heading, key) -> {
            Key row = TABLES.get(heading).get(key);
            boolean said = NUMBER.matcher(row.byDefault()).matches()
                    || List.of(row.range().split(", ")).contains(row.byDefault())
                    || row.byDefault().equals("asi462mc");
            if (said) {
                assertEquals(
                        read(text(heading, key, "")), read(text(heading, key, row.byDefault())), heading + " " + key);
                checked.add(key);
            }
        });
        assertTrue(checked.size() > 80, checked.toString());
    }

    @Test
    void whatMustBeGivenIsMissed() {
        everyKey((heading, key) -> {
            if (TABLES.get(heading).get(key).byDefault().equals(NEEDED)) {
                assertTrue(problem(text(heading, key, "")).contains(key), heading + " " + key);
            }
        });
    }

    @Test
    void everyKeyWithAUnitEndsInIt() {
        Map<String, String> endings = Map.ofEntries(
                Map.entry("arcsec", "Arcsec"),
                Map.entry("arcsec/s", "ArcsecPerS"),
                Map.entry("deg", "Deg"),
                Map.entry("mm", "Mm"),
                Map.entry("m", "M"),
                Map.entry("s", "S"),
                Map.entry("Hz", "Hz"),
                Map.entry("ms", "Ms"),
                Map.entry("px", "Px"),
                Map.entry("waves", "Waves"),
                Map.entry("mag", "Mag"));
        everyKey((heading, key) -> {
            Key row = TABLES.get(heading).get(key);
            String ending = endings.get(row.unit());
            assertTrue(
                    ending == null || key.endsWith(ending) || key.equals("arcsecPerPx"),
                    heading + ": " + key + " in " + row.unit());
            assertFalse(key.isEmpty());
        });
    }
}
