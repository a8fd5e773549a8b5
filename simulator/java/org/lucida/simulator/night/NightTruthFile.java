package org.lucida.simulator.night;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.FitsException;
import nom.tam.fits.FitsFactory;
import nom.tam.fits.HeaderCard;
import org.lucida.simulator.air.AirSettings;
import org.lucida.simulator.formation.LightChannel;
import org.lucida.simulator.sensor.Blemishes;
import org.lucida.simulator.sensor.Sensor;
import org.lucida.simulator.sensor.SensorSettings;
import org.lucida.simulator.sky.SceneSettings;

/** Writes what really happened in a clip: settings and frames as JSON; fields of displacement and the perfect scene as FITS. */
final class NightTruthFile {
    private static final int SCHEMA = 2;
    /** Numbers of a field's cube at most; beyond, nodes are left out evenly. */
    private static final long MOST_FIELD_COUNT = 24_000_000;

    private static final double[] FINENESS = {1, 1.5, 2};
    private static final String[] SCENE_NAMES = {"SCENE", "SCENE15", "SCENE20"};

    private NightTruthFile() {}

    static void writeJson(Path file, Night night, List<NightTruth> truths) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            json.writeStringField(
                    "convention",
                    "displacement is where the content went against the nominal scene, unbinned px of the region, x right,"
                            + " y down: frame(x + d) shows what nominally lies at x; against frame 0 subtract frame 0's;"
                            + " mean over the exposure and, in displacementXPx, over the field; FIELD is the best plane"
                            + " of the wave, LIGHT its mean gradient; a colour's dispersion comes on top");
            json.writeStringField(
                    "light",
                    "SCENE is photons in an exposure on a sensor pixel's area through sky.transparencyFraction; a frame"
                            + " has SCENE x fluxScale / transparencyFraction + skyPhotonsPerPx photons in a pixel, electrons"
                            + " are photons x qeFraction, samples are electrons / storedGainEPerAdu + storedOffsetAdu");
            clip(json, night);
            json.writeArrayFieldStart("frames");
            for (NightTruth truth : truths) {
                json.writeRaw('\n');
                frame(json, truth);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void clip(JsonGenerator json, Night night) throws IOException {
        SceneSettings settings = night.settings();
        Sensor sensor = night.sensor();
        SensorSettings set = sensor.settings();
        json.writeStringField("scene", settings.name());
        json.writeStringField("description", settings.description());
        json.writeNumberField("seed", night.seed());
        json.writeStringField("mode", night.mode().name());
        json.writeNumberField("tileSpacingRatio", night.tileSpacingRatio());
        json.writeNumberField("arcsecPerPx", night.arcsecPerPx());
        json.writeObjectFieldStart("air");
        AirSettings air = night.airSettings();
        json.writeNumberField("r0ZenithM", air.r0M());
        json.writeNumberField("zenithDistanceDeg", air.zenithDistanceDeg());
        json.writeNumberField("airmassRatio", air.airmass());
        json.writeNumberField("r0M", air.r0M(500e-9));
        json.writeNumberField("outerScaleM", air.outerScaleM());
        json.writeNumberField("r0DriftSigma", air.r0DriftSigma());
        json.writeNumberField("r0DriftS", air.r0DriftS());
        json.writeNumberField("seeing500Arcsec", air.seeingArcsec(500e-9));
        json.writeNumberField("effectiveHeightM", air.effectiveHeightM());
        json.writeNumberField("effectiveWindMPerS", air.effectiveWindMPerS());
        json.writeNumberField("tau0S", air.coherenceS(500e-9));
        json.writeNumberField("theta0Arcsec", air.isoplanaticArcsec(500e-9));
        json.writeEndObject();
        json.writeObjectFieldStart("telescope");
        json.writeNumberField("apertureM", night.telescope().apertureM());
        json.writeNumberField("obstructionFraction", night.telescope().obstructionFraction());
        json.writeNumberField("focalLengthM", night.telescope().focalLengthM());
        json.writeEndObject();
        json.writeNumberField("transparencyFraction", settings.skylight().transparencyFraction());
        json.writeArrayFieldStart("channels");
        for (int c = 0; c < night.channels().size(); c++) {
            LightChannel channel = night.channels().get(c);
            json.writeStartObject();
            json.writeStringField("name", channel.name());
            json.writeNumberField("meanWavelengthM", channel.meanM());
            json.writeNumberField(
                    "qeFraction", night.model().qe().ofPlane(night.format().layout(), c));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("camera");
        json.writeStringField("model", sensor.model().name());
        json.writeStringField("layout", night.format().layout().name());
        json.writeNumberField("widthPx", night.format().widthPx());
        json.writeNumberField("heightPx", night.format().heightPx());
        json.writeNumberField("bitDepth", night.format().bitDepth());
        json.writeNumberField("adcBits", set.adcBits());
        json.writeStringField("form", set.form().name());
        double stored =
                switch (set.form()) {
                    case PLAIN -> 1;
                    case RAW8 -> 1.0 / (1 << (set.adcBits() - 8));
                    case RAW16 -> 1 << (16 - set.adcBits());
                };
        json.writeNumberField("storedAduPerAdu", stored);
        json.writeNumberField("gainEPerAdu", sensor.gainEPerAdu());
        json.writeNumberField("storedGainEPerAdu", sensor.gainEPerAdu() / stored);
        json.writeNumberField("offsetAdu", sensor.offsetAdu());
        // what is cut off to 8 bits is half a step of 8 bits less half of one of the converter, on average
        double cutAdu = set.form() == SensorSettings.SampleForm.RAW8 ? (1 / stored - 1) / 2 : 0;
        json.writeNumberField("storedOffsetAdu", (sensor.offsetAdu() - cutAdu) * stored);
        json.writeNumberField("readNoiseE", sensor.readNoiseE());
        json.writeNumberField("fullWellE", sensor.model().fullWellE());
        json.writeNumberField("exposureS", set.exposureS());
        json.writeNumberField("frameRateHz", night.frameRateHz());
        json.writeNumberField("rowDelayS", sensor.model().rowDelayS());
        json.writeNumberField("roiXPx", set.roi().xPx());
        json.writeNumberField("roiYPx", set.roi().yPx());
        json.writeNumberField("binCount", set.binCount());
        json.writeNumberField("sensorC", set.sensorC());
        json.writeNumberField("darkEPerS", night.model().darkEPerS(set.sensorC()));
        json.writeNumberField("serialNumber", set.serialNumber());
        blemishes(json, set.blemishes());
        json.writeEndObject();
    }

    private static void blemishes(JsonGenerator json, Blemishes blemishes) throws IOException {
        json.writeObjectFieldStart("blemishes");
        json.writeNumberField("prnuFraction", blemishes.prnuFraction());
        json.writeNumberField("dsnuFraction", blemishes.dsnuFraction());
        json.writeNumberField("hotFraction", blemishes.hotFraction());
        json.writeNumberField("telegraphFraction", blemishes.telegraphFraction());
        json.writeNumberField("columnNoiseE", blemishes.columnNoiseE());
        json.writeNumberField("rowNoiseE", blemishes.rowNoiseE());
        json.writeNumberField("glowFraction", blemishes.glowFraction());
        json.writeNumberField("vignettingFraction", blemishes.vignettingFraction());
        json.writeNumberField("dustCount", blemishes.dustCount());
        json.writeNumberField("cosmicRaysPerCm2PerS", blemishes.cosmicRaysPerCm2PerS());
        json.writeNumberField("trailsPerHourCount", blemishes.trailsPerHourCount());
        json.writeEndObject();
    }

    private static void frame(JsonGenerator json, NightTruth truth) throws IOException {
        json.writeStartObject();
        json.writeNumberField("frameIndex", truth.frameIndex);
        json.writeNumberField("startUtcNs", truth.startUtcNs);
        json.writeStringField(
                "startUtc",
                Instant.ofEpochSecond(truth.startUtcNs / 1_000_000_000L, truth.startUtcNs % 1_000_000_000L)
                        .toString());
        json.writeNumberField("displacementXPx", truth.globalXPx);
        json.writeNumberField("displacementYPx", truth.globalYPx);
        json.writeNumberField("nodeFirstXPx", truth.nodeFirstXPx);
        json.writeNumberField("nodeFirstYPx", truth.nodeFirstYPx);
        json.writeNumberField("rotationRad", truth.rotationRad);
        json.writeNumberField("r0M", truth.r0M);
        json.writeNumberField("fluxScale", truth.fluxScale);
        numbers(json, "strehlRatio", truth.strehlRatio);
        numbers(json, "midBandMtfRatio", truth.midBandMtfRatio);
        numbers(json, "dispersionXPx", truth.dispersionXPx);
        numbers(json, "dispersionYPx", truth.dispersionYPx);
        numbers(json, "skyPhotonsPerPx", truth.skyPhotonsPerPxCount);
        json.writeBooleanField("isDropped", truth.isDropped);
        json.writeBooleanField("isClouded", truth.isClouded);
        json.writeBooleanField("isCrossed", truth.isCrossed);
        json.writeNumberField("struckCount", truth.struckCount);
        json.writeEndObject();
    }

    private static void numbers(JsonGenerator json, String name, double[] values) throws IOException {
        json.writeFieldName(name);
        json.writeArray(values, 0, values.length);
    }

    static void writeFits(Path file, Night night, List<NightTruth> truths) throws IOException {
        try (Fits fits = new Fits()) {
            for (int n = 0; n < FINENESS.length; n++) {
                int width = (int)
                        Math.round(night.settings().camera().sensor().roi().widthPx() * FINENESS[n]);
                float[][] planes = night.perfect(0, FINENESS[n]);
                float[][][] cube = new float[planes.length][planes[0].length / width][width];
                for (int c = 0; c < planes.length; c++) {
                    for (int y = 0; y < cube[c].length; y++) {
                        System.arraycopy(planes[c], y * width, cube[c][y], 0, width);
                    }
                }
                BasicHDU<?> scene = FitsFactory.hduFactory((Object) cube);
                scene.addValue("EXTNAME", SCENE_NAMES[n], "scene without air, noise and sky");
                scene.addValue("BUNIT", "photon", "in an exposure on a sensor pixel's area");
                scene.addValue("PERPX", FINENESS[n], "pixels here along a sensor pixel");
                scene.addValue("ROWORDER", "TOP-DOWN", "first row is the top of the image");
                fits.addHDU(scene);
            }
            // the library would write the time of day there
            HeaderCard first = fits.getHDU(0).getHeader().findCard("SIMPLE");
            first.setComment("file conforms to the FITS standard");
            fields(fits, "FIELD", "best plane of the wave", truths, false);
            fields(fits, "LIGHT", "mean gradient of the wave", truths, true);
            try (OutputStream reserved = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
                reserved.flush();
            }
            fits.write(file.toFile());
        } catch (FitsException e) {
            throw new IOException("file=" + file + " could not be written; check the disk and its rights", e);
        }
    }

    /** Displacements of all frames: axes column, row, (x, y), frame. */
    private static void fields(Fits fits, String name, String meaning, List<NightTruth> truths, boolean isLight)
            throws FitsException {
        NightTruth first = truths.get(0);
        int step = 1;
        while (2L * truths.size() * nodes(first.nodeColumnCount, step) * nodes(first.nodeRowCount, step)
                > MOST_FIELD_COUNT) {
            step++;
        }
        int columns = nodes(first.nodeColumnCount, step);
        int rows = nodes(first.nodeRowCount, step);
        float[][][][] cube = new float[truths.size()][2][rows][columns];
        for (int k = 0; k < cube.length; k++) {
            NightTruth truth = truths.get(k);
            float[] x = isLight ? truth.lightXPx : truth.fieldXPx;
            float[] y = isLight ? truth.lightYPx : truth.fieldYPx;
            for (int j = 0; j < rows; j++) {
                for (int i = 0; i < columns; i++) {
                    cube[k][0][j][i] = x[j * step * truth.nodeColumnCount + i * step];
                    cube[k][1][j][i] = y[j * step * truth.nodeColumnCount + i * step];
                }
            }
        }
        BasicHDU<?> field = FitsFactory.hduFactory((Object) cube);
        field.addValue("EXTNAME", name, meaning + ", px; x then y");
        field.addValue("BUNIT", "pixel", "where the content went, x right, y down");
        field.addValue("NODEX0", first.nodeFirstXPx, "[px] nominal place of the first node, frame 0");
        field.addValue("NODEY0", first.nodeFirstYPx, "[px] nominal place of the first node, frame 0");
        field.addValue("NODEMOVE", moves(truths), "T: nodes move, see nodeFirstXPx of the JSON");
        field.addValue("NODESTEP", first.nodeSpacingPx * step, "[px] from node to node");
        fits.addHDU(field);
    }

    /** Where a scene without borders is painted anew under a drifting mount, the nodes go with the painting. */
    private static boolean moves(List<NightTruth> truths) {
        NightTruth first = truths.get(0);
        for (NightTruth truth : truths) {
            if (truth.nodeFirstXPx != first.nodeFirstXPx || truth.nodeFirstYPx != first.nodeFirstYPx) {
                return true;
            }
        }
        return false;
    }

    private static int nodes(int count, int step) {
        return (count + step - 1) / step;
    }
}
