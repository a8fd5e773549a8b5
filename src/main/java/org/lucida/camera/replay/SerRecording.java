package org.lucida.camera.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lucida.files.FrameTimes;
import org.lucida.files.SerHeader;
import org.lucida.files.SerReader;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;

/** One SER clip, or several of one format joined in the order given; the frame numbers run on. */
final class SerRecording implements Recording {
    /** Some programs write the rate into the telescope's name. */
    private static final Pattern RATE =
            Pattern.compile("fps\\s*=\\s*(\\d{1,6}(?:\\.\\d{1,6})?)", Pattern.CASE_INSENSITIVE);

    private final List<SerReader> clips;
    private final long[] firstFrames;
    /** Replay time of the first frame of each clip. */
    private final long[] firstPlayNs;

    private final long frameCount;
    private final FrameFormat format;
    private final List<String> notes = new ArrayList<>();
    private int lastClip;

    private SerRecording(List<SerReader> clips) throws BadInputException {
        this.clips = clips;
        this.firstFrames = new long[clips.size()];
        this.firstPlayNs = new long[clips.size()];
        this.format = commonFormat(clips);
        long frames = 0;
        long playNs = 0;
        for (int i = 0; i < clips.size(); i++) {
            SerReader clip = clips.get(i);
            firstFrames[i] = frames;
            firstPlayNs[i] = playNs;
            frames += clip.frameCount();
            playNs += durationNs(clip);
            for (String note : clip.notes()) {
                notes.add(clips.size() == 1 ? note : "FILE=" + clip.file().getFileName() + " " + note);
            }
        }
        this.frameCount = frames;
        if (clips.size() > 1) {
            notes.add("clips=" + clips.size() + " joined in the order given; the pauses between them are not replayed");
        }
    }

    static SerRecording open(List<Path> files, Optional<ColorLayout> layout, Optional<ByteOrder> byteOrder)
            throws IOException {
        List<SerReader> clips = new ArrayList<>();
        try {
            for (Path file : files) {
                clips.add(SerReader.open(file, layout, byteOrder));
            }
            return new SerRecording(clips);
        } catch (IOException | RuntimeException | Error failure) {
            for (SerReader clip : clips) {
                clip.close();
            }
            throw failure;
        }
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public long frameCount() {
        return frameCount;
    }

    @Override
    public long startUtcNs(long frame) {
        int clip = clipOf(frame);
        return clips.get(clip).startUtcNs(frame - firstFrames[clip]);
    }

    @Override
    public long playNs(long frame) {
        int clip = clipOf(frame);
        SerReader reader = clips.get(clip);
        long start = reader.startUtcNs(frame - firstFrames[clip]);
        long first = reader.startUtcNs(0);
        boolean known = start != FrameSlot.UNKNOWN_UTC_NS && first != FrameSlot.UNKNOWN_UTC_NS;
        return known ? firstPlayNs[clip] + start - first : FrameSlot.UNKNOWN_UTC_NS;
    }

    @Override
    public OptionalDouble declaredRateHz() {
        Matcher rate = RATE.matcher(clips.get(0).header().text().telescope());
        if (!rate.find() || Double.parseDouble(rate.group(1)) == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Double.parseDouble(rate.group(1)));
    }

    @Override
    public OptionalDouble exposureUs() {
        return OptionalDouble.empty();
    }

    @Override
    public Map<String, String> facts() {
        SerHeader header = clips.get(0).header();
        Map<String, String> facts = new LinkedHashMap<>();
        putIfSaid(facts, "OBSERVER", header.text().observer());
        putIfSaid(facts, "INSTRUME", header.text().instrument());
        putIfSaid(facts, "TELESCOP", header.text().telescope());
        return facts;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public boolean read(long frame, Roi roi, ByteBuffer raw) throws IOException {
        int clip = clipOf(frame);
        return clips.get(clip).read(frame - firstFrames[clip], roi, raw);
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (SerReader clip : clips) {
            try {
                clip.close();
            } catch (IOException failure) {
                first = first == null ? failure : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private int clipOf(long frame) {
        int clip = lastClip;
        while (clip > 0 && frame < firstFrames[clip]) {
            clip--;
        }
        while (clip + 1 < firstFrames.length && frame >= firstFrames[clip + 1]) {
            clip++;
        }
        lastClip = clip;
        return clip;
    }

    /** Replay time from the clip's first frame to the first of the next clip: its span and one mean step. */
    private static long durationNs(SerReader clip) {
        FrameTimes times = FrameTimes.of(clip.frameCount(), clip::startUtcNs);
        if (times.knownCount() < 2) {
            return 0;
        }
        long spanNs = times.lastUtcNs() - times.firstUtcNs();
        return spanNs + spanNs / (times.knownCount() - 1);
    }

    private static FrameFormat commonFormat(List<SerReader> clips) throws BadInputException {
        FrameFormat common = clips.get(0).format();
        for (SerReader clip : clips) {
            FrameFormat other = clip.format();
            boolean fits = other.widthPx() == common.widthPx()
                    && other.heightPx() == common.heightPx()
                    && other.layout() == common.layout()
                    && other.bytesPerSample() == common.bytesPerSample();
            if (!fits) {
                throw new BadInputException("FILE=" + clip.file().getFileName() + " is " + other + ", FILE="
                        + clips.get(0).file().getFileName() + " is " + common
                        + "; only clips of one format can be joined, replay them one by one");
            }
            if (other.bitDepth() > common.bitDepth()) {
                common = other;
            }
        }
        return common;
    }

    private static void putIfSaid(Map<String, String> facts, String keyword, String value) {
        if (!value.isBlank()) {
            facts.put(keyword, value.strip());
        }
    }
}
