package org.lucida.view.cli.doctor;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a window could open. */
final class DisplayCheck implements Check {
    private static final String DISPLAY = "display";
    private static final Pattern LOCAL = Pattern.compile("(?:unix)?:(\\d+)(?:\\.\\d+)?");

    @Override
    public List<Finding> look(Host host) {
        if (!host.isLinux()) {
            return List.of(Finding.skipped(DISPLAY, "Linux-only"));
        }
        Optional<String> wayland = host.variable("WAYLAND_DISPLAY");
        if (wayland.isPresent()) {
            String socket = wayland.get().startsWith("/")
                    ? wayland.get()
                    : host.variable("XDG_RUNTIME_DIR").orElse("/run/user") + "/" + wayland.get();
            if (host.has(socket)) {
                return List.of(Finding.ok(DISPLAY, "Wayland, " + wayland.get()).with("display", wayland.get()));
            }
        }
        Optional<String> display = host.variable("DISPLAY");
        if (display.isPresent()) {
            Matcher local = LOCAL.matcher(display.get());
            if (!local.matches() || host.has("/tmp/.X11-unix/X" + local.group(1))) {
                return List.of(Finding.ok(DISPLAY, "X11, " + display.get()).with("display", display.get()));
            }
        }
        String found = wayland.map(name -> "WAYLAND_DISPLAY=" + name + " is gone")
                .or(() -> display.map(name -> "DISPLAY=" + name + " has no server"))
                .orElse("none");
        return List.of(Finding.warning(
                        DISPLAY,
                        found,
                        "every command works without; a window needs one: work at the desktop, or come in with",
                        List.of("ssh -X " + host.variable("USER").orElse("USER") + "@"
                                + host.text("/etc/hostname")
                                        .filter(name -> !name.isEmpty())
                                        .orElse("HOST")))
                .with("display", ""));
    }
}
