package org.lucida.drizzle;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.SampleRows;

/** Frames of float samples for tests; a slot's frameIndex tells which one it stands for. */
final class FloatFrames implements SampleRows {
    final FrameFormat format;
    final List<float[]> samples = new ArrayList<>();
    final List<FrameSlot> slots = new ArrayList<>();
    long readCount;

    FloatFrames(FrameFormat format) {
        this.format = format;
    }

    FrameSlot add(float[] frame, double displacementXPx, double displacementYPx, double weight) {
        FrameSlot slot = new FrameSlot(0);
        slot.frameIndex = samples.size();
        slot.displacementXPx = displacementXPx;
        slot.displacementYPx = displacementYPx;
        slot.weight = weight;
        samples.add(frame);
        slots.add(slot);
        return slot;
    }

    /** Adds frames of noise around 1000 ADU, displaced by up to reachPx either way. */
    FloatFrames addNoise(Random random, int frameCount, double reachPx) {
        for (int k = 0; k < frameCount; k++) {
            float[] frame = new float
                    [format.widthPx() * format.heightPx() * format.layout().samplesPerPixel()];
            for (int i = 0; i < frame.length; i++) {
                frame[i] = (float) (1000 + 100 * random.nextGaussian());
            }
            add(
                    frame,
                    reachPx * (2 * random.nextDouble() - 1),
                    reachPx * (2 * random.nextDouble() - 1),
                    0.5 + random.nextDouble());
        }
        return this;
    }

    /** A reader of its own for another thread. */
    SampleRows reader() {
        return (slot, y, sample, even, odd) -> readRow(slot, y, sample, even, odd);
    }

    /** Adds all frames to all bands in batches of a size. */
    void addTo(DrizzleStack stack, int batchSize) {
        for (int band = 0; band < stack.bandCount(); band++) {
            for (int from = 0; from < slots.size(); from += batchSize) {
                List<FrameSlot> batch = slots.subList(from, Math.min(slots.size(), from + batchSize));
                stack.add(band, batch.toArray(new FrameSlot[0]), batch.size(), this);
            }
        }
    }

    @Override
    public void read(FrameSlot slot, int y, int sample, float[] even, float[] odd) {
        readCount++;
        readRow(slot, y, sample, even, odd);
    }

    private void readRow(FrameSlot slot, int y, int sample, float[] even, float[] odd) {
        float[] frame = samples.get((int) slot.frameIndex);
        int perPixel = format.layout().samplesPerPixel();
        for (int x = 0; x < format.widthPx(); x++) {
            float value = frame[(y * format.widthPx() + x) * perPixel + sample];
            if (x % 2 == 0) {
                even[x / 2] = value;
            } else {
                odd[x / 2] = value;
            }
        }
    }
}
