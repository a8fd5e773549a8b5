package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Slider;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lucida.config.StackSettings;
import org.lucida.enhance.EnhanceRecipe;
import org.lucida.enhance.ObjectColour;
import org.lucida.files.StackFile;
import org.lucida.view.fx.FxScreen;
import org.lucida.view.fx.picture.Exhibit;
import org.lucida.view.fx.picture.Eye;

/** Sharpening of the display copy, and the pictures that are saved of it. */
class SharpenPanelTest extends PanelCase {
    private static final int SIDE_PX = 160;

    private final Eye eye = new Eye();

    @AfterEach
    void closeEye() {
        eye.close();
    }

    private static Exhibit stack(double shiftPx, long count, long number) {
        Random random = new Random(7);
        float[][] planes = new float[3][SIDE_PX * SIDE_PX];
        for (int plane = 0; plane < 3; plane++) {
            for (int i = 0; i < planes[plane].length; i++) {
                double y = i / SIDE_PX - 80 - (plane - 1) * shiftPx;
                double r = Math.hypot(i % SIDE_PX - 80, y);
                double light = 1000 / (1 + Math.exp((r - 45) / 1.5)) * (1 + 0.2 * Math.sin(0.5 * y));
                planes[plane][i] = (float) (50 + light + 2 * random.nextGaussian());
            }
        }
        return new Exhibit(Exhibit.Kind.STACK, planes, SIDE_PX, SIDE_PX, 1, 65535, 0, 0, count, number, null);
    }

    private static float[][] sharpened(StackSharpening sharpening, Exhibit stack) {
        float[][] out = new float[3][SIDE_PX * SIDE_PX];
        assertTrue(sharpening.apply(stack, out));
        return out;
    }

    @Test
    void offGivesTheStackBackAndAWaveletChangesIt() {
        Exhibit stack = stack(0, 100, 1);
        StackSharpening sharpening = new StackSharpening(StackSettings.defaults(), EnhanceRecipe.OFF, found -> {});
        float[][] plain = sharpened(sharpening, stack);
        for (int plane = 0; plane < 3; plane++) {
            assertArrayEquals(stack.planes()[plane], plain[plane]);
        }
        sharpening.recipe(EnhanceRecipe.OFF.withWaveletGain(1, 3));
        assertFalse(Arrays.equals(stack.planes()[1], sharpened(sharpening, stack)[1]));
    }

    @Test
    void blurAndColoursAreMeasuredAnewWhenTheStackHasGrownByATenthOrIsAnother() {
        List<StackSharpening.Found> found = new ArrayList<>();
        StackSharpening sharpening = new StackSharpening(
                StackSettings.defaults(), EnhanceRecipe.defaultsFor(EnhanceRecipe.Target.PLANET), found::add);
        sharpened(sharpening, stack(0.5, 100, 1));
        sharpened(sharpening, stack(1.5, 105, 1));
        sharpened(sharpening, stack(1.5, 111, 1));
        sharpened(sharpening, stack(0.5, 112, 2));
        double[] blueYPx =
                found.stream().mapToDouble(it -> it.dispersion().blueYPx()).toArray();
        assertArrayEquals(new double[] {0.5, 0.5, 1.5, 0.5}, blueYPx, 0.1);
        assertTrue(found.get(0).psf().isKnown());
        assertEquals(found.get(0).psf(), found.get(1).psf());
    }

    @Test
    void aCopiedRecipeReadsBackAsItIsAlsoWithoutTheCommandAroundIt() {
        for (EnhanceRecipe.Target target : EnhanceRecipe.Target.values()) {
            EnhanceRecipe recipe = EnhanceRecipe.defaultsFor(target).withWaveletGain(2, 3.25);
            assertEquals(recipe, RecipeText.parse(RecipeText.command(recipe)));
            assertEquals(recipe, RecipeText.parse(recipe.text()));
        }
    }

    @Test
    void theRecipeIsRememberedForItsKindOfTargetAndBeginsWithThePlanetsColour() throws Exception {
        SharpenPanel panel = show(it -> new SharpenPanel(it, eye));
        open(opening(NIGHT));
        FxScreen.await("the recipe of Jupiter", () -> panel.recipe()
                .balance()
                .equals(ObjectColour.balanceFor("Jupiter").orElseThrow()));
        Slider gain = find(panel.node(), "wavelet-gain-1", Slider.class);
        FxScreen.run(() -> gain.setValue(4.5));
        assertEquals(4.5, on(panel::recipe).waveletGains().get(1));
        @SuppressWarnings("unchecked")
        ComboBox<String> balance = find(panel.node(), "sharpen-balance", ComboBox.class);
        FxScreen.run(() -> balance.setValue("mars"));
        SharpenPanel next = on(() -> {
            desk.keys().clear();
            SharpenPanel made = new SharpenPanel(desk, eye);
            made.observe(desk.observation().get());
            return made;
        });
        assertEquals(on(panel::recipe), on(next::recipe));
        press(panel.node(), "sharpen-off");
        assertEquals(
                EnhanceRecipe.OFF.withTone(on(panel::recipe).tone()).withTarget(EnhanceRecipe.Target.PLANET),
                on(panel::recipe));
    }

    @Test
    void savingWritesFourReadableFilesAndNeverOverwrites() throws Exception {
        SharpenPanel panel = show(it -> new SharpenPanel(it, eye));
        open(opening(NIGHT));
        FxScreen.await("a stack", () -> desk.readings().get().stackedNowCount() > 20);
        press(panel.node(), "picture-save");
        FxScreen.await("the first notice", () -> saved() == 1);
        press(panel.node(), "picture-save");
        FxScreen.await("the second notice", () -> saved() == 2);
        List<Path> files = written();
        assertEquals(8, files.size(), files::toString);
        for (Path file : files) {
            if (file.toString().endsWith(".fits")) {
                StackFile fits = StackFile.read(file);
                assertEquals("Jupiter", fits.text("OBJECT").orElse(""));
                assertTrue(fits.number("STACKCNT").orElse(0) > 20);
                assertTrue(fits.text("DATE-AVG").isPresent());
                String header = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
                assertTrue(header.matches("(?s).*HISTORY +Recipe: target=planet.*"), file::toString);
            } else if (!file.toString().endsWith(".tif")) {
                assertTrue(ImageIO.read(file.toFile()).getWidth() > 90, file::toString);
            }
        }
        Path jpeg = files.stream()
                .filter(it -> it.toString().endsWith(".jpg"))
                .findFirst()
                .orElseThrow();
        Path png = files.stream()
                .filter(it -> it.toString().endsWith(".png"))
                .findFirst()
                .orElseThrow();
        assertTrue(
                ImageIO.read(jpeg.toFile()).getHeight()
                        > ImageIO.read(png.toFile()).getHeight() + 20,
                "room for the caption");
    }

    private long saved() {
        return desk.notices().stream()
                .filter(it -> it.sentence().startsWith("4 pictures saved"))
                .count();
    }

    private List<Path> written() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("out"))) {
            return all.filter(it -> it.toString().contains("-enhanced"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thePanelFitsInBothLanguages() {
        for (Locale language : List.of(Locale.ENGLISH, Locale.GERMAN)) {
            FxScreen.run(() -> {
                desk.keys().clear();
                desk.language().set(language);
            });
            SharpenPanel panel = show(it -> new SharpenPanel(it, eye));
            picture(panel.node(), "panel-sharpen-" + language.getLanguage());
            FxScreen.run(() -> {
                stage.close();
                desk.keys().clear();
            });
            AidsPanel aids = show(it -> new AidsPanel(it, eye));
            picture(aids.node(), "panel-aids-" + language.getLanguage());
            FxScreen.run(() -> {
                aids.close();
                stage.close();
            });
        }
    }
}
