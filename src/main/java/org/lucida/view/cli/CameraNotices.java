package org.lucida.view.cli;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.lucida.camera.CameraNotice;

/**
 * Tells what a camera has to say, once, when it comes: good news and plain facts above the progress line, trouble also when
 * the observer wants no progress.
 *
 * <p>A sentence that comes again and again is told once in {@value #SAME_AGAIN_S} s; the report counts all of them.
 * <p>Thread: the command's thread.
 */
final class CameraNotices {
    static final int SAME_AGAIN_S = 10;
    /** What is told here need not be in the log as well; held, or the level would be forgotten. */
    private static final Logger LOG_OF_CAMERAS = Logger.getLogger("org.lucida.camera.asi.AsiNotices");

    private final ProgressView progress;
    private final LongSupplier clockNs;
    private final Map<String, Long> toldNs = new HashMap<>();
    private Set<String> seen = new HashSet<>();
    private double waitedS;

    CameraNotices(ProgressView progress, LongSupplier clockNs) {
        this.progress = progress;
        this.clockNs = clockNs;
    }

    /** The same, for a program that has its screen to itself: then the log is silent about them. */
    static CameraNotices onThisScreen(ProgressView progress) {
        LOG_OF_CAMERAS.setLevel(Level.OFF);
        return new CameraNotices(progress, System::nanoTime);
    }

    /** Shows what is new on the list; call it as often as you like. */
    void show(List<CameraNotice> notices) {
        Set<String> now = new HashSet<>();
        for (CameraNotice notice : notices) {
            String key = notice.utcNs() + " " + notice.sentence();
            now.add(key);
            boolean goesOn = notice.count() > 1 && toldNs.containsKey(notice.sentence());
            if (!seen.contains(key) && !goesOn) {
                tell(notice);
            }
        }
        seen = now;
    }

    private void tell(CameraNotice notice) {
        long nowNs = clockNs.getAsLong();
        Long before = toldNs.put(notice.sentence(), nowNs);
        if (before != null && nowNs - before < SAME_AGAIN_S * 1_000_000_000L) {
            toldNs.put(notice.sentence(), before);
        } else if (notice.isTrouble()) {
            progress.insist("warning: " + notice.sentence());
        } else {
            progress.say(notice.sentence());
        }
    }

    /** A word before the progress while a camera sends nothing; empty while all is well. Tells when frames come again. */
    String waiting(double waitingS) {
        if (waitingS == 0 && waitedS > 0) {
            progress.say(String.format(Locale.ROOT, "frames come again after %.0f s", waitedS));
        }
        waitedS = waitingS;
        return waitingS > 0 ? String.format(Locale.ROOT, "waiting for the camera %.0f s  ", waitingS) : "";
    }
}
