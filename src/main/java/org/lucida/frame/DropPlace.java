package org.lucida.frame;

/** Where a frame was lost before any stage could judge it. */
public enum DropPlace {
    /** The camera (or a paced replay) had to throw it away because it was not fetched in time. */
    CAMERA("lost before the ring: not fetched in time; lower the frame rate, the ROI or the load on USB and processor"),
    /** The ring was full: the stages were too slow for the camera. */
    RING("ring full: stacking was slower than the camera; use a smaller ROI or scale"),
    /** While recording, stacking passed the frame over so that the ring does not fill; it is in the recording. */
    STACKING(
            "passed over by stacking so that recording loses nothing; use a smaller ROI or scale, or stack the clip later");

    private final String meaning;

    DropPlace(String meaning) {
        this.meaning = meaning;
    }

    /** What a rising count means and what helps, for reports. */
    public String meaning() {
        return meaning;
    }
}
