package org.lucida.simulator.formation;

/**
 * Stars and other lights without extent.
 *
 * <p>Units: arcsec from the middle of the scene, x to the right, y down; photons / s / m^2 above the air's losses.
 * <p>Memory: the arrays are borrowed and not modified.
 */
public final class PointLights {
    private final double[] xArcsec;
    private final double[] yArcsec;
    private final double[][] photonsPerSPerM2;

    /** @param photonsPerSPerM2 for each channel one value for each light */
    public PointLights(double[] xArcsec, double[] yArcsec, double[][] photonsPerSPerM2) {
        if (xArcsec.length != yArcsec.length) {
            throw new IllegalArgumentException("count of yArcsec=" + yArcsec.length + " is not " + xArcsec.length
                    + "; give both places of every light");
        }
        for (double[] channel : photonsPerSPerM2) {
            if (channel.length != xArcsec.length) {
                throw new IllegalArgumentException("count of photonsPerSPerM2=" + channel.length + " is not "
                        + xArcsec.length + "; give one value for each light");
            }
        }
        this.xArcsec = xArcsec.clone();
        this.yArcsec = yArcsec.clone();
        this.photonsPerSPerM2 = photonsPerSPerM2.clone();
    }

    public static PointLights none(int channelCount) {
        return new PointLights(new double[0], new double[0], new double[channelCount][0]);
    }

    public int count() {
        return xArcsec.length;
    }

    public int channelCount() {
        return photonsPerSPerM2.length;
    }

    double xArcsec(int n) {
        return xArcsec[n];
    }

    double yArcsec(int n) {
        return yArcsec[n];
    }

    double photonsPerSPerM2(int channel, int n) {
        return photonsPerSPerM2[channel][n];
    }
}
