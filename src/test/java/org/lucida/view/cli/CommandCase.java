package org.lucida.view.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.config.Presets;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Verdict;
import org.lucida.view.Cameras;

/** One command line called on stand-ins, with what it printed. */
final class CommandCase {
    final StandInEngine engine = new StandInEngine();
    final StopRequest stop = new StopRequest();
    final List<String> recorded = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    int call(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Lucida.run(rooms(), new PrintWriter(out), new PrintWriter(err), arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    Rooms rooms() {
        Map<String, String> metrics = new LinkedHashMap<>();
        metrics.put("band-energy", "energy of fine detail");
        metrics.put("s1", "for stars");
        metrics.put("tenengrad", "squared gradient");
        return new Rooms(
                engine,
                file -> {
                    if (Files.size(file) == 0) {
                        throw new BadInputException("bytes=0 is no recording; record it again");
                    }
                    return new HeaderReader.Account(
                            "SER clip",
                            List.of(
                                    new HeaderReader.Fact("ImageWidth", "640", "px"),
                                    new HeaderReader.Fact("Observer", "", "")),
                            List.of("frameCount=0 in the header; 100 frames counted from the file size"));
                },
                (file, format, camera) -> {
                    Files.writeString(file, "LUCAM-RECORDER");
                    recorded.add(camera.address());
                    return new ClipRecorder.Clip() {
                        @Override
                        public void write(FrameSlot slot) {
                            recorded.add("frame " + slot.frameIndex);
                        }

                        @Override
                        public void close() {
                            recorded.add("closed");
                        }
                    };
                },
                new Cameras(
                        List.of(new StandInDriver("replay", List.of()), new StandInDriver("sim", List.of("demo"))),
                        List.of()),
                new Presets(List.of()),
                metrics,
                stop,
                () -> {});
    }

    private record StandInDriver(String scheme, List<String> names) implements CameraDriver {
        @Override
        public List<CameraInfo> cameras() {
            return names.stream().map(name -> info(scheme + ":" + name)).toList();
        }

        @Override
        public Camera open(String address, CameraWish wish) {
            return new Camera() {
                private long nextIndex;

                @Override
                public CameraInfo info() {
                    return StandInDriver.info(scheme + ":" + address);
                }

                @Override
                public FrameFormat format() {
                    return new FrameFormat(8, 8, ColorLayout.RGGB, 8);
                }

                @Override
                public void start() {}

                @Override
                public Delivery read(FrameSlot slot, long timeoutMs) {
                    slot.frameIndex = nextIndex++;
                    slot.verdict = Verdict.PENDING;
                    return Delivery.FRAME;
                }

                @Override
                public long droppedCount() {
                    return 0;
                }

                @Override
                public void close() {}
            };
        }

        private static CameraInfo info(String address) {
            return new CameraInfo(
                    "Made-up planet",
                    address,
                    OptionalLong.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    Map.of(),
                    List.of());
        }
    }

    /** Path and text of every leaf of a JSON document: {@code runs/0/ledger/stackedCount} to {@code 180}. */
    static Map<String, String> leaves(String json) throws IOException {
        Map<String, String> leaves = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            collect(parser, "", leaves);
            if (parser.nextToken() != null) {
                throw new IOException("more than one JSON value: " + json);
            }
        }
        return leaves;
    }

    private static void collect(JsonParser parser, String path, Map<String, String> leaves) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                collect(parser, path + "/" + name, leaves);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                collect(parser, path + "/" + i, leaves);
            }
        } else {
            leaves.put(path.substring(1), Optional.ofNullable(parser.getText()).orElse("null"));
        }
    }

    static Path someFile(Path folder, String name) throws IOException {
        return Files.writeString(folder.resolve(name), "something");
    }
}
