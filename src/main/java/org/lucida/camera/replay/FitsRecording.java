package org.lucida.camera.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.lucida.files.FitsFrames;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.PixelMask;
import org.lucida.frame.Roi;

/** FITS files as a recording. */
final class FitsRecording implements Recording {
    private final FitsFrames frames;

    FitsRecording(FitsFrames frames) {
        this.frames = frames;
    }

    @Override
    public FrameFormat format() {
        return frames.format();
    }

    @Override
    public long frameCount() {
        return frames.frameCount();
    }

    @Override
    public long startUtcNs(long frame) {
        return frames.startUtcNs(frame);
    }

    @Override
    public long playNs(long frame) {
        long start = frames.startUtcNs(frame);
        long first = frames.startUtcNs(0);
        boolean known = start != FrameSlot.UNKNOWN_UTC_NS && first != FrameSlot.UNKNOWN_UTC_NS;
        return known ? start - first : FrameSlot.UNKNOWN_UTC_NS;
    }

    @Override
    public OptionalDouble declaredRateHz() {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalDouble exposureUs() {
        return frames.exposureUs();
    }

    @Override
    public Map<String, String> facts() {
        return frames.facts();
    }

    @Override
    public List<String> notes() {
        return frames.notes();
    }

    @Override
    public boolean read(long frame, Roi roi, ByteBuffer raw) throws IOException {
        return frames.read(frame, roi, raw);
    }

    @Override
    public PixelMask withoutValue() {
        return frames.withoutValue();
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }
}
