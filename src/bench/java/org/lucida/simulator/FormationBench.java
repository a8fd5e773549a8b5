package org.lucida.simulator;

import java.util.concurrent.TimeUnit;
import org.lucida.simulator.air.AirSettings;
import org.lucida.simulator.air.Atmosphere;
import org.lucida.simulator.air.SkyConditions;
import org.lucida.simulator.air.SkySettings;
import org.lucida.simulator.chance.CountedRandom;
import org.lucida.simulator.formation.FieldSettings;
import org.lucida.simulator.formation.FormationPlan;
import org.lucida.simulator.formation.FullFormation;
import org.lucida.simulator.formation.LightChannel;
import org.lucida.simulator.formation.LightFrame;
import org.lucida.simulator.formation.MountMotion;
import org.lucida.simulator.formation.PointLights;
import org.lucida.simulator.formation.QuickFormation;
import org.lucida.simulator.formation.ScenePlanes;
import org.lucida.simulator.optics.Refraction;
import org.lucida.simulator.optics.Telescope;
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

/** Time of one core for the light of a 640x480 Bayer frame: 28 cm, r0 10 cm, usual layers, 5 ms, 0.1 arcsec/px. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class FormationBench {
    private static final int WIDTH_PX = 700;
    private static final int HEIGHT_PX = 540;
    private static final double EXPOSURE_S = 0.005;

    @Param({"full", "quick"})
    public String way;

    /** A disc of 40 arcsec or light everywhere. */
    @Param({"disc", "everywhere"})
    public String scene;

    private FullFormation full;
    private QuickFormation quick;
    private LightFrame frame;
    private int next;

    @Setup
    public void open() {
        AirSettings settings = AirSettings.usual(1);
        Telescope telescope = new Telescope(0.28, 0.34, 0, 0, 6, 0, 0, 0, 0, 0, 1);
        Atmosphere air = new Atmosphere(
                settings, 0.28, 85 / 206265.0, Atmosphere.usualStepM(0.28, 0.1), Double.POSITIVE_INFINITY);
        float[][] planes = new float[3][WIDTH_PX * HEIGHT_PX];
        CountedRandom random = new CountedRandom(1, 1);
        for (int n = 0; n < WIDTH_PX * HEIGHT_PX; n++) {
            int row = n / WIDTH_PX;
            double fromMiddle = Math.hypot(n % WIDTH_PX - WIDTH_PX / 2.0, row - HEIGHT_PX / 2.0);
            if (scene.equals("everywhere") || fromMiddle < 200) {
                for (float[] plane : planes) {
                    plane[n] = (float) (1 + random.unit(n));
                }
            }
        }
        ScenePlanes painted = new ScenePlanes(WIDTH_PX, HEIGHT_PX, 0.1, planes);
        FieldSettings field = FieldSettings.usual(640, 480, 1, LightChannel.bayer());
        SkyConditions sky = new SkyConditions(SkySettings.perfect(), settings.airmass(), 1);
        FormationPlan plan;
        if (way.equals("full")) {
            plan = FormationPlan.full(
                    telescope, air, sky, Refraction.usual(), field, painted, PointLights.none(3), MountMotion.STILL);
            full = new FullFormation(new FullFormation.Shared(plan));
        } else {
            plan = FormationPlan.quick(
                    telescope, air, sky, Refraction.usual(), field, painted, PointLights.none(3), MountMotion.STILL);
            quick = new QuickFormation(new QuickFormation.Bank(plan, EXPOSURE_S, 16, 60));
        }
        frame = new LightFrame(plan, new int[] {0, 1, 1, 2});
    }

    @Benchmark
    public LightFrame frame() {
        double startS = 0.01 * next++;
        if (full != null) {
            full.form(startS, EXPOSURE_S, frame);
        } else {
            quick.form(startS, EXPOSURE_S, frame);
        }
        return frame;
    }
}
