package org.lucida.camera;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Opens the cameras of one kind; found through {@link java.util.ServiceLoader}. */
public interface CameraDriver {
    /** The first word of the addresses this driver opens, for instance {@code replay} in {@code replay:clip.ser}. */
    String scheme();

    /** Cameras found now, without opening them; empty where the driver can only open what the user names. */
    List<CameraInfo> cameras();

    /**
     * Why {@link #cameras()} found none, or not all, in one sentence with the remedy; empty if there is nothing to say.
     * Tells of the latest call.
     */
    default Optional<String> trouble() {
        return Optional.empty();
    }

    /**
     * Opens a camera.
     *
     * @param address what follows the colon, for instance a path or a camera name
     * @param wish region, pace and overrides
     * @throws IOException if it cannot be opened or its data are damaged; the message names the value and the remedy
     */
    Camera open(String address, CameraWish wish) throws IOException;
}
