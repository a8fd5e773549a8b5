package org.lucida.simulator.yaml;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The keys of one block of a {@link YamlFile}. A value that is wrong becomes a fault of the file and a harmless stand-in is
 * returned, so that one reading finds every fault.
 */
public final class YamlMap {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");

    private final YamlFile file;
    /** Keys of the blocks around this one, joined by dots and ending in one; empty at the root. */
    private final String prefix;

    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();
    private final List<YamlMap> inner = new ArrayList<>();
    private final Map<String, YamlMap> blocks = new LinkedHashMap<>();

    YamlMap(YamlFile file, String prefix, MappingNode node) {
        this.file = file;
        this.prefix = prefix;
        line = lineOf(node);
        for (NodeTuple entry : node.getValue()) {
            Node key = entry.getKeyNode();
            if (!(key instanceof ScalarNode scalar)) {
                file.fault(lineOf(key), prefix + "a key is not a plain word; write key: value lines");
            } else if (values.putIfAbsent(scalar.getValue(), entry.getValueNode()) != null) {
                file.fault(
                        lineOf(key), path(scalar.getValue()) + " stands here a second time; keep one of the two lines");
            }
        }
    }

    private YamlMap(YamlFile file, String prefix, int line) {
        this.file = file;
        this.prefix = prefix;
        this.line = line;
    }

    /** True if the key stands in this block. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The keys that stand here, in file order. */
    public List<String> keys() {
        return List.copyOf(values.keySet());
    }

    /** A number that must be there. */
    public double number(String key, double low, double high) {
        return read(key, low, high, Double.NaN, "a number");
    }

    /** A number, or the default if the key is left out. */
    public double number(String key, double low, double high, double ifAbsent) {
        return read(key, low, high, ifAbsent, "a number");
    }

    /** A whole number that must be there. */
    public int integer(String key, int low, int high) {
        return (int) whole(key, low, high, null);
    }

    /** A whole number, or the default if the key is left out. */
    public int integer(String key, int low, int high, int ifAbsent) {
        return (int) whole(key, low, high, (long) ifAbsent);
    }

    /** A whole number of any size, or the default if the key is left out. */
    public long large(String key, long low, long high, long ifAbsent) {
        return whole(key, low, high, ifAbsent);
    }

    /** A yes or no, or the default if the key is left out. */
    public boolean flag(String key, boolean ifAbsent) {
        Optional<String> text = scalar(key, "true or false");
        if (text.isEmpty()) {
            return ifAbsent;
        }
        if (text.get().equals("true") || text.get().equals("false")) {
            return text.get().equals("true");
        }
        fault(key, "=" + YamlFile.shortened(text.get()) + " is neither true nor false; write one of the two");
        return ifAbsent;
    }

    /** A text that must be there. */
    public String text(String key) {
        Optional<String> text = scalar(key, "a text");
        if (text.isEmpty() && !has(key)) {
            missing(key, "a text");
        }
        return text.orElse("");
    }

    /** A text, or the default if the key is left out. */
    public String text(String key, String ifAbsent) {
        return scalar(key, "a text").orElse(ifAbsent);
    }

    /** One of the names of an enum, in lower case with hyphens; must be there. */
    public <T extends Enum<T>> T choice(String key, Class<T> type) {
        T first = type.getEnumConstants()[0];
        if (!has(key)) {
            missing(key, names(type));
            return first;
        }
        return choice(key, type, first);
    }

    /** One of the names of an enum, in lower case with hyphens, or the default if the key is left out. */
    public <T extends Enum<T>> T choice(String key, Class<T> type, T ifAbsent) {
        Optional<String> text = scalar(key, names(type));
        if (text.isEmpty()) {
            return ifAbsent;
        }
        for (T constant : type.getEnumConstants()) {
            if (name(constant).equalsIgnoreCase(text.get().strip())) {
                return constant;
            }
        }
        fault(key, "=" + YamlFile.shortened(text.get()) + " is not known; write " + names(type));
        return ifAbsent;
    }

    /** A block inside; an empty one if the key is left out. */
    public YamlMap map(String key) {
        asked.add(key);
        YamlMap known = blocks.get(key);
        if (known != null) {
            return known;
        }
        Node node = values.get(key);
        YamlMap map;
        if (node instanceof MappingNode mapping) {
            map = new YamlMap(file, path(key) + ".", mapping);
        } else {
            if (node != null) {
                fault(key, " is not a block; write its keys below it, indented");
            }
            map = new YamlMap(file, path(key) + ".", node == null ? line : lineOf(node));
        }
        inner.add(map);
        blocks.put(key, map);
        return map;
    }

    /** A list of blocks; empty if the key is left out. */
    public List<YamlMap> maps(String key) {
        List<YamlMap> maps = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof MappingNode mapping) {
                maps.add(new YamlMap(file, path(key) + "[" + maps.size() + "].", mapping));
            } else {
                file.fault(lineOf(item), path(key) + " is a list of blocks; begin each with - key: value");
            }
        }
        inner.addAll(maps);
        return maps;
    }

    /** A list of numbers; empty if the key is left out. */
    public double[] numbers(String key, double low, double high) {
        List<Node> items = items(key);
        double[] numbers = new double[items.size()];
        for (int i = 0; i < numbers.length; i++) {
            Node item = items.get(i);
            String text = item instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!NUMBER.matcher(text).matches()) {
                fault(key, " has an item that is no number; write numbers " + range(low, high));
            } else {
                numbers[i] = Double.parseDouble(text);
                if (numbers[i] < low || numbers[i] > high) {
                    fault(key, "=" + text + " is outside " + range(low, high) + "; choose a value inside");
                    numbers[i] = low;
                }
            }
        }
        return numbers;
    }

    /** Adds a fault about a key, for what only the caller can see. The sentence goes on right after the key's name. */
    public void fault(String key, String rest) {
        Node node = values.get(key);
        file.fault(node == null ? line : lineOf(node), path(key) + rest);
    }

    void refuseLeftOvers() {
        for (Map.Entry<String, Node> entry : values.entrySet()) {
            if (!asked.contains(entry.getKey())) {
                file.fault(
                        lineOf(entry.getValue()),
                        path(YamlFile.shortened(entry.getKey())) + " is not a key here; use "
                                + (asked.isEmpty() ? "none" : String.join(", ", asked)));
            }
        }
        inner.forEach(YamlMap::refuseLeftOvers);
    }

    private List<Node> items(String key) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        fault(key, " is not a list; write it as [a, b] or as lines beginning with -");
        return List.of();
    }

    private Optional<String> scalar(String key, String expected) {
        asked.add(key);
        Node node = values.get(key);
        if (node == null) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar && scalar.getAnchor().isEmpty()) {
            return Optional.of(scalar.getValue());
        }
        fault(key, " is not a plain value; write " + expected);
        return Optional.empty();
    }

    private double read(String key, double low, double high, double ifAbsent, String expected) {
        Optional<String> text = scalar(key, expected + " " + range(low, high));
        if (text.isEmpty()) {
            if (Double.isNaN(ifAbsent) && !has(key)) {
                missing(key, expected + " " + range(low, high));
            }
            return Double.isNaN(ifAbsent) ? low : ifAbsent;
        }
        if (!NUMBER.matcher(text.get()).matches()) {
            fault(key, "=" + YamlFile.shortened(text.get()) + " is no number; write a number " + range(low, high));
            return Double.isNaN(ifAbsent) ? low : ifAbsent;
        }
        double value = Double.parseDouble(text.get());
        if (!(value >= low && value <= high)) {
            fault(
                    key,
                    "=" + YamlFile.shortened(text.get()) + " is outside " + range(low, high)
                            + "; choose a value inside");
            return Double.isNaN(ifAbsent) ? low : ifAbsent;
        }
        return value;
    }

    private long whole(String key, long low, long high, Long ifAbsent) {
        String expected = "a whole number " + low + " .. " + high;
        Optional<String> text = scalar(key, expected);
        long stand = ifAbsent == null ? low : ifAbsent;
        if (text.isEmpty()) {
            if (ifAbsent == null && !has(key)) {
                missing(key, expected);
            }
            return stand;
        }
        try {
            long value = new BigDecimal(text.get().replace("_", "")).longValueExact();
            if (value >= low && value <= high) {
                return value;
            }
            fault(
                    key,
                    "=" + YamlFile.shortened(text.get()) + " is outside " + low + " .. " + high
                            + "; choose a value inside");
        } catch (ArithmeticException | NumberFormatException e) {
            fault(key, "=" + YamlFile.shortened(text.get()) + " is no whole number; write " + expected);
        }
        return stand;
    }

    private void missing(String key, String expected) {
        file.fault(line, path(key) + " is missing; add the line " + key + ": with " + expected);
    }

    private String path(String key) {
        return prefix + key;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <T extends Enum<T>> String names(Class<T> type) {
        List<String> names = new ArrayList<>();
        for (T constant : type.getEnumConstants()) {
            names.add(name(constant));
        }
        return String.join(", ", names);
    }

    private static String range(double low, double high) {
        return plain(low) + " .. " + plain(high);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : BigDecimal.valueOf(value).toPlainString();
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
