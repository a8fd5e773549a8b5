package org.lucida.camera.asi;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One way in which a camera, its cable or its library goes wrong, for the fault campaign.
 *
 * @param name for the table
 * @param settings what the camera is opened with
 * @param when when it strikes
 * @param striking makes one fault with random lengths and counts
 */
record FaultKind(String name, Map<String, String> settings, Moment when, Striking striking) {
    /** Moment of a session at which a fault strikes. */
    enum Moment {
        /** While frames come; then it passes, and frames come again. */
        RUNNING,
        /** Just before the session is ended. */
        ENDING
    }

    /**
     * One fault.
     *
     * @param lines of the stand-in's grammar, without the word fault=
     * @param lastsMs after so long it has passed, or is ended
     */
    record Strike(long lastsMs, List<String> lines) {
        static Strike of(long lastsMs, String... lines) {
            return new Strike(lastsMs, List.of(lines));
        }
    }

    /** Makes one fault. */
    interface Striking {
        Strike strike(SplittableRandom random);
    }

    /** A share of the bus that is not turned down when frames are lost. */
    private static final Map<String, String> VIDEO = Map.of("exposureUs", "1000", "bandwidthPercent", "50");

    private static final Map<String, String> TUNED = Map.of("exposureUs", "1000");
    /** Long enough to be taken as single exposures by the campaign's patience. */
    static final Map<String, String> SNAPS = Map.of("exposureUs", "12000");

    static final int SINGLE_SHOT_US = 10_000;

    /** What may fail, and with which codes. */
    private static final List<String> ERRORS = List.of(
            "ASIGetVideoData code=16",
            "ASIGetVideoData code=4",
            "ASIGetVideoData code=5",
            "ASIGetVideoData code=13",
            "ASIGetDroppedFrames code=16",
            "ASIGetControlValue code=16",
            "ASISetControlValue code=16",
            "ASIStartVideoCapture code=16",
            "ASIStopVideoCapture code=16",
            "ASIInitCamera code=16",
            "ASISetROIFormat code=8",
            "ASIGetStartPos code=16",
            "ASIGetSerialNumber code=16",
            "ASIGetCameraProperty code=4",
            "ASICloseCamera code=16");

    static final List<FaultKind> ALL = List.of(
            running("timeout", it -> timed(it, 50, 400, "timeout for_ms=%d")),
            running("stall", it -> timed(it, 50, 600, "stall for_ms=%d")),
            running("drop", it -> Strike.of(150, "drop count=" + it.nextInt(1, 12))),
            running("silent drop", it -> Strike.of(150, "drop silent=1 count=" + it.nextInt(1, 12))),
            running("unplug", it -> timed(it, 50, 600, "unplug replug_ms=%d")),
            running(
                    "torn",
                    it -> Strike.of(150, "torn count=" + it.nextInt(1, 4) + " every=3 row=" + it.nextInt(20, 80))),
            running("blank", it -> Strike.of(150, "blank count=" + it.nextInt(1, 4) + " value=" + 255 * it.nextInt(2))),
            running(
                    "short",
                    it -> Strike.of(150, "short count=" + it.nextInt(1, 4) + " every=3 row=" + it.nextInt(20, 80))),
            running("repeat", it -> Strike.of(150, "repeat every=3 count=" + it.nextInt(1, 4))),
            running("slow bus", it -> timed(it, 50, 400, "slow_bus fps=" + it.nextInt(8, 60) + " for_ms=%d")),
            running("slow copy", it -> Strike.of(200, "slow_copy count=5 us=" + it.nextInt(5_000, 30_000))),
            running("wrong size", it -> replugged(it, "wrong_size for_ms=%d")),
            running("error code", it -> error(it, false)),
            running("error code at a restart", it -> error(it, true)),
            running("in use: no frames", it -> restarted(it, "busy mode=claim for_ms=%d")),
            running("in use: not opened", it -> replugged(it, "busy mode=open for_ms=%d")),
            running("denied", it -> replugged(it, "denied for_ms=%d")),
            running("usbfs", it -> restarted(it, "usbfs for_ms=%d")),
            running("late first frame", it -> restarted(it, "first_frame ms=300 for_ms=%d")),
            running("remembered flip", it -> replugged(it, "remembered control=9 value=3 for_ms=%d")),
            running("hang of a frame", it -> hang(it, "ASIGetVideoData", 1_500)),
            running("hang of a reading", it -> hang(it, "ASIGetControlValue", 1_000)),
            running("hang of the restart", it -> {
                boolean opens = it.nextBoolean();
                Strike hang = hang(it, opens ? "ASIOpenCamera" : "ASIStartVideoCapture", 5_000);
                return Strike.of(
                        hang.lastsMs() + 800, hang.lines().get(0), opens ? "unplug replug_ms=500" : "stall for_ms=400");
            }),
            new FaultKind(
                    "clash with the bus", TUNED, Moment.RUNNING, it -> timed(it, 50, 300, "clash limit=45 for_ms=%d")),
            new FaultKind(
                    "failed exposure",
                    SNAPS,
                    Moment.RUNNING,
                    it -> Strike.of(300, "exposure_failed count=" + it.nextInt(1, 7))),
            ending("hang of the stop", it -> hang(it, "ASIStopVideoCapture", 6_000)),
            ending("hang of the close", it -> hang(it, "ASICloseCamera", 6_000)),
            ending("hang of a frame at the end", it -> hang(it, "ASIGetVideoData", 6_000)),
            ending("hang of the restart at the end", it -> {
                // gone for long enough to be missed, so that it is opened again
                String hang = hang(it, "ASIOpenCamera", 8_000).lines().get(0);
                return Strike.of(it.nextInt(600, 1_600), hang, "unplug replug_ms=500");
            }),
            ending("unplug at the end", it -> Strike.of(it.nextInt(0, 600), "unplug")));

    private static FaultKind running(String name, Striking striking) {
        return new FaultKind(name, VIDEO, Moment.RUNNING, striking);
    }

    private static FaultKind ending(String name, Striking striking) {
        return new FaultKind(name, VIDEO, Moment.ENDING, striking);
    }

    private static Strike timed(SplittableRandom random, int leastMs, int mostMs, String line) {
        int ms = random.nextInt(leastMs, mostMs);
        return Strike.of(ms, String.format(line, ms));
    }

    /** Meets a camera that comes back after its plug was pulled. */
    private static Strike replugged(SplittableRandom random, String line) {
        Strike strike = timed(random, 200, 700, line);
        return Strike.of(strike.lastsMs(), strike.lines().get(0), "unplug replug_ms=" + random.nextInt(30, 150));
    }

    /** Meets a stream that is started again after a stall. */
    private static Strike restarted(SplittableRandom random, String line) {
        Strike strike = timed(random, 500, 900, line);
        return Strike.of(strike.lastsMs(), strike.lines().get(0), "stall for_ms=400");
    }

    private static Strike error(SplittableRandom random, boolean atRestart) {
        int ms = random.nextInt(100, 500);
        String line = "error function=" + ERRORS.get(random.nextInt(ERRORS.size())) + " for_ms=" + ms;
        if (!atRestart) {
            return Strike.of(ms, line);
        }
        return Strike.of(ms, line, random.nextBoolean() ? "stall for_ms=400" : "unplug replug_ms=60");
    }

    private static Strike hang(SplittableRandom random, String function, int mostMs) {
        int ms = random.nextInt(mostMs / 8, mostMs);
        return Strike.of(Math.min(ms, 1_200), "hang count=1 function=" + function + " for_ms=" + ms);
    }
}
