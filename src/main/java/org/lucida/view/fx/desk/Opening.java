package org.lucida.view.fx.desk;

import java.nio.file.Path;
import java.util.Optional;
import org.lucida.camera.CameraWish;
import org.lucida.config.StackSettings;

/**
 * What the observer chose: which camera, for which target, and where the files go.
 *
 * @param address what opens the camera, for instance {@code sim:jupiter} or {@code replay:/data/moon.ser}
 * @param wish region, pace and camera settings
 * @param presetName name of the target preset
 * @param settings how it is stacked
 * @param folder where recordings and stacks go
 * @param targetName what files are called after; empty = what the source says
 * @param dark master dark or dark frames
 * @param flat master flat or flat frames
 * @param optics what stands before the sensor
 */
public record Opening(
        String address,
        CameraWish wish,
        String presetName,
        StackSettings settings,
        Path folder,
        Optional<String> targetName,
        Optional<Path> dark,
        Optional<Path> flat,
        Optics optics) {
    /** The same camera opened otherwise: another region, binning or format. */
    public Opening with(CameraWish otherWish) {
        return new Opening(address, otherWish, presetName, settings, folder, targetName, dark, flat, optics);
    }

    /** Another source looked at in the same way, without masters: they belong to the camera. */
    public Opening withSource(String otherAddress, CameraWish otherWish) {
        return new Opening(
                otherAddress,
                otherWish,
                presetName,
                settings,
                folder,
                targetName,
                Optional.empty(),
                Optional.empty(),
                optics);
    }

    /** The same with other masters. */
    public Opening withMasters(Optional<Path> otherDark, Optional<Path> otherFlat) {
        return new Opening(address, wish, presetName, settings, folder, targetName, otherDark, otherFlat, optics);
    }

    /** The same stacked otherwise. */
    public Opening with(String otherPreset, StackSettings otherSettings) {
        return new Opening(address, wish, otherPreset, otherSettings, folder, targetName, dark, flat, optics);
    }

    /** The same with other optics. */
    public Opening with(Optics otherOptics) {
        return new Opening(address, wish, presetName, settings, folder, targetName, dark, flat, otherOptics);
    }
}
