package org.lucida.view.fx;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/**
 * The screen in memory on which the window's tests draw: one toolkit for all tests of a JVM, work on the FX thread, waiting for
 * something to become true, pictures of what is seen in {@code target/screenshots}.
 */
public final class FxScreen {
    private static final long MOST_S = 60;
    private static boolean started;

    private FxScreen() {}

    /** Starts the toolkit if nobody has yet. */
    public static synchronized void start() {
        if (started) {
            return;
        }
        CountDownLatch up = new CountDownLatch(1);
        Platform.setImplicitExit(false);
        Platform.startup(up::countDown);
        try {
            if (!up.await(MOST_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the toolkit did not start");
            }
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        started = true;
    }

    /** Does something on the FX thread and waits for it; at once if this is the FX thread. */
    public static <T> T on(Callable<T> work) {
        start();
        if (Platform.isFxApplicationThread()) {
            try {
                return work.call();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
        FutureTask<T> task = new FutureTask<>(work);
        Platform.runLater(task);
        try {
            return task.get(MOST_S, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The same for work without result. */
    public static void run(Runnable work) {
        on(() -> {
            work.run();
            return true;
        });
    }

    /** Waits until something is true on the FX thread; fails with these words after a long time. */
    public static void await(String what, BooleanSupplier condition) {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_S);
        while (!on(condition::getAsBoolean)) {
            if (System.nanoTime() > endNs) {
                throw new AssertionError("waited in vain for: " + what);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    /** A stage with this scene, shown. */
    public static Stage show(Callable<Scene> scene) {
        return on(() -> {
            Stage stage = new Stage();
            stage.setScene(scene.call());
            stage.show();
            return stage;
        });
    }

    /** Writes what is seen of a node to {@code target/screenshots/NAME.png}; returns the file. */
    public static Path picture(Node node, String name) {
        WritableImage image = on(() -> node.snapshot(new SnapshotParameters(), null));
        int widthPx = (int) image.getWidth();
        int heightPx = (int) image.getHeight();
        BufferedImage copy = new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_INT_RGB);
        PixelReader pixels = image.getPixelReader();
        for (int y = 0; y < heightPx; y++) {
            for (int x = 0; x < widthPx; x++) {
                copy.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        Path file = Path.of("target", "screenshots", name + ".png");
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(copy, "png", file.toFile());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return file;
    }
}
