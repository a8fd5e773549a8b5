package org.lucida.camera.asi;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;

/**
 * Opens ZWO cameras: {@code asi} (the first one), {@code asi:0}, {@code asi:ASI290MM}, {@code asi:} and a serial number.
 *
 * <p>The vendor's library is looked for when it is needed first, see {@link #LIBRARY_PROPERTY}; without it this driver says
 * what is missing, and nothing else suffers.
 */
public final class AsiDriver implements CameraDriver {
    static final String SCHEME = "asi";

    /** System property with the path of the vendor's library, from the command line. */
    public static final String LIBRARY_PROPERTY = AsiLibrarySearch.PROPERTY;

    private static final int SCAN_MS = 5_000;
    private static final int LOOK_MS = 10_000;

    /** Where the library comes from. */
    interface Source {
        AsiApi library() throws IOException;
    }

    private final Source source;
    private final AsiPermissions host;
    private final AsiPatience patience;
    private volatile Optional<String> trouble = Optional.empty();

    /** A camera found by a scan. */
    private record Found(int index, AsiProperty property) {}

    /** Uses the vendor's library. */
    public AsiDriver() {
        this(() -> AsiLibrary.load(AsiLibrarySearch.here()), AsiPermissions.here(), AsiPatience.USUAL);
    }

    AsiDriver(Source source, AsiPermissions host, AsiPatience patience) {
        this.source = source;
        this.host = host;
        this.patience = patience;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public List<CameraInfo> cameras() {
        return seen().stream().map(AsiDriver::info).toList();
    }

    /** The cameras the library sees, without opening them; {@link #trouble} says what was in the way. */
    public List<AsiSeen> seen() {
        List<AsiSeen> seen = new ArrayList<>();
        try {
            AsiApi api = source.library();
            List<String> problems = new ArrayList<>();
            List<Found> all = scan(api, problems);
            for (Found found : all) {
                seen.add(seen(found, all));
            }
            if (all.isEmpty() && problems.isEmpty()) {
                problems.add("no ZWO camera is connected" + (host.devices().isEmpty() ? "" : " that the library sees")
                        + " (ASI library version " + api.ASIGetSDKVersion() + ")");
            }
            trouble = problems.stream().findFirst();
        } catch (IOException | RuntimeException failed) {
            trouble = Optional.of(failed.getMessage());
        }
        return seen;
    }

    @Override
    public Optional<String> trouble() {
        return trouble;
    }

    /** How it stands with the library: found where, which version, what is wrong with it. */
    public AsiLibraryReport library() {
        try {
            AsiApi api = source.library();
            AsiLibrary library = api instanceof AsiLibrary loaded ? loaded : null;
            return new AsiLibraryReport(
                    Optional.ofNullable(library).map(AsiLibrary::file).map(File::toPath),
                    api.ASIGetSDKVersion(),
                    library == null ? List.of() : library.missing(),
                    true,
                    Optional.empty());
        } catch (IOException | RuntimeException failed) {
            String why = String.valueOf(failed.getMessage());
            boolean absent = why.startsWith(AsiLibrarySearch.NOT_INSTALLED);
            Optional<String> unfit = absent ? AsiLibrarySearch.here().unfit() : Optional.empty();
            return new AsiLibraryReport(
                    Optional.empty(), "", List.of(), !absent || unfit.isPresent(), unfit.or(() -> Optional.of(why)));
        }
    }

    /**
     * Serial numbers by address, of the cameras that have one. Opens each for a moment, and none where another program
     * has one open: the library would take it away. Not to be called while this program uses a camera.
     */
    public Map<String, String> serials() {
        Map<String, String> serials = new LinkedHashMap<>();
        if (host.holder().isPresent()) {
            return serials;
        }
        try {
            AsiApi api = source.library();
            List<Found> all = scan(api, new ArrayList<>());
            Map<String, String> told = new ConcurrentHashMap<>();
            onOwnThread("ASIGetSerialNumber", LOOK_MS, () -> {
                for (Found found : all) {
                    String serial = AsiDevice.serialUnopened(api, found.property());
                    if (!serial.isEmpty()) {
                        told.put(address(found, all), serial);
                    }
                }
            });
            all.forEach(found -> {
                String address = address(found, all);
                if (told.containsKey(address)) {
                    serials.put(address, told.get(address));
                }
            });
        } catch (IOException | RuntimeException untold) {
            trouble = Optional.ofNullable(untold.getMessage());
        }
        return serials;
    }

    @Override
    public Camera open(String address, CameraWish wish) throws IOException {
        AsiApi api = source.library();
        List<String> problems = new ArrayList<>();
        try {
            List<Found> all = scan(api, problems);
            Found found = chosen(api, all, address.strip(), problems);
            return AsiCamera.open(api, found.index(), found.property(), wish, host, patience);
        } catch (AsiMismatch otherDialect) {
            throw new IOException(otherDialect.getMessage(), otherDialect);
        }
    }

    /** Scans the bus on a thread of its own, which may hang without harm. */
    private List<Found> scan(AsiApi api, List<String> problems) throws IOException {
        List<Found> all = new ArrayList<>();
        onOwnThread("ASIGetNumOfConnectedCameras", SCAN_MS, () -> {
            int count = api.ASIGetNumOfConnectedCameras();
            for (int i = 0; i < count; i++) {
                try {
                    int index = i;
                    AsiDevice.property(api, i, host).ifPresent(it -> all.add(new Found(index, it)));
                } catch (IOException notThis) {
                    problems.add(notThis.getMessage());
                }
            }
        });
        return all;
    }

    private static void onOwnThread(String what, int deadlineMs, Runnable work) throws IOException {
        SdkThread thread = new SdkThread("lucida-asi-scan");
        try {
            if (!thread.run(what, work, deadlineMs)) {
                throw new IOException(
                        "the ASI camera library hangs in " + what + "; pull the cameras' plugs and start lucida anew");
            }
        } finally {
            thread.end(null);
        }
    }

    private Found chosen(AsiApi api, List<Found> all, String address, List<String> problems) throws IOException {
        if (all.isEmpty()) {
            throw new IOException(problems.stream()
                    .findFirst()
                    .or(host::rightsTrouble)
                    .orElse("no ZWO camera is connected; plug one in, and see: lucida cameras"));
        }
        if (address.isEmpty()) {
            return all.get(0);
        }
        for (Found found : all) {
            if (address.equals(Integer.toString(found.index()))) {
                return found;
            }
        }
        if (address.matches("[0-9a-fA-F]{16}")) {
            return bySerial(api, all, address.toLowerCase(Locale.ROOT));
        }
        String wanted = address.toLowerCase(Locale.ROOT);
        List<Found> exact = all.stream()
                .filter(it -> it.property().name.toLowerCase(Locale.ROOT).equals(wanted)
                        || it.property().shortName().toLowerCase(Locale.ROOT).equals(wanted))
                .toList();
        if (!exact.isEmpty()) {
            return exact.get(0);
        }
        List<Found> similar = all.stream()
                .filter(it -> it.property().name.toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
        if (similar.size() != 1) {
            throw nothing(address, all);
        }
        return similar.get(0);
    }

    private Found bySerial(AsiApi api, List<Found> all, String serial) throws IOException {
        List<Found> same = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        onOwnThread("ASIGetSerialNumber", LOOK_MS, () -> {
            for (Found found : all) {
                try {
                    AsiDevice device = AsiDevice.open(api, found.property(), host);
                    if (device.serial().equals(serial)) {
                        same.add(found);
                    }
                    device.close();
                } catch (IOException notThis) {
                    troubles.add(notThis.getMessage());
                }
            }
        });
        if (!same.isEmpty()) {
            return same.get(0);
        }
        if (!troubles.isEmpty()) {
            throw new IOException(troubles.get(0));
        }
        throw nothing(serial, all);
    }

    private static IllegalArgumentException nothing(String address, List<Found> all) {
        return new IllegalArgumentException("camera=asi:" + address + " is not connected; there is "
                + String.join(", ", all.stream().map(it -> address(it, all)).toList()));
    }

    private static String address(Found found, List<Found> all) {
        boolean alone = all.stream()
                        .filter(it -> it.property().name.equals(found.property().name))
                        .count()
                == 1;
        String name = found.property().shortName();
        return SCHEME + ":" + (alone && !name.contains(" ") ? name : Integer.toString(found.index()));
    }

    private static AsiSeen seen(Found found, List<Found> all) {
        AsiProperty property = found.property();
        return new AsiSeen(
                address(found, all),
                property.name,
                (int) property.maxWidthPx,
                (int) property.maxHeightPx,
                property.pixelSizeUm,
                property.isColor,
                property.bitDepth,
                property.isCooled,
                property.isUsb3Camera,
                property.isUsb3Host);
    }

    private static CameraInfo info(AsiSeen seen) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("INSTRUME", seen.name());
        facts.put("NAXIS1", Integer.toString(seen.widthPx()));
        facts.put("NAXIS2", Integer.toString(seen.heightPx()));
        facts.put("XPIXSZ", String.format(Locale.ROOT, "%.3f", seen.pixelSizeUm()));
        facts.put("YPIXSZ", String.format(Locale.ROOT, "%.3f", seen.pixelSizeUm()));
        facts.put("ADCBITS", Integer.toString(seen.bitDepth()));
        facts.put("USB", seen.isUsb3Host() ? "3" : seen.isUsb3Camera() ? "2, could be 3" : "2");
        return new CameraInfo(
                String.format(
                        Locale.ROOT,
                        "%s, %s, %d bit%s",
                        seen.name(),
                        seen.isColor() ? "colour" : "mono",
                        seen.bitDepth(),
                        seen.isCooled() ? ", cooled" : ""),
                seen.address(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                facts,
                List.of());
    }
}
