package org.lucida.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lucida.config.StackSettings.Target;
import org.lucida.frame.BadInputException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * Reads the text of a preset: one flat YAML map of plain values, {@code schema: 1} first. Only {@code camera} holds a map:
 * the keys of camera controls and what they are set to.
 *
 * <p>Read event by event, so that nothing else nests and nothing is expanded: lists, other maps inside maps, anchors,
 * aliases and type tags are refused where they stand. Text is limited to {@value #MAX_BYTES} bytes.
 */
final class PresetText {
    static final int MAX_BYTES = 1 << 20;
    static final int SCHEMA = 1;

    private static final int MAX_PROBLEM_COUNT = 10;
    static final int MAX_DESCRIPTION_LENGTH = 200;
    static final String CAMERA = "camera";
    private static final int MAX_CONTROL_COUNT = 100;
    /** Keys and values of camera controls, as cameras spell them: {@code exposureUs: 8000}, {@code gain: unity}. */
    private static final Pattern CONTROL = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,39}");

    private static final Pattern CONTROL_VALUE = Pattern.compile("-?[A-Za-z0-9]{1,20}");

    private record Entry(String text, int line) {}

    private final String source;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> camera = new LinkedHashMap<>();

    private PresetText(String source) {
        this.source = source;
    }

    /**
     * Reads one preset.
     *
     * @param name name of the preset
     * @param source named in messages
     * @param bytes UTF-8 text; Not modified
     * @throws BadInputException with every problem found, each with its line
     */
    static Preset parse(String name, String source, byte[] bytes) throws BadInputException {
        return new PresetText(source).read(name, bytes);
    }

    private Preset read(String name, byte[] bytes) throws BadInputException {
        if (bytes.length > MAX_BYTES) {
            throw new BadInputException(source + ": bytes=" + bytes.length + " is above " + MAX_BYTES
                    + "; a preset is a page of text, check the path");
        }
        String text = decoded(bytes);
        Map<String, Entry> entries = entries(text);
        StackSettings settings = settings(entries);
        Entry description = entries.get("description");
        if (description != null && description.text.length() > MAX_DESCRIPTION_LENGTH) {
            add(description.line, "description is longer than " + MAX_DESCRIPTION_LENGTH + " characters; shorten it");
        }
        refuseProblems();
        return new Preset(name, description == null ? "" : description.text.strip(), settings, camera, source, text);
    }

    private String decoded(byte[] bytes) throws BadInputException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadInputException(source + ": not UTF-8 text; save the preset as UTF-8", e);
        }
    }

    /** Key to value with its line, in file order; the first key is checked to be the schema. */
    private Map<String, Entry> entries(String text) throws BadInputException {
        LoadSettings limits = LoadSettings.builder()
                .setLabel(source)
                .setCodePointLimit(MAX_BYTES)
                .setUseMarks(true)
                .build();
        Map<String, Entry> entries = new LinkedHashMap<>();
        try {
            Iterator<Event> events = new Parse(limits).parseString(text).iterator();
            events.next(); // stream start
            if (events.next().getEventId() == Event.ID.StreamEnd) {
                throw new BadInputException(source + ": the file is empty; begin with the line schema: 1");
            }
            Event root = events.next();
            if (root.getEventId() != Event.ID.MappingStart) {
                throw new BadInputException(at(root) + "key: value lines expected; begin with the line schema: 1");
            }
            for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
                String key = scalar(event, "the key");
                Event next = events.next();
                boolean isCamera = key.equals(CAMERA) && next instanceof MappingStartEvent;
                Entry entry = new Entry(
                        isCamera ? controls((MappingStartEvent) next, events) : scalar(next, key), line(event));
                if (entries.isEmpty()) {
                    requireSchema(key, entry);
                }
                if (entries.putIfAbsent(key, entry) != null) {
                    add(entry.line, Problem.shortened(key) + " stands here a second time; keep one of the two lines");
                }
                if (problems.size() >= MAX_PROBLEM_COUNT) {
                    refuseProblems();
                }
            }
            events.next(); // document end
            Event last = events.next();
            if (last.getEventId() != Event.ID.StreamEnd) {
                throw new BadInputException(at(last) + "a second document begins; keep one preset in a file");
            }
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark()
                    .map(mark -> " line " + (mark.getLine() + 1))
                    .orElse("");
            throw new BadInputException(
                    source + place + ": not readable as YAML, " + Problem.shortened(String.valueOf(e.getProblem()))
                            + "; write plain key: value lines",
                    e);
        } catch (NoSuchElementException e) {
            throw new BadInputException(source + ": the text ends too early; write plain key: value lines", e);
        } catch (RuntimeException e) {
            // Whatever else the YAML reader stumbles over is the text's fault, too.
            throw new BadInputException(
                    source + ": not readable as YAML, " + Problem.shortened(String.valueOf(e.getMessage()))
                            + "; write plain key: value lines",
                    e);
        }
        if (entries.isEmpty()) {
            throw new BadInputException(source + ": no keys; begin with the line schema: 1");
        }
        return entries;
    }

    /** The map of camera controls; returns what stands for it in messages. */
    private String controls(MappingStartEvent start, Iterator<Event> events) throws BadInputException {
        if (start.getAnchor().isPresent() || start.getTag().isPresent()) {
            throw new BadInputException(
                    at(start) + CAMERA + " has an anchor or a type tag; write plain key: value lines below it");
        }
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            String key = scalar(event, "the key of a camera control");
            String value = scalar(events.next(), key).strip();
            if (!CONTROL.matcher(key).matches()) {
                add(
                        line(event),
                        "camera control " + Problem.shortened(key)
                                + " is no key; write it as the option --set does, for instance exposureUs");
            } else if (!CONTROL_VALUE.matcher(value).matches()) {
                add(
                        line(event),
                        new Problem(
                                        key,
                                        value,
                                        "a whole number or one word (auto, min, max, default, on, off)",
                                        "write for instance exposureUs: 8000")
                                .sentence());
            } else if (camera.putIfAbsent(key, value) != null) {
                add(line(event), Problem.shortened(key) + " stands here a second time; keep one of the two lines");
            }
            if (problems.size() >= MAX_PROBLEM_COUNT || camera.size() > MAX_CONTROL_COUNT) {
                add(line(event), CAMERA + " holds too much; keep the controls that matter");
                refuseProblems();
            }
        }
        return CAMERA;
    }

    private void requireSchema(String key, Entry entry) throws BadInputException {
        if (!key.equals("schema")) {
            throw new BadInputException(source + " line " + entry.line + ": the first key is " + Problem.shortened(key)
                    + "; begin with the line schema: " + SCHEMA);
        }
        if (!entry.text.equals(Integer.toString(SCHEMA))) {
            throw new BadInputException(source + " line " + entry.line + ": schema=" + Problem.shortened(entry.text)
                    + " is not known to this version; write schema: " + SCHEMA + " or update Lucida");
        }
    }

    private String scalar(Event event, String what) throws BadInputException {
        if (!(event instanceof ScalarEvent scalar)) {
            throw new BadInputException(at(event) + Problem.shortened(what)
                    + " is not a plain value; lists, nested maps and aliases are not" + " used here");
        }
        if (scalar.getAnchor().isPresent() || scalar.getTag().isPresent()) {
            throw new BadInputException(
                    at(event) + Problem.shortened(what) + " has an anchor or a type tag; write the plain value");
        }
        return scalar.getValue();
    }

    private StackSettings settings(Map<String, Entry> entries) {
        Set<String> known = new HashSet<>(StackSettings.keys());
        known.add("schema");
        known.add("description");
        known.add(CAMERA);
        Entry controls = entries.get(CAMERA);
        if (controls != null && !controls.text.equals(CAMERA)) {
            add(
                    controls.line,
                    "camera is a plain value; write the controls below it, each on a line of its own, indented:"
                            + " exposureUs: 8000");
        }
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                Optional<String> meant = Spelling.nearest(key, StackSettings.keys());
                add(
                        entry.line,
                        Problem.shortened(key) + " is not a key; "
                                + meant.map(it -> "did you mean " + it + "?")
                                        .orElse("use " + String.join(", ", StackSettings.keys())));
            }
        });
        StackSettings.Builder builder =
                StackSettings.defaultsFor(target(entries)).change();
        boolean read = true;
        for (SettingKey key : SettingKey.ALL) {
            Entry entry = entries.get(key.name());
            if (entry != null) {
                try {
                    key.read().accept(builder, entry.text);
                } catch (IllegalArgumentException e) {
                    add(entry.line, key.problem(entry.text).sentence());
                    read = false;
                }
            }
        }
        StackSettings settings = builder.build();
        if (read) {
            for (Problem problem : settings.problems()) {
                Entry entry = entries.get(problem.path());
                add(entry == null ? 1 : entry.line, problem.sentence());
            }
        }
        return settings;
    }

    /** The target decides what keys that are left out default to. */
    private static Target target(Map<String, Entry> entries) {
        Entry entry = entries.get("target");
        for (Target target : Target.values()) {
            if (entry != null && target.key().equalsIgnoreCase(entry.text)) {
                return target;
            }
        }
        return Target.PLANET;
    }

    private void add(int line, String sentence) {
        problems.add(source + " line " + line + ": " + sentence);
    }

    private void refuseProblems() throws BadInputException {
        if (!problems.isEmpty()) {
            throw new BadInputException(
                    problems.stream().limit(MAX_PROBLEM_COUNT).collect(Collectors.joining(System.lineSeparator())));
        }
    }

    private String at(Event event) {
        return source + " line " + line(event) + ": ";
    }

    private static int line(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
