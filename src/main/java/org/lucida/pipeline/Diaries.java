package org.lucida.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraControl;
import org.lucida.camera.CameraControls;
import org.lucida.camera.CameraGap;
import org.lucida.camera.CameraNotice;
import org.lucida.files.CameraDiary;

/** Takes down what a camera went through, in the words of the reports. Any thread. */
final class Diaries {
    private Diaries() {}

    static CameraDiary of(Camera camera) {
        CameraControls controls = camera.controls();
        List<CameraDiary.Change> changes = new ArrayList<>();
        for (CameraControls.Change change : controls.changes()) {
            changes.add(new CameraDiary.Change(
                    change.epoch(),
                    change.firstFrameIndex(),
                    change.appliedUtcNs(),
                    change.key(),
                    controls.named(change.key()).map(CameraControl::unit).orElse(""),
                    change.beforeValue(),
                    change.afterValue()));
        }
        List<CameraDiary.Gap> gaps = new ArrayList<>();
        for (CameraGap gap : camera.gaps()) {
            gaps.add(new CameraDiary.Gap(gap.startUtcNs(), gap.endUtcNs(), gap.firstFrameIndex(), gap.reason()));
        }
        List<CameraDiary.Notice> notices = new ArrayList<>();
        for (CameraNotice notice : camera.notices()) {
            notices.add(new CameraDiary.Notice(notice.utcNs(), notice.isTrouble(), notice.sentence(), notice.count()));
        }
        return new CameraDiary(camera.discardedCount(), camera.timeUncertaintyNs(), changes, gaps, notices);
    }
}
