package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A warning is told when it begins, when it changes and when it is over, and not in between. */
class DitherWarningsTest {
    private static final List<String> LITTLE =
            List.of("dither: too little, the target wandered 0.1 x 0.1 px", "move it");

    private final StringWriter text = new StringWriter();
    private final DitherWarnings warnings = new DitherWarnings(
            new ProgressView(new PrintWriter(text), ProgressView.Manner.LINES, 100, System::nanoTime));

    @Test
    void theFirstSecondsAreQuiet() {
        warnings.show(LITTLE, 1);
        assertEquals("", text.toString());
        warnings.show(LITTLE, 6);
        assertEquals(
                List.of(LITTLE.get(0), "  move it"), text.toString().lines().toList());
    }

    @Test
    void theSameWarningWithOtherNumbersIsNotRepeated() {
        warnings.show(LITTLE, 6);
        warnings.show(List.of("dither: too little, the target wandered 0.2 x 0.1 px", "move it"), 60);
        assertEquals(2, text.toString().lines().count());
    }

    @Test
    void theEndOfAWarningIsToldOnce() {
        warnings.show(LITTLE, 6);
        warnings.show(List.of(), 10);
        assertEquals(2, text.toString().lines().count());
        warnings.show(List.of(), 30);
        warnings.show(List.of(), 90);
        assertEquals(
                "dither: enough by now",
                text.toString().lines().skip(2).findFirst().orElse(""));
        assertEquals(3, text.toString().lines().count());
    }

    @Test
    void goodDitherIsNeverMentioned() {
        warnings.show(List.of(), 6);
        warnings.show(List.of(), 60);
        assertEquals("", text.toString());
    }
}
