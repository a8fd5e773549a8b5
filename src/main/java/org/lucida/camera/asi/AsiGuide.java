package org.lucida.camera.asi;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.lucida.camera.PulseGuide;

/**
 * The guide port: the library switches it on and off, the time between is kept here.
 *
 * <p>Thread: any; the library's guide calls do not wait for a frame under way.
 */
final class AsiGuide implements PulseGuide {
    private static final int MOST_MS = 60_000;

    private final AsiApi api;
    private final AsiNotices notices;
    private final ScheduledThreadPoolExecutor clock;
    private final ScheduledFuture<?>[] ends = new ScheduledFuture<?>[2];
    private final IntSupplier id;

    /**
     * A guide port at rest.
     *
     * @param id the library's number for the camera, which may change with its plug
     */
    AsiGuide(AsiApi api, IntSupplier id, AsiNotices notices) {
        this.api = api;
        this.id = id;
        this.notices = notices;
        clock = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "lucida-asi-guide");
            thread.setDaemon(true);
            return thread;
        });
        clock.setKeepAliveTime(1, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        clock.setRemoveOnCancelPolicy(true);
    }

    @Override
    public void pulse(Direction direction, int durationMs) {
        if (durationMs < 1 || durationMs > MOST_MS) {
            throw new IllegalArgumentException(
                    "durationMs=" + durationMs + " is outside 1.." + MOST_MS + "; choose a shorter pulse");
        }
        try {
            clock.execute(() -> begin(direction, durationMs));
        } catch (RejectedExecutionException closed) {
            throw new IllegalStateException("the camera of this guide port is closed; open it again", closed);
        }
    }

    private void begin(Direction direction, int durationMs) {
        int axis = direction.ordinal() / 2;
        int number = number(direction);
        if (ends[axis] != null && ends[axis].cancel(false)) {
            api.ASIPulseGuideOff(id.getAsInt(), number);
            api.ASIPulseGuideOff(id.getAsInt(), number(opposite(direction)));
        }
        int code = api.ASIPulseGuideOn(id.getAsInt(), number);
        if (code != AsiApi.SUCCESS) {
            notices.trouble("guide pulse to the " + direction + " failed: error " + AsiError.text(code)
                    + "; check the cable of the guide port");
            return;
        }
        ends[axis] = clock.schedule(
                () -> {
                    api.ASIPulseGuideOff(id.getAsInt(), number);
                },
                durationMs,
                TimeUnit.MILLISECONDS);
    }

    private static Direction opposite(Direction direction) {
        return Direction.values()[direction.ordinal() ^ 1];
    }

    private static int number(Direction direction) {
        return switch (direction) {
            case NORTH -> 0;
            case SOUTH -> 1;
            case EAST -> 2;
            case WEST -> 3;
        };
    }

    /** Ends all pulses. */
    void close() {
        clock.shutdownNow();
        for (int axis = 0; axis < ends.length; axis++) {
            if (ends[axis] != null && !ends[axis].isDone()) {
                api.ASIPulseGuideOff(id.getAsInt(), 2 * axis);
                api.ASIPulseGuideOff(id.getAsInt(), 2 * axis + 1);
            }
        }
    }
}
