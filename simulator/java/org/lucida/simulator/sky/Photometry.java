package org.lucida.simulator.sky;

/**
 * From magnitudes to photons.
 *
 * <p>Flux densities of a star of magnitude 0 in Johnson-Cousins B, V, R, I (438, 545, 641, 798 nm): 4063, 3636, 3064, 2416 Jy; between
 * them straight lines over wavelength. A colour B-V tilts the spectrum: V-R is taken as 0.57 (B-V), as for common stars. Good to some 5 %.
 * <p>Source: Bessell, Castelli and Plez 1998, A&amp;A 333, 231, table A2.
 */
public final class Photometry {
    private static final double[] NM = {438, 545, 641, 798};
    private static final double[] ZERO_JY = {4063, 3636, 3064, 2416};
    /** Magnitude at these wavelengths of a star of V = 0, for each unit of B-V; V-I as twice V-R. */
    private static final double[] TILT = {1, 0, -0.57, -1.14};
    /** Photons each second and square metre of 1 Jy over one e-fold of wavelength: 1e-26 / (Planck's constant 6.62607e-34). */
    private static final double PHOTONS_PER_JY = 1e-26 / 6.62607015e-34;

    private static final double STEP_NM = 5;

    private Photometry() {}

    /**
     * Photons each second and square metre above the atmosphere.
     *
     * @param band channel
     * @param vMag Johnson V magnitude
     * @param bMinusVMag colour index
     */
    public static double photonsPerM2PerS(Band band, double vMag, double bMinusVMag) {
        double sum = 0;
        for (double nm = band.fromNm() + STEP_NM / 2; nm < band.toNm(); nm += STEP_NM) {
            double magnitude = vMag + bMinusVMag * at(TILT, nm);
            sum += PHOTONS_PER_JY * at(ZERO_JY, nm) * StrictMath.pow(10, -0.4 * magnitude) * STEP_NM / nm;
        }
        return sum;
    }

    private static double at(double[] values, double nm) {
        int i = nm < NM[1] ? 0 : nm < NM[2] ? 1 : 2;
        double share = (nm - NM[i]) / (NM[i + 1] - NM[i]);
        return values[i] + share * (values[i + 1] - values[i]);
    }
}
