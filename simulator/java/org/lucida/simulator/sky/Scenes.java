package org.lucida.simulator.sky;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.lucida.frame.BadInputException;
import org.lucida.simulator.sky.SceneSettings.Beyond;
import org.lucida.simulator.sky.SceneSettings.Cluster;
import org.lucida.simulator.sky.SceneSettings.MoonSurface;
import org.lucida.simulator.sky.SceneSettings.Picture;
import org.lucida.simulator.sky.SceneSettings.Planet;
import org.lucida.simulator.sky.SceneSettings.Stars;
import org.lucida.simulator.sky.SceneSettings.SunPicture;
import org.lucida.simulator.sky.SceneSettings.SunSurface;

/** The shipped scenes and the way from a scene's settings to its light. */
public final class Scenes {
    private static final String FOLDER = "/simulator/scenes/";

    private static final List<String> NAMES = List.of(
            "artificial-star",
            "cluster",
            "double-star",
            "jupiter",
            "m13",
            "mars",
            "moon-disc",
            "moon-surface",
            "saturn",
            "sun-granulation",
            "sun-spot",
            "venus");

    /** True scales of the shipped pictures of the Sun: CRISP at the Swedish telescope, IMaX. */
    private static final double SPOT_ARCSEC_PER_PX = 0.059;

    private static final double GRANULATION_ARCSEC_PER_PX = 0.055;
    /** Quiet Sun in the picture of the spot, as a share of its greatest value; measured in its upper 150 rows. */
    private static final double SPOT_QUIET_LEVEL = 0.69;
    /**
     * Rms contrast of granulation at 525 nm without air, 13.5 %: Martinez Pillet et al. 2011, Solar Phys. 268, 57 (from memory). The shipped
     * picture was stretched by somebody and is brought back to it.
     */
    private static final double GRANULATION_CONTRAST = 0.135;

    /** V = -26.76 over a disc of 959.6 arcsec radius, brighter in the middle by 1.25. */
    private static final double SUN_MAG_PER_ARCSEC2 = -10.85;

    private static final double SUN_COLOUR_MAG = 0.65;
    private static final double GREY_COLOUR_MAG = 0.65;

    private Scenes() {}

    /** Names of the shipped scenes, in order. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * Settings of a shipped scene, or of a scene file if the text ends in .yaml.
     *
     * @throws BadInputException naming every fault of the file, or the known scenes
     */
    public static SceneSettings settings(String nameOrPath) throws IOException {
        return settings(nameOrPath, Map.of());
    }

    /**
     * The same with other values for some keys.
     *
     * @param instead values that go before those of the file, by the key's whole name, for instance {@code atmosphere.r0Mm}; an empty
     *     value takes the key out, so that its default holds
     */
    public static SceneSettings settings(String nameOrPath, Map<String, String> instead) throws IOException {
        if (isFile(nameOrPath)) {
            return SceneFile.read(Path.of(nameOrPath), instead);
        }
        String name = nameOrPath.equals("moon") ? "moon-surface" : nameOrPath;
        if (!NAMES.contains(name)) {
            throw new BadInputException("scene=" + nameOrPath + " is not known; use one of " + String.join(", ", NAMES)
                    + " or the path of a .yaml file");
        }
        try (InputStream in = Scenes.class.getResourceAsStream(FOLDER + name + ".yaml")) {
            if (in == null) {
                throw new IOException("resource=" + FOLDER + name + ".yaml is missing; install Lucida again");
            }
            return SceneFile.parse(name, name + ".yaml", in.readAllBytes(), instead);
        }
    }

    /** Whether a text names a scene file rather than a shipped scene. */
    public static boolean isFile(String nameOrPath) {
        return nameOrPath.endsWith(".yaml") || nameOrPath.endsWith(".yml");
    }

    /** The light of a scene. Takes up to some seconds for ground and maps that are drawn. */
    public static Scene open(SceneSettings settings) throws IOException {
        // A chain of instanceof: Java 17 has no switch over sealed types yet.
        if (settings.target() instanceof Planet planet) {
            return new PlanetScene(planet, settings.seed());
        }
        if (settings.target() instanceof MoonSurface moon) {
            return MoonGround.scene(moon, settings.seed());
        }
        if (settings.target() instanceof SunSurface sun) {
            return sun(sun);
        }
        if (settings.target() instanceof Stars stars) {
            return new StarScene(stars);
        }
        if (settings.target() instanceof Cluster cluster) {
            return new StarScene(cluster, settings.seed());
        }
        if (settings.target() instanceof Picture picture) {
            return picture(picture);
        }
        throw new AssertionError(settings.target());
    }

    private static Scene sun(SunSurface sun) throws IOException {
        boolean spot = sun.picture() == SunPicture.SPOT;
        PicturePlanes planes = PicturePlanes.shipped(spot ? "sun-spot.png" : "sun-granulation.png");
        double trueScale = spot ? SPOT_ARCSEC_PER_PX : GRANULATION_ARCSEC_PER_PX;
        float[] grey = spot ? scaled(planes.colours()[0], 0, 1 / SPOT_QUIET_LEVEL) : granulation(planes.colours()[0]);
        return new TiledScene(
                planes.columns(),
                planes.rows(),
                sun.arcsecPerPx() > 0 ? sun.arcsecPerPx() : trueScale,
                TiledScene.Border.MIRRORED,
                new float[][] {grey, grey, grey},
                TiledScene.photons(SUN_MAG_PER_ARCSEC2 + sun.filterDensityMag(), SUN_COLOUR_MAG));
    }

    /** Values with mean 1 and the contrast of real granulation. */
    private static float[] granulation(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        double factor = GRANULATION_CONTRAST / StrictMath.sqrt(squares / values.length - mean * mean);
        return scaled(values, 1 - factor * mean, factor);
    }

    private static float[] scaled(float[] values, double offset, double factor) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = (float) Math.max(0, offset + factor * values[i]);
        }
        return scaled;
    }

    private static Scene picture(Picture picture) throws IOException {
        PicturePlanes planes = PicturePlanes.read(Path.of(picture.path()));
        float most = 0;
        for (float[] plane : planes.colours()) {
            for (float value : plane) {
                most = Math.max(most, value);
            }
        }
        if (!(most > 0)) {
            throw new BadInputException(
                    "target.path=" + picture.path() + " has no value above 0; choose another picture");
        }
        float[][] linear = new float[3][];
        for (int plane = 0; plane < 3; plane++) {
            if (plane > 0 && planes.colours()[plane] == planes.colours()[0]) {
                linear[plane] = linear[0];
                continue;
            }
            linear[plane] = new float[planes.colours()[plane].length];
            for (int i = 0; i < linear[plane].length; i++) {
                double share = Math.max(0, planes.colours()[plane][i] / most);
                linear[plane][i] =
                        (float) (picture.gammaRatio() == 1 ? share : StrictMath.pow(share, picture.gammaRatio()));
            }
        }
        return new TiledScene(
                planes.columns(),
                planes.rows(),
                picture.arcsecPerPx(),
                picture.beyond() == Beyond.DARK ? TiledScene.Border.DARK : TiledScene.Border.MIRRORED,
                linear,
                TiledScene.photons(picture.brightestMagPerArcsec2(), GREY_COLOUR_MAG));
    }
}
