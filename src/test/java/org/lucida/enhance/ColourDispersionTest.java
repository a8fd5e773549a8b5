package org.lucida.enhance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColourDispersionTest {
    private static final int W = 301;
    private static final int H = 260;

    private static float[] plane(double dx, double dy, double light, double fwhm, double noise, long seed) {
        float[] picture = MadeSky.blurred(MadeSky.planet(W, H, 80, dx, dy), W, H, fwhm);
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (float) (30 + light * (picture[i] - 50));
        }
        return MadeSky.noisy(picture, noise, 0, seed);
    }

    @ParameterizedTest
    @CsvSource({"5, -3, 0, 0", "0, 0, 0.5, -0.25", "-1.3, 2.21, 1.7, -2.4", "0.1, 0, -0.1, 0"})
    void redAndBlueAreFoundWhereTheyWent(double redX, double redY, double blueX, double blueY) {
        float[][] planes = {
            plane(redX, redY, 0.7, 4.5, 5, 1), plane(0, 0, 1, 4, 5, 2), plane(blueX, blueY, 0.3, 5.5, 5, 3)
        };
        DispersionReading reading = new ColourDispersion(W, H).measure(planes);
        assertTrue(reading.isValid(), reading.toString());
        assertEquals(redX, reading.redXPx(), 0.05, reading.toString());
        assertEquals(redY, reading.redYPx(), 0.05, reading.toString());
        assertEquals(blueX, reading.blueXPx(), 0.05, reading.toString());
        assertEquals(blueY, reading.blueYPx(), 0.05, reading.toString());
        assertTrue(reading.redSigmaPx() < 0.05 && reading.blueSigmaPx() < 0.1, reading.toString());
        assertEquals(Math.hypot(blueX - redX, blueY - redY), reading.spreadPx(), 0.08);
    }

    @Test
    void theShiftIsUndone() {
        float[][] planes = {plane(1.4, -0.7, 1, 4, 1, 1), plane(0, 0, 1, 4, 1, 2), plane(-2.2, 0.6, 1, 4, 1, 3)};
        float[][] out = new float[3][W * H];
        Enhancement enhancement = new Enhancement(W, H, 3, NoiseSpectrum.WHITE);
        enhancement.enhance(planes, EnhanceRecipe.OFF.withAlignment(EnhanceRecipe.Alignment.AUTO), out, StopSign.NEVER);
        DispersionReading after = new ColourDispersion(W, H).measure(out);
        assertEquals(0, Math.hypot(after.redXPx(), after.redYPx()), 0.03);
        assertEquals(0, Math.hypot(after.blueXPx(), after.blueYPx()), 0.03);
        assertTrue(MadeSky.rms(out[0], out[1]) < 0.2 * MadeSky.rms(planes[0], planes[1]));
    }

    @Test
    void greyOrEmptyPlanesHaveNoDispersion() {
        ColourDispersion dispersion = new ColourDispersion(W, H);
        assertEquals(
                DispersionReading.Validity.GREY,
                dispersion.measure(new float[1][W * H]).validity());
        assertEquals(
                DispersionReading.Validity.NO_LIGHT,
                dispersion.measure(new float[3][W * H]).validity());
        float[][] noise = new float[3][];
        for (int plane = 0; plane < 3; plane++) {
            noise[plane] = MadeSky.noisy(new float[W * H], 10, 0, plane);
        }
        assertFalse(dispersion.measure(noise).isValid());
    }
}
