package org.lucida.camera.replay;

import java.util.List;
import java.util.OptionalDouble;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.files.FrameTimes;
import org.lucida.frame.BadInputException;

/**
 * When each frame of a replay is due after the start.
 *
 * <p>By time stamps if the recording has a rising one for each frame; else at the mean rate of those there are, at the
 * declared rate, or one frame an exposure, and it says which.
 */
final class ReplayPace {
    private static final double NS_PER_S = 1e9;
    private static final double US_PER_S = 1e6;

    private final Recording recording;
    private final boolean isMax;
    /** 0: by time stamps. */
    private final double frameRateHz;

    private ReplayPace(Recording recording, boolean isMax, double frameRateHz) {
        this.recording = recording;
        this.isMax = isMax;
        this.frameRateHz = frameRateHz;
    }

    /**
     * Decides what sets the clock.
     *
     * @param notes receives a sentence if it is not what was asked for. Modified
     */
    static ReplayPace of(Pace wish, Recording recording, FrameTimes times, String name, List<String> notes)
            throws BadInputException {
        switch (wish.kind()) {
            case MAX -> {
                return new ReplayPace(recording, true, 0);
            }
            case GIVEN_RATE -> {
                return new ReplayPace(recording, false, wish.frameRateHz());
            }
            default -> {
                boolean single = recording.frameCount() == 1;
                if (times.isComplete() && (single || times.frameRateHz().isPresent())) {
                    return new ReplayPace(recording, false, 0);
                }
                return new ReplayPace(recording, false, fallbackRateHz(recording, times, name, notes));
            }
        }
    }

    boolean isMax() {
        return isMax;
    }

    /** Nanoseconds from the start until the frame is there. */
    long dueNs(long frame) {
        return frameRateHz > 0 ? (long) (frame * NS_PER_S / frameRateHz) : recording.playNs(frame);
    }

    private static double fallbackRateHz(Recording recording, FrameTimes times, String name, List<String> notes)
            throws BadInputException {
        OptionalDouble rate = times.frameRateHz();
        if (rate.isPresent()) {
            notes.add("pace=RECORDED yet the time stamps are not whole; replayed at their mean rate of "
                    + rate.getAsDouble() + " frames a second");
            return rate.getAsDouble();
        }
        rate = recording.declaredRateHz();
        if (rate.isPresent()) {
            notes.add("pace=RECORDED yet there are no time stamps; replayed at the declared rate of "
                    + rate.getAsDouble() + " frames a second");
            return rate.getAsDouble();
        }
        OptionalDouble exposureUs = recording.exposureUs();
        if (exposureUs.isPresent() && exposureUs.getAsDouble() > 0) {
            notes.add("pace=RECORDED yet there are no time stamps; replayed at one frame an exposure of "
                    + exposureUs.getAsDouble() + " us");
            return US_PER_S / exposureUs.getAsDouble();
        }
        throw new BadInputException(
                "FILE=" + name + " has neither time stamps nor a declared rate to replay by; give --fps N");
    }
}
