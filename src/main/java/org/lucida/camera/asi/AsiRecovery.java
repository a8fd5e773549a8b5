package org.lucida.camera.asi;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.lucida.frame.FrameSlot;

/**
 * Brings the frames back when they stay away, without ending the session.
 *
 * <ul>
 *   <li>Silence (three times the wait of two exposures and half a second): the bus is scanned. If the camera is gone, it is
 *       searched for by its serial number until it is back, then opened with the same settings. If it is there, the stream is
 *       started anew, then the camera opened anew, and then the observer hears what else may be the cause.
 *   <li>A call that does not return: it is left alone, and the camera opened anew when it returns at last.
 * </ul>
 *
 * <p>Thread: the capture thread, or the closing one under the camera's lock.
 */
final class AsiRecovery {
    private static final long NS_PER_MS = 1_000_000;
    private static final int POLL_MS = 20;

    private enum State {
        STREAMING,
        LOST,
        STUCK
    }

    private final AsiLink link;
    private final AsiSettings settings;
    private final AsiStream stream;
    private final AsiIntake intake;
    private final AsiSilence silence;
    private final AsiNotices notices;
    private final AsiPermissions host;
    private final AsiPatience patience;
    private final int frameBytes;
    private State state = State.STREAMING;
    private long nextSearchNs;
    private long unblockedNs;
    private long reopenedNs;

    AsiRecovery(
            AsiLink link,
            AsiSettings settings,
            AsiStream stream,
            AsiIntake intake,
            AsiSilence silence,
            AsiNotices notices,
            AsiPermissions host,
            AsiPatience patience,
            int frameBytes) {
        this.link = link;
        this.settings = settings;
        this.stream = stream;
        this.intake = intake;
        this.silence = silence;
        this.notices = notices;
        this.host = host;
        this.patience = patience;
        this.frameBytes = frameBytes;
    }

    /** True while the camera is believed to deliver. */
    boolean isStreaming() {
        return state == State.STREAMING;
    }

    /**
     * One look for a frame, or one step to get the camera back; true if the slot holds a frame.
     *
     * @param slot Modified: raw bytes, time, index and verdict, if it gets the frame
     */
    boolean look(FrameSlot slot, int waitMs) {
        try {
            switch (state) {
                case STREAMING -> {
                    return isFrame(stream.look(slot, waitMs), waitMs);
                }
                case LOST -> search(waitMs);
                case STUCK -> awaitUnstuck(waitMs);
            }
        } catch (AsiLink.Overdue overdue) {
            stuck();
        } catch (IOException failed) {
            lost(failed.getMessage());
        }
        return false;
    }

    private boolean isFrame(AsiLook look, int waitMs) throws IOException {
        switch (look) {
            case FRAME -> {
                return true;
            }
            case NOTHING -> {}
            case SILENT -> silent();
            case WRONG_SIZE -> wrongSize(waitMs);
            case FAILING -> {
                intake.interrupted("opened again after failed exposures");
                reopen();
            }
        }
        return false;
    }

    /** The camera was set up by somebody else, or forgot: it is set up again, but not without end. */
    private void wrongSize(int waitMs) throws IOException {
        long now = System.nanoTime();
        if (silence.attemptCount() == 0 || now - reopenedNs > patience.againMs() * NS_PER_MS) {
            silence.attempt();
            notices.trouble("the camera's frames no longer have the size asked for; it is set up again");
            intake.interrupted("set up again after frames of a wrong size");
            reopen();
        } else {
            LockSupport.parkNanos(this, Math.min(waitMs, POLL_MS) * NS_PER_MS);
        }
    }

    /** No frame in this look: finds out whether that is still normal, and does something if not. */
    private void silent() throws IOException {
        long silentMs = silence.lengthMs();
        if (!silence.isTooLong(silentMs, settings.exposureNs())) {
            return;
        }
        if (!link.isConnected()) {
            lost(link.name()
                    + " was unplugged or lost its power; put the plug in again, the session goes on by itself");
            return;
        }
        int attempt = silence.attempt();
        intake.interrupted("no frames for " + silentMs + " ms");
        if (attempt == 1) {
            notices.trouble("no frames for " + silentMs + " ms although the camera is connected; the stream is started"
                    + " again");
            stream.stop();
            stream.start();
            stream.lessBandwidth("no frames came");
        } else {
            notices.trouble(
                    attempt == 2
                            ? "still no frames; the camera is opened again"
                            : "still no frames although the camera was opened again; " + likelyCause());
            reopen();
        }
    }

    private String likelyCause() {
        return host.usbMemoryTrouble(frameBytes)
                .or(() -> host.holder().map(it -> "it is in use by " + it + ", close that"))
                .orElse(
                        "another program may use it, or USB hangs: close other programs, pull its plug and put it in again");
    }

    private void reopen() throws IOException {
        reopenedNs = System.nanoTime();
        stream.stop();
        link.close();
        if (!reconnect()) {
            lost(link.name() + " did not come back after it was closed; waiting for it");
        }
    }

    /** Looks for the same camera on the bus, opens it and starts it with the same settings; true if frames may come. */
    private boolean reconnect() throws IOException {
        if (!link.reconnect(settings::writeAll)) {
            return false;
        }
        settings.follow();
        stream.start();
        state = State.STREAMING;
        return true;
    }

    /** The camera is gone: from now on it is searched for. */
    private void lost(String sentence) {
        notices.trouble(sentence);
        intake.interrupted(sentence);
        stream.gone();
        state = State.LOST;
        nextSearchNs = System.nanoTime();
        try {
            link.close();
        } catch (AsiLink.Overdue overdue) {
            stuck();
        }
    }

    private void search(int waitMs) throws IOException {
        long untilNs = nextSearchNs - System.nanoTime();
        if (untilNs > 0) {
            LockSupport.parkNanos(this, Math.min(untilNs, waitMs * NS_PER_MS));
            return;
        }
        nextSearchNs = System.nanoTime() + patience.searchMs() * NS_PER_MS;
        try {
            if (reconnect()) {
                notices.fact(link.name() + " is back; the session goes on");
            }
        } catch (AsiLink.Overdue overdue) {
            throw overdue;
        } catch (IOException notYet) {
            notices.trouble(notYet.getMessage());
        }
    }

    /** A library call is overdue: leaves it alone, and tries to make it return. */
    private void stuck() {
        state = State.STUCK;
        unblockedNs = System.nanoTime();
        String call = link.doing();
        notices.trouble("the ASI camera library hangs in " + call
                + "; if frames do not come back, pull the camera's plug and put it in again");
        intake.interrupted("the library hung in " + call);
        stream.unblock();
    }

    private void awaitUnstuck(int waitMs) throws IOException {
        if (!link.awaitIdle(Math.max(1, waitMs))) {
            return;
        }
        notices.fact(String.format(
                Locale.ROOT,
                "%s returned after %.1f s; the camera is opened again",
                link.doing(),
                (System.nanoTime() - unblockedNs) / 1e9 + patience.stuckMs() / 1e3));
        reopen();
    }
}
