package org.lucida.camera.asi;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The line to one camera: the thread that makes its library calls, and the opened device at the other end, also after its
 * plug was pulled and put in again.
 *
 * <p>Every call has a deadline. One that overstays is left alone, see {@link SdkThread}; a camera whose last call never
 * returned cannot be opened again before it does.
 * <p>Memory: {@link #call(String, Runnable, long)} allocates nothing.
 * <p>Thread: callers one at a time; {@link #device} and {@link #id} from anywhere. The library's thread alone writes which
 * device it is.
 */
final class AsiLink {
    static final int STOP_MS = 2_000;
    static final int SETTING_MS = 4_000;

    private static final int CLOSE_MS = 2_000;
    private static final int ASK_MS = 200;
    private static final int OPEN_MS = 10_000;
    /** Nobody waits for more when a session is to end. */
    private static final int REOPEN_MS = 3_000;

    /** Cameras whose library call never returned, by the library's number. */
    private static final Map<Integer, SdkThread> ABANDONED = new ConcurrentHashMap<>();

    /** The library call under way is overdue. */
    static final class Overdue extends IOException {
        private static final long serialVersionUID = 1;

        Overdue(String message) {
            super(message);
        }
    }

    /** Work on the library's thread. */
    interface Work {
        void run() throws IOException;
    }

    /** What is known of a camera before anything is written to it. */
    record Opened(AsiControls controls, String sdkVersion) {}

    private final AsiApi api;
    private final AsiPermissions host;
    private final int firstId;
    private final SdkThread sdk;
    private volatile AsiDevice device;
    /** Place on the list of the last scan. */
    private int index;

    /**
     * Prepares a line; nothing is opened yet.
     *
     * @param index place on the list of the last scan
     * @throws IOException if the camera still hangs in a call of an earlier session
     */
    AsiLink(AsiApi api, int index, AsiProperty property, AsiPermissions host) throws IOException {
        SdkThread abandoned = ABANDONED.get(property.cameraId);
        if (abandoned != null && abandoned.isAlive()) {
            throw new IOException("camera=" + property.shortName() + " still hangs in " + abandoned.doing()
                    + " of an earlier session; pull its plug, or start lucida anew");
        }
        ABANDONED.remove(property.cameraId);
        this.api = api;
        this.host = host;
        this.index = index;
        firstId = property.cameraId;
        sdk = new SdkThread("lucida-asi-" + firstId);
    }

    /**
     * Opens the camera and asks what can be set.
     *
     * @throws IOException in words with the remedy
     */
    Opened open(AsiProperty property) throws IOException {
        Opened[] opened = {null};
        call("ASIOpenCamera", OPEN_MS, () -> {
            AsiDevice candidate = AsiDevice.open(api, property, host);
            try {
                List<AsiControl> all = new ArrayList<>(candidate.controls());
                all.addAll(AsiControls.origin((int) property.maxWidthPx, (int) property.maxHeightPx));
                opened[0] = new Opened(new AsiControls(all, candidate.presets()), api.ASIGetSDKVersion());
                device = candidate;
            } finally {
                if (device == null) {
                    candidate.close();
                }
            }
        });
        return opened[0];
    }

    /** The opened camera; the last one while it is lost. */
    AsiDevice device() {
        return device;
    }

    AsiProperty property() {
        return device.property();
    }

    /** The library's number for the camera; it may change with the plug. */
    int id() {
        AsiDevice now = device;
        return now == null ? firstId : now.id();
    }

    /** For messages, for instance {@code camera=ASI290MM}. */
    String name() {
        return "camera=" + property().shortName();
    }

    /**
     * Has work done on the library's thread.
     *
     * @param what the library call, for messages
     * @throws Overdue if it was not done within the deadline
     * @throws IOException what the work threw
     */
    void call(String what, int deadlineMs, Work work) throws IOException {
        IOException[] failure = {null};
        call(
                what,
                () -> {
                    try {
                        work.run();
                    } catch (IOException failed) {
                        failure[0] = failed;
                    }
                },
                deadlineMs);
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    /** As {@link #call(String, int, Work)}, for work that throws nothing. */
    void call(String what, Runnable work, long deadlineMs) throws Overdue {
        if (!sdk.run(what, work, deadlineMs)) {
            throw new Overdue(
                    "the ASI camera library hangs in " + doing() + "; pull the camera's plug and put it in again");
        }
    }

    /** The library call made last. */
    String doing() {
        return sdk.doing();
    }

    /** Waits for an overdue call to return; true if none is under way. */
    boolean awaitIdle(long deadlineMs) {
        return sdk.awaitIdle(deadlineMs);
    }

    /**
     * Tries, from a thread of its own, to make an overdue call return.
     *
     * @param first what to ask the library before, on another thread of its own: it may hang as well
     */
    void unblock(Runnable first) {
        int id = id();
        Thread asking = daemon("lucida-asi-ask", first);
        asking.start();
        daemon("lucida-asi-unblock", () -> {
                    try {
                        asking.join(ASK_MS);
                    } catch (InterruptedException interrupted) {
                        return;
                    }
                    stopQuietly(api, id);
                })
                .start();
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void stopQuietly(AsiApi api, int id) {
        int ignored = api.ASIStopVideoCapture(id);
    }

    /** Electrons per ADU at the present gain, 0 if unknown. Library thread. */
    float elecPerAdu() {
        return device.elecPerAdu(index);
    }

    /** Scans the bus; true if the camera is still there. */
    boolean isConnected() throws IOException {
        boolean[] found = {false};
        call("ASIGetNumOfConnectedCameras", SETTING_MS, () -> {
            int count = api.ASIGetNumOfConnectedCameras();
            for (int i = 0; i < count; i++) {
                AsiProperty property = new AsiProperty();
                if (api.ASIGetCameraProperty(property, i) == AsiApi.SUCCESS && property.cameraId == id()) {
                    found[0] = true;
                    index = i;
                }
            }
        });
        return found[0];
    }

    /**
     * Looks for the same camera on the bus and opens it.
     *
     * @param then what to do on the library's thread when it is open
     * @return false if it is not there
     * @throws IOException if it may be there, but cannot be opened
     */
    boolean reconnect(Work then) throws IOException {
        boolean[] found = {false};
        call("ASIOpenCamera", REOPEN_MS, () -> {
            IOException trouble = null;
            int count = api.ASIGetNumOfConnectedCameras();
            for (int i = 0; i < count && !found[0]; i++) {
                try {
                    found[0] = isSame(i);
                } catch (IOException notThis) {
                    // it may be another one, which somebody else uses
                    trouble = trouble == null ? notThis : trouble;
                }
            }
            if (found[0]) {
                then.run();
            } else if (trouble != null) {
                throw trouble;
            }
        });
        return found[0];
    }

    /** Opens the camera at that place of the list, and keeps it if it is the one. */
    private boolean isSame(int place) throws IOException {
        Optional<AsiProperty> property = AsiDevice.property(api, place, host);
        if (property.isEmpty() || !property.get().name.equals(device.property().name)) {
            return false;
        }
        AsiDevice candidate = AsiDevice.open(api, property.get(), host);
        if (!candidate.serial().equals(device.serial())) {
            candidate.close();
            return false;
        }
        device = candidate;
        index = place;
        return true;
    }

    /** Closes the camera; the line stays. */
    void close() throws Overdue {
        call("ASICloseCamera", this::closeDevice, CLOSE_MS);
    }

    private void closeDevice() {
        if (device != null) {
            device.close();
        }
    }

    /**
     * Closes the camera and ends the line. If the library hangs, the camera is closed when it returns, and not opened
     * again before.
     *
     * @param first what to do before on the library's thread
     * @return false if it hangs
     */
    boolean end(Runnable first) {
        boolean closed = sdk.run(
                "ASICloseCamera",
                () -> {
                    first.run();
                    closeDevice();
                },
                CLOSE_MS);
        if (!closed) {
            ABANDONED.put(id(), sdk);
        }
        sdk.end(closed ? null : this::closeDevice);
        return closed;
    }
}
