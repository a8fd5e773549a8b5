package org.lucida.simulator;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
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

/** Frames a second the simulator renders on one core, 640x480. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class SimulatedClipBench {
    @Param({"planet", "planet?bits=12", "planet?layout=RGB", "moon", "stars"})
    public String address;

    private SimulatedClip clip;
    private ByteBuffer raw;
    private int next;

    @Setup
    public void open() {
        clip = SimulatedClip.of(address);
        raw = ByteBuffer.allocateDirect(clip.format().frameBytes());
    }

    @Benchmark
    public ByteBuffer frame() {
        clip.frame(next, raw);
        next = (next + 1) % clip.frameCount();
        return raw;
    }
}
