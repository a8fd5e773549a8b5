package org.lucida.simulator.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.lucida.frame.Roi;
import org.lucida.simulator.sensor.SensorSettings.SampleForm;

/**
 * The photon transfer curve as an outside program would measure it: half-differences of flat pairs against their means give the
 * gain, pairs of darks the read noise.
 */
class PhotonTransferTest {
    /** The variance of N half-differences has a relative error of sqrt(2 / N): 0.14 % for a megapixel. */
    private static final Roi REGION = new Roi(0, 0, 1280, 960);

    @Test
    void slopeIsTheGainAndInterceptTheReadNoise() throws IOException {
        CameraModel model = CameraModels.named("asi290mm");
        for (double gainEPerAdu : new double[] {0.4, 1, 3}) {
            SensorSettings settings =
                    new SensorSettings(REGION, 1, 12, SampleForm.PLAIN, 0, gainEPerAdu, 60, 0.01, 0.01, 20, 7, usual());
            Sensor sensor = new Sensor(model, settings, 5);
            ByteBuffer first = ByteBuffer.allocate(sensor.format().frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer second =
                    ByteBuffer.allocate(sensor.format().frameBytes()).order(ByteOrder.LITTLE_ENDIAN);

            sensor.exposeDark(0, first, 0);
            sensor.exposeDark(1, second, 0);
            double darkMean = mean(first);
            double intercept = halfDifferenceVariance(first, second);
            double expected = square(sensor.readNoiseE() / gainEPerAdu) + 1 / 12.0;
            assertEquals(expected, intercept, 0.03 * expected, "intercept at " + gainEPerAdu + " e-/ADU");

            double top = 0;
            double bottom = 0;
            for (double e : new double[] {5, 30, 120, 500, 1200}) {
                sensor.exposeFlat(10 + (long) e, e / 0.68, first, 0);
                sensor.exposeFlat(5000 + (long) e, e / 0.68, second, 0);
                double level = (mean(first) + mean(second)) / 2 - darkMean;
                double variance = halfDifferenceVariance(first, second) - intercept;
                assertEquals(level / gainEPerAdu, variance, 0.012 * level / gainEPerAdu, "flat of " + e + " e-");
                top += level * variance;
                bottom += level * level;
            }
            assertEquals(1 / gainEPerAdu, top / bottom, 0.01 / gainEPerAdu, "slope at " + gainEPerAdu + " e-/ADU");
        }
    }

    /** Fixed differences of the pixels must drop out of the differences of pairs; temporal ones beyond read noise are off. */
    private static Blemishes usual() {
        return new Blemishes(0.01, 0.2, 2e-4, 0, 0.25, 0, 1, 0.02, 4, 0, 0);
    }

    private static double mean(ByteBuffer raw) {
        double sum = 0;
        for (int i = 0; i < raw.capacity(); i += 2) {
            sum += Short.toUnsignedInt(raw.getShort(i));
        }
        return sum / (raw.capacity() / 2);
    }

    private static double halfDifferenceVariance(ByteBuffer first, ByteBuffer second) {
        double sum = 0;
        double squares = 0;
        int count = first.capacity() / 2;
        for (int i = 0; i < first.capacity(); i += 2) {
            double difference = Short.toUnsignedInt(first.getShort(i)) - Short.toUnsignedInt(second.getShort(i));
            sum += difference;
            squares += difference * difference;
        }
        return (squares / count - square(sum / count)) / 2;
    }

    private static double square(double value) {
        return value * value;
    }
}
