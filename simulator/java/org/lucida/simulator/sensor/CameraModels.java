package org.lucida.simulator.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.simulator.sensor.CameraModel.BandQe;
import org.lucida.simulator.sensor.CameraModel.ReadNoise;
import org.lucida.simulator.sensor.CameraModel.Shutter;
import org.lucida.simulator.yaml.YamlFile;
import org.lucida.simulator.yaml.YamlMap;

/** The cameras the simulator knows, each from its own checked file of figures. */
public final class CameraModels {
    private static final String FOLDER = "/simulator/cameras/";

    private static final List<String> NAMES = List.of(
            "asi120mm",
            "asi174mm",
            "asi178mc",
            "asi224mc",
            "asi290mm",
            "asi294mc",
            "asi294mcpro",
            "asi462mc",
            "asi533mc",
            "asi533mcpro",
            "asi585mc",
            "asi678mc");

    private CameraModels() {}

    /** Names of all models, in order. */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * The model of a name; capitals, spaces, hyphens and the maker's name do not count.
     *
     * @throws BadInputException if no such model is known
     */
    public static CameraModel named(String name) throws IOException {
        String key = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "").replaceFirst("^zwo", "");
        if (!NAMES.contains(key)) {
            throw new BadInputException(
                    "camera=" + name.strip() + " is not known; use one of " + String.join(", ", NAMES));
        }
        try (InputStream in = CameraModels.class.getResourceAsStream(FOLDER + key + ".yaml")) {
            if (in == null) {
                throw new IOException("resource=" + FOLDER + key + ".yaml is missing; install Lucida again");
            }
            return read(key + ".yaml", in.readAllBytes());
        }
    }

    /**
     * Reads and checks a model's file.
     *
     * @param source named in messages
     * @param bytes YAML text; Not modified
     * @throws BadInputException naming key, value and allowed range of everything wrong
     */
    public static CameraModel read(String source, byte[] bytes) throws BadInputException {
        YamlFile file = YamlFile.read(source, bytes);
        YamlMap map = file.root();
        List<String> figures = new ArrayList<>(map.keys());
        figures.removeAll(List.of("schema", "name", "sources"));
        List<Integer> bins = new ArrayList<>();
        for (double bin : map.numbers("bins", 1, 8)) {
            bins.add((int) bin);
        }
        ColorLayout layout = map.choice("layout", ColorLayout.class);
        if (layout.samplesPerPixel() != 1) {
            map.fault("layout", "=" + layout + " is no sensor; write MONO or a Bayer order");
        }
        CameraModel model = new CameraModel(
                map.text("name"),
                map.text("chip"),
                layout,
                map.integer("widthPx", 8, 20_000),
                map.integer("heightPx", 8, 20_000),
                map.number("pixelUm", 0.5, 50),
                List.copyOf(bins),
                map.choice("shutter", Shutter.class),
                map.number("maxFrameRateHz", 0.01, 100_000),
                map.integer("adcBits", 8, 16),
                map.integer("fastAdcBits", 8, 16),
                map.number("fullWellE", 100, 10_000_000),
                map.number("gainZeroEPerAdu", 1e-3, 1e4),
                map.number("gainStepDb", 0.01, 6),
                map.integer("maxGainSteps", 1, 1000),
                map.integer("unityGainSteps", 0, 1000),
                map.integer("lowNoiseGainSteps", 0, 1000),
                map.integer("lowNoiseOffsetSteps", 0, 10_000),
                map.integer("highConversionGainSteps", 0, 1000, -1),
                map.integer("maxOffsetSteps", 0, 10_000),
                map.number("offsetAduPerStep", 0.01, 1000),
                readNoise(map),
                map.number("peakQeFraction", 0.01, 1),
                qe(map, layout),
                map.number("darkEPerS", 0, 1e4),
                map.number("darkReferenceC", -100, 60),
                map.number("darkDoublingC", 2, 20),
                map.number("ampGlowEPerS", 0, 1e5),
                sources(map, figures));
        check(file, model);
        file.finish();
        return model;
    }

    private static List<ReadNoise> readNoise(YamlMap map) {
        List<ReadNoise> points = new ArrayList<>();
        for (YamlMap point : map.maps("readNoise")) {
            points.add(new ReadNoise(point.integer("gainSteps", 0, 1000), point.number("e", 0, 1000)));
        }
        if (points.isEmpty()) {
            map.fault("readNoise", " is missing; add a list of {gainSteps: , e: }");
            points.add(new ReadNoise(0, 1));
        }
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).gainSteps() <= points.get(i - 1).gainSteps()) {
                map.fault("readNoise", " has gains that do not rise; put the points in order of gainSteps");
            }
        }
        return List.copyOf(points);
    }

    private static BandQe qe(YamlMap map, ColorLayout layout) {
        YamlMap qe = map.map("qeFraction");
        if (layout == ColorLayout.MONO) {
            return new BandQe(qe.number("luminance", 0.001, 1), 0, 0, 0);
        }
        return new BandQe(0, qe.number("red", 0.001, 1), qe.number("green", 0.001, 1), qe.number("blue", 0.001, 1));
    }

    private static Map<String, String> sources(YamlMap map, List<String> figures) {
        YamlMap sources = map.map("sources");
        Map<String, String> named = new LinkedHashMap<>();
        for (String figure : figures) {
            named.put(figure, sources.text(figure));
        }
        return Map.copyOf(named);
    }

    private static void check(YamlFile file, CameraModel model) {
        double unity = model.gainEPerAdu(model.unityGainSteps());
        // A gain of 0 is the least there is: models that cannot go up to one electron name it as their unity.
        if (model.unityGainSteps() > 0 && Math.abs(unity - 1) > 0.05) {
            file.fault("unityGainSteps=" + model.unityGainSteps() + " gives " + (float) unity
                    + " e-/ADU, not 1 within 0.05; correct it or gainZeroEPerAdu");
        }
        if (model.fastAdcBits() > model.adcBits()) {
            file.fault("fastAdcBits=" + model.fastAdcBits() + " is above adcBits=" + model.adcBits() + "; swap them");
        }
        double adcWellE = model.gainZeroEPerAdu() * ((1 << model.adcBits()) - 1);
        if (adcWellE < 0.5 * model.fullWellE() || adcWellE > 2 * model.fullWellE()) {
            file.fault("fullWellE=" + (float) model.fullWellE() + " and gain 0 over " + model.adcBits() + " bits ("
                    + (float) adcWellE + " e-) differ by more than a factor of 2; correct one");
        }
    }
}
