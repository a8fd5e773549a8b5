package org.lucida.align;

import org.junit.jupiter.api.Test;
import org.lucida.frame.*;

class DebugTest {
    @Test
    void go() {
        for (TargetKind kind : TargetKind.values()) {
            TestSky sky = new TestSky(kind, 176, 160, kind == TargetKind.STARS ? 20 : 80, 5);
            AlignmentRun run = new AlignmentRun(sky);
            for (int i = 0; i < 40; i++) {
                run.feed(sky.frame(0.3 * i, 0, 1, 40));
                if (i < 5) System.err.printf("%s real Q %.2f%n", kind, run.slot.peakSignificance);
            }
            for (int i = 0; i < 20; i++) {
                run.feed(sky.blank(40));
                System.err.printf(
                        "%s %s Q %.2f %s%n", kind, run.slot.verdict, run.slot.peakSignificance, dump(run.alignment));
            }
        }
    }

    static String dump(GlobalAlignment a) {
        try {
            java.lang.reflect.Field f = GlobalAlignment.class.getDeclaredField("nearSearch");
            f.setAccessible(true);
            ShiftSearch s = (ShiftSearch) f.get(a);
            return String.format(
                    "near lobe %.1f Q %.2f rival %.2f", s.lobeRadiusPx(), s.significance(), s.rivalRatio());
        } catch (Exception e) {
            return e.toString();
        }
    }
}
