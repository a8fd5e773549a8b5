package org.lucida.simulator.sensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.Roi;
import org.lucida.judge.Allocation;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.sensor.CameraModel.BandQe;
import org.lucida.simulator.sensor.CameraModel.ReadNoise;
import org.lucida.simulator.sensor.CameraModel.Shutter;
import org.lucida.simulator.sensor.SensorSettings.SampleForm;

/** The sensor in tiny cases and in statistics. */
class SensorTest {
    private static final Roi SMALL = new Roi(0, 0, 64, 48);

    static CameraModel model(ColorLayout layout, double readNoiseE) {
        BandQe qe = layout == ColorLayout.MONO ? new BandQe(0.5, 0, 0, 0) : new BandQe(0, 0.2, 0.4, 0.8);
        return new CameraModel(
                "Test",
                "test",
                layout,
                640,
                480,
                3,
                List.of(1, 2),
                Shutter.ROLLING,
                100,
                12,
                10,
                15_000,
                4,
                0.1,
                500,
                120,
                300,
                20,
                -1,
                400,
                1,
                List.of(new ReadNoise(0, readNoiseE)),
                0.9,
                qe,
                0.5,
                20,
                6,
                1,
                Map.of());
    }

    static SensorSettings settings(Roi roi, SampleForm form, double gainEPerAdu, Blemishes blemishes) {
        return new SensorSettings(roi, 1, 12, form, 0, gainEPerAdu, 100, 0.01, 0.01, 20, 1, blemishes);
    }

    private static int[] samples(Sensor sensor, ByteBuffer raw) {
        int[] samples = new int[sensor.format().widthPx() * sensor.format().heightPx()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = sensor.format().bytesPerSample() == 1
                    ? raw.get(i) & 0xFF
                    : Short.toUnsignedInt(raw.getShort(2 * i));
        }
        return samples;
    }

    private static ByteBuffer buffer(Sensor sensor) {
        return ByteBuffer.allocate(sensor.format().frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int[] exposed(Sensor sensor, long frame, float[] photons) {
        ByteBuffer raw = buffer(sensor);
        sensor.expose(frame, photons, raw, 0);
        return samples(sensor, raw);
    }

    private static int[] dark(Sensor sensor, long frame) {
        ByteBuffer raw = buffer(sensor);
        sensor.exposeDark(frame, raw, 0);
        return samples(sensor, raw);
    }

    private static double mean(int[] samples) {
        return Arrays.stream(samples).average().orElseThrow();
    }

    @Test
    void theMeanIsLinearInTheLight() {
        Sensor sensor = new Sensor(
                model(ColorLayout.MONO, 1.5),
                settings(new Roi(0, 0, 640, 480), SampleForm.PLAIN, 2, Blemishes.NONE),
                1);
        double darkE = 0.5 * 0.01;
        for (double e : new double[] {0.02, 0.3, 1, 3.9, 7.77, 15.9, 16.1, 40, 300, 3000}) {
            ByteBuffer raw = buffer(sensor);
            sensor.exposeFlat(7, e / 0.5, raw, 0);
            double measured = (mean(samples(sensor, raw)) - 100) * 2;
            double sigma = Math.sqrt((e + 1.5 * 1.5 + 4 / 12.0) / (640 * 480));
            assertEquals(e + darkE, measured, 4.5 * sigma + 1e-5 * e, "at " + e + " e-");
        }
    }

    @Test
    void fewPhotonsFollowThePoissonLaw() {
        for (double mean : new double[] {0.1, 0.6, 3.3, 12.9}) {
            int count = 400_000;
            double[] chances = new double[80];
            for (int i = 0; i < count; i++) {
                long bits = CountedRandom.mixed(i * 0x632BE59BD9B4E019L + 17);
                chances[ElectronNoise.poisson((float) mean, bits)] += 1.0 / count;
            }
            double expected = StrictMath.exp(-mean);
            for (int k = 0; k < 40; k++) {
                double sigma = Math.sqrt(expected * (1 - expected) / count);
                assertEquals(expected, chances[k], 5 * sigma + 1e-5, mean + " e-, chance of " + k);
                expected *= mean / (k + 1);
            }
        }
    }

    @Test
    void theGaussianHasUnitVarianceAndRightTails() {
        int count = 2_000_000;
        double sum = 0;
        double squares = 0;
        int beyondThree = 0;
        int beyondFour = 0;
        for (int i = 0; i < count; i++) {
            float z = ElectronNoise.gaussian((int) CountedRandom.mixed(i * CountedRandom.STEP));
            sum += z;
            squares += z * z;
            beyondThree += Math.abs(z) > 3 ? 1 : 0;
            beyondFour += Math.abs(z) > 4 ? 1 : 0;
        }
        assertEquals(0, sum / count, 4 / Math.sqrt(count));
        assertEquals(1, squares / count, 4 * Math.sqrt(2.0 / count));
        assertEquals(0.0026998 * count, beyondThree, 4 * Math.sqrt(0.0027 * count));
        assertEquals(6.334e-5 * count, beyondFour, 4 * Math.sqrt(6.334e-5 * count));
    }

    @Test
    void thePixelHoldsNoMoreThanItsFullWell() {
        SensorSettings settings = settings(SMALL, SampleForm.PLAIN, 4, Blemishes.NONE);
        Sensor sensor = new Sensor(model(ColorLayout.MONO, 2), settings, 1);
        ByteBuffer raw = buffer(sensor);
        sensor.exposeFlat(0, 60_000, raw, 0);
        int[] samples = samples(sensor, raw);
        assertEquals(15_000 / 4.0 + 100, mean(samples), 0.1);
        // What is left is read noise; the photons' noise is cut off.
        double variance = Arrays.stream(samples)
                .mapToDouble(v -> (v - 3850.0) * (v - 3850))
                .average()
                .orElseThrow();
        assertTrue(variance < 1, "variance " + variance);
    }

    @Test
    void theConverterEndsAtItsBits() {
        Sensor sensor = new Sensor(model(ColorLayout.MONO, 2), settings(SMALL, SampleForm.PLAIN, 1, Blemishes.NONE), 1);
        ByteBuffer raw = buffer(sensor);
        sensor.exposeFlat(0, 60_000, raw, 0);
        assertTrue(Arrays.stream(samples(sensor, raw)).allMatch(v -> v == 4095));
    }

    @Test
    void sixteenBitFormIsTheSamplesShiftedLeftAndEightBitFormTheirTop() {
        float[] photons = new float[64 * 48];
        for (int i = 0; i < photons.length; i++) {
            photons[i] = i * 5f;
        }
        CameraModel model = model(ColorLayout.MONO, 2);
        int[] plain = exposed(new Sensor(model, settings(SMALL, SampleForm.PLAIN, 2, Blemishes.NONE), 5), 3, photons);
        Sensor wide = new Sensor(model, settings(SMALL, SampleForm.RAW16, 2, Blemishes.NONE), 5);
        Sensor narrow = new Sensor(model, settings(SMALL, SampleForm.RAW8, 2, Blemishes.NONE), 5);
        assertEquals(16, wide.format().bitDepth());
        assertEquals(8, narrow.format().bitDepth());
        int[] shifted = exposed(wide, 3, photons);
        int[] top = exposed(narrow, 3, photons);
        for (int i = 0; i < plain.length; i++) {
            assertEquals(plain[i] << 4, shifted[i]);
            assertEquals(plain[i] >> 4, top[i]);
        }
    }

    @Test
    void fewerBitsMakeCoarserAdu() {
        CameraModel model = model(ColorLayout.MONO, 2);
        SensorSettings base = settings(SMALL, SampleForm.PLAIN, 0, Blemishes.NONE);
        for (int bits : new int[] {8, 10, 12, 14, 16}) {
            Sensor sensor = new Sensor(model, base.with(bits, SampleForm.PLAIN), 1);
            assertEquals(bits, sensor.format().bitDepth());
            assertEquals(4 * Math.pow(2, 12 - bits), sensor.gainEPerAdu(), 1e-9);
            assertEquals(100 * Math.pow(2, bits - 12), sensor.offsetAdu(), 1e-9);
            ByteBuffer raw = buffer(sensor);
            sensor.exposeFlat(0, 4000, raw, 0);
            double expected = (2000.005 / 4 + 100) * Math.pow(2, bits - 12);
            assertEquals(expected, mean(samples(sensor, raw)), 0.005 * expected);
        }
    }

    @Test
    void everyBayerOrderKeepsItsColoursInAnyRegion() {
        for (ColorLayout layout : List.of(ColorLayout.RGGB, ColorLayout.GRBG, ColorLayout.GBRG, ColorLayout.BGGR)) {
            CameraModel model = model(layout, 1);
            for (int oddX = 0; oddX < 2; oddX++) {
                for (int oddY = 0; oddY < 2; oddY++) {
                    Roi roi = new Roi(10 + oddX, 20 + oddY, 32, 32);
                    Sensor sensor = new Sensor(model, settings(roi, SampleForm.PLAIN, 1, Blemishes.NONE), 1);
                    assertEquals(layout.at(oddX, oddY), sensor.format().layout());
                    float[][] planes = new float[3][32 * 32];
                    Arrays.fill(planes[0], 1000);
                    Arrays.fill(planes[1], 2000);
                    Arrays.fill(planes[2], 3000);
                    float[] photons = new float[32 * 32];
                    sensor.mosaic(planes, photons);
                    int[] samples = exposed(sensor, 0, photons);
                    double[] level = new double[3];
                    int[] count = new int[3];
                    for (int y = 0; y < 32; y++) {
                        for (int x = 0; x < 32; x++) {
                            int plane = layout.planeOf(roi.xPx() + x, roi.yPx() + y, 0);
                            level[plane] += samples[y * 32 + x] - 100;
                            count[plane]++;
                        }
                    }
                    assertEquals(1000 * 0.2, level[0] / count[0], 5, layout + " " + roi);
                    assertEquals(2000 * 0.4, level[1] / count[1], 6, layout + " " + roi);
                    assertEquals(3000 * 0.8, level[2] / count[2], 12, layout + " " + roi);
                }
            }
        }
    }

    @Test
    void aRegionShowsTheSamePixelsAsTheWholeSensor() {
        for (ColorLayout layout : List.of(ColorLayout.MONO, ColorLayout.GBRG)) {
            CameraModel model = model(layout, 2);
            Blemishes all = new Blemishes(0.01, 0.3, 0.01, 0.01, 1, 1, 1, 0.2, 20, 200, 36_000);
            SensorSettings whole = settings(new Roi(0, 0, 640, 480), SampleForm.PLAIN, 2, all);
            Roi roi = new Roi(101, 57, 64, 40);
            float[] photons = new float[640 * 480];
            Arrays.fill(photons, 333);
            int[] full = exposed(new Sensor(model, whole, 9), 12, photons);
            int[] part = exposed(new Sensor(model, whole.with(roi), 9), 12, photons);
            for (int y = 0; y < 40; y++) {
                for (int x = 0; x < 64; x++) {
                    assertEquals(full[(y + 57) * 640 + x + 101], part[y * 64 + x], layout + " at " + x + "," + y);
                }
            }
        }
    }

    @Test
    void darkCurrentDoublesWithItsDegrees() {
        CameraModel model = model(ColorLayout.MONO, 1);
        SensorSettings base = settings(new Roi(0, 0, 256, 256), SampleForm.PLAIN, 0.25, Blemishes.NONE);
        double cool = mean(dark(new Sensor(model, base.exposed(20, 14), 1), 0)) - 100;
        double warm = mean(dark(new Sensor(model, base.exposed(20, 20), 1), 0)) - 100;
        double warmer = mean(dark(new Sensor(model, base.exposed(20, 26), 1), 0)) - 100;
        assertEquals(0.5 * 20 / 0.25, warm, 0.3);
        assertEquals(warm / 2, cool, 0.3);
        assertEquals(warm * 2, warmer, 0.5);
    }

    @Test
    void hotPixelsGrowWithTheExposureAndStandStill() {
        CameraModel model = model(ColorLayout.MONO, 1);
        Blemishes hot = new Blemishes(0, 0, 0.005, 0, 0, 0, 0, 0, 0, 0, 0);
        SensorSettings base = settings(new Roi(0, 0, 256, 256), SampleForm.PLAIN, 1, hot);
        float[] oneSecond = new Sensor(model, base.exposed(1, 20), 1).darkE();
        float[] tenSeconds = new Sensor(model, base.exposed(10, 20), 2).darkE();
        int count = 0;
        for (int i = 0; i < oneSecond.length; i++) {
            assertEquals(10 * oneSecond[i], tenSeconds[i], 1e-4 * tenSeconds[i]);
            count += oneSecond[i] > 4 ? 1 : 0;
        }
        assertEquals(0.005 * 256 * 256, count, 60);
    }

    @Test
    void telegraphPixelsJumpBetweenTwoLevels() {
        CameraModel model = model(ColorLayout.MONO, 0.1);
        Blemishes jumping = new Blemishes(0, 0, 0, 0.01, 0, 0, 0, 0, 0, 0, 0);
        Sensor sensor = new Sensor(model, settings(SMALL, SampleForm.PLAIN, 0.25, jumping), 1);
        int[] low = new int[64 * 48];
        int[] high = new int[64 * 48];
        int[] highCount = new int[64 * 48];
        Arrays.fill(low, Integer.MAX_VALUE);
        int frames = 420;
        int[][] all = new int[frames][];
        for (int frame = 0; frame < frames; frame++) {
            all[frame] = dark(sensor, frame);
            for (int i = 0; i < low.length; i++) {
                low[i] = Math.min(low[i], all[frame][i]);
                high[i] = Math.max(high[i], all[frame][i]);
            }
        }
        int jumpers = 0;
        long highFrames = 0;
        for (int i = 0; i < low.length; i++) {
            if (high[i] - low[i] > 40) {
                jumpers++;
                for (int[] frame : all) {
                    highCount[i] += frame[i] > (low[i] + high[i]) / 2 ? 1 : 0;
                }
                assertTrue(highCount[i] > 84 && highCount[i] < 336, "frames at the upper level " + highCount[i]);
                highFrames += highCount[i];
            }
        }
        assertTrue(jumpers > 10 && jumpers < 40, "jumping pixels " + jumpers);
        assertEquals(0.5, (double) highFrames / frames / jumpers, 0.06);
    }

    @Test
    void patternFollowsTheSerialNumberAndNoiseTheSeedAndTheFrame() {
        CameraModel model = model(ColorLayout.RGGB, 2);
        SensorSettings settings = settings(SMALL, SampleForm.PLAIN, 1, Blemishes.USUAL);
        Sensor one = new Sensor(model, settings, 1);
        Sensor again = new Sensor(model, settings, 1);
        Sensor otherSeed = new Sensor(model, settings, 2);
        Sensor otherSerial = new Sensor(model, settings.ofSerial(2), 1);
        assertArrayEquals(one.responseEPerPhoton(), otherSeed.responseEPerPhoton());
        assertTrue(!Arrays.equals(one.responseEPerPhoton(), otherSerial.responseEPerPhoton()));
        float[] photons = new float[64 * 48];
        Arrays.fill(photons, 500);
        int[] five = exposed(one, 5, photons);
        int[] six = exposed(one, 6, photons);
        assertTrue(!Arrays.equals(five, six));
        // Any order, any instance: the same bits.
        assertArrayEquals(six, exposed(again, 6, photons));
        assertArrayEquals(five, exposed(again, 5, photons));
        assertArrayEquals(five, exposed(one, 5, photons));
        assertTrue(!Arrays.equals(five, exposed(otherSeed, 5, photons)));
        assertNotEquals(0, Arrays.hashCode(five));
    }

    @Test
    void binningAddsNeighboursOfTheSameColour() {
        CameraModel mono = model(ColorLayout.MONO, 1);
        SensorSettings settings = settings(SMALL, SampleForm.PLAIN, 1, Blemishes.NONE);
        float[] photons = new float[64 * 48];
        for (int i = 0; i < photons.length; i++) {
            photons[i] = 100 + i % 64 + i / 64;
        }
        int[] single = exposed(new Sensor(mono, settings, 1), 0, photons);
        Sensor binned = new Sensor(mono, settings.binned(2), 1);
        int[] sums = exposed(binned, 0, photons);
        assertEquals(32, binned.format().widthPx());
        assertEquals(single[0] + single[1] + single[64] + single[65], sums[0]);
        assertEquals(single[130] + single[131] + single[194] + single[195], sums[33]);

        CameraModel colour = model(ColorLayout.RGGB, 1);
        int[] mosaic = exposed(new Sensor(colour, settings, 1), 0, photons);
        Sensor binnedColour = new Sensor(colour, settings.binned(2), 1);
        int[] colourSums = exposed(binnedColour, 0, photons);
        assertEquals(ColorLayout.RGGB, binnedColour.format().layout());
        assertEquals(mosaic[0] + mosaic[2] + mosaic[128] + mosaic[130], colourSums[0]);
        assertEquals(mosaic[1] + mosaic[3] + mosaic[129] + mosaic[131], colourSums[1]);
        assertEquals(mosaic[64] + mosaic[66] + mosaic[192] + mosaic[194], colourSums[32]);
        assertThrows(IllegalArgumentException.class, () -> settings.binned(5));
    }

    @Test
    void cosmicRaysAndSatellitesComeAndGo() {
        CameraModel model = model(ColorLayout.MONO, 1);
        Roi whole = new Roi(0, 0, 640, 480);
        Blemishes rays = new Blemishes(0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 0);
        Sensor struck =
                new Sensor(model, settings(whole, SampleForm.PLAIN, 1, rays).exposed(1, 20), 3);
        int hit = 0;
        for (int frame = 0; frame < 20; frame++) {
            hit += (int) Arrays.stream(dark(struck, frame)).filter(v -> v > 220).count();
        }
        // 100 rays each second and square centimetre on 0.0276 cm2 for 20 s: 55 rays of some 9 pixels, some leave.
        assertTrue(hit > 150 && hit < 900, "struck pixels " + hit);

        Blemishes busy = new Blemishes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 720);
        Sensor crossed =
                new Sensor(model, settings(whole, SampleForm.PLAIN, 1, busy).exposed(1, 20), 3);
        Roi part = new Roi(200, 100, 64, 48);
        Sensor corner =
                new Sensor(model, settings(part, SampleForm.PLAIN, 1, busy).exposed(1, 20), 3);
        float[] even = new float[640 * 480];
        Arrays.fill(even, 20);
        int framesWithTrail = 0;
        int cornersWithTrail = 0;
        for (int frame = 0; frame < 40; frame++) {
            ByteBuffer raw = buffer(crossed);
            crossed.expose(frame, even, raw, 0);
            int[] seen = samples(crossed, raw);
            boolean trail = Arrays.stream(seen).filter(v -> v > 140).count() > 100;
            framesWithTrail += trail ? 1 : 0;
            assertTrue(!trail || crossed.isCrossed(), "a trail that is not told, frame " + frame);
            assertTrue(Arrays.stream(dark(crossed, frame)).filter(v -> v > 140).count() == 0, "trail with the cap on");
            crossed.exposeFlat(frame, 20, raw, 0);
            assertTrue(
                    Arrays.stream(samples(crossed, raw)).filter(v -> v > 140).count() == 0, "trail before the panel");

            // a region is told of a trail only where it comes through it
            ByteBuffer few = buffer(corner);
            corner.expose(frame, even, few, 0);
            int bright = 0;
            for (int y = 0; y < 48; y++) {
                for (int x = 0; x < 64; x++) {
                    bright += seen[(100 + y) * 640 + 200 + x] > 140 ? 1 : 0;
                }
            }
            cornersWithTrail += bright > 20 ? 1 : 0;
            assertTrue(bright == 0 || corner.isCrossed(), "region, frame " + frame);
            assertTrue(trail || !corner.isCrossed() || bright == 0, "region, frame " + frame);
        }
        assertTrue(cornersWithTrail < framesWithTrail, "regions with a trail " + cornersWithTrail);
        // 0.2 each second, a second each; some cross two frames, faint ones are missed.
        assertTrue(framesWithTrail >= 2 && framesWithTrail <= 16, "frames with a trail " + framesWithTrail);
    }

    @Test
    void exposingAllocatesNothing() throws IOException {
        CameraModel model = CameraModels.named("asi462mc");
        SensorSettings settings = SensorSettings.usual(model).with(new Roi(100, 100, 320, 240));
        Sensor sensor = new Sensor(model, settings, 1);
        float[] photons = new float[320 * 240];
        for (int i = 0; i < photons.length; i++) {
            photons[i] = i % 400;
        }
        ByteBuffer raw = buffer(sensor);
        long least = Allocation.leastBytes(() -> {
            for (int frame = 0; frame < 20; frame++) {
                sensor.expose(frame, photons, raw, 0);
            }
        });
        assertEquals(0, least);
    }
}
