package org.lucida.view.fx.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.lucida.focus.CollimationReading;
import org.lucida.view.fx.desk.Words;
import org.lucida.view.fx.picture.Exhibit;

/** What the aids find in planes of known content, and that both languages say the same. */
class AidMeterTest {
    private static final int SIDE_PX = 192;

    private interface Light {
        double at(double x, double y, int plane);
    }

    private static Exhibit exhibit(Exhibit.Kind kind, int planeCount, Light light) {
        Random random = new Random(11);
        float[][] planes = new float[planeCount][SIDE_PX * SIDE_PX];
        for (int plane = 0; plane < planeCount; plane++) {
            for (int i = 0; i < planes[plane].length; i++) {
                double x = i % SIDE_PX - SIDE_PX / 2;
                double y = i / SIDE_PX - SIDE_PX / 2;
                planes[plane][i] = (float) (100 + light.at(x, y, plane) + 3 * random.nextGaussian());
            }
        }
        return new Exhibit(kind, planes, SIDE_PX, SIDE_PX, 1, 65535, 0, 0, 100, 1, null);
    }

    private static AidFinding found(AidMeter.Aid aid, Exhibit exhibit) {
        List<AidFinding> all = new ArrayList<>();
        AidMeter meter = new AidMeter(all::add);
        meter.measure(aid);
        assertTrue(meter.wants(exhibit.kind()));
        meter.see(exhibit);
        assertFalse(meter.wants(exhibit.kind()), "it rests between two measurements");
        assertEquals(1, all.size());
        return all.get(0);
    }

    @Test
    void aStarOfKnownWidthHasItsFwhm() {
        double sigma = 2;
        AidFinding.Stars stars = (AidFinding.Stars) found(
                AidMeter.Aid.STARS,
                exhibit(Exhibit.Kind.LIVE, 1, (x, y, p) -> 5000 * Math.exp(-(x * x + y * y) / (2 * sigma * sigma))));
        assertEquals(1, stars.starCount());
        assertEquals(2.355 * sigma, stars.fwhmPx(), 0.2);
        assertFalse(stars.isSaturated());
    }

    @Test
    void aRingWithItsHoleOffTheMiddleIsADonutOffByThatMuch() {
        AidFinding.Collimation rings = (AidFinding.Collimation) found(
                AidMeter.Aid.COLLIMATION,
                exhibit(
                        Exhibit.Kind.LIVE,
                        1,
                        (x, y, p) -> Math.hypot(x, y) < 50 && Math.hypot(x - 3, y) > 18 ? 2000 : 0));
        assertEquals(CollimationReading.State.DONUT, rings.reading().state);
        assertEquals(3, rings.reading().offsetPx, 0.3);
    }

    @Test
    void coloursShiftedByAKnownAmountAreFoundToATenth() {
        AidFinding.Dispersion colours =
                (AidFinding.Dispersion) found(AidMeter.Aid.DISPERSION, exhibit(Exhibit.Kind.STACK, 3, (x, y, p) -> {
                    double v = y - (p - 1) * 0.7;
                    return 2000 / (1 + Math.exp((Math.hypot(x, v) - 50) / 1.5)) * (1 + 0.2 * Math.sin(0.4 * v));
                }));
        assertTrue(colours.reading().isValid());
        assertEquals(1.4, colours.reading().spreadPx(), 0.1);
    }

    @Test
    void bothLanguagesHaveAllTextsOfAidsAndSharpening() throws IOException {
        for (String part : List.of("aids", "sharpen")) {
            Properties english = properties(part);
            Properties german = properties(part + "_de");
            assertEquals(
                    new TreeSet<>(english.stringPropertyNames()), new TreeSet<>(german.stringPropertyNames()), part);
            for (String key : english.stringPropertyNames()) {
                for (int blank = 0; blank < 6; blank++) {
                    String mark = "{" + blank + "}";
                    assertEquals(
                            english.getProperty(key).contains(mark),
                            german.getProperty(key).contains(mark),
                            key);
                }
            }
        }
    }

    private static Properties properties(String name) throws IOException {
        Properties all = new Properties();
        try (InputStream in = Words.class.getResourceAsStream("/org/lucida/view/fx/words/" + name + ".properties");
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            all.load(reader);
        }
        return all;
    }
}
