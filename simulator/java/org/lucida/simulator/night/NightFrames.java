package org.lucida.simulator.night;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.lucida.simulator.formation.FullFormation;
import org.lucida.simulator.formation.LightFrame;
import org.lucida.simulator.formation.QuickFormation;
import org.lucida.simulator.sensor.Sensor;

/**
 * Makes the frames of a night, any of them by its number.
 *
 * <p>Memory: scratch of one frame; calls allocate only when the scene is painted anew.
 * <p>Thread: one at a time; make one of these for each thread. Bits do not depend on threads or order.
 */
public final class NightFrames {
    private final Night night;
    private final float[] photons;
    private final double[] skyPhotons;
    private Stretch stretch;
    private Sensor sensor;
    /** Sum of the parts of a long exposure; made when it is first needed. */
    private float[] sum;

    private Painting painting;
    private FullFormation full;
    private QuickFormation quick;
    private LightFrame light;
    private long frameIndex;
    private double transparency;

    public NightFrames(Night night) {
        this(night, night.sensor());
    }

    /** Frames of another night with the same camera; quick, for the sensor of the other's is taken over. */
    public NightFrames(Night night, NightFrames other) {
        this(night, other.sensor);
    }

    private NightFrames(Night night, Sensor sensor) {
        this.night = night;
        this.sensor = sensor;
        stretch = Stretch.opening(night);
        photons = new float
                [sensor.settings().roi().widthPx() * sensor.settings().roi().heightPx()];
        skyPhotons = new double[night.channels().size()];
        turnTo(stretch);
    }

    /** Whose frames these are. */
    public Night night() {
        return night;
    }

    /** The sensor that exposes; for its gain, its darks and its flats. */
    public Sensor sensor() {
        return sensor;
    }

    /**
     * Makes a frame.
     *
     * @param raw receives the samples from rawOffset on. Modified; position and limit are left alone
     */
    public void make(long frame, ByteBuffer raw, int rawOffset) {
        make(Stretch.opening(night), frame, raw, rawOffset);
    }

    /** Makes a frame of a stretch of this night; see {@link #make(long, ByteBuffer, int)}. */
    public void make(Stretch wanted, long frame, ByteBuffer raw, int rawOffset) {
        turnTo(wanted);
        double startS = wanted.startS(frame);
        turnTo(night.epoch(startS));
        double exposureS = wanted.settings().exposureS();
        int partCount = wanted.partCount();
        if (full != null) {
            full.form(startS, exposureS, light);
        } else if (partCount == 1) {
            quick.form(startS, exposureS, light);
        } else {
            formParts(startS, exposureS, partCount);
        }
        frameIndex = frame;
        transparency = night.transparency(startS, exposureS);
        addSky();
        sensor.expose(frame, photons, raw, rawOffset);
    }

    private void formParts(double startS, double exposureS, int partCount) {
        float[] target = light.planes[0];
        if (sum == null) {
            sum = new float[target.length];
        }
        Arrays.fill(sum, 0f);
        for (int part = 0; part < partCount; part++) {
            quick.form(startS + exposureS * part / partCount, exposureS / partCount, light);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += target[i];
            }
        }
        System.arraycopy(sum, 0, target, 0, sum.length);
    }

    private void turnTo(Stretch wanted) {
        if (wanted.settings() != sensor.settings()) {
            sensor = sensor.turned(wanted.settings());
        }
        for (int c = 0; c < skyPhotons.length; c++) {
            skyPhotons[c] = night.skyPhotonsPerPx(c, wanted.settings().exposureS());
        }
        stretch = wanted;
    }

    /** What happened in the frame made last. */
    public NightTruth truth() {
        double startS = stretch.startS(frameIndex);
        return new NightTruth(
                frameIndex,
                stretch.startUtcNs(frameIndex),
                light.truth,
                painting.centreXPx,
                painting.centreYPx,
                night.mount().rotationRad(startS),
                transparency,
                skyPhotons,
                night.mount().dropped(startS),
                night.isClouded(transparency),
                sensor.isCrossed(),
                sensor.struckCount());
    }

    /** Expected photons of each pixel of the frame made last, sky included; row-major over the unbinned region; borrowed. */
    public float[] expectedPhotons() {
        return photons;
    }

    private void turnTo(long epoch) {
        if (painting != null && painting.epoch == epoch) {
            return;
        }
        painting = night.painting(epoch);
        if (night.isQuick()) {
            quick = new QuickFormation(painting.bank());
        } else {
            full = new FullFormation(painting.shared());
        }
        light = new LightFrame(painting.plan, night.filter());
    }

    /** Target through the sky's transparency, and the light of the sky itself, each in its pixel's own band. */
    private void addSky() {
        float[] target = light.planes[0];
        int[] filter = night.filter();
        int width = light.widthPx;
        float share = (float) transparency;
        for (int y = 0; y < light.heightPx; y++) {
            float even = (float) skyPhotons[filter == null ? 0 : filter[(y & 1) * 2]];
            float odd = (float) skyPhotons[filter == null ? 0 : filter[(y & 1) * 2 + 1]];
            int end = (y + 1) * width;
            for (int i = y * width; i < end; i += 2) {
                photons[i] = target[i] * share + even;
            }
            for (int i = y * width + 1; i < end; i += 2) {
                photons[i] = target[i] * share + odd;
            }
        }
    }
}
