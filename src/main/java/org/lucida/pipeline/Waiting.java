package org.lucida.pipeline;

import org.lucida.camera.CameraInfo;

/** When a camera that sends nothing is worth a word. */
final class Waiting {
    private static final double LEAST_S = 1.5;
    private static final double EXPOSURES = 3;

    private Waiting() {}

    /** How long nothing has come, s; 0 as long as the exposure and a slow start explain it. */
    static double seconds(long silentNs, CameraInfo info) {
        double silentS = silentNs / 1e9;
        double exposureS = info.exposureUs().orElse(0) / 1e6;
        double frameTimeS = 1 / info.frameRateHz().orElse(Double.POSITIVE_INFINITY);
        return silentS > LEAST_S + EXPOSURES * Math.max(exposureS, frameTimeS) ? silentS : 0;
    }
}
