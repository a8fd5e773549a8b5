package org.lucida.enhance;

/**
 * The curve from ADU to brightness 0 to 1, ready to be applied to millions of pixels.
 *
 * <p>Below black all is 0, above white 1; between them a table of {@value #TABLE_COUNT} steps, interpolated. NaN is 0.
 * <p>Error: 1e-4 of full brightness for curves up to asinh 1000.
 * <p>Memory: the table is made once; {@link #set} fills it anew. Thread: one writer; readers after it.
 */
public final class ToneCurve {
    private static final int TABLE_COUNT = 1 << 14;

    private final float[] table = new float[TABLE_COUNT + 2];
    private final double[] offsetAdu = new double[3];
    private double blackAdu;
    private double whiteAdu = 1;

    /** A straight line from 0 to 1 ADU. */
    public ToneCurve() {
        set(new EnhanceRecipe.Tone(EnhanceRecipe.Curve.LINEAR, 0, 1, 1, 10), 0, 1, 0, 0, 0);
    }

    /** Sets curve and ends; the offsets are taken off each plane before. */
    void set(EnhanceRecipe.Tone tone, double black, double white, double red, double green, double blue) {
        blackAdu = black;
        whiteAdu = white > black ? white : black + Math.max(1e-6, Math.abs(black) * 1e-6);
        offsetAdu[0] = red;
        offsetAdu[1] = green;
        offsetAdu[2] = blue;
        for (int i = 0; i <= TABLE_COUNT; i++) {
            table[i] = (float) brightness(tone, (double) i / TABLE_COUNT);
        }
        table[TABLE_COUNT + 1] = 1;
    }

    private static double brightness(EnhanceRecipe.Tone tone, double x) {
        return switch (tone.curve()) {
            case NONE, LINEAR -> x;
            case GAMMA -> Math.pow(x, 1 / tone.gammaRatio());
            case ASINH -> asinh(tone.asinhRatio() * x) / asinh(tone.asinhRatio());
        };
    }

    private static double asinh(double x) {
        return Math.log(x + Math.sqrt(x * x + 1));
    }

    /** Shown black in the first plane or in green. */
    public double blackAdu() {
        return blackAdu;
    }

    /** Shown white. */
    public double whiteAdu() {
        return whiteAdu;
    }

    /** What is taken off a plane before the curve, so that the sky is grey, ADU. */
    public double offsetAdu(int plane) {
        return offsetAdu[plane];
    }

    /** Brightness of one value of a plane. */
    public float brightness(int plane, float adu) {
        double place = (adu - offsetAdu[plane] - blackAdu) / (whiteAdu - blackAdu) * TABLE_COUNT;
        if (!(place > 0)) {
            return 0;
        }
        if (place >= TABLE_COUNT) {
            return 1;
        }
        int i = (int) place;
        float share = (float) (place - i);
        return table[i] + share * (table[i + 1] - table[i]);
    }

    /**
     * Brightness of a whole plane.
     *
     * @param plane which of them, 0 to 2
     * @param adu Not modified unless it is {@code out}
     * @param out Modified
     */
    public void apply(int plane, float[] adu, float[] out) {
        float black = (float) (blackAdu + offsetAdu[plane]);
        float factor = (float) (TABLE_COUNT / (whiteAdu - blackAdu));
        for (int i = 0; i < out.length; i++) {
            float place = (adu[i] - black) * factor;
            if (!(place > 0)) {
                out[i] = 0;
            } else if (place >= TABLE_COUNT) {
                out[i] = 1;
            } else {
                int k = (int) place;
                out[i] = table[k] + (place - k) * (table[k + 1] - table[k]);
            }
        }
    }
}
