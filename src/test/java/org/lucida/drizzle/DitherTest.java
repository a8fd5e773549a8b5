package org.lucida.drizzle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.judge.Allocation;

/** What is foretold from the displacements alone is what the drizzle delivers. */
class DitherTest {
    private static final int SIZE_PX = 48;
    private static final int MARGIN_PX = 10;

    @ParameterizedTest
    @CsvSource({
        "RGGB, 1, 1, 0.4, 30",
        "GBRG, 1.5, 0.7, 0.4, 30",
        "BGGR, 2, 0.5, 1.5, 60",
        "GRBG, 3, 1, 0.7, 40",
        "RGGB, 1.37, 0.8, 2.5, 80",
        "MONO, 1.5, 0.6, 0.3, 25",
        "RGB, 2, 0.7, 0.2, 25"
    })
    void theWeightsForetoldAreThoseOfTheStack(
            ColorLayout layout, double scale, double pixfrac, double shakePx, int frameCount) {
        Random random = new Random(42);
        FrameFormat format = new FrameFormat(SIZE_PX, SIZE_PX, layout, 8);
        DrizzleStack stack = new DrizzleStack(format, scale, pixfrac, 1);
        Dither dither = new Dither(layout);
        FrameSlot slot = new FrameSlot(0);
        for (int k = 0; k < frameCount; k++) {
            slot.displacementXPx = shakePx * random.nextGaussian();
            slot.displacementYPx = shakePx * random.nextGaussian();
            slot.weight = 0.5 + random.nextDouble();
            dither.add(slot.displacementXPx, slot.displacementYPx, slot.weight);
            stack.add(0, new FrameSlot[] {slot}, 1, (frame, y, sample, even, odd) -> {});
        }
        StackPicture view = stack.view();
        Dither.Cover[] covers = dither.cover(scale, pixfrac);
        assertEquals(view.planeCount(), covers.length);
        boolean periodic = scale != 1.37;
        for (int plane = 0; plane < covers.length; plane++) {
            int count = 0;
            int empty = 0;
            double sum = 0;
            double squares = 0;
            float[] weights = new float[view.widthPx()];
            int margin = (int) (MARGIN_PX * scale);
            // Whole periods, so that every phase counts alike.
            int span = 6 * (int) ((view.widthPx() - 2 * margin) / 6);
            for (int y = margin; y < margin + span; y++) {
                view.readWeights(plane, y, weights);
                for (int x = margin; x < margin + span; x++) {
                    count++;
                    empty += weights[x] > 0 ? 0 : 1;
                    sum += weights[x];
                    squares += weights[x] * weights[x];
                }
            }
            double scatter = Math.sqrt(count * squares / (sum * sum) - 1);
            String text = layout + " plane " + plane + ": " + covers[plane] + " against " + scatter;
            assertEquals(scatter, covers[plane].weightScatterFraction(), periodic ? 0.01 : 0.03, text);
            assertEquals((double) empty / count, covers[plane].emptyFraction(), periodic ? 0.03 : 0.05, text);
        }
    }

    @Test
    void withoutAnyDitherThreeQuartersOfRedStayEmpty() {
        Dither dither = new Dither(ColorLayout.RGGB);
        for (int k = 0; k < 100; k++) {
            dither.add(4, -2, 1);
        }
        Dither.Cover[] covers = dither.cover(1, 1);
        assertEquals(0.75, covers[0].emptyFraction());
        assertEquals(0.5, covers[1].emptyFraction());
        assertEquals(100, covers[0].mostSampleCount(), 1e-9);
        assertEquals(0, covers[0].leastSampleCount());
        assertEquals(0, dither.spanXPx());
    }

    @Test
    void oneStepOfOnePixelEachWayCoversEverythingEvenly() {
        Dither dither = new Dither(ColorLayout.RGGB);
        for (int k = 0; k < 100; k++) {
            dither.add(k % 2, k / 2 % 2, 1);
        }
        for (Dither.Cover cover : dither.cover(1, 1)) {
            assertEquals(0, cover.emptyFraction());
            assertEquals(0, cover.weightScatterFraction(), 1e-9);
            assertEquals(0, cover.extraNoiseFraction(), 1e-9);
            assertEquals(0, cover.offsetPx(), 1e-9);
        }
        assertEquals(25, dither.cover(1, 1)[2].leastSampleCount(), 1e-9);
        assertEquals(1, dither.spanXPx());
        assertEquals(1, dither.spanYPx());
    }

    @Test
    void evenDitherGivesTheSamplesForetold() {
        Dither dither = evenly(4000, 2);
        for (double[] setting : new double[][] {{1, 1}, {1.5, 0.7}, {2, 0.5}}) {
            for (Dither.Cover cover : dither.cover(setting[0], setting[1])) {
                assertEquals(1, cover.leastSampleCount() / cover.evenSampleCount(), 0.1);
                assertEquals(0, cover.offsetPx(), 0.02);
            }
        }
    }

    @Test
    void halfPixelStepsDrawRedAQuarterPixelOffItsPlace() {
        Dither dither = new Dither(ColorLayout.RGGB);
        for (int k = 0; k < 100; k++) {
            dither.add(0.5, 0.5, 1);
        }
        assertEquals(0.5, dither.cover(1, 1)[0].offsetPx(), 1e-9);
    }

    @Test
    void goodDitherIsPraisedAndNothingElseAdvised() {
        DitherAdvice advice = DitherAdvice.of(evenly(300, 3), 1.5, 0.7, 0);
        assertEquals(DitherAdvice.Verdict.GOOD, advice.verdict());
        assertEquals(1.5, advice.fittingScale());
        assertEquals(0.7, advice.fittingPixfrac());
        assertTrue(
                advice.lines().get(0).startsWith("dither: good"), advice.lines().toString());
    }

    @Test
    void aGridTooFineForTheFramesIsWarnedOfAndACoarserOneNamed() {
        DitherAdvice advice = DitherAdvice.of(evenly(24, 3), 3, 0.3, 0);
        assertEquals(DitherAdvice.Verdict.UNEVEN, advice.verdict(), advice.toString());
        assertEquals(1.5, advice.fittingScale());
        assertTrue(
                advice.lines().toString().contains("--scale 1.5"),
                advice.lines().toString());
    }

    @Test
    void aTargetThatStandsStillIsToldToMove() {
        Random random = new Random(3);
        Dither dither = new Dither(ColorLayout.RGGB);
        for (int k = 0; k < 500; k++) {
            dither.add(0.1 * random.nextGaussian(), 0.1 * random.nextGaussian(), 1);
        }
        DitherAdvice advice = DitherAdvice.of(dither, 1.5, 0.7, 0);
        assertEquals(DitherAdvice.Verdict.TOO_LITTLE, advice.verdict());
        assertTrue(
                advice.lines().toString().contains("let the target drift"),
                advice.lines().toString());
    }

    @Test
    void twoFramesAreTooFewWhereverTheyFall() {
        Dither dither = new Dither(ColorLayout.RGGB);
        dither.add(0, 0, 1);
        dither.add(0.7, 1.1, 1);
        DitherAdvice advice = DitherAdvice.of(dither, 1.5, 0.7, 0);
        assertEquals(DitherAdvice.Verdict.TOO_FEW, advice.verdict());
    }

    @Test
    void monoFramesThatStandStillFitAtScaleOne() {
        Dither dither = new Dither(ColorLayout.MONO);
        for (int k = 0; k < 50; k++) {
            dither.add(0, 0, 1);
        }
        assertEquals(DitherAdvice.Verdict.GOOD, DitherAdvice.of(dither, 1, 1, 0).verdict());
    }

    @Test
    void aKnownSamplingForbidsWhatShowsNothingNew() {
        Dither dither = evenly(2000, 3);
        assertEquals(1, DitherAdvice.of(dither, 1, 1, 4.5).fittingScale());
        assertEquals(2, DitherAdvice.of(dither, 1, 1, 1.8).fittingScale());
        assertEquals(1, DitherAdvice.of(dither, 1, 1, 3).fittingScale());
    }

    @Test
    void rejectedFramesDoNotCount() {
        Dither dither = new Dither(ColorLayout.RGGB);
        dither.add(1, 1, 0);
        dither.add(Double.NaN, 1, 1);
        assertEquals(0, dither.frameCount());
        assertFalse(dither.pathPx() > 0);
    }

    @Test
    void countingAFrameAllocatesNothing() {
        Dither dither = new Dither(ColorLayout.RGGB);
        long bytes = Allocation.leastBytes(() -> {
            for (int k = 0; k < 10_000; k++) {
                dither.add(0.01 * k, -0.02 * k, 1);
            }
        });
        assertEquals(0, bytes);
    }

    @Test
    void adviceIsOneOrTwoLinesWithoutLineBreaks() {
        for (DitherAdvice advice : List.of(
                DitherAdvice.of(evenly(300, 3), 1.5, 0.7, 0),
                DitherAdvice.of(evenly(24, 3), 3, 0.3, 0),
                DitherAdvice.of(evenly(5, 3), 1.5, 0.7, 0))) {
            assertEquals(2, advice.lines().size());
            assertFalse(advice.lines().toString().contains("\n"));
        }
    }

    /** Frames spread over a square by the golden ratio's two-dimensional cousin. */
    private static Dither evenly(int frameCount, double sidePx) {
        Dither dither = new Dither(ColorLayout.RGGB);
        for (int k = 0; k < frameCount; k++) {
            dither.add(sidePx * (0.7548776662466927 * k % 1), sidePx * (0.5698402909980532 * k % 1), 1);
        }
        return dither;
    }
}
