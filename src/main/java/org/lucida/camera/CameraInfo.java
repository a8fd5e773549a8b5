package org.lucida.camera;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a camera says about itself before the first frame.
 *
 * @param name the name an observer knows: camera model or file name
 * @param address what opens it again, for instance {@code replay:jupiter.ser}
 * @param frameCount frames in a recording; empty for a live camera
 * @param frameRateHz rate it was recorded at or delivers at; empty if unknown
 * @param exposureUs exposure of one frame; empty if unknown
 * @param facts further facts for the session report and the FITS header, FITS keyword to value as text
 *     (for instance INSTRUME, GAIN, XPIXSZ, FOCALLEN, OBJECT, EXPTIME), in header order
 * @param notes what is odd about the source, one sentence each, each with what was assumed
 */
public record CameraInfo(
        String name,
        String address,
        OptionalLong frameCount,
        OptionalDouble frameRateHz,
        OptionalDouble exposureUs,
        Map<String, String> facts,
        List<String> notes) {
    /** A positive number among the facts; NaN if there is none under this keyword. */
    public double positiveFact(String keyword) {
        try {
            double value = Double.parseDouble(facts.getOrDefault(keyword, ""));
            return value > 0 && Double.isFinite(value) ? value : Double.NaN;
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }
}
