package org.lucida.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lucida.camera.CameraInfo;

class CamerasTest {
    @Test
    void resultsAreNamedAfterTheObjectElseAfterTheFile() {
        assertEquals("M 94", target("a.fits", Map.of("OBJECT", " M 94 ")));
        assertEquals("jupiter", target("jupiter.ser", Map.of("OBJECT", "   ")));
        assertEquals("2026.01.02 moon", target("2026.01.02 moon.FITS.gz", Map.of()));
        assertEquals("lights", target("lights", Map.of()));
        assertEquals("stack", target(".ser", Map.of()));
    }

    private static String target(String name, Map<String, String> facts) {
        return Cameras.targetOf(new CameraInfo(
                name,
                "replay:" + name,
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                facts,
                List.of()));
    }
}
