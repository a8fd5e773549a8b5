package org.lucida.simulator.air;

/** What theory says about turbulence, by plain numerical integration: the truth of the acceptance tests. */
public final class AirTheory {
    private static final int STEPS = 40000;
    private static final double LOW = 1e-7;
    private static final double HIGH = 1e4;
    private static final int ANGLES = 96;

    private AirTheory() {}

    /** Structure function of the phase in rad^2 for r0 = 1 m. */
    public static double structure(double separationM, double outerScaleM) {
        double outer = outerScaleM >= AirSettings.ENDLESS_M ? 0 : 1 / (outerScaleM * outerScaleM);
        double step = Math.log(HIGH / LOW) / STEPS;
        double sum = 0;
        for (int n = 0; n < STEPS; n++) {
            double f = LOW * Math.exp((n + 0.5) * step);
            double power = 0.0229 * Math.pow(f * f + outer, -11 / 6.0);
            sum += power * 2 * Math.PI * f * f * step * 2 * (1 - besselZero(2 * Math.PI * f * separationM));
        }
        return sum;
    }

    /** J0 as the mean of cos(x cos a); beyond 80 it no longer matters here. */
    static double besselZero(double x) {
        if (x > 80) {
            return 0;
        }
        double sum = 0;
        for (int n = 0; n < ANGLES; n++) {
            sum += Math.cos(x * Math.cos(Math.PI * (n + 0.5) / ANGLES));
        }
        return sum / ANGLES;
    }
}
