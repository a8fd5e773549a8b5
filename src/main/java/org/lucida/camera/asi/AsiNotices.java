package org.lucida.camera.asi;

import java.lang.System.Logger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.lucida.camera.CameraNotice;

/**
 * What a camera has to tell, newest last; the oldest are forgotten, what is told twice in a row is counted.
 *
 * <p>Thread: any.
 */
final class AsiNotices {
    private static final Logger LOG = System.getLogger(AsiNotices.class.getName());
    private static final int MOST = 200;

    private final LongSupplier utcNs;
    /** Each sentence goes to the log once. */
    private final Set<String> logged = new HashSet<>();

    private final Deque<CameraNotice> notices = new ArrayDeque<>();

    AsiNotices(LongSupplier utcNs) {
        this.utcNs = utcNs;
    }

    /** Something needs attention. */
    void trouble(String sentence) {
        add(true, sentence);
    }

    /** A plain fact or good news. */
    void fact(String sentence) {
        add(false, sentence);
    }

    private synchronized void add(boolean isTrouble, String sentence) {
        CameraNotice last = notices.peekLast();
        boolean again = last != null && last.sentence().equals(sentence);
        if (again) {
            notices.removeLast();
        } else if (isTrouble && logged.size() < MOST && logged.add(sentence)) {
            LOG.log(Logger.Level.WARNING, sentence);
        }
        notices.addLast(new CameraNotice(utcNs.getAsLong(), isTrouble, sentence, again ? last.count() + 1 : 1));
        if (notices.size() > MOST) {
            notices.removeFirst();
        }
    }

    synchronized List<CameraNotice> all() {
        return List.copyOf(notices);
    }
}
