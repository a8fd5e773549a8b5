package org.lucida.simulator.sensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.lucida.frame.Roi;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time to expose 640x480 px of an ASI462MC with usual blemishes. Goal: below 4 ms for a planet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class SensorBench {
    /** What is before the sensor: a planet's disc on dark sky, or even light of so many photons. */
    @Param({"planet", "0.15", "6", "500"})
    public String light;

    private final float[] photons = new float[640 * 480];
    private Sensor sensor;
    private ByteBuffer raw;
    private long frame;

    @Setup
    public void prepare() throws IOException {
        CameraModel model = CameraModels.named("asi462mc");
        sensor = new Sensor(model, SensorSettings.usual(model).with(new Roi(600, 300, 640, 480)), 1);
        raw = ByteBuffer.allocateDirect(sensor.format().frameBytes());
        if (!light.equals("planet")) {
            Arrays.fill(photons, Float.parseFloat(light));
            return;
        }
        for (int i = 0; i < photons.length; i++) {
            double x = (i % 640 - 320) / 150.0;
            double y = (i / 640 - 240) / 150.0;
            photons[i] = (float) (x * x + y * y < 1 ? 600 * Math.sqrt(1 - x * x - y * y) : 0.3);
        }
    }

    @Benchmark
    public ByteBuffer expose() {
        sensor.expose(frame++, photons, raw, 0);
        return raw;
    }
}
