package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.DropPlace;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;

class ProgressTest {
    private static RunStatus status(
            long delivered,
            long expected,
            double fps,
            double kept,
            double xPx,
            double yPx,
            long dropped,
            double elapsedS) {
        Ledger ledger = new Ledger(
                delivered,
                delivered - dropped,
                new EnumMap<>(Verdict.class),
                new EnumMap<>(Map.of(DropPlace.RING, dropped)),
                0);
        return new RunStatus(delivered, expected, ledger, kept, fps, xPx, yPx, 1, elapsedS, List.of());
    }

    private static String bar(RunStatus status, int columnCount) {
        return ProgressLine.bar(
                status,
                ProgressLine.doneFraction(status, status.expectedCount(), 0),
                status.expectedCount(),
                columnCount);
    }

    @Test
    void aPlainLineShowsWhatIsNotKnownYetAsAQuestionMark() {
        RunStatus fresh = status(64, 600, 0, Double.NaN, Double.NaN, Double.NaN, 0, 0);
        String line = ProgressLine.plain(fresh, 0.1, 600);
        assertTrue(line.contains("keptFraction=? displacementPx=?,?"), line);
    }

    @Test
    void theLineReadsAsPlanned() {
        assertEquals(
                "[###---] 12345/24690  1234 fps kept  98%  +12.3,-104.2 px drops 0     ETA  0:10",
                bar(status(12_345, 24_690, 1234, 0.98, 12.34, -104.2, 0, 10), 80));
        assertEquals(
                "[~~~~~~]       12345   120 fps kept  98%     --,    -- px drops 17     up  1:43",
                bar(status(12_345, -1, 120.4, 0.98, Double.NaN, Double.NaN, 17, 103), 80));
    }

    @Test
    void theLineNeverChangesItsWidthAndFitsTheTerminal() {
        Random random = new Random(5);
        for (int columnCount : new int[] {80, 100, 132}) {
            int width = bar(status(0, 100, 0, Double.NaN, Double.NaN, Double.NaN, 0, 0), columnCount)
                    .length();
            assertTrue(width < columnCount, width + " of " + columnCount);
            for (int i = 0; i < 3000; i++) {
                long expected = random.nextInt(4) == 0 ? -1 : 1 + (long) Math.exp(random.nextDouble() * 18);
                long delivered = (long) Math.exp(random.nextDouble() * 18);
                RunStatus status = status(
                        delivered,
                        expected,
                        Math.exp(random.nextDouble() * 12),
                        random.nextDouble(),
                        random.nextGaussian() * 2000,
                        random.nextGaussian() * 3,
                        (long) (delivered * random.nextDouble()),
                        Math.exp(random.nextDouble() * 14));
                String line = bar(status, columnCount);
                assertEquals(width, line.length(), line);
            }
        }
    }

    @Test
    void timeLeftIsNeverNegative() {
        RunStatus over = status(150, 100, 10, 1, 0, 0, 0, 15);
        double done = ProgressLine.doneFraction(over, 100, 0);
        assertEquals(1, done);
        assertEquals(0, ProgressLine.leftS(over, done));
        assertTrue(bar(over, 80).endsWith("ETA  0:00"), bar(over, 80));
        RunStatus fresh = status(0, 100, 0, Double.NaN, 0, 0, 0, 0);
        assertTrue(bar(fresh, 80).endsWith("ETA --:--"), bar(fresh, 80));
        assertEquals(0.5, ProgressLine.doneFraction(status(1, -1, 1, 1, 0, 0, 0, 30), -1, 60));
        assertEquals(0.75, ProgressLine.doneFraction(status(75, 100, 1, 1, 0, 0, 0, 30), 100, 60));
    }

    @Test
    void timesAndCountsKeepToFiveCharacters() {
        assertEquals(" 0:59", ProgressLine.time(59.4));
        assertEquals("59:59", ProgressLine.time(3599));
        assertEquals(" 1h05", ProgressLine.time(3900));
        assertEquals("--:--", ProgressLine.time(1e9));
        assertEquals(" 0:00", ProgressLine.time(-5));
        assertEquals("99999", ProgressLine.count(99_999));
        assertEquals("100k", ProgressLine.count(100_000));
        assertEquals("1.2M", ProgressLine.count(1_290_000));
        assertEquals("99.9M", ProgressLine.count(99_999_999));
        assertEquals("100M", ProgressLine.count(100_000_000));
    }

    @Test
    void onATerminalTheLineIsRewrittenInPlace() {
        StringWriter out = new StringWriter();
        ProgressView view = new ProgressView(new PrintWriter(out), ProgressView.Manner.BAR, 80, () -> 0);
        view.show(status(10, 100, 10, 1, 0, 0, 0, 1), 100, 0);
        view.show(status(20, 100, 10, 1, 0, 0, 0, 2), 100, 0);
        view.say("something happened");
        view.end();
        String[] parts = out.toString().split("\r", -1);
        assertEquals(3, parts.length);
        assertFalse(parts[1].contains("\n"));
        assertTrue(parts[2].endsWith(System.lineSeparator() + "something happened" + System.lineSeparator()), parts[2]);
    }

    @Test
    void elsewhereAPlainLineComesEveryFiveSeconds() {
        StringWriter out = new StringWriter();
        long[] nowNs = {0};
        ProgressView view = new ProgressView(new PrintWriter(out), ProgressView.Manner.LINES, 80, () -> nowNs[0]);
        for (int i = 0; i <= 100; i++) {
            nowNs[0] = i * 200_000_000L;
            view.show(status(i, 100, 5, 0.5, 1, -2, 3, i / 5.0), 100, 0);
        }
        List<String> lines = out.toString().lines().toList();
        assertEquals(4, lines.size());
        assertEquals(
                "frames=25/100 fps=5.0 keptFraction=0.500 displacementPx=+1.0,-2.0 luckiness=1.00 dropped=3 elapsedS=5 leftS=15"
                        + " account: delivered=25 stacked=22 dropped.RING=3 inFlight=0",
                lines.get(0));
    }
}
