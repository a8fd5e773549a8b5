package org.lucida.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes what really happened in a clip as JSON: the settings, then one row for each frame. */
public final class TruthFile {
    /** Usual name beside a clip. */
    public static final String NAME = "truth.json";

    /** Version of the layout, first in the file. */
    private static final int SCHEMA = 1;

    private TruthFile() {}

    /**
     * Writes the truth of all frames; an existing file is replaced.
     *
     * @throws IOException if the file cannot be written; the message names it
     */
    public static void write(Path file, SimulatedClip clip) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            json.writeStringField(
                    "convention",
                    "displacement is where the content went against the nominal scene, x right, y down;"
                            + " against frame 0 subtract frame 0's");
            json.writeObjectFieldStart("settings");
            for (Map.Entry<String, Object> setting : clip.settings().byName().entrySet()) {
                Object value = setting.getValue();
                if (value instanceof Integer || value instanceof Long) {
                    json.writeNumberField(setting.getKey(), ((Number) value).longValue());
                } else if (value instanceof Double) {
                    json.writeNumberField(setting.getKey(), (Double) value);
                } else {
                    json.writeStringField(setting.getKey(), value.toString());
                }
            }
            json.writeEndObject();
            json.writeArrayFieldStart("frames");
            for (int k = 0; k < clip.frameCount(); k++) {
                FrameTruth truth = clip.truth(k);
                json.writeRaw('\n');
                json.writeStartObject();
                json.writeNumberField("frameIndex", truth.frameIndex());
                json.writeNumberField("startUtcNs", clip.startUtcNs(k));
                json.writeNumberField("displacementXPx", truth.displacementXPx());
                json.writeNumberField("displacementYPx", truth.displacementYPx());
                json.writeNumberField("blurPx", truth.blurPx());
                json.writeNumberField("transparency", truth.transparency());
                json.writeBooleanField("isBlank", truth.isBlank());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }
}
