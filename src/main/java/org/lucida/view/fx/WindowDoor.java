package org.lucida.view.fx;

import java.io.IOException;
import java.util.List;
import javafx.application.Application;

/** Where the window is opened from; no Application itself, as the class path demands. */
public final class WindowDoor {
    private WindowDoor() {}

    /** True if a window could open: there is a display, or a screen in memory was asked for. */
    public static boolean hasDisplay() {
        boolean isLinux = System.getProperty("os.name", "").startsWith("Linux");
        return !isLinux
                || "Monocle".equals(System.getProperty("glass.platform"))
                || isSet("DISPLAY")
                || isSet("WAYLAND_DISPLAY");
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isBlank();
    }

    /**
     * Opens the window and returns when it is closed.
     *
     * @param parameters in the form {@code --name=value}: camera, preset, folder, look, large, language
     * @throws IOException if there is no display
     */
    public static void open(List<String> parameters) throws IOException {
        if (!hasDisplay()) {
            throw new IOException(
                    "DISPLAY=unset, there is no screen to open a window on; work at the desktop, come in with"
                            + " ssh -X, or use lucida live");
        }
        try {
            Application.launch(LucidaWindow.class, parameters.toArray(new String[0]));
        } catch (UnsupportedOperationException refused) {
            throw new IOException(
                    "the display cannot be opened (" + refused.getMessage()
                            + "); check DISPLAY and your rights on it, or use lucida live",
                    refused);
        }
    }
}
