package org.lucida.simulator.sky;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lucida.frame.BadInputException;
import org.lucida.frame.Roi;
import org.lucida.simulator.mount.MountSettings;
import org.lucida.simulator.sensor.Blemishes;
import org.lucida.simulator.sensor.CameraModel;
import org.lucida.simulator.sensor.CameraModels;
import org.lucida.simulator.sensor.SensorSettings;
import org.lucida.simulator.sensor.SensorSettings.SampleForm;
import org.lucida.simulator.sky.SceneSettings.Atmosphere;
import org.lucida.simulator.sky.SceneSettings.Beyond;
import org.lucida.simulator.sky.SceneSettings.Body;
import org.lucida.simulator.sky.SceneSettings.Camera;
import org.lucida.simulator.sky.SceneSettings.Cluster;
import org.lucida.simulator.sky.SceneSettings.Layer;
import org.lucida.simulator.sky.SceneSettings.MoonSurface;
import org.lucida.simulator.sky.SceneSettings.Picture;
import org.lucida.simulator.sky.SceneSettings.Planet;
import org.lucida.simulator.sky.SceneSettings.Skylight;
import org.lucida.simulator.sky.SceneSettings.Star;
import org.lucida.simulator.sky.SceneSettings.Stars;
import org.lucida.simulator.sky.SceneSettings.SunPicture;
import org.lucida.simulator.sky.SceneSettings.SunSurface;
import org.lucida.simulator.sky.SceneSettings.Target;
import org.lucida.simulator.sky.SceneSettings.Telescope;
import org.lucida.simulator.yaml.YamlFile;
import org.lucida.simulator.yaml.YamlMap;

/**
 * Reads scene files; simulator/scenes/README.md explains every key. Whatever is wrong is named with file, line, key, value, allowed range
 * and what to do, all faults at once.
 */
public final class SceneFile {
    /** Stands for a light that is not there. */
    private static final double NO_MAG = 99;

    private static final double EXTREME_ARCSEC = 100_000;

    private enum Kind {
        PLANET,
        MOON_SURFACE,
        SUN_SURFACE,
        STARS,
        CLUSTER,
        PICTURE
    }

    private SceneFile() {}

    /** Reads a scene file. */
    public static SceneSettings read(Path path) throws IOException {
        return read(path, Map.of());
    }

    /** Reads a scene file with other values for some keys, see {@link Scenes#settings(String, Map)}. */
    static SceneSettings read(Path path, Map<String, String> instead) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new BadInputException("scene=" + path + " does not exist; check the path", e);
        }
        Path file = path.getFileName();
        String name = (file == null ? path : file).toString().replaceFirst("\\.ya?ml$", "");
        return resolved(
                parse(name, path.toString(), bytes, instead),
                path.toAbsolutePath().getParent());
    }

    /**
     * Reads the text of a scene file.
     *
     * @param name of the scene
     * @param source named in messages
     * @param bytes UTF-8 text; Not modified
     * @throws BadInputException with every fault
     */
    public static SceneSettings parse(String name, String source, byte[] bytes) throws IOException {
        return parse(name, source, bytes, Map.of());
    }

    /** The same with other values for some keys, see {@link Scenes#settings(String, Map)}. */
    static SceneSettings parse(String name, String source, byte[] bytes, Map<String, String> instead)
            throws IOException {
        YamlFile file = YamlFile.read(source, bytes, instead);
        YamlMap root = file.root();
        String description = root.text("description", "");
        long seed = root.large("seed", 0, Long.MAX_VALUE, 1);
        Target target = target(root.map("target"));
        Telescope telescope = telescope(root.map("telescope"));
        double altitudeDeg = root.map("atmosphere").number("altitudeDeg", 15, 90, 60);
        Atmosphere atmosphere = atmosphere(root.map("atmosphere"));
        MountSettings mount = mount(root.map("mount"), altitudeDeg);
        Camera camera = camera(root.map("camera"));
        Skylight skylight = skylight(root.map("sky"));
        file.finish();
        return new SceneSettings(name, description, seed, target, telescope, atmosphere, mount, camera, skylight);
    }

    /** A picture's path counts from the scene file. */
    private static SceneSettings resolved(SceneSettings scene, Path folder) {
        if (!(scene.target() instanceof Picture picture) || folder == null) {
            return scene;
        }
        Picture found = new Picture(
                folder.resolve(picture.path()).toString(),
                picture.arcsecPerPx(),
                picture.brightestMagPerArcsec2(),
                picture.gammaRatio(),
                picture.beyond());
        return new SceneSettings(
                scene.name(),
                scene.description(),
                scene.seed(),
                found,
                scene.telescope(),
                scene.atmosphere(),
                scene.mount(),
                scene.camera(),
                scene.skylight());
    }

    private static Target target(YamlMap map) {
        return switch (map.choice("kind", Kind.class)) {
            case PLANET -> planet(map);
            case MOON_SURFACE -> new MoonSurface(
                    map.number("sunHeightDeg", 2, 80, 15),
                    map.number("surfaceMagPerArcsec2", -5, 20, 4.5),
                    map.number("fieldArcsec", 5, 3600, 200),
                    map.number("finestCraterArcsec", 0.05, 60, 0.6),
                    map.number("lavaFraction", 0, 1, 0.35));
            case SUN_SURFACE -> new SunSurface(
                    map.choice("picture", SunPicture.class, SunPicture.SPOT),
                    map.number("arcsecPerPx", 0, 10, 0),
                    map.number("filterDensityMag", 0, 30, 12.5));
            case STARS -> stars(map);
            case CLUSTER -> new Cluster(
                    map.integer("starCount", 0, 200_000, 300),
                    map.integer("fieldStarCount", 0, 200_000, 200),
                    map.number("brightestMag", -2, 25, 8),
                    map.number("faintestMag", -1, 28, 16),
                    map.number("slopePerMagRatio", 0.05, 1, 0.25),
                    map.number("coreRadiusArcsec", 1, 20_000, 300),
                    map.number("fieldArcsec", 10, EXTREME_ARCSEC, 3000),
                    map.number("nebulaMagPerArcsec2", 10, NO_MAG, NO_MAG),
                    map.number("nebulaScaleArcsec", 1, 20_000, 600),
                    map.number("giantFraction", 0, 1, 0.08));
            case PICTURE -> new Picture(
                    map.text("path"),
                    map.number("arcsecPerPx", 0.001, 1000),
                    map.number("brightestMagPerArcsec2", -15, 30),
                    map.number("gammaRatio", 0.2, 5, 1),
                    map.choice("beyond", Beyond.class, Beyond.DARK));
        };
    }

    private static Planet planet(YamlMap map) {
        Body body = map.choice("body", Body.class);
        boolean jupiter = body == Body.JUPITER;
        boolean moons = map.flag("moons", jupiter);
        if (moons && !jupiter) {
            map.fault("moons", "=true is for jupiter only; write false or leave it out");
        }
        return new Planet(
                body,
                map.number("diameterArcsec", 1, 2500),
                map.number("vMag", -14, 12),
                map.number("poleTiltDeg", -60, 60, 0),
                map.number("axisDeg", -360, 360, 0),
                map.number("longitudeDeg", -360, 360, 0),
                map.number("phaseDeg", -175, 175, 0),
                moons,
                map.number("moonTurnFraction", 0, 1, 0.1));
    }

    private static Stars stars(YamlMap map) {
        List<Star> stars = new ArrayList<>();
        for (YamlMap star : map.maps("stars")) {
            stars.add(new Star(
                    star.number("xArcsec", -EXTREME_ARCSEC, EXTREME_ARCSEC, 0),
                    star.number("yArcsec", -EXTREME_ARCSEC, EXTREME_ARCSEC, 0),
                    star.number("vMag", -15, 28),
                    star.number("bMinusVMag", -0.5, 4, 0.5)));
        }
        if (stars.isEmpty()) {
            map.fault("stars", " has no star; add lines like - {xArcsec: 0, yArcsec: 0, vMag: 4}");
        }
        return new Stars(stars);
    }

    private static Telescope telescope(YamlMap map) {
        double apertureMm = map.number("apertureMm", 20, 10_000);
        Telescope telescope = new Telescope(
                apertureMm,
                map.number("obstructionMm", 0, 9000, 0),
                map.number("focalLengthMm", 50, 200_000),
                map.integer("spiderVaneCount", 0, 8, 0),
                map.number("spiderVaneMm", 0, 100, 1),
                map.number("defocusWaves", -20, 20, 0),
                map.number("comaWaves", -20, 20, 0),
                map.number("comaAngleDeg", -360, 360, 0),
                map.number("transmissionFraction", 0.01, 1, 0.8));
        if (telescope.obstructionMm() >= apertureMm) {
            map.fault(
                    "obstructionMm",
                    "=" + telescope.obstructionMm() + " is not below apertureMm=" + apertureMm + "; make it smaller");
        }
        return telescope;
    }

    private static Atmosphere atmosphere(YamlMap map) {
        List<Layer> layers = new ArrayList<>();
        double shares = 0;
        for (YamlMap layer : map.maps("layers")) {
            layers.add(new Layer(
                    layer.number("heightM", 0, 30_000),
                    layer.number("shareFraction", 0, 1),
                    layer.number("windMPerS", 0, 100),
                    layer.number("windAngleDeg", -360, 360, 0)));
            shares += layers.get(layers.size() - 1).shareFraction();
        }
        if (layers.isEmpty()) {
            layers.add(new Layer(0, 0.60, 5, 20));
            layers.add(new Layer(5000, 0.25, 12, 70));
            layers.add(new Layer(10_000, 0.15, 25, 100));
        } else if (Math.abs(shares - 1) > 0.001) {
            map.fault("layers", " have shareFraction adding up to " + (float) shares + ", not 1; correct the shares");
        }
        return new Atmosphere(
                map.number("r0Mm", 5, 2000, 100),
                map.number("outerScaleM", 1, 10_000, 20),
                map.number("altitudeDeg", 15, 90, 60),
                layers,
                map.number("r0DriftSigma", 0, 1, 0.3),
                map.number("r0DriftS", 0.1, 1000, 3),
                map.number("boilingFraction", 0, 0.5, 0),
                map.flag("dispersion", true));
    }

    private static MountSettings mount(YamlMap map, double altitudeDeg) {
        double windLowHz = map.number("windLowHz", 0.01, 1000, 0.5);
        double windHighHz = map.number("windHighHz", 0.01, 1000, 8);
        if (windHighHz < windLowHz) {
            map.fault("windHighHz", "=" + windHighHz + " is below windLowHz=" + windLowHz + "; swap them");
        }
        return new MountSettings(
                map.number("driftXArcsecPerS", -100, 100, 0),
                map.number("driftYArcsecPerS", -100, 100, 0),
                map.number("periodicErrorArcsec", 0, 1000, 0),
                map.number("periodicErrorPeriodS", 1, 100_000, 480),
                map.number("raAngleDeg", -360, 360, 0),
                map.number("windRmsArcsec", 0, 100, 0),
                windLowHz,
                windHighHz,
                map.number("windGustFraction", 0, 1, 0),
                map.flag("fieldRotation", false),
                map.number("latitudeDeg", -90, 90, 50),
                map.number("azimuthDeg", 0, 360, 180),
                altitudeDeg,
                map.number("dropAtS", -1, 1e6, -1),
                map.number("dropXArcsec", -EXTREME_ARCSEC, EXTREME_ARCSEC, 0),
                map.number("dropYArcsec", -EXTREME_ARCSEC, EXTREME_ARCSEC, 0),
                map.number("dropForS", 0, 1e6, 0),
                map.number("recoveryS", 0.001, 1000, 1));
    }

    private static Camera camera(YamlMap map) throws IOException {
        String name = map.text("model", "asi462mc");
        CameraModel model;
        try {
            model = CameraModels.named(name);
        } catch (BadInputException e) {
            map.fault("model", "=" + name + " is not known; use one of " + String.join(", ", CameraModels.names()));
            model = CameraModels.named(CameraModels.names().get(0));
        }
        int bin = map.integer("binCount", 1, 8, 1);
        int widthPx = map.integer("roiWidthPx", 8, model.widthPx(), Math.min(640, model.widthPx()));
        int heightPx = map.integer("roiHeightPx", 8, model.heightPx(), Math.min(480, model.heightPx()));
        int xPx = map.integer("roiXPx", 0, model.widthPx() - widthPx, (model.widthPx() - widthPx) / 4 * 2);
        int yPx = map.integer("roiYPx", 0, model.heightPx() - heightPx, (model.heightPx() - heightPx) / 4 * 2);
        int step = bin == 1 || !model.layout().isMosaic() ? bin : 2 * bin;
        if (!model.bins().contains(bin)) {
            map.fault("binCount", "=" + bin + " is not offered by " + model.name() + "; use one of " + model.bins());
            bin = 1;
        }
        if (widthPx % step != 0 || heightPx % step != 0) {
            map.fault(
                    "roiWidthPx",
                    "=" + widthPx + " or roiHeightPx=" + heightPx + " is no multiple of " + step
                            + " as binCount needs; choose such sizes");
            bin = 1;
        }
        double exposureMs = map.number("exposureMs", 0.01, 3_600_000, 10);
        double frameRateHz = map.number("frameRateHz", 0.0001, 10_000, Math.min(1000 / exposureMs, 100));
        if (frameRateHz * exposureMs > 1000 * (1 + 1e-9)) {
            map.fault(
                    "frameRateHz",
                    "=" + frameRateHz + " leaves no room for exposureMs=" + exposureMs + "; use at most "
                            + 1000 / exposureMs);
            frameRateHz = 1000 / exposureMs;
        }
        double gainEPerAdu = map.number("gainEPerAdu", 0, 1e5, 0);
        if (gainEPerAdu > 0 && map.has("gainSteps")) {
            map.fault("gainEPerAdu", " and gainSteps both set the gain; keep one of the two lines");
        }
        SensorSettings sensor = new SensorSettings(
                new Roi(xPx, yPx, widthPx, heightPx),
                bin,
                map.integer("bits", 8, 16, model.adcBits()),
                map.choice("form", SampleForm.class, SampleForm.PLAIN),
                map.number(
                        "gainSteps",
                        0,
                        model.maxGainSteps(),
                        Math.min(model.maxGainSteps(), model.lowNoiseGainSteps())),
                gainEPerAdu,
                map.integer(
                        "offsetSteps",
                        0,
                        model.maxOffsetSteps(),
                        Math.min(model.maxOffsetSteps(), model.lowNoiseOffsetSteps())),
                exposureMs / 1000,
                Math.max(exposureMs / 1000, 1 / frameRateHz),
                map.number("sensorC", -60, 60, 25),
                map.large("serialNumber", 0, Long.MAX_VALUE, 1),
                blemishes(map.map("blemishes")));
        return new Camera(name, frameRateHz, map.integer("frameCount", 1, 10_000_000, 300), sensor);
    }

    private static Blemishes blemishes(YamlMap map) {
        Blemishes usual = Blemishes.USUAL;
        return new Blemishes(
                map.number("prnuFraction", 0, 0.5, usual.prnuFraction()),
                map.number("dsnuFraction", 0, 2, usual.dsnuFraction()),
                map.number("hotFraction", 0, 0.5, usual.hotFraction()),
                map.number("telegraphFraction", 0, 0.5, usual.telegraphFraction()),
                map.number("columnNoiseE", 0, 1000, usual.columnNoiseE()),
                map.number("rowNoiseE", 0, 1000, usual.rowNoiseE()),
                map.number("glowFraction", 0, 1000, usual.glowFraction()),
                map.number("vignettingFraction", 0, 1, usual.vignettingFraction()),
                map.integer("dustCount", 0, 1000, usual.dustCount()),
                map.number("cosmicRaysPerCm2PerS", 0, 1000, usual.cosmicRaysPerCm2PerS()),
                map.number("trailsPerHourCount", 0, 3600, usual.trailsPerHourCount()));
    }

    private static Skylight skylight(YamlMap map) {
        return new Skylight(
                map.number("transparencyFraction", 0.001, 1, 0.8),
                map.number("cloudFraction", 0, 1, 0),
                map.number("cloudPeriodS", 0.1, 100_000, 30),
                map.number("darkMagPerArcsec2", 10, 25, 20.5),
                map.number("moonlightMagPerArcsec2", 10, NO_MAG, NO_MAG),
                map.number("sunAltitudeDeg", -90, 90, -40));
    }
}
