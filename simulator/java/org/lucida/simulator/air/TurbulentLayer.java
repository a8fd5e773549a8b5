package org.lucida.simulator.air;

import org.lucida.simulator.chance.CountedRandom;

/**
 * One layer of frozen turbulence, carried by its wind.
 *
 * <p>The torus is turned so that the wind crosses it along the golden section: of all straight ways this one comes back to
 * itself latest. {@link #repeatLengthM} says after which length the used strip touches itself. If the run is longer than the
 * largest torus allows, the run is refused. For a run without end the way is flown in legs: after each leg the torus is
 * entered elsewhere and in one of eight orientations, faded over one second. Within a leg a direction of the field does not
 * meet again what it met before, though it may meet what another direction met. The slow swell below the torus
 * ({@link LowWaves}) goes on through all legs and never repeats.
 *
 * <p>Units: phase in rad at 500 nm.
 * <p>Memory: calls allocate nothing. Thread: any number at once; immutable after construction.
 */
public final class TurbulentLayer {
    /** Slope of the golden section. */
    private static final double GOLDEN_ANGLE = StrictMath.atan(2 / (1 + StrictMath.sqrt(5)));

    private static final double FADE_S = 1;
    /** Wanted duration of a leg; chosen to be long against all that a live stack compares. */
    private static final double LEG_S = 20;

    /** A strip so many apertures wide counts as one direction. */
    private static final double LEG_APERTURES = 3;

    private static final int LARGEST_BITS = 12;
    private static final int LARGEST_LIVE_BITS = 11;
    private static final int SMALLEST_BITS = 8;
    /** A torus is at least so many used strips wide; SCIENCE 7.1. */
    private static final double EXTENTS_PER_SIDE = 4;

    private static final double APERTURES_PER_SIDE = 8;
    private static final int LEVELS = 4;
    private static final int ENDLESS_LEVELS = 9;
    private static final int SCREEN_STREAM = 1000;

    private final PhaseScreen screen;
    private final LowWaves swell;
    private final double distanceM;
    private final double windXMPerS;
    private final double windYMPerS;
    private final double gain;
    /** Of the torus against the field, for each quarter turn. */
    private final double[] cosine = new double[4];

    private final double[] sine = new double[4];
    private final double legS;
    private final double repeatLengthM;
    private final CountedRandom legs;

    /**
     * @param r0M of this layer alone, along the line of sight at 500 nm
     * @param distanceM along the line of sight
     * @param usedWidthM width of the strip a run looks at: aperture plus field times distance
     * @param stepM grid step of the torus
     * @param runS length of the run, may be infinite
     */
    public TurbulentLayer(
            LayerSettings settings,
            double r0M,
            double distanceM,
            double outerScaleM,
            double apertureM,
            double usedWidthM,
            double stepM,
            double runS,
            long seed,
            int number) {
        double wind = settings.windMPerS();
        boolean isEndless = Double.isInfinite(runS);
        double way = wind * (isEndless ? LEG_S : runS);
        double strip = isEndless ? LEG_APERTURES * apertureM : usedWidthM;
        double least = Math.max(EXTENTS_PER_SIDE * usedWidthM, APERTURES_PER_SIDE * apertureM);
        int most = isEndless ? LARGEST_LIVE_BITS : LARGEST_BITS;
        int bits = SMALLEST_BITS;
        while (bits < most && ((1 << bits) * stepM < least || repeatLengthM((1 << bits) * stepM, strip) < way)) {
            bits++;
        }
        while (isEndless && bits < LARGEST_BITS && (1 << bits) * stepM < 2 * usedWidthM) {
            bits++;
        }
        double side = (1 << bits) * stepM;
        // in legs a direction of a wide field may meet what another one far away meets
        if (!isEndless && side < 2 * usedWidthM) {
            throw new IllegalArgumentException("usedWidthM=" + usedWidthM + " of the layer at " + settings.altitudeM()
                    + " m is outside 0.." + side / 2 + "; choose a smaller field or a larger aperture");
        }
        repeatLengthM = repeatLengthM(side, strip);
        if (!isEndless && repeatLengthM < way) {
            throw new IllegalArgumentException("runS=" + runS + " is outside 0.." + repeatLengthM / wind
                    + " for the layer at " + settings.altitudeM()
                    + " m with windMPerS=" + wind + "; shorten the run, lower the wind or run without end in legs");
        }
        legS = isEndless && wind > 0 ? Math.max(2 * FADE_S, repeatLengthM / wind - FADE_S) : Double.POSITIVE_INFINITY;
        screen = new PhaseScreen(bits, stepM, outerScaleM, new CountedRandom(seed, SCREEN_STREAM + 3L * number));
        int levels = outerScaleM >= AirSettings.ENDLESS_M ? ENDLESS_LEVELS : LEVELS;
        swell = new LowWaves(side, outerScaleM, levels, new CountedRandom(seed, SCREEN_STREAM + 3L * number + 1));
        legs = new CountedRandom(seed, SCREEN_STREAM + 3L * number + 2);
        this.distanceM = distanceM;
        double windAngle = StrictMath.toRadians(settings.windDirectionDeg());
        windXMPerS = wind * StrictMath.cos(windAngle);
        windYMPerS = wind * StrictMath.sin(windAngle);
        gain = StrictMath.pow(r0M, -5 / 6.0);
        for (int quarter = 0; quarter < 4; quarter++) {
            double angle = windAngle - GOLDEN_ANGLE + 0.5 * Math.PI * quarter;
            cosine[quarter] = StrictMath.cos(angle);
            sine[quarter] = StrictMath.sin(angle);
        }
    }

    /**
     * Way after which a strip of the given width, flown along the golden section of a torus, touches itself.
     *
     * @param sideM of the torus
     * @param widthM of the strip
     */
    public static double repeatLengthM(double sideM, double widthM) {
        double cosine = StrictMath.cos(GOLDEN_ANGLE);
        double slope = StrictMath.tan(GOLDEN_ANGLE);
        for (int turns = 1; turns < 1_000_000; turns++) {
            double over = turns * slope;
            double off = Math.abs(over - StrictMath.rint(over)) * sideM * cosine;
            if (off < widthM) {
                return turns * sideM / cosine;
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** Way in m after which this layer's strip touches itself. */
    public double repeatLengthM() {
        return repeatLengthM;
    }

    /** Time of one leg; infinite where the run is flown in one. */
    public double legS() {
        return legS;
    }

    public PhaseScreen screen() {
        return screen;
    }

    public double distanceM() {
        return distanceM;
    }

    /**
     * Adds the phase of the torus over a footprint for one direction and instant; that of the slow swell is not in it.
     *
     * @param strength factor of the phase: 1 for the median r0
     * @param out one phase for each point of the footprint. Modified (added to)
     */
    void add(Footprint footprint, double xRad, double yRad, double timeS, double strength, float[] out) {
        double xM = xRad * distanceM - windXMPerS * timeS;
        double yM = yRad * distanceM - windYMPerS * timeS;
        double amplitude = gain * strength;
        if (Double.isInfinite(legS)) {
            addLeg(0, footprint, xM, yM, amplitude, out);
            return;
        }
        long leg = (long) StrictMath.floor(timeS / legS);
        double rest = legS - (timeS - leg * legS);
        if (rest >= FADE_S) {
            addLeg(leg, footprint, xM, yM, amplitude, out);
        } else {
            double turn = 0.5 * Math.PI * rest / FADE_S;
            addLeg(leg, footprint, xM, yM, amplitude * StrictMath.sin(turn), out);
            addLeg(leg + 1, footprint, xM, yM, amplitude * StrictMath.cos(turn), out);
        }
    }

    /** Adds the slope of the torus an aperture sees. Modifies {@code out} (added to). */
    void addSlope(SlopeField.Slopes slopes, double xRad, double yRad, double timeS, double strength, double[] out) {
        double xM = xRad * distanceM - windXMPerS * timeS;
        double yM = yRad * distanceM - windYMPerS * timeS;
        double amplitude = gain * strength;
        if (Double.isInfinite(legS)) {
            addLegSlope(0, slopes, xM, yM, amplitude, out);
            return;
        }
        long leg = (long) StrictMath.floor(timeS / legS);
        double rest = legS - (timeS - leg * legS);
        if (rest >= FADE_S) {
            addLegSlope(leg, slopes, xM, yM, amplitude, out);
        } else {
            double turn = 0.5 * Math.PI * rest / FADE_S;
            addLegSlope(leg, slopes, xM, yM, amplitude * StrictMath.sin(turn), out);
            addLegSlope(leg + 1, slopes, xM, yM, amplitude * StrictMath.cos(turn), out);
        }
    }

    /** How the torus is turned in a leg: quarters, and 4 more if mirrored. */
    private int orientation(long leg) {
        return leg == 0 ? 0 : (int) (legs.unit(3 * leg + 2) * 8);
    }

    private void addLegSlope(long leg, SlopeField.Slopes slopes, double xM, double yM, double amplitude, double[] out) {
        int orientation = orientation(leg);
        double mirror = orientation >= 4 ? -1 : 1;
        double c = cosine[orientation & 3];
        double s = sine[orientation & 3];
        double perSide = 1 / screen.sideM();
        double u = legs.unit(3 * leg) + (c * xM + s * yM) * perSide;
        double v = legs.unit(3 * leg + 1) + mirror * (c * yM - s * xM) * perSide;
        double alongU = amplitude * SlopeField.read(slopes.alongU, slopes.sizeBits, u, v);
        double alongV = amplitude * SlopeField.read(slopes.alongV, slopes.sizeBits, u, v);
        out[0] += c * alongU - mirror * s * alongV;
        out[1] += s * alongU + mirror * c * alongV;
    }

    /**
     * Adds the slow swell around a direction at an instant.
     *
     * @param poly six coefficients 1, x, y, xx, xy, yy in m. Modified (added to)
     */
    void addSwell(double xRad, double yRad, double timeS, double strength, double[] poly, double[] scratch) {
        double xM = xRad * distanceM - windXMPerS * timeS;
        double yM = yRad * distanceM - windYMPerS * timeS;
        double c = cosine[0];
        double s = sine[0];
        java.util.Arrays.fill(scratch, 0.0);
        swell.addAt(c * xM + s * yM, c * yM - s * xM, gain * strength, scratch);
        // du = c dx + s dy, dv = c dy - s dx
        poly[0] += scratch[0];
        poly[1] += c * scratch[1] - s * scratch[2];
        poly[2] += s * scratch[1] + c * scratch[2];
        poly[3] += c * c * scratch[3] - c * s * scratch[4] + s * s * scratch[5];
        poly[4] += 2 * c * s * scratch[3] + (c * c - s * s) * scratch[4] - 2 * c * s * scratch[5];
        poly[5] += s * s * scratch[3] + c * s * scratch[4] + c * c * scratch[5];
    }

    private void addLeg(long leg, Footprint footprint, double xM, double yM, double amplitude, float[] out) {
        int orientation = orientation(leg);
        double mirror = orientation >= 4 ? -1 : 1;
        double c = cosine[orientation & 3];
        double s = sine[orientation & 3];
        double perSide = 1 / screen.sideM();
        // u = c x + s y, v = mirror * (c y - s x), in turns of the torus
        double uStart = legs.unit(3 * leg) + (c * xM + s * yM) * perSide;
        double vStart = legs.unit(3 * leg + 1) + mirror * (c * yM - s * xM) * perSide;
        int uStep = fixed(c * footprint.stepM * perSide);
        int vStep = fixed(-mirror * s * footprint.stepM * perSide);
        int rowCount = footprint.rowYM.length;
        for (int row = 0; row < rowCount; row++) {
            int from = footprint.rowStart[row];
            int to = footprint.rowStart[row + 1];
            if (from < to) {
                double x = footprint.rowFirstXM[row];
                double y = footprint.rowYM[row];
                int u = fixed(uStart + (c * x + s * y) * perSide);
                int v = fixed(vStart + mirror * (c * y - s * x) * perSide);
                addRow(screen.phase, screen.sizeBits, u, v, uStep, vStep, (float) amplitude, out, from, to);
            }
        }
    }

    /** Turns of the torus as 32 bits: overflow is the way around. */
    private static int fixed(double turns) {
        return (int) (long) ((turns - Math.floor(turns)) * 0x1p32);
    }

    /** Bilinear reading along a slanted line. Modifies {@code out} from..to. */
    static void addRow(
            float[] phase,
            int sizeBits,
            int uFirst,
            int vFirst,
            int uStep,
            int vStep,
            float amplitude,
            float[] out,
            int from,
            int to) {
        int shift = 32 - sizeBits;
        int mask = (1 << sizeBits) - 1;
        int u = uFirst;
        int v = vFirst;
        for (int n = from; n < to; n++) {
            int column = u >>> shift;
            int row = v >>> shift;
            float fu = ((u << sizeBits) >>> 8) * 0x1p-24f;
            float fv = ((v << sizeBits) >>> 8) * 0x1p-24f;
            int above = row << sizeBits;
            int below = ((row + 1) & mask) << sizeBits;
            int right = (column + 1) & mask;
            float a = phase[above + column];
            float b = phase[above + right];
            float c = phase[below + column];
            float d = phase[below + right];
            float top = a + fu * (b - a);
            float bottom = c + fu * (d - c);
            out[n] += amplitude * (top + fv * (bottom - top));
            u += uStep;
            v += vStep;
        }
    }
}
