package org.lucida.simulator.night;

import java.nio.ByteBuffer;
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
    private final Sensor sensor;
    private final float[] photons;
    private final double[] skyPhotons;
    private Painting painting;
    private FullFormation full;
    private QuickFormation quick;
    private LightFrame light;
    private long frameIndex;
    private double transparency;

    public NightFrames(Night night) {
        this.night = night;
        sensor = night.sensor();
        photons = new float
                [sensor.settings().roi().widthPx() * sensor.settings().roi().heightPx()];
        skyPhotons = new double[night.channels().size()];
        for (int c = 0; c < skyPhotons.length; c++) {
            skyPhotons[c] = night.skyPhotonsPerPx(c);
        }
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
        double startS = night.startS(frame);
        turnTo(night.epoch(startS));
        double exposureS = night.exposureS();
        if (full != null) {
            full.form(startS, exposureS, light);
        } else {
            quick.form(startS, exposureS, light);
        }
        frameIndex = frame;
        transparency = night.transparency(startS);
        addSky();
        sensor.expose(frame, photons, raw, rawOffset);
    }

    /** What happened in the frame made last. */
    public NightTruth truth() {
        double startS = night.startS(frameIndex);
        return new NightTruth(
                frameIndex,
                night.startUtcNs(frameIndex),
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
