package org.lucida.view.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.application.Application;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraWish;
import org.lucida.config.Presets;
import org.lucida.files.SerText;
import org.lucida.files.SerWriter;
import org.lucida.frame.DropPlace;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Ledger;
import org.lucida.view.Cameras;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Opening;
import org.lucida.view.fx.desk.Optics;
import org.lucida.view.fx.desk.Remembered;
import org.lucida.view.fx.picture.Eye;

/**
 * The window for a long time at a high rate: {@code mvn test -Dtest=WindowEnduranceTest -Dlucida.windowMinutes=5
 * -Dlucida.windowRateHz=200}. Prints what the window costs, how long the FX thread was held up, what was lost, and what memory is
 * in use; fails on an account that does not balance and, a quarter of an hour on, on memory that grows. Not part of the build: it
 * takes minutes and measures the machine.
 */
@EnabledIfSystemProperty(named = "lucida.windowMinutes", matches = "[0-9.]+")
class WindowEnduranceTest {
    private static final int CLIP_FRAMES = 120;
    private static final int REPORTS = 10;
    private static final double MOST_GROWTH_MIB = 32;

    @TempDir
    Path folder;

    @Test
    void theWindowStaysCheapSmoothAndSmall() throws Exception {
        double minutes = Double.parseDouble(System.getProperty("lucida.windowMinutes"));
        double rateHz = Double.parseDouble(System.getProperty("lucida.windowRateHz", "200"));
        Path clip = clip();
        LoopDriver driver = new LoopDriver();
        Desk desk = FxScreen.on(() -> {
            Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
            return new Desk(
                    new Cameras(List.of(driver), List.of()),
                    Presets.installed(),
                    new Remembered(folder.resolve("config")));
        });
        Eye eye = new Eye();
        Shell shell = FxScreen.on(() -> {
            Stage stage = new Stage();
            Shell made = new Shell(desk, eye, stage);
            stage.show();
            return made;
        });
        var preset = Presets.installed().load("jupiter");
        FxScreen.run(() -> desk.open(new Opening(
                "loop:" + clip + "@" + rateHz,
                CameraWish.plain(),
                preset.name(),
                preset.settings(),
                folder.resolve("out"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optics.UNKNOWN)));
        FxScreen.await(
                "frames",
                () -> desk.observation().get() != null && desk.readings().get() != null);
        Thread.sleep((long) (Math.min(0.5, minutes / 4) * 60_000)); // the compiler is through with the usual paths

        List<Double> usedMib = new ArrayList<>();
        Map<String, Double> cpuBefore = StallWatch.cpuS();
        Ledger before = desk.observation().get().session().pipeline().ledger();
        long startNs = System.nanoTime();
        try (StallWatch watch = new StallWatch()) {
            for (int k = 1; k <= REPORTS; k++) {
                Thread.sleep((long) (minutes * 60_000 / REPORTS));
                usedMib.add(usedMib(minutes >= 15));
                double seconds = (System.nanoTime() - startNs) / 1e9;
                Ledger now = desk.observation().get().session().pipeline().ledger();
                System.out.printf(
                        Locale.ROOT,
                        "%4.0f s: window %.1f %% of a core, worst wait %.1f ms, stalls %d of %d, delivered %d, lost camera %d ring"
                                + " %d, heap %.1f MiB%n",
                        seconds,
                        100 * windowS(cpuBefore, StallWatch.cpuS()) / seconds,
                        watch.worstMs(),
                        watch.stallCount(),
                        watch.askedCount(),
                        now.deliveredCount() - before.deliveredCount(),
                        lost(now, DropPlace.CAMERA) - lost(before, DropPlace.CAMERA),
                        lost(now, DropPlace.RING) - lost(before, DropPlace.RING),
                        usedMib.get(k - 1));
                assertTrue(now.balances(), now::toString);
            }
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        Map<String, Double> cpuAfter = StallWatch.cpuS();
        cpuAfter.forEach((name, s) -> {
            double usedS = s - cpuBefore.getOrDefault(name, 0.0);
            if (usedS > 0.002 * seconds) {
                System.out.printf(Locale.ROOT, "  %-34s %5.1f %%%n", name, 100 * usedS / seconds);
            }
        });
        FxScreen.run(shell::close);
        FxScreen.run(desk::stop);
        FxScreen.await("the end", () -> desk.observation().get() == null);
        assertEquals(
                1,
                desk.notices().stream()
                        .filter(it -> it.sentence().contains("stack.fits"))
                        .count());
        if (minutes >= 15) {
            double growthMib = usedMib.get(REPORTS - 1) - usedMib.get(REPORTS / 2);
            assertTrue(growthMib < MOST_GROWTH_MIB, "heap grew by MiB " + growthMib + " in the second half");
        }
        eye.close();
    }

    private static long lost(Ledger ledger, DropPlace place) {
        return ledger.droppedCounts().get(place);
    }

    private static double windowS(Map<String, Double> before, Map<String, Double> after) {
        return after.entrySet().stream()
                .filter(it -> StallWatch.isWindow(it.getKey()))
                .mapToDouble(it -> it.getValue() - before.getOrDefault(it.getKey(), 0.0))
                .sum();
    }

    /** After a collection where growth is looked for; a collection holds everything up, so that frames would be lost for it. */
    private static double usedMib(boolean collects) {
        if (collects) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    }

    /** A short clip of a planet, 640x480 RGGB 8 bit. */
    private Path clip() throws IOException {
        Path file = folder.resolve("loop.ser");
        try (Camera camera = Cameras.installed().open("sim:planet?frames=" + CLIP_FRAMES, CameraWish.plain());
                SerWriter writer = SerWriter.create(file, camera.format(), SerText.EMPTY)) {
            FrameSlot slot = new FrameSlot(camera.format().frameBytes());
            camera.start();
            while (camera.read(slot, 1_000) == Camera.Delivery.FRAME) {
                writer.write(slot.raw, slot.startUtcNs);
                slot.clear();
            }
        }
        return file;
    }
}
