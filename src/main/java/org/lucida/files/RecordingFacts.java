package org.lucida.files;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lucida.frame.FrameSlot;

/**
 * What a session report tells of a recording.
 *
 * @param clip the file, or the folder of files
 * @param format how it is written
 * @param endReason why it ended, in a word
 * @param account every frame in exactly one place, names ending in Count
 * @param balances true if the account does
 * @param span when the recorded frames were exposed
 * @param wallS from the first frame written to the last
 * @param writtenBytes raw bytes of the recorded frames
 * @param worstWriteMs longest time one frame took to write
 * @param mostWaitingCount most frames that waited on the ring for the recorder
 * @param slotCount slots of the ring
 * @param recorderCpuS processor time of the recorder
 * @param gaps intervals of more than one and a half frame times
 * @param notes what is odd about the recording, one sentence each
 */
public record RecordingFacts(
        Path clip,
        String format,
        String endReason,
        Map<String, Long> account,
        boolean balances,
        StackFacts.Span span,
        double wallS,
        long writtenBytes,
        double worstWriteMs,
        long mostWaitingCount,
        int slotCount,
        double recorderCpuS,
        Gaps gaps,
        List<String> notes) {
    public RecordingFacts {
        account = Collections.unmodifiableMap(new LinkedHashMap<>(account));
        notes = List.copyOf(notes);
    }

    /** Raw bytes a second while it was written. */
    public double bytesPerS() {
        return wallS > 0 ? writtenBytes / wallS : 0;
    }

    /**
     * Gaps in time.
     *
     * @param gapCount all of them
     * @param longestS longest interval between two frames
     * @param frameTimeS usual interval
     * @param listed the first ones
     */
    public record Gaps(long gapCount, double longestS, double frameTimeS, List<Gap> listed) {
        /** No gap. */
        public static final Gaps NONE = new Gaps(0, 0, 0, List.of());

        public Gaps {
            listed = List.copyOf(listed);
        }
    }

    /**
     * One gap.
     *
     * @param afterFrameIndex number of the frame before it in its source
     * @param startUtcNs start of that frame, or {@link FrameSlot#UNKNOWN_UTC_NS}
     * @param lengthS from that frame to the next
     */
    public record Gap(long afterFrameIndex, long startUtcNs, double lengthS) {}
}
