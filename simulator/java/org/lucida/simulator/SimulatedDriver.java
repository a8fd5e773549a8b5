package org.lucida.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraControls;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.simulator.sky.Scenes;

/**
 * Opens simulated clips as cameras: {@code sim:demo}, {@code sim:planet?frames=300,seed=7}, {@code sim:moon}, {@code sim:stars}, and nights
 * with their whole physics by the name of their scene: {@code sim:jupiter?camera=asi224mc}, {@code sim:moon-surface},
 * {@code sim:my-scene.yaml}.
 */
public final class SimulatedDriver implements CameraDriver {
    private static final List<String> NAMES = List.of("demo", "planet", "moon", "stars");
    /** Pixel pitch of the pretended sensor. */
    private static final double PIXEL_UM = 2.9;

    private static final double ARCSEC_PER_RADIAN = 206_264.806;
    /** Equatorial diameter of Jupiter at a good opposition. */
    private static final double JUPITER_ARCSEC = 48;
    /** Focal lengths pretended where nothing in the settings tells. */
    private static final double MOON_FOCAL_MM = 2000;

    private static final double STARS_FOCAL_MM = 400;

    @Override
    public String scheme() {
        return "sim";
    }

    @Override
    public List<CameraInfo> cameras() {
        List<CameraInfo> cameras = new ArrayList<>();
        for (String name : NAMES) {
            ClipSettings settings = ClipSettings.parse(name);
            CameraInfo info = info(name, settings);
            info.facts().put("NAXIS1", Integer.toString(settings.format().widthPx()));
            info.facts().put("NAXIS2", Integer.toString(settings.format().heightPx()));
            cameras.add(info);
        }
        for (String name : Scenes.names()) {
            try {
                cameras.add(NightSource.info(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return cameras;
    }

    /**
     * Opens a clip.
     *
     * @throws IllegalArgumentException if address, region or layout is wrong; the message names it and what is legal
     */
    @Override
    public Camera open(String address, CameraWish wish) throws IOException {
        String name = address.replaceFirst("\\?.*", "").strip();
        if (Scenes.names().contains(name) || Scenes.isFile(name)) {
            return NightSource.camera(address, wish);
        }
        CameraControls.NONE.request(wish.settings());
        Outage.Plan plan = Outage.Plan.of(address);
        ClipSettings settings = ClipSettings.parse(plan.address());
        return new SimulatedCamera(
                new SimulatedClip(settings), info(address, settings), wish, plan.outages(), SimulatedCamera.MACHINE);
    }

    static CameraInfo info(String address, ClipSettings settings) {
        String object =
                switch (settings.scene()) {
                    case PLANET -> "Jupiter";
                    case MOON -> "Moon";
                    case STARS -> "Star field";
                };
        double focalMm =
                switch (settings.scene()) {
                    case PLANET -> ARCSEC_PER_RADIAN * PIXEL_UM * 1e-3 * settings.discDiameterPx() / JUPITER_ARCSEC;
                    case MOON -> MOON_FOCAL_MM;
                    case STARS -> STARS_FOCAL_MM;
                };
        double exposureS = 1 / settings.frameRateHz();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("INSTRUME", "Lucida simulator");
        facts.put("OBJECT", object);
        facts.put("EXPTIME", number("%.6f", exposureS));
        facts.put("GAIN", "100");
        facts.put("EGAIN", number("%.5f", settings.gainEPerAdu()));
        facts.put("ADCBITS", Integer.toString(settings.format().bitDepth()));
        facts.put("XPIXSZ", number("%.2f", PIXEL_UM));
        facts.put("YPIXSZ", number("%.2f", PIXEL_UM));
        facts.put("FOCALLEN", number("%.1f", focalMm));
        return new CameraInfo(
                "Lucida simulator: " + object,
                "sim:" + address,
                OptionalLong.of(settings.frameCount()),
                OptionalDouble.of(settings.frameRateHz()),
                OptionalDouble.of(exposureS * 1e6),
                facts,
                List.of("Simulated clip with seed " + settings.seed() + "; times count from 2026-01-01T00:00:00Z."));
    }

    private static String number(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
