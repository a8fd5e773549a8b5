package org.lucida.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.config.Spelling;

/**
 * The camera drivers of this installation.
 *
 * @param drivers in the order found
 * @param problems drivers that could not be loaded, one sentence each
 */
public record Cameras(List<CameraDriver> drivers, List<String> problems) {
    /** Every driver the service loader knows; one that does not load is told and left out. */
    public static Cameras installed() {
        List<CameraDriver> drivers = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Iterator<CameraDriver> found = ServiceLoader.load(CameraDriver.class).iterator();
        while (true) {
            try {
                if (!found.hasNext()) {
                    return new Cameras(drivers, problems);
                }
                drivers.add(found.next());
            } catch (ServiceConfigurationError e) {
                problems.add("camera driver left out: " + e.getMessage());
            }
        }
    }

    /**
     * The driver for an address.
     *
     * @throws IllegalArgumentException if the first word of the address names none
     */
    public CameraDriver driverOf(String address) {
        String scheme = scheme(address);
        Optional<CameraDriver> driver =
                drivers.stream().filter(it -> it.scheme().equals(scheme)).findFirst();
        return driver.orElseThrow(() -> {
            List<String> schemes = drivers.stream().map(CameraDriver::scheme).toList();
            return new IllegalArgumentException("camera=" + address + " has no driver; "
                    + Spelling.nearest(scheme, schemes)
                            .map(meant -> "did you mean " + meant + address.substring(scheme.length()) + "?")
                            .orElse("begin the address with " + String.join(": or ", schemes) + ":"));
        });
    }

    public Camera open(String address, CameraWish wish) throws IOException {
        CameraDriver driver = driverOf(address);
        Camera camera = driver.open(
                address.substring(Math.min(address.length(), driver.scheme().length() + 1)), wish);
        if (!wish.settings().isEmpty() && camera.controls().all().isEmpty()) {
            camera.close();
            throw new IllegalArgumentException("camera=" + address + " has no controls; leave out "
                    + String.join(", ", wish.settings().keySet()));
        }
        return camera;
    }

    /** What the recording says it shows, else what its file is called, so that results can be told apart. */
    public static String targetOf(CameraInfo info) {
        String object = info.facts().getOrDefault("OBJECT", "").strip();
        String file = info.name()
                .replaceFirst("(?i)(\\.(ser|fits?|fts))?(\\.gz)?$", "")
                .strip();
        return !object.isEmpty() ? object : !file.isEmpty() ? file : "stack";
    }

    private static String scheme(String address) {
        int colon = address.indexOf(':');
        return colon < 0 ? address : address.substring(0, colon);
    }
}
