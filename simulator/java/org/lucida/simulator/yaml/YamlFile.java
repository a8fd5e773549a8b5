package org.lucida.simulator.yaml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lucida.frame.BadInputException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One YAML text of plain values, maps and lists, {@code schema: 1} first; read by asking its {@link YamlMap} for keys.
 *
 * <p>Faults are collected while reading; {@link #finish} throws them all, each a sentence with file, line, key, value, allowed
 * range and remedy. Text is limited to {@value #MAX_BYTES} bytes; classes are never made from it.
 */
public final class YamlFile {
    /** The only version of the key names this reader knows. */
    public static final int SCHEMA = 1;

    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_FAULT_COUNT = 10;

    private final String source;
    private final YamlMap root;
    private final List<String> faults = new ArrayList<>();

    private YamlFile(String source, byte[] bytes, Map<String, String> instead) throws BadInputException {
        this.source = source;
        if (bytes.length > MAX_BYTES) {
            throw new BadInputException(source + ": bytes=" + bytes.length + " is above " + MAX_BYTES
                    + "; such a file is a page of text, check the path");
        }
        Node node = composed(decoded(bytes));
        if (!(node instanceof MappingNode map)) {
            throw new BadInputException(source + ": key: value lines expected; begin with the line schema: " + SCHEMA);
        }
        for (Map.Entry<String, String> other : instead.entrySet()) {
            put(map, other.getKey(), other.getValue());
        }
        root = new YamlMap(this, "", map);
        root.integer("schema", SCHEMA, SCHEMA);
    }

    /**
     * Reads a text.
     *
     * @param source named in messages
     * @param bytes UTF-8 text; Not modified
     * @throws BadInputException if it is not YAML at all or of another schema
     */
    public static YamlFile read(String source, byte[] bytes) throws BadInputException {
        return read(source, bytes, Map.of());
    }

    /**
     * Reads a text with other values for some keys.
     *
     * @param instead values by whole key, blocks joined by dots; an empty value takes the key out. Their faults name no line
     */
    public static YamlFile read(String source, byte[] bytes, Map<String, String> instead) throws BadInputException {
        YamlFile file = new YamlFile(source, bytes, instead);
        file.refuse();
        return file;
    }

    /** Puts a value in the place of a key's, or beside the others. Modifies the map's nodes. */
    private static void put(MappingNode map, String key, String value) {
        int dot = key.indexOf('.');
        String word = dot < 0 ? key : key.substring(0, dot);
        List<NodeTuple> entries = map.getValue();
        int at = 0;
        while (at < entries.size()
                && !(entries.get(at).getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(word))) {
            at++;
        }
        if (dot >= 0 && at < entries.size() && entries.get(at).getValueNode() instanceof MappingNode inner) {
            put(inner, key.substring(dot + 1), value);
            return;
        }
        List<NodeTuple> changed = new ArrayList<>(entries);
        if (at < changed.size()) {
            changed.remove(at);
        }
        if (!value.isEmpty()) {
            Node node = new ScalarNode(Tag.STR, value, ScalarStyle.PLAIN);
            if (dot >= 0) {
                MappingNode inner = new MappingNode(Tag.MAP, new ArrayList<>(), FlowStyle.BLOCK);
                put(inner, key.substring(dot + 1), value);
                node = inner;
            }
            changed.add(new NodeTuple(new ScalarNode(Tag.STR, word, ScalarStyle.PLAIN), node));
        }
        map.setValue(changed);
    }

    /** The outermost keys. */
    public YamlMap root() {
        return root;
    }

    /** Name of the text in messages. */
    public String source() {
        return source;
    }

    /** Adds a fault found by the caller, for instance two values that do not go together. */
    public void fault(String sentence) {
        faults.add(source + ": " + sentence);
    }

    /**
     * Ends the reading: keys nobody asked for are faults, too.
     *
     * @throws BadInputException with every fault found, one a line
     */
    public void finish() throws BadInputException {
        root.refuseLeftOvers();
        refuse();
    }

    void fault(int line, String sentence) {
        // what did not come from the text has no line
        faults.add(source + (line > 0 ? " line " + line : "") + ": " + sentence);
    }

    private void refuse() throws BadInputException {
        if (!faults.isEmpty()) {
            throw new BadInputException(
                    String.join(System.lineSeparator(), faults.subList(0, Math.min(MAX_FAULT_COUNT, faults.size()))));
        }
    }

    private String decoded(byte[] bytes) throws BadInputException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadInputException(source + ": not UTF-8 text; save the file as UTF-8", e);
        }
    }

    private Node composed(String text) throws BadInputException {
        LoadSettings limits = LoadSettings.builder()
                .setLabel(source)
                .setCodePointLimit(MAX_BYTES)
                .setMaxAliasesForCollections(0)
                .setAllowDuplicateKeys(false)
                .setUseMarks(true)
                .build();
        try {
            return new Compose(limits)
                    .composeString(text)
                    .orElseThrow(() -> new BadInputException(
                            source + ": the file is empty; begin with the line schema: " + SCHEMA));
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark()
                    .map(mark -> " line " + (mark.getLine() + 1))
                    .orElse("");
            throw new BadInputException(
                    source + place + ": not readable as YAML, " + shortened(String.valueOf(e.getProblem()))
                            + "; write plain key: value lines",
                    e);
        } catch (RuntimeException e) {
            // Whatever else the YAML reader stumbles over is the text's fault, too.
            throw new BadInputException(
                    source + ": not readable as YAML, " + shortened(String.valueOf(e.getMessage()))
                            + "; write plain key: value lines",
                    e);
        }
    }

    /** A user's text, fit to stand inside one line of a message. */
    static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }
}
