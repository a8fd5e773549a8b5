package org.lucida.view.fx.picture;

/** Colours painted into pictures, by day and by night. */
final class Tints {
    /** Clipped pixels; no light in the sky has this colour. */
    static final int CLIPPED = 0xffff00ff;

    static final int CLIPPED_NIGHT = 0xffff0000;
    private static final int[] COVERAGE = {
        0, 0xff302800, 0xff604800, 0xffa07000, 0xffe09000, 0xffff6000, 0xff3060ff, 0xff101840
    };
    private static final int[] COVERAGE_NIGHT = {
        0, 0xff300000, 0xff600000, 0xff900000, 0xffc00000, 0xffe00000, 0xffff0000, 0xff200000
    };

    private Tints() {}

    /** By grade of {@link Coverage}: from amber for little weight to orange for few frames; blue where neighbours stand in. */
    static int[] of(boolean isNight) {
        return isNight ? COVERAGE_NIGHT : COVERAGE;
    }
}
