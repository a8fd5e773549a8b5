package org.lucida.view.cli;

import java.io.IOException;
import java.io.InputStream;

/**
 * The button of a recording that waits: the Enter key, or the signal USR1.
 *
 * <p>USR1 and not USR2, because the Java machine itself uses USR2 to stop its threads.
 */
final class TriggerKey {
    static final String SIGNAL = "USR1";

    private TriggerKey() {}

    /** Listens from now on; the action may be called more than once. */
    static void listen(InputStream keys, Runnable action) {
        SystemSignal.listen(SIGNAL, action);
        Thread thread = new Thread(() -> read(keys, action), "lucida-trigger-key");
        thread.setDaemon(true);
        thread.start();
    }

    private static void read(InputStream keys, Runnable action) {
        try {
            for (int key = keys.read(); key >= 0; key = keys.read()) {
                if (key == '\n' || key == '\r') {
                    action.run();
                }
            }
        } catch (IOException noKeyboard) {
            // the signal remains
        }
    }
}
