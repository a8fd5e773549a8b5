package org.lucida.simulator.night;

import org.lucida.simulator.formation.MountMotion;

/** The mount as a painting sees it whose middle lies elsewhere: what the mount does to that middle comes on top. */
final class CentredMotion implements MountMotion {
    private final org.lucida.simulator.mount.MountMotion mount;
    private final double startXPx;
    private final double startYPx;
    private final double centreXPx;
    private final double centreYPx;

    /** @param centrePx the painted middle in the nominal field, x and y; the mount stands true at time 0 */
    CentredMotion(org.lucida.simulator.mount.MountMotion mount, double[] centrePx) {
        this.mount = mount;
        startXPx = mount.xPx(0);
        startYPx = mount.yPx(0);
        centreXPx = centrePx[0];
        centreYPx = centrePx[1];
    }

    @Override
    public double xPx(double timeS) {
        double angle = mount.rotationRad(timeS);
        return mount.xPx(timeS) - startXPx + StrictMath.cos(angle) * centreXPx - StrictMath.sin(angle) * centreYPx;
    }

    @Override
    public double yPx(double timeS) {
        double angle = mount.rotationRad(timeS);
        return mount.yPx(timeS) - startYPx + StrictMath.sin(angle) * centreXPx + StrictMath.cos(angle) * centreYPx;
    }

    @Override
    public double rotationRad(double timeS) {
        return mount.rotationRad(timeS);
    }
}
