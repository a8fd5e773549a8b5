package org.lucida.view.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.asi.AsiDriver;
import org.lucida.view.ExitCode;
import org.lucida.view.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the cameras. */
@Command(
        name = "cameras",
        sortOptions = false,
        header = "List the camera drivers and the cameras they find.",
        description = {
            "",
            "The address in the first column is what lucida live --camera takes; asi: also takes the serial number behind the"
                    + " colon. A driver that finds none says why; lucida doctor says more.",
            ""
        })
final class CamerasCommand implements Callable<Integer> {
    /** Drivers in this order, with the words above their cameras; drivers that are not here stand before them. */
    private static final Map<String, String> HEADINGS = new LinkedHashMap<>();

    static {
        HEADINGS.put("asi", "ZWO cameras");
        HEADINGS.put("replay", "Recordings");
        HEADINGS.put("sim", "Simulated scenes");
    }

    @Spec
    CommandSpec spec;

    @Option(
            names = "--asi-library",
            order = 1,
            paramLabel = "FILE",
            description =
                    "The ASI camera library (libASICamera2.so). Default: LUCIDA_ASI_LIBRARY, else the usual places.")
    Path asiLibrary;

    @Option(names = "--json", order = 2, description = "Print one JSON object on standard output, for scripts.")
    boolean json;

    private final Rooms rooms;

    /**
     * What one driver found.
     *
     * @param serials serial number by address, of those that have one
     */
    private record Found(
            CameraDriver driver, List<CameraInfo> cameras, Map<String, String> serials, Optional<String> trouble) {
        String heading() {
            return HEADINGS.getOrDefault(driver.scheme(), driver.scheme());
        }
    }

    CamerasCommand(Rooms rooms) {
        this.rooms = rooms;
    }

    @Override
    public Integer call() {
        CameraGroup group = new CameraGroup();
        group.asiLibrary = asiLibrary;
        group.apply();
        PrintWriter out = spec.commandLine().getOut();
        List<String> order = List.copyOf(HEADINGS.keySet());
        List<Found> all = rooms.cameras().drivers().stream()
                .sorted(Comparator.comparingInt((CameraDriver driver) -> order.indexOf(driver.scheme())))
                .map(CamerasCommand::look)
                .toList();
        if (json) {
            out.println(JsonText.of(json(all, rooms.cameras().problems())));
        } else {
            print(out, all);
        }
        rooms.cameras()
                .problems()
                .forEach(problem -> spec.commandLine().getErr().println("lucida: " + problem));
        return ExitCode.OK;
    }

    private static Found look(CameraDriver driver) {
        List<CameraInfo> cameras = driver.cameras();
        Optional<String> trouble = driver.trouble();
        Map<String, String> serials = driver instanceof AsiDriver asi && !cameras.isEmpty() ? asi.serials() : Map.of();
        return new Found(driver, cameras, serials, trouble);
    }

    private static void print(PrintWriter out, List<Found> all) {
        if (all.isEmpty()) {
            out.println("no camera driver is installed");
        }
        List<List<String>> rows = new ArrayList<>();
        for (Found found : all) {
            for (CameraInfo camera : found.cameras()) {
                rows.add(row(camera, found.serials()));
            }
        }
        int addressWidth = widest(rows, 0, "replay:...".length());
        for (Found found : all) {
            out.println(found.heading());
            String plain = "  %-" + addressWidth + "s  %s";
            if (found.cameras().isEmpty()) {
                sentence(
                        out,
                        plain,
                        found.driver().scheme() + ":...",
                        found.trouble().orElse("opens what you name after the colon"));
            } else {
                List<List<String>> own = found.cameras().stream()
                        .map(camera -> row(camera, found.serials()))
                        .toList();
                String full = "  %-" + addressWidth + "s" + columns(own);
                own.forEach(row -> line(out, full, row.toArray()));
                found.trouble().ifPresent(why -> sentence(out, plain, "", why));
            }
        }
    }

    /** What is wrong on one line, what to do on the next. */
    private static void sentence(PrintWriter out, String pattern, String address, String sentence) {
        int cut = sentence.indexOf("; ");
        line(out, pattern, address, cut < 0 ? sentence : sentence.substring(0, cut));
        if (cut >= 0) {
            line(out, pattern, "", sentence.substring(cut + 2));
        }
    }

    private static void line(PrintWriter out, String pattern, Object... words) {
        out.println(String.format(Locale.ROOT, pattern, words).stripTrailing());
    }

    /** Widths of the columns after the address; those nobody fills take no room. */
    private static String columns(List<List<String>> rows) {
        StringBuilder columns = new StringBuilder();
        for (int column = 1; column < rows.get(0).size(); column++) {
            int width = widest(rows, column, 0);
            columns.append(width == 0 ? "%s" : "  %-" + width + "s");
        }
        return columns.toString();
    }

    private static int widest(List<List<String>> rows, int column, int least) {
        return rows.stream().mapToInt(row -> row.get(column).length()).reduce(least, Math::max);
    }

    /** Address, name, serial number, size, pixel, connection; empty what is unknown. */
    private static List<String> row(CameraInfo camera, Map<String, String> serials) {
        Map<String, String> facts = camera.facts();
        String size = facts.containsKey("NAXIS1") && facts.containsKey("NAXIS2")
                ? facts.get("NAXIS1") + "x" + facts.get("NAXIS2") + " px"
                : "";
        return List.of(
                camera.address(),
                camera.name(),
                serial(camera, serials),
                size,
                number(facts, "XPIXSZ")
                        .map(um -> String.format(Locale.ROOT, "%.2f um", um))
                        .orElse(""),
                facts.containsKey("USB") ? "USB " + facts.get("USB") : "");
    }

    private static String serial(CameraInfo camera, Map<String, String> serials) {
        return serials.getOrDefault(camera.address(), camera.facts().getOrDefault("CAMERAID", ""));
    }

    private static Optional<Double> number(Map<String, String> facts, String keyword) {
        try {
            return Optional.ofNullable(facts.get(keyword)).map(Double::valueOf);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> json(List<Found> all, List<String> problems) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("schema", 1);
        whole.put("command", "cameras");
        whole.put("version", Program.version());
        whole.put("exitCode", ExitCode.OK);
        List<Map<String, Object>> drivers = new ArrayList<>();
        for (Found found : all) {
            Map<String, Object> driver = new LinkedHashMap<>();
            driver.put("scheme", found.driver().scheme());
            driver.put("kind", found.heading());
            found.trouble().ifPresent(why -> driver.put("trouble", why));
            driver.put(
                    "cameras",
                    found.cameras().stream()
                            .map(camera -> json(camera, found.serials()))
                            .toList());
            drivers.add(driver);
        }
        whole.put("drivers", drivers);
        whole.put("problems", problems);
        return whole;
    }

    private static Map<String, Object> json(CameraInfo camera, Map<String, String> serials) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("address", camera.address());
        parts.put("name", camera.name());
        if (!serial(camera, serials).isEmpty()) {
            parts.put("serial", serial(camera, serials));
        }
        number(camera.facts(), "NAXIS1").ifPresent(px -> parts.put("widthPx", px.intValue()));
        number(camera.facts(), "NAXIS2").ifPresent(px -> parts.put("heightPx", px.intValue()));
        number(camera.facts(), "XPIXSZ").ifPresent(um -> parts.put("pixelSizeUm", um));
        if (camera.facts().containsKey("USB")) {
            parts.put("usb", camera.facts().get("USB"));
        }
        return parts;
    }
}
