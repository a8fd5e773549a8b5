package org.lucida.simulator.formation;

/** Where the mount lets the picture wander: displacement of the content on the sensor as a function of time. */
public interface MountMotion {
    /** A mount that follows perfectly. */
    MountMotion STILL = new MountMotion() {
        @Override
        public double xPx(double timeS) {
            return 0;
        }

        @Override
        public double yPx(double timeS) {
            return 0;
        }

        @Override
        public double rotationRad(double timeS) {
            return 0;
        }
    };

    /** Sensor pixels to the right. */
    double xPx(double timeS);

    /** Sensor pixels downward. */
    double yPx(double timeS);

    /** Turn of the content about the middle of the sensor, from +x toward +y. */
    double rotationRad(double timeS);
}
