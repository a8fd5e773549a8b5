package org.lucida.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.lucida.frame.StackView;

/**
 * A processed stack in the files an observer wants: FITS to go on with, TIFF and PNG of 16 bits to work on, and a JPEG with a
 * caption to show around.
 *
 * <p>All files of one call share a name, {@code name.fits}, {@code name.tif}, {@code name.png}, {@code name.jpg}; if one of
 * them is taken all become {@code name-2} and so on. Nothing is asked, nothing overwritten; each file appears whole or not at
 * all.
 * <p>Coordinates: row 0 is the top. NaN is black in pictures.
 * <p>Memory: streams; the JPEG takes four bytes for each pixel.
 * <p>Thread: safe. Needs no display.
 * <p>Fails: IOException with file, bytes needed and remedy; files written before stay.
 */
public final class EnhancedPictures {
    private static final int MOST_NUMBERS = 10_000;

    /** What a result is stored as. */
    public enum Kind {
        FITS("fits"),
        TIFF("tif"),
        PNG("png"),
        JPEG("jpg");

        private final String extension;

        Kind(String extension) {
            this.extension = extension;
        }

        /** Ending of the file name, without the dot. */
        public String extension() {
            return extension;
        }
    }

    /**
     * A processed stack.
     *
     * @param enhancedAdu one grey plane or red, green and blue, sharpened but without tone curve; for the FITS file. Borrowed
     * @param brightness the same planes after the tone curve, 0 to 1; for the pictures. Borrowed
     */
    public record Picture(int widthPx, int heightPx, float[][] enhancedAdu, float[][] brightness) {
        public Picture {
            for (float[][] planes : new float[][][] {enhancedAdu, brightness}) {
                if (planes.length != 1 && planes.length != 3) {
                    throw new IllegalArgumentException("planeCount=" + planes.length + "; give 1 or 3 planes");
                }
                for (float[] plane : planes) {
                    if (plane.length != Math.multiplyExact(widthPx, heightPx)) {
                        throw new IllegalArgumentException("plane of " + plane.length + " samples is not " + widthPx
                                + "x" + heightPx + " px; give planes of that size");
                    }
                }
            }
        }

        int planeCount() {
            return enhancedAdu.length;
        }
    }

    /**
     * What was done, in words.
     *
     * @param title what it shows, for instance the target
     * @param recipe the settings as text
     * @param notes what was measured and what was left out, one sentence each
     * @param blackAdu shown black
     * @param whiteAdu shown white
     */
    public record Account(String title, String recipe, List<String> notes, double blackAdu, double whiteAdu) {
        public Account {
            notes = List.copyOf(notes);
        }
    }

    /**
     * The words in the black margin under the JPEG.
     *
     * @param title large, for instance target and time; may be blank
     * @param lines smaller, below it; blank ones are left out
     * @param signature small, at the right
     */
    public record Caption(String title, List<String> lines, String signature) {
        /** No margin. */
        public static final Caption NONE = new Caption("", List.of(), "");

        public Caption {
            lines = List.copyOf(lines);
        }
    }

    private final String software;
    private final EnhancedFits fits;
    private final StackPictures pictures;
    private final CaptionedJpeg jpeg;

    /** Writes to this machine's disks and signs files with program and version. */
    public EnhancedPictures(String software, Clock clock) {
        this(software, clock, WholeFile.REAL_DISK);
    }

    EnhancedPictures(String software, Clock clock, WholeFile.Disk disk) {
        WholeFile files = new WholeFile(disk);
        this.software = software;
        fits = new EnhancedFits(software, clock, files);
        pictures = new StackPictures(software, disk);
        jpeg = new CaptionedJpeg(files);
    }

    /**
     * Writes the wished kinds.
     *
     * @param folder made if it is missing
     * @param name without ending
     * @param begun told each file before it is written
     * @return the files by kind, in the order written
     */
    public Map<Kind, Path> write(
            Path folder,
            String name,
            Set<Kind> kinds,
            Picture picture,
            StackFile.Source source,
            Account account,
            Caption caption,
            Consumer<Path> begun)
            throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException(
                    "folder=" + folder + " cannot be made (" + e.getMessage() + "); choose another folder with -o", e);
        }
        Set<Kind> ordered = kinds.isEmpty() ? EnumSet.noneOf(Kind.class) : EnumSet.copyOf(kinds);
        Map<Kind, Path> written = new LinkedHashMap<>();
        Map<Kind, Path> free = freeNames(folder, name, ordered);
        String description = account.title() + "; enhanced by " + software + ", not linear; " + account.recipe();
        StackView brightness = new BrightnessView(picture);
        for (Map.Entry<Kind, Path> each : free.entrySet()) {
            Path file = each.getValue();
            begun.accept(file);
            switch (each.getKey()) {
                case FITS -> fits.write(file, picture, source, account);
                case TIFF -> pictures.writeBrightness(file, brightness, StackPictures.Format.TIFF16, description);
                case PNG -> pictures.writeBrightness(file, brightness, StackPictures.Format.PNG16, description);
                case JPEG -> jpeg.write(file, picture, caption, description);
            }
            written.put(each.getKey(), file);
        }
        return written;
    }

    private static Map<Kind, Path> freeNames(Path folder, String name, Set<Kind> kinds) throws IOException {
        for (int number = 1; number <= MOST_NUMBERS; number++) {
            String stem = number == 1 ? name : name + "-" + number;
            boolean isTaken = false;
            // All endings count, so that one name never belongs to two pictures.
            for (Kind kind : Kind.values()) {
                isTaken |= Files.exists(folder.resolve(stem + "." + kind.extension()));
            }
            if (!isTaken) {
                Map<Kind, Path> free = new LinkedHashMap<>();
                for (Kind kind : kinds) {
                    free.put(kind, folder.resolve(stem + "." + kind.extension()));
                }
                return free;
            }
        }
        throw new IOException("folder=" + folder + " holds " + MOST_NUMBERS + " pictures called " + name
                + "; choose another name with -o");
    }

    /** Brightness planes where a picture writer expects a stack. */
    private record BrightnessView(Picture picture) implements StackView {
        @Override
        public int widthPx() {
            return picture.widthPx();
        }

        @Override
        public int heightPx() {
            return picture.heightPx();
        }

        @Override
        public int planeCount() {
            return picture.planeCount();
        }

        @Override
        public long stackedCount() {
            return 0;
        }

        @Override
        public void readValues(int plane, int y, float[] out) {
            System.arraycopy(picture.brightness()[plane], y * widthPx(), out, 0, widthPx());
        }

        @Override
        public void readWeights(int plane, int y, float[] out) {
            throw new UnsupportedOperationException("a picture has no weights");
        }

        @Override
        public void readCounts(int plane, int y, int[] out) {
            throw new UnsupportedOperationException("a picture has no counts");
        }

        @Override
        public void readFlags(int plane, int y, int[] out) {
            throw new UnsupportedOperationException("a picture has no flags");
        }
    }
}
