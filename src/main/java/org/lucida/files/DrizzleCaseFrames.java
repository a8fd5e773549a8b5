package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;

/**
 * Frames as they are, for drizzling with a registration of one's own: FITS pictures and cubes of any number type, folders of
 * them, SER clips. Numbers are not rounded, not scaled and not clamped.
 *
 * <p>Memory: where the frames are, and one frame while it is read.
 * <p>Thread: one at a time.
 * <p>Error: a file that cannot be read, or differs in size from the first, gives {@link BadInputException}.
 */
public final class DrizzleCaseFrames implements AutoCloseable {
    private static final int CHUNK_NUMBERS = 8192;

    /** One file and the frames in it. */
    private record Source(Path file, boolean isSer, FitsInputImage image, long frameCount) {}

    private final List<Source> sources;
    private final FrameFormat format;
    private final Optional<ColorLayout> wished;
    private final byte[] chunk = new byte[CHUNK_NUMBERS * Double.BYTES];
    private final ByteBuffer numbers = ByteBuffer.wrap(chunk).order(ByteOrder.BIG_ENDIAN);
    private final List<String> notes = new ArrayList<>();
    private Source open;
    private FitsInputBytes openFits;
    private SerReader openSer;
    private ByteBuffer raw;

    private DrizzleCaseFrames(List<Source> sources, FrameFormat format, Optional<ColorLayout> wished) {
        this.sources = sources;
        this.format = format;
        this.wished = wished;
    }

    /**
     * Opens files in the order given.
     *
     * @param layout colours to believe instead of the headers'
     */
    public static DrizzleCaseFrames open(List<Path> paths, Optional<ColorLayout> layout) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (RecordingKind.of(path) == RecordingKind.FITS_FOLDER) {
                files.addAll(FitsFrames.filesIn(path));
            } else {
                files.add(path);
            }
        }
        List<Source> sources = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        FrameFormat format = null;
        for (Path file : files) {
            FrameFormat found;
            if (RecordingKind.of(file) == RecordingKind.SER) {
                try (SerReader ser = SerReader.open(file, layout, Optional.empty())) {
                    found = ser.format();
                    sources.add(new Source(file, true, null, ser.frameCount()));
                    notes.addAll(ser.notes());
                }
            } else {
                String name = String.valueOf(file.getFileName());
                try (FitsInputBytes in = FitsInputBytes.open(file)) {
                    FitsInputImage.Found image = FitsInputImage.find(in, layout, name);
                    found = image.image().format();
                    sources.add(
                            new Source(file, false, image.image(), image.image().frameCount()));
                }
            }
            if (format == null) {
                format = found;
            } else if (found.widthPx() != format.widthPx()
                    || found.heightPx() != format.heightPx()
                    || found.layout() != format.layout()) {
                throw new BadInputException("FILE=" + file.getFileName() + " is " + found + ", the first is " + format
                        + "; give frames of one kind");
            }
        }
        if (format == null) {
            throw new BadInputException("FRAME=" + paths + " holds no frame; give SER or FITS files");
        }
        DrizzleCaseFrames frames = new DrizzleCaseFrames(sources, format, layout);
        frames.notes.addAll(notes);
        return frames;
    }

    public int widthPx() {
        return format.widthPx();
    }

    public int heightPx() {
        return format.heightPx();
    }

    public ColorLayout layout() {
        return format.layout();
    }

    /** What is odd about the files, one sentence each. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Frames of all files. */
    public long frameCount() {
        return sources.stream().mapToLong(Source::frameCount).sum();
    }

    /** Name of the file that holds a frame. */
    public String fileOf(long frame) {
        long first = 0;
        for (Source source : sources) {
            if (frame < first + source.frameCount()) {
                return String.valueOf(source.file().getFileName());
            }
            first += source.frameCount();
        }
        throw new IndexOutOfBoundsException("frame=" + frame);
    }

    /**
     * Reads a frame.
     *
     * @param out receives {@code [(y * widthPx + x) * samples + sample]}. Modified
     */
    public void read(long frame, float[] out) throws IOException {
        long first = 0;
        for (Source source : sources) {
            if (frame < first + source.frameCount()) {
                read(source, frame - first, out);
                return;
            }
            first += source.frameCount();
        }
        throw new IndexOutOfBoundsException("frame=" + frame);
    }

    @Override
    public void close() throws IOException {
        if (openFits != null) {
            openFits.close();
        }
        if (openSer != null) {
            openSer.close();
        }
        openFits = null;
        openSer = null;
        open = null;
    }

    private void read(Source source, long frame, float[] out) throws IOException {
        if (source != open) {
            close();
            if (source.isSer()) {
                openSer = SerReader.open(source.file(), wished, Optional.empty());
            } else {
                openFits = FitsInputBytes.open(source.file());
            }
            open = source;
        }
        boolean whole = source.isSer() ? readSer(frame, out) : readFits(source.image(), frame, out);
        if (!whole) {
            throw new BadInputException("FILE=" + source.file().getFileName() + " frame=" + frame
                    + " is cut short; fetch the file again, or leave the frame out");
        }
    }

    private boolean readSer(long frame, float[] out) throws IOException {
        FrameFormat found = openSer.format();
        if (raw == null || raw.capacity() < found.frameBytes()) {
            raw = ByteBuffer.allocateDirect(found.frameBytes()).order(ByteOrder.LITTLE_ENDIAN);
        }
        if (!openSer.read(frame, new Roi(0, 0, found.widthPx(), found.heightPx()), raw)) {
            return false;
        }
        int count = found.widthPx() * found.heightPx() * found.layout().samplesPerPixel();
        for (int i = 0; i < count; i++) {
            out[i] = found.bytesPerSample() == 1 ? raw.get(i) & 0xFF : raw.getShort(2 * i) & 0xFFFF;
        }
        return true;
    }

    private boolean readFits(FitsInputImage image, long frame, float[] out) throws IOException {
        int widthPx = format.widthPx();
        int heightPx = format.heightPx();
        int samples = format.layout().samplesPerPixel();
        long offset = image.dataOffset() + frame * image.frameBytes();
        for (int sample = 0; sample < samples; sample++) {
            for (int row = 0; row < heightPx; row++) {
                int y = image.bottomUp() ? heightPx - 1 - row : row;
                for (int x = 0; x < widthPx; x += CHUNK_NUMBERS) {
                    int part = Math.min(CHUNK_NUMBERS, widthPx - x);
                    int bytes = part * image.numberBytes();
                    if (openFits.read(offset, chunk, bytes) < bytes) {
                        return false;
                    }
                    offset += bytes;
                    convert(image, part, out, (y * widthPx + x) * samples + sample, samples);
                }
            }
        }
        return true;
    }

    private void convert(FitsInputImage image, int count, float[] out, int first, int stride) {
        boolean hasBlank = image.blank().isPresent();
        long blank = image.blank().orElse(0);
        for (int i = 0; i < count; i++) {
            double number;
            if (image.isFloat()) {
                number = image.bitpix() == -32 ? numbers.getFloat(4 * i) : numbers.getDouble(8 * i);
            } else {
                long whole =
                        switch (image.bitpix()) {
                            case 8 -> chunk[i] & 0xFF;
                            case 16 -> numbers.getShort(2 * i);
                            case 32 -> numbers.getInt(4 * i);
                            default -> numbers.getLong(8 * i);
                        };
                number = hasBlank && whole == blank ? Double.NaN : whole;
            }
            out[first + i * stride] = (float) (number * image.scale() + image.zero());
        }
    }
}
