package org.lucida.view.fx.picture;

/**
 * How linear samples become brightness on the screen: {@code MTF(midtone, (adu - blackAdu) / (whiteAdu - blackAdu))}, the
 * same curve that pictures are written with, so that what is saved looks like what was seen.
 *
 * @param mode who set it
 * @param red for red, or for grey pictures
 * @param green for green
 * @param blue for blue
 */
public record Tone(Mode mode, Channel red, Channel green, Channel blue) {
    /** Who sets black, white and midtone. */
    public enum Mode {
        /** From the picture, slowly enough not to flicker. */
        AUTO,
        /** From 0 to the largest sample: two pictures compare, and clipping looks like clipping. */
        FULL,
        /** By the observer. */
        HAND
    }

    /**
     * Of one plane.
     *
     * @param blackAdu shown black
     * @param whiteAdu shown white
     * @param midtone position between black and white that is shown at half brightness, 0..1 exclusive; 0.5 = straight
     */
    public record Channel(double blackAdu, double whiteAdu, double midtone) {
        public Channel {
            if (!(whiteAdu > blackAdu) || !(midtone > 0 && midtone < 1)) {
                throw new IllegalArgumentException("blackAdu=" + blackAdu + " whiteAdu=" + whiteAdu + " midtone="
                        + midtone + "; give a white above the black and a midtone between 0 and 1");
            }
        }

        /** Brightness of a value, 0..1; NaN is black. */
        public double brightness(double adu) {
            double x = (adu - blackAdu) / (whiteAdu - blackAdu);
            if (!(x > 0)) {
                return 0;
            }
            return x >= 1 ? 1 : (midtone - 1) * x / ((2 * midtone - 1) * x - midtone);
        }
    }

    /** All planes alike. */
    public static Tone alike(Mode mode, Channel channel) {
        return new Tone(mode, channel, channel, channel);
    }

    /** A straight line from 0 to the largest sample. */
    public static Tone full(double whiteAdu) {
        return alike(Mode.FULL, new Channel(0, whiteAdu, 0.5));
    }

    /** Of a plane: 0 red or grey, 1 green, 2 blue. */
    public Channel channel(int plane) {
        return plane == 0 ? red : plane == 1 ? green : blue;
    }
}
