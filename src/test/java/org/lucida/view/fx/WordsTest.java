package org.lucida.view.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The two languages of the window say the same things. */
class WordsTest {
    private static final Path FOLDER = Path.of("src/main/resources/org/lucida/view/fx/words");
    private static final String GERMAN = "_de.properties";
    private static final Pattern BLANK = Pattern.compile("\\{(\\d)[^}]*}");

    @Test
    void everyBundleHasItsGermanTwinWithTheSameKeysAndBlanks() throws IOException {
        List<String> parts = parts();
        assertTrue(parts.size() >= 10, () -> "parts: " + parts);
        for (String part : parts) {
            Properties english = read(part + ".properties");
            Properties german = read(part + GERMAN);
            assertEquals(
                    new TreeSet<>(english.stringPropertyNames()),
                    new TreeSet<>(german.stringPropertyNames()),
                    () -> "keys of " + part);
            for (String key : english.stringPropertyNames()) {
                assertEquals(
                        blanks(english.getProperty(key)),
                        blanks(german.getProperty(key)),
                        () -> "blanks of " + part + " " + key);
            }
        }
    }

    @Test
    void noKeyIsTwiceInABundle() throws IOException {
        for (Path file : files()) {
            Set<String> keys = new HashSet<>();
            for (String line : Files.readAllLines(file)) {
                int end = line.indexOf('=');
                if (!line.startsWith("#") && end > 0) {
                    assertTrue(keys.add(line.substring(0, end).strip()), () -> file + ": twice: " + line);
                }
            }
        }
    }

    @Test
    void noApostropheIsSwallowedOrDoubled() throws IOException {
        for (Path file : files()) {
            Properties words = read(String.valueOf(file.getFileName()));
            for (String key : words.stringPropertyNames()) {
                String text = words.getProperty(key);
                if (blanks(text).isEmpty()) {
                    assertFalse(text.contains("''"), () -> file + ": " + key + " is used as it stands");
                } else {
                    assertFalse(
                            text.replace("''", "").contains("'"),
                            () -> file + ": " + key + " has blanks: write each apostrophe twice");
                    assertFalse(
                            new MessageFormat(text)
                                    .format(new Object[] {"a", "b", "c", "d", "e", "f", "g"})
                                    .contains("{"),
                            () -> file + ": " + key);
                }
            }
        }
    }

    @Test
    void noTextIsEmptyOrLeftInTheOtherLanguage() throws IOException {
        for (String part : parts()) {
            Properties english = read(part + ".properties");
            Properties german = read(part + GERMAN);
            for (String key : english.stringPropertyNames()) {
                String text = english.getProperty(key);
                assertFalse(german.getProperty(key).isBlank() != text.isBlank(), () -> part + " " + key + " is empty");
                boolean isSentence = text.split("\\s+").length > 4 && text.matches(".*[a-z]{3} [a-z]{3}.*");
                assertFalse(
                        isSentence && text.equals(german.getProperty(key)),
                        () -> part + " " + key + " is not translated: " + text);
            }
        }
    }

    private static Set<String> blanks(String text) {
        Set<String> blanks = new TreeSet<>();
        Matcher matcher = BLANK.matcher(text);
        while (matcher.find()) {
            blanks.add(matcher.group(1));
        }
        return blanks;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(FOLDER)) {
            return all.filter(it -> it.toString().endsWith(".properties"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> parts() throws IOException {
        List<String> parts = new ArrayList<>();
        for (Path file : files()) {
            String name = String.valueOf(file.getFileName());
            if (!name.endsWith(GERMAN)) {
                parts.add(name.substring(0, name.length() - ".properties".length()));
            }
        }
        return parts;
    }

    private static Properties read(String name) throws IOException {
        Properties words = new Properties();
        try (Reader in = Files.newBufferedReader(FOLDER.resolve(name))) {
            words.load(in);
        }
        return words;
    }
}
