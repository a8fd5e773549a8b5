package org.lucida.camera;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes clips of a sky that is known exactly; found through {@link java.util.ServiceLoader}. */
public interface ClipSimulator {
    /**
     * What to make.
     *
     * @param scene name of a scene or path of a scene file
     * @param options by key, as in the addresses of simulated cameras
     * @param clip the SER file; everything else is written beside it under its name
     * @param darkCount darks to make, 0 for none
     * @param flatCount flats to make, 0 for none
     * @param threadCount threads to use; the files do not depend on it
     */
    record Order(String scene, Map<String, String> options, Path clip, int darkCount, int flatCount, int threadCount) {}

    /** Looks on while a clip is made. */
    interface Onlooker {
        /** Called after each frame; false ends early: what was made is kept and written. */
        boolean goesOn(String doing, long doneCount, long totalCount);
    }

    /**
     * Makes a clip with its truth; nothing is overwritten.
     *
     * @return the files written, the clip first
     * @throws IllegalArgumentException if scene, options or sizes do not go together
     * @throws IOException if a scene file is wrong or a file cannot be written; the message names it
     */
    List<Path> simulate(Order order, Onlooker onlooker) throws IOException;

    /**
     * Feeds frames into a ring file, for the stand-in of the camera library to serve; the file is removed at the end.
     *
     * @param scene name of a scene or path of a scene file
     * @param options by key, as in the addresses of simulated cameras; without {@code frames} there is no end
     * @param ring the ring file, best in memory; an old one of that name is replaced
     * @param threadCount threads to use; the frames do not depend on it
     * @throws IllegalArgumentException if scene, options or sizes do not go together
     * @throws IOException if a scene file is wrong or the ring cannot be written; the message names it
     */
    void feed(String scene, Map<String, String> options, Path ring, int threadCount, Onlooker onlooker)
            throws IOException;

    /** Names of the scenes. */
    List<String> scenes();

    /** Names of the camera models. */
    List<String> cameraModels();
}
