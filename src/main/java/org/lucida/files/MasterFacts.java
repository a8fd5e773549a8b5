package org.lucida.files;

import java.util.List;

/**
 * What is known about a master frame besides its pixels.
 *
 * @param software program and version
 * @param kind what it is a master of
 * @param source the camera, its facts and the shape of its frames
 * @param frameCount frames in the mean
 * @param span when they were exposed
 * @param darkSubtracted true if a dark was taken off
 * @param notes what a user of it must know, one sentence each
 */
public record MasterFacts(
        String software,
        Kind kind,
        StackFacts.Source source,
        int frameCount,
        StackFacts.Span span,
        boolean darkSubtracted,
        List<String> notes) {
    /** What a master is made of. */
    public enum Kind {
        /** No light: what the sensor adds by itself. */
        DARK("Dark"),
        /** Even light: how differently the pixels see it. */
        FLAT("Flat");

        private final String imageType;

        Kind(String imageType) {
            this.imageType = imageType;
        }

        /** The word of IMAGETYP. */
        public String imageType() {
            return imageType;
        }
    }

    public MasterFacts {
        notes = List.copyOf(notes);
    }
}
