package org.lucida.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.lucida.frame.BadInputException;

/** The kinds of recordings that can be read. */
public enum RecordingKind {
    SER,
    FITS,
    FITS_FOLDER;

    private static final String FITS_MAGIC = "SIMPLE  =";

    /**
     * Tells the kind by the name, else by the first bytes.
     *
     * @throws IOException if there is no such file or folder
     * @throws BadInputException if it is of no kind that can be read
     */
    public static RecordingKind of(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return FITS_FOLDER;
        }
        if (!Files.exists(path)) {
            throw new IOException("FILE=" + path + " does not exist; check the path");
        }
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".ser")) {
            return SER;
        }
        if (FitsFrames.isFitsName(path)) {
            return FITS;
        }
        String start;
        try (InputStream in = Files.newInputStream(path)) {
            start = new String(in.readNBytes(SerHeader.MAGIC.length()), StandardCharsets.ISO_8859_1);
        }
        if (start.equals(SerHeader.MAGIC)) {
            return SER;
        }
        if (start.startsWith(FITS_MAGIC)) {
            return FITS;
        }
        throw new BadInputException(
                "FILE=" + path.getFileName() + " is a format Lucida cannot read yet; convert it to SER or FITS");
    }
}
