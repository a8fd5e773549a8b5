package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lucida.frame.DropPlace;
import org.lucida.frame.Verdict;
import org.lucida.pipeline.RecordingStatus;
import org.lucida.view.fx.desk.Readings;
import org.lucida.view.fx.desk.Words;

/** The texts of charts and accounts: both languages say the same things, and every fate of a frame has its words. */
class ChartWordsTest {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);
    private static final Pattern BLANK = Pattern.compile("\\{\\d}");

    @Test
    void everyFateOfAFrameHasNameMeaningAndRemedyInBothLanguages() {
        for (Locale language : LANGUAGES) {
            Words words = Words.of("ledger", language);
            for (Verdict verdict : Verdict.values()) {
                assertSaid(words, "verdict." + verdict);
            }
            for (DropPlace place : DropPlace.values()) {
                assertSaid(words, "place." + place);
            }
            for (RecordingStatus.State state : RecordingStatus.State.values()) {
                assertFalse(words.say("state." + state).isBlank());
            }
            for (Readings.Phase phase : Readings.Phase.values()) {
                assertFalse(words.say("status." + phase).isBlank());
            }
        }
    }

    @Test
    void bothLanguagesHaveTheSameTextsWithTheSameBlanks() throws IOException {
        for (String part : List.of("ledger", "luckiness")) {
            Properties english = properties(part);
            Properties german = properties(part + "_de");
            assertEquals(english.stringPropertyNames(), german.stringPropertyNames(), part);
            for (String key : english.stringPropertyNames()) {
                assertEquals(blanks(english.getProperty(key)), blanks(german.getProperty(key)), part + " " + key);
                for (Properties texts : List.of(english, german)) {
                    assertFalse(texts.getProperty(key).isBlank(), key);
                    assertFalse(
                            texts.getProperty(key).contains("'"), key + " has an apostrophe, which blanks do not bear");
                }
            }
        }
    }

    private static void assertSaid(Words words, String key) {
        assertFalse(words.say(key).isBlank(), key);
        assertTrue(words.say(key + ".tip").length() > 20, key + ".tip in " + words.locale());
    }

    private static List<String> blanks(String text) {
        Matcher matcher = BLANK.matcher(text);
        return Stream.iterate(matcher.find(), found -> found, found -> matcher.find())
                .map(found -> matcher.group())
                .sorted()
                .toList();
    }

    private static Properties properties(String name) throws IOException {
        Properties all = new Properties();
        try (InputStream in = Words.class.getResourceAsStream("/org/lucida/view/fx/words/" + name + ".properties");
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            all.load(reader);
        }
        return all;
    }
}
