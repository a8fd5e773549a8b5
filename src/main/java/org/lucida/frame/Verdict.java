package org.lucida.frame;

/**
 * What became of a frame, with the reason an observer reads.
 *
 * <p>A stage that finds a rejected verdict returns at once; the slot still travels, so order and counts stay whole.
 */
public enum Verdict {
    /** On its way through the stages; nobody has spoken against it. */
    PENDING("on its way"),
    /** Its samples are in the stack. */
    STACKED("in the stack"),
    /** No signal above the noise: cap on, cloud, blank transfer. */
    BLANK("no signal above the noise; check cap, cloud and exposure"),
    /** The frame could not be read whole, or holds impossible samples. */
    DAMAGED("frame damaged or incomplete"),
    /** Below the luckiness threshold of a hard selection. */
    TOO_SOFT("below the keep fraction"),
    /** The correlation with the reference has no significant peak. */
    NO_PEAK("not found against the reference; clouded, out of the field or too noisy"),
    /** Two correlation peaks are nearly equal: the displacement is ambiguous. */
    AMBIGUOUS("two equally good positions; use a larger ROI or a target with structure"),
    /** So far displaced that too little of the target is left in the frame. */
    OUT_OF_FIELD("target too far out of the field; re-centre the mount"),
    /** Aligned, but it differs from the reference more than noise and seeing explain: cloud, bird, bump. */
    DISAGREES("differs from the reference: cloud, aircraft or a bump"),
    /** Left unmeasured so that recording goes on; counts as lost at {@link DropPlace#STACKING}, not as rejected. */
    PASSED_OVER("not looked at, so that recording goes on; use a smaller ROI or scale"),
    /** A stage failed on this frame; the log tells which and why. */
    STAGE_FAILED("a stage failed on this frame; see the log"),
    /** The observer paused the stack; the frame was shown and perhaps recorded, but not measured. */
    PAUSED("stacking was paused by the observer");

    private final String reason;

    Verdict(String reason) {
        this.reason = reason;
    }

    /** The reason in words, for reports and logs. */
    public String reason() {
        return reason;
    }

    /** True for every outcome that keeps the frame out of the stack. */
    public boolean isRejected() {
        return this != PENDING && this != STACKED;
    }
}
