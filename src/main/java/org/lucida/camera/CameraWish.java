package org.lucida.camera;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.Roi;

/**
 * How a camera shall be opened.
 *
 * @param roi region of interest; empty = whole sensor
 * @param layout colour layout to believe instead of what the source says
 * @param byteOrder order of 16-bit samples in files
 * @param pace how fast a recording plays
 * @param settings camera controls: key to value as text, see {@link CameraControls#request}; a source without controls
 *     knows none
 */
public record CameraWish(
        Optional<Roi> roi,
        Optional<ColorLayout> layout,
        SampleOrder byteOrder,
        Pace pace,
        Map<String, String> settings) {
    public CameraWish {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** A wish that leaves all camera controls at their defaults. */
    public CameraWish(Optional<Roi> roi, Optional<ColorLayout> layout, SampleOrder byteOrder, Pace pace) {
        this(roi, layout, byteOrder, pace, Map.of());
    }

    /** This with camera controls. */
    public CameraWish withSettings(Map<String, String> wanted) {
        return new CameraWish(roi, layout, byteOrder, pace, wanted);
    }

    /** Byte order of 16-bit samples; AUTO looks at the data because header flags cannot be trusted. */
    public enum SampleOrder {
        AUTO,
        LITTLE,
        BIG
    }

    /**
     * Speed of a replay.
     *
     * @param kind what sets the clock
     * @param frameRateHz frames per second for GIVEN_RATE, else ignored
     */
    public record Pace(Kind kind, double frameRateHz) {
        /** What sets the clock. */
        public enum Kind {
            /** As fast as the reader asks; never late, never dropping. */
            MAX,
            /** By the time stamps of the recording. */
            RECORDED,
            /** At a given rate. */
            GIVEN_RATE
        }

        public static final Pace MAX = new Pace(Kind.MAX, 0);
        public static final Pace RECORDED = new Pace(Kind.RECORDED, 0);

        public Pace {
            if (kind == Kind.GIVEN_RATE && !(frameRateHz > 0 && frameRateHz <= 100_000)) {
                throw new IllegalArgumentException(
                        "fps=" + frameRateHz + " is outside 0..100000; give a positive rate");
            }
        }

        public static Pace rate(double frameRateHz) {
            return new Pace(Kind.GIVEN_RATE, frameRateHz);
        }
    }

    /** Whole frames, as the source says, as fast as possible. */
    public static CameraWish plain() {
        return new CameraWish(Optional.empty(), Optional.empty(), SampleOrder.AUTO, Pace.MAX);
    }
}
