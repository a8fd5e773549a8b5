package org.lucida.align;

import java.util.*;
import org.junit.jupiter.api.Test;
import org.lucida.frame.*;

class DebugTest {
    @Test
    void go() {
        for (double noise : new double[] {4, 40})
            for (int seed = 1; seed < 5; seed++)
                for (int jit = 0; jit < 2; jit++) {
                    TestSky sky = new TestSky(TargetKind.SURFACE, 120, 110, 60, 5 * seed);
                    AlignmentRun run = new AlignmentRun(
                            sky, AlignmentSettings.of(TargetKind.SURFACE).withEpochs(List.of(10, 20), 20), 1);
                    Random random = new Random(8);
                    StringBuilder sb = new StringBuilder();
                    double s = 0, sy = 0;
                    for (int i = 0; i < 440; i++) {
                        double x = i == 0 ? 0 : 2 * random.nextDouble() - (jit == 1 ? 1 : 0),
                                y = i == 0 ? 0 : 2 * random.nextDouble() - (jit == 1 ? 1 : 0);
                        run.feed(sky.frame(x, y, 1, noise));
                        s += (run.slot.displacementXPx - x) / 40;
                        sy += (run.slot.displacementYPx - y) / 40;
                        if (i % 40 == 39) {
                            sb.append(String.format(" %.3f/%.3f", s, sy));
                            s = 0;
                            sy = 0;
                        }
                    }
                    System.err.println("R noise " + noise + " seed " + seed + " jit " + jit + " bound "
                            + sky.boundPx(noise)[0] + sb);
                }
    }
}
