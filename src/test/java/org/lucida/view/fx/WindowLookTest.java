package org.lucida.view.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.lucida.view.fx.desk.Look;
import org.lucida.view.fx.desk.Notice;

/** How the window looks: by day, at night, large, in two languages; with a picture of each in {@code target/screenshots}. */
class WindowLookTest extends WindowCase {
    /** Tabs that are looked at together: left and right. */
    private static final List<List<String>> PAGES = List.of(
            List.of("camera", "luckiness"),
            List.of("target", "account"),
            List.of("record", "aids"),
            List.of("masters", "sharpen"));

    private static final int DARK = 8;
    private static final double RATE_HZ = 25;
    private static final String ELLIPSIS = "...";

    @Test
    void everyTextFitsInBothLanguages() throws Exception {
        cameras();
        Set<String> cut = new TreeSet<>();
        for (Locale language : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            FxScreen.run(() -> desk.language().set(language));
            cameras();
            cut.addAll(cutTexts("start " + language));
        }
        observe(looped(RATE_HZ));
        awaitSettled(30);
        Set<String> english = new TreeSet<>();
        Set<String> german = new TreeSet<>();
        for (Locale language : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            FxScreen.run(() -> desk.language().set(language));
            for (List<String> tabs : PAGES) {
                show(tabs);
                cut.addAll(cutTexts(tabs + " " + language));
                FxScreen.run(() -> (language == Locale.GERMAN ? german : english).addAll(texts()));
                if (language == Locale.GERMAN) {
                    FxScreen.picture(scene().getRoot(), "window-" + String.join("-", tabs) + "-de");
                }
            }
        }
        Set<String> same = new TreeSet<>(english);
        same.retainAll(german);
        assertEquals(Set.of(), cut, "texts that do not fit");
        assertTrue(same.size() < english.size() / 2, () -> "not in German: " + same);
    }

    @Test
    void atNightNothingShinesButRed() throws Exception {
        FxScreen.run(() -> desk.look().set(Look.NIGHT));
        cameras();
        assertRed(scene(), "start page");
        picture("start-night");
        observe(looped(RATE_HZ));
        awaitSettled(30);
        for (List<String> tabs : PAGES) {
            show(tabs);
            assertRed(scene(), String.join("-", tabs));
            picture(String.join("-", tabs) + "-night");
        }
        key(KeyCode.SLASH, true, false);
        settle();
        assertRed(scene(), "keys");
        picture("keys-night");
        key(KeyCode.ESCAPE);
        FxScreen.run(() -> {
            desk.tell(Notice.Level.TROUBLE, "test=1 shows how trouble looks at night; it goes when it is dismissed");
            desk.asks().openFile("Open", clips, List.of(".ser"), file -> {});
        });
        settle();
        assertRed(scene(), "banner and question");
        picture("banner-and-question-night");
        key(KeyCode.ESCAPE);
        FxScreen.run(() -> shell.log().show());
        settle();
        assertRed(FxScreen.on(() -> shell.log().stage().getScene()), "log");
        FxScreen.picture(FxScreen.on(() -> shell.log().stage().getScene().getRoot()), "window-log-night");
    }

    @Test
    void panelsStayUsableInLargeType() throws Exception {
        FxScreen.run(() -> desk.large().set(true));
        cameras();
        picture("start-large");
        Set<String> cut = new TreeSet<>(cutTexts("start"));
        observe(looped(RATE_HZ));
        awaitSettled(30);
        Set<String> wide = new TreeSet<>();
        for (List<String> tabs : PAGES) {
            show(tabs);
            picture(String.join("-", tabs) + "-large");
            cut.addAll(cutTexts(String.join("-", tabs)));
            for (String name : tabs) {
                ScrollPane scroll = FxScreen.on(() -> scrollOf(name));
                Region content = (Region) scroll.getContent();
                double roomPx = scroll.getViewportBounds().getWidth();
                if (content.getWidth() > roomPx + 1) {
                    wide.add(name + ": " + content.getWidth() + " > " + roomPx);
                }
            }
        }
        FxScreen.run(() -> desk.look().set(Look.NIGHT));
        settle();
        picture("masters-sharpen-large-night");
        assertEquals(Set.of(), wide, "panels wider than their tab");
        assertEquals(Set.of(), cut, "texts that do not fit");
    }

    @Test
    void byDayEachPageIsPictured() throws Exception {
        cameras();
        picture("start-day");
        observe(looped(RATE_HZ));
        awaitSettled(60);
        for (List<String> tabs : PAGES) {
            show(tabs);
            picture(String.join("-", tabs) + "-day");
        }
        show(PAGES.get(0));
        pictureIn4k("camera-luckiness-day-4k");
        FxScreen.run(() -> {
            desk.large().set(true);
            desk.look().set(Look.NIGHT);
        });
        settle();
        pictureIn4k("camera-luckiness-large-night-4k");
    }

    // ---- eyes ------------------------------------------------------------------------------------------------------

    private void show(List<String> tabs) {
        FxScreen.run(() -> tabs.forEach(shell.main()::show));
        settle();
    }

    /** A poll or two, so that everything is drawn with what is known. */
    private void settle() {
        FxScreen.run(() -> {
            scene().getRoot().applyCss();
            scene().getRoot().layout();
        });
        Object before = FxScreen.on(() -> desk.readings().get());
        if (before != null) {
            await("readings", () -> desk.readings().get() != before);
            Object next = FxScreen.on(() -> desk.readings().get());
            await("readings", () -> desk.readings().get() != next);
        }
        FxScreen.run(() -> {
            scene().getRoot().applyCss();
            scene().getRoot().layout();
        });
    }

    private void picture(String name) {
        FxScreen.picture(scene().getRoot(), "window-" + name);
    }

    /** The screen in memory is smaller: the page is borrowed for a scene of its own. */
    private void pictureIn4k(String name) {
        Parent page = FxScreen.on(() -> {
            Parent root = scene().getRoot();
            scene().setRoot(new Group());
            Scene large = new Scene(root, 3840, 2160);
            Dress.put(desk, large);
            root.applyCss();
            root.layout();
            return root;
        });
        awaitPictures();
        FxScreen.picture(page, "window-" + name);
        FxScreen.run(() -> {
            page.getScene().setRoot(new Group());
            scene().setRoot(page);
        });
    }

    private void awaitPictures() {
        settle();
        settle();
    }

    private ScrollPane scrollOf(String name) {
        for (String pane : List.of("turned", "read")) {
            for (var tab : ((TabPane) scene().getRoot().lookup("#" + pane)).getTabs()) {
                if (tab.getId().equals("tab-" + name)) {
                    return (ScrollPane) tab.getContent();
                }
            }
        }
        throw new IllegalStateException(name);
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Node node : seen(scene().getRoot())) {
            if (node instanceof Labeled labeled
                    && labeled.getText() != null
                    && labeled.getText().length() > 12) {
                texts.add(labeled.getText());
            }
        }
        return texts;
    }

    /** Texts that are shown cut short. */
    private List<String> cutTexts(String where) {
        return FxScreen.on(() -> {
            List<String> cut = new ArrayList<>();
            for (Node node : seen(scene().getRoot())) {
                if (node instanceof Labeled labeled
                        && labeled.getText() != null
                        && !labeled.getText().isBlank()
                        && shown(labeled).endsWith(ELLIPSIS)
                        && !labeled.getText().endsWith(ELLIPSIS)) {
                    cut.add(where + ": " + labeled.getText() + " -> " + shown(labeled) + " in " + path(labeled));
                }
            }
            return cut;
        });
    }

    private static String shown(Labeled labeled) {
        for (Node child : labeled.getChildrenUnmodifiable()) {
            if (child instanceof Text text) {
                return text.getText();
            }
        }
        return "";
    }

    private static String path(Node node) {
        for (Parent at = node.getParent(); at != null; at = at.getParent()) {
            if (at.getId() != null) {
                return at.getId();
            }
        }
        return "";
    }

    /** No pixel of a scene has green or blue in it, the edges of letters included. */
    private static void assertRed(Scene scene, String what) {
        WritableImage image = FxScreen.on(() -> scene.snapshot(null));
        int widthPx = (int) image.getWidth();
        int heightPx = (int) image.getHeight();
        int[] pixels = new int[widthPx * heightPx];
        FxScreen.run(() -> image.getPixelReader()
                .getPixels(0, 0, widthPx, heightPx, PixelFormat.getIntArgbInstance(), pixels, 0, widthPx));
        int redCount = 0;
        for (int at = 0; at < pixels.length; at++) {
            int green = pixels[at] >> 8 & 0xff;
            int blue = pixels[at] & 0xff;
            if (green >= DARK || blue >= DARK) {
                throw new AssertionError(
                        what + ": green=" + green + " blue=" + blue + " at x=" + at % widthPx + " y=" + at / widthPx);
            }
            redCount += (pixels[at] >> 16 & 0xff) > 0x60 ? 1 : 0;
        }
        assertTrue(redCount > 200, what + " cannot be read");
    }
}
