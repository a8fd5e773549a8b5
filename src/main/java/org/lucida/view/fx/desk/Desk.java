package org.lucida.view.fx.desk;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.lucida.camera.CameraNotice;
import org.lucida.config.Presets;
import org.lucida.pipeline.StackingSession;
import org.lucida.view.Cameras;
import org.lucida.view.Trouble;

/**
 * What all parts of the window share: the observation, its readings, the notices, how the window looks, what it remembers.
 *
 * <p>Nothing here waits on the FX thread: cameras are opened, ended and saved on a thread of their own, one thing at a time;
 * readings are made by a polling thread and handed over five times a second.
 *
 * <p>Thread: FX, unless said.
 */
public final class Desk implements AutoCloseable {
    private static final long POLL_MS = 200;
    private static final int MOST_NOTICES = 500;

    /** Something that takes time and may fail. */
    public interface Work<T> {
        T done() throws IOException, InterruptedException;
    }

    private final Cameras cameras;
    private final Presets presets;
    private final Remembered remembered;
    private final Keys keys = new Keys();
    private final ReadOnlyObjectWrapper<Observation> observation = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Readings> readings = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<Look> look = new SimpleObjectProperty<>(Look.DARK);
    private final BooleanProperty large = new SimpleBooleanProperty();
    private final ObjectProperty<Locale> language = new SimpleObjectProperty<>(Locale.ENGLISH);
    private final ReadOnlyStringWrapper doing = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper opening = new ReadOnlyBooleanWrapper();
    private final ObservableList<Notice> notices = FXCollections.observableArrayList();
    private final ExecutorService opener = Executors.newSingleThreadExecutor(named("lucida-desk"));
    private final ExecutorService workers = Executors.newCachedThreadPool(named("lucida-desk-work"));
    private final ScheduledExecutorService poll = Executors.newSingleThreadScheduledExecutor(named("lucida-desk-poll"));
    private final AtomicBoolean told = new AtomicBoolean(true);
    private Asks asks;
    private volatile Observation polled;
    /** Notices of the camera up to this time are told. */
    private volatile long lastNoticeUtcNs;

    private volatile boolean toldFailure;
    private volatile boolean toldRecordingFailure;

    public Desk(Cameras cameras, Presets presets, Remembered remembered) {
        this.cameras = cameras;
        this.presets = presets;
        this.remembered = remembered;
        look.set(remembered.text("look").map("night"::equals).orElse(false) ? Look.NIGHT : Look.DARK);
        look.addListener((it, before, now) -> remembered.put("look", now == Look.NIGHT ? "night" : "dark"));
        large.set(remembered.flag("largeType", false));
        large.addListener((it, before, now) -> remembered.put("largeType", now));
        language.set(Locale.forLanguageTag(
                remembered.text("language").orElse(Locale.getDefault().getLanguage())));
        language.addListener((it, before, now) -> remembered.put("language", now.toLanguageTag()));
        poll.scheduleWithFixedDelay(this::pollOnce, POLL_MS, POLL_MS, TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    // ---- what is shared --------------------------------------------------------------------------------------------

    public Cameras cameras() {
        return cameras;
    }

    public Presets presets() {
        return presets;
    }

    /** What is kept from night to night. Any thread. */
    public Remembered remembered() {
        return remembered;
    }

    /** How questions are asked; set once by the window. */
    public Asks asks() {
        return asks;
    }

    /** Tells who asks the questions. */
    public void asks(Asks window) {
        asks = window;
    }

    /** Every key of the window. */
    public Keys keys() {
        return keys;
    }

    /** The texts of one part, in the language chosen. */
    public Words words(String part) {
        return Words.of(part, language.get());
    }

    public ObjectProperty<Look> look() {
        return look;
    }

    /** True for large type, to be read from the eyepiece. */
    public BooleanProperty large() {
        return large;
    }

    /** English or German; changing it builds the page anew. */
    public ObjectProperty<Locale> language() {
        return language;
    }

    /** What is open; null when nothing is. */
    public ReadOnlyObjectProperty<Observation> observation() {
        return observation.getReadOnlyProperty();
    }

    /** Its readings, five times a second; null when nothing is open. */
    public ReadOnlyObjectProperty<Readings> readings() {
        return readings.getReadOnlyProperty();
    }

    /** True while a camera is being opened, be it the first or another after one that is ended for it. */
    public ReadOnlyBooleanProperty opening() {
        return opening.getReadOnlyProperty();
    }

    /** What takes its time just now, in words; empty when nothing does. */
    public ReadOnlyStringProperty doing() {
        return doing.getReadOnlyProperty();
    }

    /** The log, oldest first; bounded. */
    public ObservableList<Notice> notices() {
        return notices;
    }

    // ---- what is done ----------------------------------------------------------------------------------------------

    /**
     * Opens a camera; what is open now is ended and its stack written first.
     *
     * @return completes on the FX thread with true when frames flow; trouble is told, not thrown
     */
    public CompletableFuture<Boolean> open(Opening wanted) {
        Words words = words("desk");
        opening.set(true);
        CompletableFuture<Boolean> after = inTurn(words.say("doing.opening", wanted.address()), () -> {
            if (!end(polled, null)) {
                return false;
            }
            Observation opened = Observation.open(wanted, cameras);
            polled = opened;
            toldFailure = false;
            toldRecordingFailure = false;
            lastNoticeUtcNs = Long.MIN_VALUE;
            Platform.runLater(() -> observation.set(opened));
            remembered.save();
            return true;
        });
        return after.whenComplete((well, fault) -> opening.set(false));
    }

    /**
     * Ends what is open and writes its results. If the stack cannot be written it stays open, so that nothing is lost: ask for
     * another folder, or {@link #discard}.
     *
     * @param otherFolder where to, if not where it was planned; null = as planned
     * @return completes on the FX thread with true when nothing is open any more
     */
    public CompletableFuture<Boolean> stop(Path otherFolder) {
        return inTurn(words("desk").say("doing.ending"), () -> end(polled, otherFolder));
    }

    /** The same into the folder that was planned. */
    public CompletableFuture<Boolean> stop() {
        return stop(null);
    }

    /** Ends what is open and throws its stack away. Completes on the FX thread. */
    public CompletableFuture<Boolean> discard() {
        return inTurn(words("desk").say("doing.ending"), () -> {
            let(polled);
            return true;
        });
    }

    /**
     * Ends what is open and writes its results, without the FX thread's help: the program is being ended from outside. Any thread.
     *
     * @param then called when all is written, on the desk's thread
     */
    public void endNow(Runnable then) {
        opener.execute(() -> {
            try {
                end(polled, null);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException | OutOfMemoryError failed) {
                trouble(failed);
            } finally {
                then.run();
            }
        });
    }

    /** Ends and writes; false if the stack could not be written and so is still there. Desk's thread. */
    private boolean end(Observation open, Path otherFolder) throws IOException, InterruptedException {
        if (open == null) {
            return true;
        }
        List<Path> written = List.of();
        try {
            StackingSession.Results results = open.finish(otherFolder);
            results.failure().ifPresent(this::trouble);
            written = results.files();
        } catch (IOException refused) {
            trouble(refused);
        }
        if (open.isUnsaved(written)) {
            return false;
        }
        if (!written.isEmpty()) {
            tell(Notice.Level.FACT, words("desk").say("saved", written.get(0)));
        }
        let(open);
        return true;
    }

    /** Lets go of what is open. Desk's thread. */
    private void let(Observation open) throws IOException {
        polled = null;
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            Platform.runLater(() -> {
                observation.set(null);
                readings.set(null);
            });
        }
    }

    private CompletableFuture<Boolean> inTurn(String what, Work<Boolean> work) {
        CompletableFuture<Boolean> after = new CompletableFuture<>();
        opener.execute(() -> {
            Platform.runLater(() -> doing.set(what));
            boolean well = false;
            try {
                well = work.done();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException | OutOfMemoryError failed) {
                trouble(failed);
            } finally {
                boolean result = well;
                Platform.runLater(() -> {
                    doing.set("");
                    after.complete(result);
                });
            }
        });
        return after;
    }

    /**
     * Does something that takes time away from the FX thread; trouble becomes a notice.
     *
     * @param then gets the result on the FX thread; not called after trouble
     */
    public <T> void work(Work<T> work, Consumer<T> then) {
        workers.execute(() -> {
            try {
                T result = work.done();
                Platform.runLater(() -> then.accept(result));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException | OutOfMemoryError failed) {
                trouble(failed);
            }
        });
    }

    /** Adds a line to the log. Any thread. */
    public void tell(Notice.Level level, String sentence) {
        Notice notice = new Notice(Instant.now(), level, sentence);
        Platform.runLater(() -> {
            notices.add(notice);
            if (notices.size() > MOST_NOTICES) {
                notices.remove(0);
            }
        });
    }

    /** Tells of something that failed, as a sentence with a remedy. Any thread. */
    public void trouble(Throwable failed) {
        Trouble trouble = Trouble.of(failed);
        if (!trouble.expected()) {
            System.getLogger(Desk.class.getName()).log(System.Logger.Level.ERROR, "a fault of the window", failed);
        }
        tell(Notice.Level.TROUBLE, trouble.sentence());
    }

    // ---- the poll --------------------------------------------------------------------------------------------------

    private void pollOnce() {
        Observation open = polled;
        if (open == null) {
            return;
        }
        try {
            Readings now = open.readings();
            notice(open, now);
            if (told.compareAndSet(true, false)) {
                Platform.runLater(() -> {
                    told.set(true);
                    if (observation.get() == open) {
                        readings.set(now);
                    }
                });
            }
        } catch (RuntimeException fault) {
            trouble(fault);
        }
    }

    /** What is new in camera and recording goes to the log. */
    private void notice(Observation open, Readings now) {
        for (CameraNotice notice : now.cameraNotices()) {
            if (notice.utcNs() > lastNoticeUtcNs) {
                tell(notice.isTrouble() ? Notice.Level.TROUBLE : Notice.Level.FACT, notice.sentence());
                lastNoticeUtcNs = notice.utcNs();
            }
        }
        if (!toldFailure && open.failure().isPresent()) {
            toldFailure = true;
            trouble(open.failure().get());
        }
        if (!toldRecordingFailure && now.recordingFailure().isPresent()) {
            tell(
                    Notice.Level.TROUBLE,
                    words("desk").say("recording.ended", now.recordingFailure().get()));
        }
        toldRecordingFailure = now.recordingFailure().isPresent();
    }

    /** Ends everything; waits for what is being written. Called once, not on the FX thread's time: see {@link #stop}. */
    @Override
    public void close() {
        remembered.save();
        opener.shutdown();
        workers.shutdown();
        poll.shutdownNow();
    }
}
