package org.lucida.simulator.night;

import org.lucida.simulator.mount.MountMotion;
import org.lucida.simulator.sky.SceneSettings;
import org.lucida.simulator.sky.SceneSettings.Beyond;
import org.lucida.simulator.sky.SceneSettings.Cluster;
import org.lucida.simulator.sky.SceneSettings.MoonSurface;
import org.lucida.simulator.sky.SceneSettings.Picture;
import org.lucida.simulator.sky.SceneSettings.SunSurface;

/**
 * How much of the sky is painted, where, and for how long.
 *
 * <p>A scene that turns is painted anew as soon as it has moved by {@value #FULL_MOTION_PX} px ({@value #QUICK_MOTION_PX} px in the
 * quick mode), a ground without borders when the mount has carried it so far that the painted margin is used up. The stretch of
 * time a painting is shown for is an epoch; epochs count from 0. Thread: any.
 */
final class PaintedField {
    static final double FULL_MOTION_PX = 0.1;
    static final double QUICK_MOTION_PX = 0.5;
    /** A painting is shown for so long at least. */
    private static final double LEAST_EPOCH_S = 2;

    private static final double LEAST_QUICK_EPOCH_S = 15;
    /** Way of the mount a margin leaves room for, each way. */
    private static final double MARGIN_WAY_PX = 16;

    private static final double LARGEST_MARGIN_PX = 200;
    /** Largest image motion by the air, in units of the seeing's width. */
    private static final double MARGIN_SEEINGS = 3;

    private final SceneSettings settings;
    private final double arcsecPerPx;
    private final double seeingArcsec;
    private final double motionArcsecPerS;
    private final Night.Mode mode;
    private final boolean follows;
    private final int marginPx;
    private final double epochS;

    /**
     * @param arcsecPerPx angle of an unbinned pixel
     * @param seeingArcsec width of the long exposure
     * @param motionArcsecPerS fastest motion within the scene
     */
    PaintedField(
            SceneSettings settings, double arcsecPerPx, double seeingArcsec, double motionArcsecPerS, Night.Mode mode) {
        this.settings = settings;
        this.arcsecPerPx = arcsecPerPx;
        this.seeingArcsec = seeingArcsec;
        this.motionArcsecPerS = motionArcsecPerS;
        this.mode = mode;
        follows = settings.target() instanceof MoonSurface
                || settings.target() instanceof SunSurface
                || settings.target() instanceof Cluster
                || (settings.target() instanceof Picture picture && picture.beyond() == Beyond.MIRROR);
        marginPx = marginPx();
        epochS = epochS();
    }

    /** Columns painted, in unbinned sensor pixels. */
    int widthPx() {
        return sideWithTurn(settings.camera().sensor().roi().widthPx()) + 2 * marginPx;
    }

    /** Rows painted, in unbinned sensor pixels. */
    int heightPx() {
        return sideWithTurn(settings.camera().sensor().roi().heightPx()) + 2 * marginPx;
    }

    /** Number of the epoch at a time. */
    long epoch(double timeS) {
        return Double.isInfinite(epochS) ? 0 : (long) StrictMath.floor(timeS / epochS);
    }

    /** Number of the epoch to get ready for at a time: the next one when that share of the present one is over. */
    long epochAfter(double timeS, double share) {
        return Double.isInfinite(epochS) ? 0 : (long) StrictMath.floor(timeS / epochS + 1 - share);
    }

    /** The time a painting shows. */
    double middleS(long epoch) {
        return Double.isInfinite(epochS) ? 0 : (epoch + 0.5) * epochS;
    }

    /** Where the painted middle lies in the nominal field, x and y, px: under the middle of the sensor at half time. */
    double[] centrePx(long epoch, MountMotion mount) {
        if (!follows || Double.isInfinite(epochS)) {
            return new double[] {0, 0};
        }
        double timeS = middleS(epoch);
        double x = -(mount.xPx(timeS) - mount.xPx(0));
        double y = -(mount.yPx(timeS) - mount.yPx(0));
        double angle = -mount.rotationRad(timeS);
        double c = StrictMath.cos(angle);
        double s = StrictMath.sin(angle);
        return new double[] {StrictMath.rint(c * x - s * y), StrictMath.rint(s * x + c * y)};
    }

    /** Painted beyond the sensor on each side: for blur, image motion and the way of the mount while a painting is shown. */
    private int marginPx() {
        double blur = 2 * seeingArcsec;
        double reach = blur;
        if (follows) {
            double windy =
                    4 * settings.mount().windRmsArcsec() * (1 + settings.mount().windGustFraction());
            double lost = Math.max(
                    Math.abs(settings.mount().dropXArcsec()),
                    Math.abs(settings.mount().dropYArcsec()));
            reach += MARGIN_SEEINGS * seeingArcsec + windy + (settings.mount().dropAtS() >= 0 ? lost : 0);
        }
        double px = reach / arcsecPerPx + (follows ? MARGIN_WAY_PX : 0);
        return (int) StrictMath.ceil(Math.min(LARGEST_MARGIN_PX, Math.max(8, px)));
    }

    /** A field that turns is painted as wide as its diagonal where there is no dark border. */
    private int sideWithTurn(int sidePx) {
        if (!follows || !settings.mount().fieldRotation()) {
            return sidePx;
        }
        return (int) StrictMath.ceil(
                StrictMath.sqrt((double) settings.camera().sensor().roi().widthPx()
                                * settings.camera().sensor().roi().widthPx()
                        + (double) settings.camera().sensor().roi().heightPx()
                                * settings.camera().sensor().roi().heightPx()));
    }

    private double epochS() {
        double longest = Double.POSITIVE_INFINITY;
        if (motionArcsecPerS > 0) {
            double px = mode == Night.Mode.QUICK ? QUICK_MOTION_PX : FULL_MOTION_PX;
            longest = Math.max(
                    mode == Night.Mode.QUICK ? LEAST_QUICK_EPOCH_S : LEAST_EPOCH_S,
                    px * arcsecPerPx / motionArcsecPerS);
        }
        if (follows) {
            double worm = settings.mount().periodicErrorArcsec()
                    * 2
                    * Math.PI
                    / settings.mount().periodicErrorPeriodS()
                    * 1.3;
            double drift = Math.max(
                    Math.abs(settings.mount().driftXArcsecPerS()),
                    Math.abs(settings.mount().driftYArcsecPerS()));
            double speed = (worm + drift) / arcsecPerPx;
            if (speed > 0) {
                longest = Math.min(longest, Math.max(LEAST_EPOCH_S, 2 * MARGIN_WAY_PX / speed));
            }
        }
        return longest;
    }
}
