package org.lucida.view.fx.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.StackView;
import org.lucida.pipeline.FrameGlimpse;

/** Who gets which picture when. */
class EyeTest {
    private final Eye eye = new Eye();
    private final Scene scene = new Scene();

    @AfterEach
    void closeTheEye() {
        eye.close();
    }

    /** A subject with a frame every few milliseconds and a stack that grows when told. */
    private static final class Scene implements Subject {
        final FrameFormat format = new FrameFormat(16, 12, ColorLayout.RGGB, 12);
        final ByteBuffer raw = DevelopmentTest.frame(format, new Random(1));
        final AtomicInteger glimpseCount = new AtomicInteger();
        final AtomicInteger readCount = new AtomicInteger();
        volatile boolean may = true;
        volatile long stacked;
        volatile int stackNumber = 1;

        @Override
        public FrameFormat format() {
            return format;
        }

        @Override
        public double scale() {
            return 1.5;
        }

        @Override
        public boolean mayPreview() {
            return may;
        }

        @Override
        public boolean await(long timeoutMs) throws InterruptedException {
            Thread.sleep(2);
            glimpseCount.incrementAndGet();
            return true;
        }

        @Override
        public ByteBuffer raw() {
            return raw;
        }

        @Override
        public double displacementXPx() {
            return 3;
        }

        @Override
        public double displacementYPx() {
            return -2;
        }

        @Override
        public FrameGlimpse frame() {
            return null;
        }

        @Override
        public int stackNumber() {
            return stackNumber;
        }

        @Override
        public long stackedCount() {
            return stacked;
        }

        @Override
        public boolean readStack(StackReader reader, long timeoutMs) {
            readCount.incrementAndGet();
            reader.read(new EvenStack(24, 18, stacked), stackNumber);
            return true;
        }
    }

    /** A stack whose every value is its number of frames; its left column is empty. */
    record EvenStack(int widthPx, int heightPx, long stackedCount) implements StackView {
        @Override
        public int planeCount() {
            return 3;
        }

        @Override
        public void readValues(int plane, int y, float[] out) {
            java.util.Arrays.fill(out, 0, widthPx, stackedCount);
            out[0] = Float.NaN;
        }

        @Override
        public void readWeights(int plane, int y, float[] out) {
            java.util.Arrays.fill(out, 0, widthPx, stackedCount);
            out[0] = 0;
        }

        @Override
        public void readCounts(int plane, int y, int[] out) {
            java.util.Arrays.fill(out, 0, widthPx, (int) stackedCount);
            out[0] = 0;
        }

        @Override
        public void readFlags(int plane, int y, int[] out) {
            java.util.Arrays.fill(out, 0, widthPx, 0);
            out[0] = FLAG_EMPTY;
        }
    }

    private static final class Looker implements Exhibit.Viewer {
        final List<Exhibit> seen = new CopyOnWriteArrayList<>();
        final Set<Exhibit.Kind> wanted;
        final AtomicBoolean again = new AtomicBoolean();
        volatile boolean coverage;

        Looker(Exhibit.Kind first, Exhibit.Kind... more) {
            wanted = EnumSet.of(first, more);
        }

        @Override
        public boolean wants(Exhibit.Kind kind) {
            return wanted.contains(kind);
        }

        @Override
        public void see(Exhibit exhibit) {
            seen.add(exhibit);
        }

        @Override
        public boolean wantsAgain(Exhibit.Kind kind) {
            return wants(kind) && again.getAndSet(false);
        }

        @Override
        public boolean wantsCoverage() {
            return coverage;
        }

        Exhibit last() {
            return seen.get(seen.size() - 1);
        }
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < endNs, "waited in vain for: " + what);
            Thread.sleep(5);
        }
    }

    @Test
    void framesGoToThoseWhoWantThem() throws InterruptedException {
        Looker looker = new Looker(Exhibit.Kind.LIVE);
        eye.add(looker);
        eye.lookAt(scene);
        await("three frames", () -> looker.seen.size() >= 3);
        Exhibit frame = looker.seen.get(0);
        assertEquals(Exhibit.Kind.LIVE, frame.kind());
        assertEquals(3, frame.planes().length);
        assertEquals(16, frame.widthPx());
        assertEquals(3, frame.displacementXPx());
        assertEquals(4095, frame.whiteAdu());
        assertSame(frame.planes(), looker.last().planes(), "planes are used again");
        assertEquals(0, scene.readCount.get());
    }

    @Test
    void nobodyIsAskedForFramesNobodyWants() throws InterruptedException {
        eye.add(new Looker(Exhibit.Kind.STACK));
        eye.lookAt(scene);
        Thread.sleep(300);
        assertEquals(0, scene.glimpseCount.get());
        assertEquals(0, scene.readCount.get(), "an empty stack is not read");
    }

    @Test
    void stacksAreReadWhenTheyGrewAndOnlyThen() throws InterruptedException {
        Looker looker = new Looker(Exhibit.Kind.STACK);
        eye.add(looker);
        scene.stacked = 5;
        eye.lookAt(scene);
        await("a stack", () -> looker.seen.size() == 1);
        assertEquals(5, looker.last().stackedCount());
        assertEquals(1.5, looker.last().pxPerRawPx());
        Thread.sleep(500);
        assertEquals(1, scene.readCount.get());
        scene.stacked = 9;
        await("the grown stack", () -> looker.seen.size() == 2);
        assertEquals(9f, looker.last().planes()[1][20]);
        scene.stackNumber = 2;
        await("the new stack", () -> looker.seen.size() == 3);
        assertEquals(2, looker.last().stackNumber());
    }

    @Test
    void theEyeRestsWhileARecordingNeedsTheMachine() throws InterruptedException {
        Looker looker = new Looker(Exhibit.Kind.LIVE, Exhibit.Kind.STACK);
        scene.may = false;
        scene.stacked = 3;
        eye.add(looker);
        eye.lookAt(scene);
        Thread.sleep(400);
        assertEquals(0, scene.glimpseCount.get() + scene.readCount.get());
        scene.may = true;
        await("pictures again", () -> looker.seen.size() > 3);
    }

    @Test
    void theLastPictureIsShownAgainOnANudgeEvenWhileTheEyeRests() throws InterruptedException {
        Looker looker = new Looker(Exhibit.Kind.STACK);
        scene.stacked = 3;
        eye.add(looker);
        eye.lookAt(scene);
        await("a stack", () -> looker.seen.size() == 1);
        scene.may = false;
        looker.again.set(true);
        eye.nudge();
        await("the same again", () -> looker.seen.size() == 2);
        assertSame(looker.seen.get(0), looker.seen.get(1));
        assertEquals(1, scene.readCount.get());
    }

    @Test
    void coverageIsReadForThoseWhoWantItAlsoWhenTheStackNoLongerGrows() throws InterruptedException {
        Looker looker = new Looker(Exhibit.Kind.STACK);
        scene.stacked = 3;
        eye.add(looker);
        eye.lookAt(scene);
        await("a stack", () -> looker.seen.size() == 1);
        looker.coverage = true;
        eye.nudge();
        await("its coverage", () -> looker.seen.size() == 2);
        Coverage coverage = eye.coverage();
        assertEquals(Coverage.EMPTY, coverage.grades[0]);
        assertEquals(Coverage.FULL, coverage.grades[1]);
    }

    @Test
    void aSlowViewerHoldsUpNobodyElse() throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch inside = new CountDownLatch(1);
        eye.add(new Exhibit.Viewer() {
            @Override
            public boolean wants(Exhibit.Kind kind) {
                return kind == Exhibit.Kind.LIVE;
            }

            @Override
            public void see(Exhibit exhibit) {
                inside.countDown();
                try {
                    held.await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        eye.lookAt(scene);
        assertTrue(inside.await(30, TimeUnit.SECONDS));
        // all of these return although the eye is stuck
        eye.nudge();
        eye.lookAt(null);
        eye.sharpen((stack, out) -> false);
        eye.add(new Looker(Exhibit.Kind.LIVE));
        held.countDown();
    }

    @Test
    void aViewerThatFailsDoesNotBlindTheEye() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger();
        Looker looker = new Looker(Exhibit.Kind.LIVE);
        eye.add(looker);
        eye.add(new Exhibit.Viewer() {
            @Override
            public boolean wants(Exhibit.Kind kind) {
                return kind == Exhibit.Kind.LIVE && failures.getAndIncrement() == 0;
            }

            @Override
            public void see(Exhibit exhibit) {
                throw new IllegalStateException("a fault for the test");
            }
        });
        eye.lookAt(scene);
        await("frames all the same", () -> looker.seen.size() > 3);
    }

    @Test
    void stacksAreSharpenedOnAnotherThreadAndWishesTakeEffectWithoutANewStack() throws InterruptedException {
        Looker looker = new Looker(Exhibit.Kind.SHARP);
        scene.stacked = 4;
        eye.add(looker);
        eye.lookAt(scene);
        Set<String> threads = java.util.concurrent.ConcurrentHashMap.newKeySet();
        eye.sharpen((stack, out) -> {
            threads.add(Thread.currentThread().getName());
            return multiply(stack, out, 2);
        });
        await("a sharpened stack", () -> !looker.seen.isEmpty());
        assertEquals(8f, looker.last().planes()[0][5]);
        assertEquals(Exhibit.Kind.SHARP, looker.last().kind());
        eye.sharpen((stack, out) -> multiply(stack, out, 3));
        await("the other wish", () -> looker.last().planes()[0][5] == 12f);
        assertEquals(Set.of("lucida-darkroom"), threads);
        assertFalse(looker.seen.stream().anyMatch(it -> it.kind() != Exhibit.Kind.SHARP));
    }

    @Test
    void sharpeningWorksOnItsOwnCopyAndAFaultInItIsBorne() throws InterruptedException {
        Looker looker = new Looker(Exhibit.Kind.SHARP, Exhibit.Kind.STACK);
        scene.stacked = 4;
        eye.add(looker);
        eye.lookAt(scene);
        AtomicBoolean fails = new AtomicBoolean(true);
        List<float[][]> given = new CopyOnWriteArrayList<>();
        eye.sharpen((stack, out) -> {
            given.add(stack.planes());
            if (fails.getAndSet(false)) {
                throw new IllegalStateException("a fault for the test");
            }
            return multiply(stack, out, 5);
        });
        await("the first try", () -> !given.isEmpty());
        eye.sharpen((stack, out) -> multiply(stack, out, 6));
        await("a sharp one", () -> looker.seen.stream().anyMatch(it -> it.kind() == Exhibit.Kind.SHARP));
        Exhibit stack = looker.seen.stream()
                .filter(it -> it.kind() == Exhibit.Kind.STACK)
                .findFirst()
                .orElseThrow();
        assertNotSame(stack.planes(), given.get(0));
    }

    private static boolean multiply(Exhibit stack, float[][] out, float factor) {
        for (int plane = 0; plane < out.length; plane++) {
            for (int i = 0; i < out[plane].length; i++) {
                out[plane][i] = stack.planes()[plane][i] * factor;
            }
        }
        return true;
    }

    @Test
    void anotherSubjectBeginsAnew() throws InterruptedException {
        Looker looker = new Looker(Exhibit.Kind.STACK);
        scene.stacked = 4;
        eye.add(looker);
        eye.lookAt(scene);
        await("a stack", () -> !looker.seen.isEmpty());
        Scene other = new Scene();
        other.stacked = 4;
        eye.lookAt(other);
        await("its stack too", () -> looker.seen.size() == 2);
        assertNotSame(looker.seen.get(0).planes(), looker.seen.get(1).planes());
        eye.lookAt(null);
        Thread.sleep(100);
        other.stacked = 9;
        Thread.sleep(300);
        assertEquals(2, looker.seen.size());
    }
}
