package org.lucida.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.chance.NormalLaw;

class SensorTest {
    @Test
    void theBellCurveHasItsTextbookAreasAndPoints() {
        assertEquals(0.841344746068543, NormalLaw.areaBelow(1), 1e-13);
        assertEquals(0.022750131948179, NormalLaw.areaBelow(-2), 1e-13);
        assertEquals(1 - 2.866515719e-7, NormalLaw.areaBelow(5), 1e-13);
        assertEquals(1.959963984540054, NormalLaw.pointOf(0.975), 1e-8);
        assertEquals(-4.753424308822899, NormalLaw.pointOf(1e-6), 1e-7);
        double sum = 0;
        for (int i = -30; i <= 30; i++) {
            sum += NormalLaw.overPixel(i + 0.37, 2.3);
        }
        assertEquals(1, sum, 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"0, 2", "0.3, 0", "3, 0", "3, 1.5", "15.9, 0", "16.1, 0", "40, 2", "1000, 5"})
    void electronsHaveTheMeanTheVarianceAndTheSkewnessOfPhotonsAndReadNoise(double meanE, double readNoiseE) {
        int count = 4_000_000;
        CountedRandom random = new CountedRandom(11, 0);
        long start = random.start((long) (1000 * meanE));
        double sum = 0;
        double square = 0;
        double cube = 0;
        for (int i = 0; i < count; i++) {
            double d = Sensor.electrons(
                            (float) meanE, (float) readNoiseE, CountedRandom.mixed(start + i * CountedRandom.STEP))
                    - meanE;
            sum += d;
            square += d * d;
            cube += d * d * d;
        }
        double mean = sum / count;
        double variance = square / count - mean * mean;
        double expected = meanE + readNoiseE * readNoiseE;
        double sigma = Math.sqrt(expected);
        double third = cube / count - 3 * mean * variance - mean * mean * mean;
        assertEquals(0, mean / sigma, 5 / Math.sqrt(count), "mean in sigmas");
        assertEquals(1, variance / expected, 0.008, "variance over expected");
        assertEquals(meanE / (expected * sigma), third / (expected * sigma), 0.03 + 0.02 / sigma, "skewness");
    }

    @Test
    void smallPoissonNumbersComeAsOftenAsTheLawSays() {
        int count = 1_000_000;
        long start = new CountedRandom(5, 0).start(0);
        int[] seen = new int[200];
        for (int i = 0; i < count; i++) {
            seen[(int) Sensor.electrons(2.5f, 0, CountedRandom.mixed(start + i * CountedRandom.STEP))]++;
        }
        double term = Math.exp(-2.5);
        for (int k = 0; k < 9; k++) {
            assertEquals(term * count, seen[k], 5 * Math.sqrt(term * count), "k=" + k);
            term *= 2.5 / (k + 1);
        }
    }

    @Test
    void neighbouringSamplesAndFramesAreNotCorrelated() {
        int count = 500_000;
        CountedRandom random = new CountedRandom(3, 9);
        long first = random.start(0);
        long second = random.start(1);
        double along = 0;
        double across = 0;
        float last = 0;
        for (int i = 0; i < count; i++) {
            float a = Sensor.electrons(0, 1, CountedRandom.mixed(first + i * CountedRandom.STEP));
            float b = Sensor.electrons(0, 1, CountedRandom.mixed(second + i * CountedRandom.STEP));
            along += a * last;
            across += a * b;
            last = a;
        }
        assertEquals(0, along / count, 5 / Math.sqrt(count));
        assertEquals(0, across / count, 5 / Math.sqrt(count));
    }

    @Test
    void samplesAreRoundedClippedAndLittleEndian() {
        ByteBuffer raw = ByteBuffer.allocateDirect(8);
        new Sensor(0, 2, 100, 4095, 2, 4).expose(new float[] {0, 1e9f, 0, 0}, 0, 3, 1, raw, 2);
        assertEquals(0, raw.getShort(0));
        assertEquals(100, raw.get(2));
        assertEquals(0, raw.get(3));
        assertEquals((byte) 0xFF, raw.get(4));
        assertEquals((byte) 0x0F, raw.get(5));
        raw.clear();
        new Sensor(50, 1, 0, 255, 1, 4).expose(new float[4], 0, 4, 7, raw, 0);
        for (int i = 0; i < 4; i++) {
            assertTrue((raw.get(i) & 0xFF) < 250, "negative electrons must clip to 0, not wrap");
        }
    }

    /** Janesick's photon-transfer curve from the finished frames alone. */
    @Test
    void theVarianceOfSteadyFramesGrowsWithTheMeanByTheGainAndStartsAtTheReadNoise() {
        double gainEPerAdu = 0.8;
        double readNoiseE = 3;
        SimulatedClip clip =
                SimulatedClip.of("moon?size=96x80,layout=MONO,bits=12,frames=300,shakeRmsPx=0,driftXPxPerFrame=0,"
                        + "driftYPxPerFrame=0,blurMinPx=1,blurMaxPx=1,transparencyJitterFraction=0,badFrameFraction=0,hotPixelCount=0,"
                        + "peakE=2000,offsetAdu=64,gainEPerAdu=" + gainEPerAdu + ",readNoiseE=" + readNoiseE);
        int samples = 96 * 80;
        double[] sum = new double[samples];
        double[] square = new double[samples];
        ByteBuffer raw = ByteBuffer.allocateDirect(clip.format().frameBytes()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int count = clip.frameCount();
        for (int k = 0; k < count; k++) {
            clip.frame(k, raw);
            for (int i = 0; i < samples; i++) {
                double adu = raw.getShort(2 * i);
                sum[i] += adu;
                square[i] += adu * adu;
            }
        }
        // Weighted straight line variance = intercept + slope * (mean - offset); the scatter of a variance grows with
        // it.
        double w = 0;
        double wx = 0;
        double wy = 0;
        double wxx = 0;
        double wxy = 0;
        for (int i = 0; i < samples; i++) {
            double mean = sum[i] / count;
            double variance = (square[i] - sum[i] * mean) / (count - 1);
            double x = mean - 64;
            double model = x / gainEPerAdu + readNoiseE * readNoiseE / (gainEPerAdu * gainEPerAdu);
            double weight = 1 / (model * model);
            w += weight;
            wx += weight * x;
            wy += weight * variance;
            wxx += weight * x * x;
            wxy += weight * x * variance;
        }
        double slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
        double intercept = (wy - slope * wx) / w;
        assertEquals(1 / gainEPerAdu, slope, 0.01 / gainEPerAdu);
        double expected = readNoiseE * readNoiseE / (gainEPerAdu * gainEPerAdu) + 1.0 / 12;
        assertEquals(expected, intercept, 0.03 * expected);
    }
}
