package org.lucida.align;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.frame.Verdict;

class LargeFieldTest {
    @ParameterizedTest
    @CsvSource({"PLANET, 968, 548, 100", "SURFACE, 500, 420, 0", "STARS, 1300, 700, 60"})
    void largePlanesAreAlignedThroughAJump(TargetKind kind, int widthPx, int heightPx, double size) {
        TestSky sky = new TestSky(kind, widthPx, heightPx, size, 2);
        AlignmentRun run = new AlignmentRun(sky);
        for (int i = 0; i < 34; i++) {
            double jump = i < 32 ? 0 : 55;
            run.feed(sky.frame(0.4 * i + jump, -jump / 2, 1, 50));
            assertEquals(Verdict.PENDING, run.slot.verdict, "frame " + i);
            assertTrue(run.errorPx(0.4 * i + jump, -jump / 2) < 0.2, "error " + run.errorPx(0.4 * i, 0));
        }
        assertEquals(2, run.alignment.epochs().size());
    }
}
