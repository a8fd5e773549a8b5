package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.lucida.pipeline.RecordingStatus;

/**
 * Keeps an eye on a recording: rates over the last two seconds, room on the disk, and how long it lasts.
 *
 * <p>Thread: the command's thread.
 */
final class RecordingWatch {
    private static final long WINDOW_NS = 2_000_000_000L;
    private static final long LOOK_NS = 1_000_000_000L;
    private static final double BYTES_PER_MB = 1e6;
    private static final double BYTES_PER_GB = 1e9;

    private final LongSupplier freeBytes;
    private final LongSupplier clockNs;
    private long windowNs;
    private long windowCount;
    private long windowBytes;
    private long lookedNs;
    private long seenFreeBytes;
    private double frameRateHz;
    private double bytesPerS;

    RecordingWatch(LongSupplier freeBytes, LongSupplier clockNs) {
        this.freeBytes = freeBytes;
        this.clockNs = clockNs;
        windowNs = clockNs.getAsLong();
        lookedNs = windowNs;
        seenFreeBytes = freeBytes.getAsLong();
    }

    /** Watches the disk of a folder. */
    static RecordingWatch of(Path folder) throws IOException {
        FileStore disk = Files.getFileStore(folder.toAbsolutePath());
        return new RecordingWatch(
                () -> {
                    try {
                        return disk.getUsableSpace();
                    } catch (IOException unknown) {
                        return -1;
                    }
                },
                System::nanoTime);
    }

    /** Takes notice of the state; call it before the lines. */
    void look(RecordingStatus status) {
        long now = clockNs.getAsLong();
        long ns = now - windowNs;
        if (ns >= WINDOW_NS || frameRateHz == 0 && ns > 0) {
            frameRateHz = (status.recordedCount() - windowCount) * 1e9 / ns;
            bytesPerS = (status.recordedBytes() - windowBytes) * 1e9 / ns;
        }
        if (ns >= WINDOW_NS) {
            windowNs = now;
            windowCount = status.recordedCount();
            windowBytes = status.recordedBytes();
        }
        if (now - lookedNs >= LOOK_NS) {
            lookedNs = now;
            seenFreeBytes = freeBytes.getAsLong();
        }
    }

    /** Seconds until the disk is full at the present rate; NaN if nobody can tell. */
    double leftS() {
        return bytesPerS > 0 && seenFreeBytes >= 0 ? seenFreeBytes / bytesPerS : Double.NaN;
    }

    /** The line that is rewritten in place. */
    String bar(RecordingStatus status) {
        if (status.state() == RecordingStatus.State.ARMED) {
            return String.format(
                    Locale.ROOT,
                    "armed: %d frames kept, Enter begins the clip  lost %s  %s",
                    status.keptCount(),
                    ProgressLine.count(status.lostCount()),
                    disk());
        }
        return String.format(
                Locale.ROOT,
                "rec %s %6s frames %5.1f fps %5.0f MB/s lost %s ring %3.0f%% %s",
                ProgressLine.time(status.wallS()),
                ProgressLine.count(status.recordedCount()),
                frameRateHz,
                bytesPerS / BYTES_PER_MB,
                ProgressLine.count(status.lostCount()),
                100 * status.fillFraction(),
                disk());
    }

    private String disk() {
        return seenFreeBytes < 0
                ? "disk ?"
                : String.format(
                        Locale.ROOT, "disk %.1f GB %s", seenFreeBytes / BYTES_PER_GB, ProgressLine.time(leftS()));
    }

    /** The same as a plain line for logs: name=value. */
    String plain(RecordingStatus status) {
        return String.format(
                Locale.ROOT,
                "state=%s recorded=%d fps=%.1f MBperS=%.1f cameraLost=%d ringLost=%d damaged=%d failed=%d kept=%d"
                        + " fillFraction=%.2f gaps=%d diskFreeBytes=%d diskLeftS=%s elapsedS=%.0f",
                status.state(),
                status.recordedCount(),
                frameRateHz,
                bytesPerS / BYTES_PER_MB,
                status.cameraLostCount(),
                status.ringLostCount(),
                status.damagedCount(),
                status.failedCount(),
                status.keptCount(),
                status.fillFraction(),
                status.gapCount(),
                seenFreeBytes,
                Double.isNaN(leftS()) ? "?" : Long.toString(Math.round(leftS())),
                status.wallS());
    }
}
