package org.lucida.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthFileTest {
    @TempDir
    Path folder;

    @Test
    void theFileHoldsTheSettingsAndEveryFramesTruthToTheLastBit() throws IOException {
        SimulatedClip clip = SimulatedClip.of("stars?size=64x48,frames=5,seed=9,badFrameFraction=0.4");
        Path file = folder.resolve(TruthFile.NAME);
        TruthFile.write(file, clip);
        int frame = -1;
        int settingCount = 0;
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            boolean inFrames = false;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals("frames")) {
                    inFrames = true;
                }
                if (!token.isScalarValue()) {
                    continue;
                }
                String name = json.currentName();
                if (!inFrames) {
                    settingCount++;
                    if (name.equals("seed")) {
                        assertEquals(9, json.getLongValue());
                    }
                    continue;
                }
                switch (name) {
                    case "frameIndex" -> assertEquals(++frame, json.getIntValue());
                    case "startUtcNs" -> assertEquals(clip.startUtcNs(frame), json.getLongValue());
                    case "displacementXPx" -> assertEquals(clip.truth(frame).displacementXPx(), json.getDoubleValue());
                    case "displacementYPx" -> assertEquals(clip.truth(frame).displacementYPx(), json.getDoubleValue());
                    case "blurPx" -> assertEquals(clip.truth(frame).blurPx(), json.getDoubleValue());
                    case "transparency" -> assertEquals(clip.truth(frame).transparency(), json.getDoubleValue());
                    case "isBlank" -> assertEquals(clip.truth(frame).isBlank(), json.getBooleanValue());
                    default -> throw new AssertionError("unexpected field " + name);
                }
            }
        }
        assertEquals(4, frame);
        assertEquals(2 + clip.settings().byName().size(), settingCount);
    }
}
