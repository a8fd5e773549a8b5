package org.lucida.view.fx.picture;

import org.lucida.pipeline.FrameGlimpse;

/**
 * A picture as those who look at it get it: planes of linear samples.
 *
 * <p>Shape: {@code planes[plane][y * widthPx + x]}, one plane (grey) or three (red, green, blue), row 0 on top; NaN where
 * nothing is known. Samples are ADU as the camera delivers them, for SHARP as the sharpening left them.
 * <p>Memory: borrowed; valid during {@link Viewer#see} only. Not modified.
 *
 * @param kind which picture
 * @param planes see above
 * @param widthPx width of every plane
 * @param heightPx height of every plane
 * @param pxPerRawPx picture pixels along one raw pixel: 1 for a whole frame, 0.5 for one of half size, the scale for a stack
 * @param whiteAdu largest value a sample can have
 * @param displacementXPx where the target is against the reference, raw px, to the right; NaN if unknown. Live frames only
 * @param displacementYPx the same downward
 * @param stackedCount frames in it; 1 for a live frame
 * @param stackNumber counts up when the stack is begun anew
 * @param frame the raw frame behind a live picture; null for stacks
 */
@SuppressWarnings("ArrayRecordComponent") // compared as objects only
public record Exhibit(
        Kind kind,
        float[][] planes,
        int widthPx,
        int heightPx,
        double pxPerRawPx,
        double whiteAdu,
        double displacementXPx,
        double displacementYPx,
        long stackedCount,
        long stackNumber,
        FrameGlimpse frame) {
    /** Which picture. */
    public enum Kind {
        /** The last frame, as it came. */
        LIVE,
        /** The stack, linear. */
        STACK,
        /** The stack, sharpened for the display. */
        SHARP
    }

    /** The same facts about other planes of the same shape. */
    Exhibit withPlanes(Kind otherKind, float[][] otherPlanes) {
        return new Exhibit(
                otherKind,
                otherPlanes,
                widthPx,
                heightPx,
                pxPerRawPx,
                whiteAdu,
                displacementXPx,
                displacementYPx,
                stackedCount,
                stackNumber,
                frame);
    }

    /** Looks at pictures on the eye's thread. */
    public interface Viewer {
        /** True if pictures of this kind are wanted now; asked before each one, must be cheap. Eye's thread. */
        boolean wants(Kind kind);

        /** Here is one. Whoever takes long slows the eye down, not the pipeline. Eye's thread. */
        void see(Exhibit exhibit);

        /**
         * True if the last picture of this kind shall be shown again although there is no newer one, for instance because another
         * part of it is looked at; asked after {@link Eye#nudge}, must be cheap. Eye's thread.
         */
        default boolean wantsAgain(Kind kind) {
            return false;
        }

        /** True if it matters how well the frames cover the stack; must be cheap. Eye's thread. */
        default boolean wantsCoverage() {
            return false;
        }
    }
}
