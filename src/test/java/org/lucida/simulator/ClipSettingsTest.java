package org.lucida.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.frame.ColorLayout;

class ClipSettingsTest {
    @Test
    void theDemoIsAPlanetOfSixHundredFramesAt120Hz() {
        ClipSettings demo = ClipSettings.parse("demo");
        assertEquals(ClipSettings.parse("planet?hotPixelCount=0"), demo);
        assertEquals(ClipSettings.Scene.PLANET, demo.scene());
        assertEquals("640x480 px RGGB 8 bit", demo.format().toString());
        assertEquals(600, demo.frameCount());
        assertEquals(120, demo.frameRateHz());
        assertEquals(1, demo.seed());
    }

    @Test
    void optionsAreReadWithAmpersandsAndWithCommas() {
        ClipSettings settings = ClipSettings.parse("moon?frames=300&seed=7&size=200x100,layout=gbrg,bits=12");
        assertEquals(ClipSettings.Scene.MOON, settings.scene());
        assertEquals(300, settings.frameCount());
        assertEquals(7, settings.seed());
        assertEquals(200, settings.widthPx());
        assertEquals(100, settings.heightPx());
        assertEquals(ColorLayout.GBRG, settings.layout());
        assertEquals(12, settings.bitDepth());
    }

    @Test
    void everyDocumentedOptionChangesSomething() {
        Map<String, String> other = new LinkedHashMap<>();
        for (String key : ClipSettings.optionMeanings().keySet()) {
            other.put(key, "2");
        }
        other.put("size", "100x90");
        other.put("layout", "MONO");
        other.put("bits", "10");
        other.put("discDiameterPx", "50");
        other.put("transparencyJitterFraction", "0.2");
        other.put("badFrameFraction", "0.2");
        for (Map.Entry<String, String> option : other.entrySet()) {
            ClipSettings changed = ClipSettings.parse("planet?" + option.getKey() + "=" + option.getValue());
            assertNotEquals(ClipSettings.parse("planet"), changed, option.getKey());
        }
    }

    @Test
    void everySettingIsInTheListByName() {
        assertEquals(
                ClipSettings.class.getRecordComponents().length,
                ClipSettings.parse("demo").byName().size());
        for (java.lang.reflect.RecordComponent component : ClipSettings.class.getRecordComponents()) {
            assertTrue(ClipSettings.parse("demo").byName().containsKey(component.getName()), component.getName());
        }
    }

    @Test
    void anUnknownOptionIsNamedWithAllLegalOnes() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> ClipSettings.parse("planet?frame=3"));
        assertTrue(e.getMessage().contains("frame=3"), e.getMessage());
        for (String key : ClipSettings.optionMeanings().keySet()) {
            assertTrue(e.getMessage().contains(key), e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "saturn | saturn",
                "planet?bits=7 | bits=7 is outside 8..16",
                "planet?bits=x | bits=x is not a whole number",
                "planet?peakE=much | peakE=much is not a number",
                "planet?size=640 | size=640 is not WIDTHxHEIGHT",
                "planet?size=8x8 | widthPx=8 is outside 16..8192",
                "planet?layout=CYYM | layout=CYYM is unknown",
                "planet?frames=0 | frames=0 is outside",
                "planet?blurMinPx=0.3 | blurMinPx=0.3 is outside 0.6..20",
                "planet?blurMinPx=3,blurMaxPx=2 | blurMaxPx=2 is outside 3..20",
                "planet?readNoiseE=NaN | readNoiseE=NaN is outside 0..1000",
                "planet?frames=10,jumpFrameIndex=10 | jumpFrameIndex=10 is outside -1..9",
            })
    void aWrongValueIsNamedWithItsRange(String address, String part) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ClipSettings.parse(address));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
