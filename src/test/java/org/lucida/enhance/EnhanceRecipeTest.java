package org.lucida.enhance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnhanceRecipeTest {
    @ParameterizedTest
    @EnumSource(EnhanceRecipe.Target.class)
    void aRecipeComesBackFromItsText(EnhanceRecipe.Target target) {
        EnhanceRecipe recipe = EnhanceRecipe.defaultsFor(target)
                .withAlignment(new EnhanceRecipe.Alignment(EnhanceRecipe.Origin.GIVEN, 0.5, -1.25, 3, 0))
                .withBalance(new EnhanceRecipe.Balance(EnhanceRecipe.Origin.AUTO, 1.45, 1, 0.62))
                .withWaveletGain(2, 3.7)
                .withTone(new EnhanceRecipe.Tone(EnhanceRecipe.Curve.ASINH, -3.5, Double.NaN, 1, 12));
        assertEquals(recipe, EnhanceRecipe.parse(recipe.text()));
        assertEquals(
                EnhanceRecipe.defaultsFor(target),
                EnhanceRecipe.parse(EnhanceRecipe.defaultsFor(target).text()));
        assertEquals(EnhanceRecipe.OFF, EnhanceRecipe.parse(EnhanceRecipe.OFF.text()));
    }

    @Test
    void oneKeyIsChangedAndTheRestStays() {
        EnhanceRecipe recipe = EnhanceRecipe.OFF.with("wavelets", "1,2.5").with("deconvolution", "rl");
        assertEquals(List.of(1.0, 2.5, 1.0, 1.0, 1.0, 1.0), recipe.waveletGains());
        assertEquals(EnhanceRecipe.Method.RICHARDSON_LUCY, recipe.sharpening().method());
        assertEquals(EnhanceRecipe.OFF.tone(), recipe.tone());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sharpness=3",
                "wavelets=1,2,3,4,5,6,7",
                "wavelets=-1",
                "denoise=2",
                "psfFwhmPx=0.1",
                "psfFwhmPx=0",
                "iterations=2.5",
                "iterations=0",
                "saturation=NaN",
                "align=1,2",
                "balance=0,1,1",
                "stretch=log",
                "gamma=0",
                "target=comet",
                "nonsense"
            })
    void whatCannotBeIsRefusedWithARemedy(String word) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> EnhanceRecipe.parse(word));
        assertTrue(refused.getMessage().matches(".*(;|,).*"), refused.getMessage());
    }

    @Test
    void aWhiteBelowTheBlackIsRefused() {
        EnhanceRecipe black = EnhanceRecipe.OFF.with("black", "100");
        assertThrows(IllegalArgumentException.class, () -> black.with("white", "50"));
    }

    @Test
    void everyKeyIsExplained() {
        EnhanceRecipe.keys().forEach((key, meaning) -> assertTrue(!meaning.isBlank(), key));
        for (String word : EnhanceRecipe.OFF.text().split(" ")) {
            assertTrue(EnhanceRecipe.keys().containsKey(word.substring(0, word.indexOf('='))), word);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tone", "Sharpening", "Balance", "Alignment"})
    void aRecipeIsWholeWhicheverPartIsMadeFirst(String part) throws Exception {
        URL classes = EnhanceRecipe.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader fresh = new URLClassLoader(new URL[] {classes}, null)) {
            Class.forName("org.lucida.enhance.EnhanceRecipe$" + part, true, fresh);
            Class<?> recipe = Class.forName("org.lucida.enhance.EnhanceRecipe", true, fresh);
            Object off = recipe.getField("OFF").get(null);
            assertEquals(EnhanceRecipe.OFF.text(), recipe.getMethod("text").invoke(off));
        }
    }

    @Test
    void marsStaysRed() {
        assertTrue(ObjectColour.balanceFor("Mars 2027 opposition").orElseThrow().redRatio() > 1.3);
        assertTrue(ObjectColour.balanceFor("M 13").isEmpty());
    }
}
