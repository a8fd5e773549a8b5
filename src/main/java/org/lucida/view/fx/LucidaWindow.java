package org.lucida.view.fx;

import atlantafx.base.theme.PrimerDark;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.lucida.config.Presets;
import org.lucida.view.Cameras;
import org.lucida.view.fx.desk.Desk;
import org.lucida.view.fx.desk.Look;
import org.lucida.view.fx.desk.Remembered;
import org.lucida.view.fx.picture.Eye;

/**
 * The application: makes the desk, opens the window, and sees to it that nothing captured is lost when it closes, be it by its
 * button, by Ctrl-C in the terminal or by the end of the desktop session.
 */
public final class LucidaWindow extends Application {
    private static final long MOST_END_S = 120;

    private Desk desk;
    private Thread onSignal;

    @Override
    public void start(Stage stage) {
        Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheet());
        Platform.setImplicitExit(false);
        Map<String, String> named = getParameters().getNamed();
        desk = new Desk(Cameras.installed(), Presets.installed(), new Remembered(Remembered.usualFolder()));
        if (named.containsKey("look")) {
            desk.look().set(Look.valueOf(named.get("look").toUpperCase(Locale.ROOT)));
        }
        if (named.containsKey("large")) {
            desk.large().set(true);
        }
        if (named.containsKey("language")) {
            desk.language().set(Locale.forLanguageTag(named.get("language")));
        }
        Thread.currentThread().setUncaughtExceptionHandler((thread, fault) -> desk.trouble(fault));
        Shell shell = new Shell(desk, new Eye(), stage);
        shell.endOnClose(Platform::exit);
        onSignal = new Thread(this::endOnSignal, "lucida-end");
        Runtime.getRuntime().addShutdownHook(onSignal);
        stage.show();
        if (named.containsKey("camera")) {
            desk.remembered().put("camera", named.get("camera"));
            if (named.containsKey("preset")) {
                desk.remembered().put("preset", named.get("preset"));
            }
            shell.begin(named.get("camera"), Path.of(named.getOrDefault("folder", "lucida-out")));
        } else {
            shell.tour().firstTime();
        }
    }

    /** Ctrl-C or a kill: the same, as far as the system leaves time for it. */
    private void endOnSignal() {
        CountDownLatch ended = new CountDownLatch(1);
        desk.endNow(ended::countDown);
        try {
            ended.await(MOST_END_S, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        Runtime.getRuntime().removeShutdownHook(onSignal);
    }
}
