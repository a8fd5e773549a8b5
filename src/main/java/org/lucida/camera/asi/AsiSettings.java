package org.lucida.camera.asi;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an opened camera stands at, and the changes of it.
 *
 * <p>Thread: the capture thread; {@link #writeAll} the library's.
 */
final class AsiSettings {
    private static final long NS_PER_US = 1_000;
    private static final long USUAL_EXPOSURE_US = 10_000;

    private final AsiLink link;
    private final AsiControls controls;
    private final AsiSession session;
    private final AsiNotices notices;
    private final AsiPatience patience;
    private long exposureNs;
    private boolean isSingleShot;
    private float elecPerAdu = Float.NaN;

    AsiSettings(AsiLink link, AsiControls controls, AsiSession session, AsiNotices notices, AsiPatience patience) {
        this.link = link;
        this.controls = controls;
        this.session = session;
        this.notices = notices;
        this.patience = patience;
    }

    /** Writes everything to a camera just opened. Library thread; afterwards {@link #follow}. */
    void writeAll() throws IOException {
        session.writeTo(link.device(), notices);
    }

    /** Draws the conclusions of changed settings. */
    void follow() {
        long exposureUs = controls.valueOf(AsiApi.EXPOSURE, USUAL_EXPOSURE_US);
        exposureNs = exposureUs * NS_PER_US;
        isSingleShot = exposureUs >= patience.singleShotUs() && !isExposureAuto();
        elecPerAdu = Float.NaN;
    }

    /** What controls stand at. */
    Map<AsiControl, Long> values(Set<AsiControl> some) {
        Map<AsiControl, Long> values = new LinkedHashMap<>();
        for (AsiControl control : some) {
            values.put(control, controls.valueOf(control.typeNumber(), 0));
        }
        return values;
    }

    /** Makes changes, and remembers them for the next opening. */
    void set(Map<AsiControl, Wanted> wanted) throws IOException {
        link.call("ASISetControlValue", AsiLink.SETTING_MS, () -> {
            for (Map.Entry<AsiControl, Wanted> one : wanted.entrySet()) {
                if (!one.getKey().isOrigin()) {
                    link.device().set(one.getKey(), one.getValue(), controls, notices);
                    session.remember(one.getKey(), one.getValue());
                }
            }
            if (wanted.keySet().stream().anyMatch(AsiControl::isOrigin)) {
                move(wanted);
            }
        });
        follow();
    }

    private void move(Map<AsiControl, Wanted> wanted) throws IOException {
        int xPx = session.shape().roi().xPx();
        int yPx = session.shape().roi().yPx();
        for (Map.Entry<AsiControl, Wanted> one : wanted.entrySet()) {
            if (one.getKey().typeNumber() == AsiControls.ORIGIN_X) {
                xPx = (int) one.getValue().value();
            } else if (one.getKey().typeNumber() == AsiControls.ORIGIN_Y) {
                yPx = (int) one.getValue().value();
            }
        }
        AsiShape moved = link.device().moved(session.shape(), xPx, yPx);
        session.remember(moved);
        controls.toldOrigin(moved.roi());
    }

    /** Once a second: reads temperature and what the camera turns by itself. */
    void refresh() throws IOException {
        link.call("ASIGetControlValue", AsiLink.SETTING_MS, () -> {
            for (AsiControl control : controls.controls()) {
                boolean reading = control.typeNumber() == AsiApi.TEMPERATURE
                        || control.typeNumber() == AsiApi.COOLER_POWER_PERC
                        || controls.isAuto(control.key());
                if (reading && !control.isOrigin()) {
                    link.device().read(control, controls);
                }
            }
            if (Float.isNaN(elecPerAdu)) {
                elecPerAdu = link.elecPerAdu();
            }
        });
        if (isExposureAuto()) {
            exposureNs = controls.valueOf(AsiApi.EXPOSURE, exposureNs / NS_PER_US) * NS_PER_US;
        }
    }

    private boolean isExposureAuto() {
        return controls.isAuto("exposureUs");
    }

    AsiControls controls() {
        return controls;
    }

    AsiShape shape() {
        return session.shape();
    }

    long exposureNs() {
        return exposureNs;
    }

    /** True if exposures are so long that they are taken one by one. */
    boolean isSingleShot() {
        return isSingleShot;
    }

    /** Electrons per ADU of the converter at the present gain, as the library says. */
    float elecPerAdu() {
        return Float.isNaN(elecPerAdu) ? link.property().elecPerAdu : elecPerAdu;
    }
}
