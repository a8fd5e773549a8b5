package org.lucida.view.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lucida.camera.CameraNotice;

class CameraNoticesTest {
    private static final CameraNotice GONE = new CameraNotice(1, true, "it is gone; put the plug in again", 1);
    private static final CameraNotice BACK = new CameraNotice(2, false, "it is back", 1);

    private final StringWriter out = new StringWriter();
    private final long[] nowNs = {0};

    private CameraNotices notices(ProgressView.Manner manner) {
        return new CameraNotices(new ProgressView(new PrintWriter(out), manner, 100, () -> nowNs[0]), () -> nowNs[0]);
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }

    @Test
    void eachIsToldOnceWhenItComes() {
        CameraNotices notices = notices(ProgressView.Manner.LINES);
        notices.show(List.of());
        notices.show(List.of(GONE));
        notices.show(List.of(GONE));
        notices.show(List.of(GONE, BACK));
        assertEquals(List.of("warning: it is gone; put the plug in again", "it is back"), lines());
    }

    @Test
    void whoWantsNoProgressHearsTroubleOnly() {
        CameraNotices notices = notices(ProgressView.Manner.NONE);
        notices.show(List.of(GONE, BACK));
        assertEquals(List.of("warning: it is gone; put the plug in again"), lines());
    }

    @Test
    void whatComesAgainAndAgainIsToldNowAndThen() {
        CameraNotices notices = notices(ProgressView.Manner.LINES);
        for (int i = 0; i < 100; i++) {
            nowNs[0] = i * 200_000_000L;
            notices.show(List.of(new CameraNotice(i, true, "torn", 1 + i % 3)));
        }
        assertTrue(lines().size() >= 1 && lines().size() <= 2, out.toString());
    }

    @Test
    void theEndOfAWaitIsTold() {
        CameraNotices notices = notices(ProgressView.Manner.LINES);
        assertEquals("", notices.waiting(0));
        assertEquals("waiting for the camera 2 s  ", notices.waiting(2));
        assertEquals("waiting for the camera 3 s  ", notices.waiting(3.2));
        assertEquals("", notices.waiting(0));
        assertEquals("", notices.waiting(0));
        assertEquals(List.of("frames come again after 3 s"), lines());
    }
}
