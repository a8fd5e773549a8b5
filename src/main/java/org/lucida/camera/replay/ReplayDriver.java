package org.lucida.camera.replay;

import java.io.File;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraInfo;
import org.lucida.camera.CameraWish;
import org.lucida.files.FitsFrames;
import org.lucida.files.FrameTimes;
import org.lucida.files.RecordingKind;
import org.lucida.frame.BadInputException;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;

/**
 * Opens recordings as cameras: {@code replay:} and a SER clip, a FITS file, a folder of FITS, or several paths with the
 * platform's path separator between them.
 */
public final class ReplayDriver implements CameraDriver {
    static final String SCHEME = "replay";

    private final ReplayClock clock;

    /** Plays by the machine's clock. */
    public ReplayDriver() {
        this(ReplayClock.SYSTEM);
    }

    /** Plays by another clock. */
    public ReplayDriver(ReplayClock clock) {
        this.clock = clock;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public List<CameraInfo> cameras() {
        return List.of();
    }

    @Override
    public Camera open(String address, CameraWish wish) throws IOException {
        List<Path> paths = paths(address);
        Recording recording = recording(paths, wish);
        try {
            return camera(recording, address, paths, wish);
        } catch (IOException | RuntimeException | Error failure) {
            recording.close();
            throw failure;
        }
    }

    private Camera camera(Recording recording, String address, List<Path> paths, CameraWish wish) throws IOException {
        FrameFormat whole = recording.format();
        Roi roi = wish.roi().orElse(new Roi(0, 0, whole.widthPx(), whole.heightPx()));
        if (!roi.fitsIn(whole.widthPx(), whole.heightPx())) {
            throw new IllegalArgumentException("roi=" + roi.xPx() + "," + roi.yPx() + "," + roi.widthPx() + ","
                    + roi.heightPx() + " reaches beyond the frame of " + whole.widthPx() + "x" + whole.heightPx()
                    + " px; choose a smaller one");
        }
        String name = String.valueOf(paths.get(0).getFileName());
        List<String> notes = new ArrayList<>(recording.notes());
        FrameTimes times = FrameTimes.of(recording.frameCount(), recording::playNs);
        ReplayPace pace = ReplayPace.of(wish.pace(), recording, times, name, notes);
        OptionalDouble rateHz = times.frameRateHz();
        CameraInfo info = new CameraInfo(
                paths.size() == 1 ? name : name + " and " + (paths.size() - 1) + " more",
                SCHEME + ":" + address,
                OptionalLong.of(recording.frameCount()),
                rateHz.isPresent() ? rateHz : recording.declaredRateHz(),
                recording.exposureUs(),
                recording.facts(),
                List.copyOf(notes));
        return new ReplayCamera(recording, info, roi, pace, clock);
    }

    private static Recording recording(List<Path> paths, CameraWish wish) throws IOException {
        RecordingKind first = RecordingKind.of(paths.get(0));
        for (Path path : paths) {
            RecordingKind kind = RecordingKind.of(path);
            if (kind != first) {
                throw new BadInputException("FILE=" + path + " is " + kind + ", FILE=" + paths.get(0) + " is " + first
                        + "; only inputs of one kind can be joined");
            }
        }
        return switch (first) {
            case SER -> SerRecording.open(paths, wish.layout(), byteOrder(wish));
            case FITS -> new FitsRecording(FitsFrames.open(paths, wish.layout()));
            case FITS_FOLDER -> folder(paths, wish);
        };
    }

    private static Recording folder(List<Path> paths, CameraWish wish) throws IOException {
        if (paths.size() == 1) {
            return new FitsRecording(FitsFrames.openFolder(paths.get(0), wish.layout()));
        }
        List<Path> files = new ArrayList<>();
        for (Path folder : paths) {
            files.addAll(FitsFrames.filesIn(folder));
        }
        if (files.isEmpty()) {
            throw new BadInputException(
                    "FOLDER=" + paths.get(0) + " and the others hold no FITS files; choose other folders");
        }
        return new FitsRecording(FitsFrames.open(files, wish.layout()));
    }

    private static Optional<ByteOrder> byteOrder(CameraWish wish) {
        return switch (wish.byteOrder()) {
            case AUTO -> Optional.empty();
            case LITTLE -> Optional.of(ByteOrder.LITTLE_ENDIAN);
            case BIG -> Optional.of(ByteOrder.BIG_ENDIAN);
        };
    }

    /** One path, or several with separators; a name that has the separator in it is still one path if it exists. */
    private static List<Path> paths(String address) {
        if (address.isBlank()) {
            throw new IllegalArgumentException("FILE is empty; give a path");
        }
        try {
            if (Files.exists(Path.of(address)) || !address.contains(File.pathSeparator)) {
                return List.of(Path.of(address));
            }
            List<Path> paths = new ArrayList<>();
            for (String part : address.split(Pattern.quote(File.pathSeparator), -1)) {
                if (!part.isBlank()) {
                    paths.add(Path.of(part));
                }
            }
            if (paths.isEmpty()) {
                throw new IllegalArgumentException("FILE=" + address + " names no file; give a path");
            }
            return paths;
        } catch (InvalidPathException impossible) {
            throw new IllegalArgumentException(
                    "FILE=" + address + " is no path; " + impossible.getReason(), impossible);
        }
    }
}
