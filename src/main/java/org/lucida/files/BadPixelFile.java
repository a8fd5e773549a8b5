package org.lucida.files;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.lucida.frame.BadInputException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.PixelMask;
import org.lucida.frame.Roi;

/**
 * Bad pixels as an observer names them.
 *
 * <p>Either a text with one pixel a line, {@code x,y}: column and row from 0, (0, 0) the top-left pixel; empty lines, lines
 * that begin with # and a first line of words do not count. Or a FITS image of the frame's size, where 0 is a good pixel and
 * everything else, NaN too, a bad one.
 *
 * <p>Coordinates: those of the whole frame; a region takes what falls into it.
 */
public final class BadPixelFile {
    /** A list longer than this is no list of bad pixels. */
    private static final long LARGEST_TEXT_BYTES = 64L << 20;

    /**
     * Reads a list or an image.
     *
     * @param format frames as they are stacked
     * @param region part of the whole frame that is stacked; empty = all of it
     * @return the mask of the frames as they are stacked, or null if no pixel of them is bad
     */
    public PixelMask read(Path file, FrameFormat format, Optional<Roi> region) throws IOException {
        return FitsFrames.isFitsName(file) ? readImage(file, format, region) : readList(file, format, region);
    }

    private static PixelMask readList(Path file, FrameFormat format, Optional<Roi> region) throws IOException {
        if (Files.size(file) > LARGEST_TEXT_BYTES) {
            throw new BadInputException("--bad-pixels=" + file.getFileName() + " is larger than 64 MiB; give a list of"
                    + " lines x,y or a FITS image (.fits)");
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (MalformedInputException noText) {
            throw new BadInputException(
                    "--bad-pixels=" + file.getFileName() + " is no text; give lines x,y or a FITS image (.fits)",
                    noText);
        }
        int left = region.map(Roi::xPx).orElse(0);
        int top = region.map(Roi::yPx).orElse(0);
        BitSet bad = new BitSet(format.widthPx() * format.heightPx());
        boolean isFirst = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (!line.matches("\\d{1,7}\\s*[,;\\s]\\s*\\d{1,7}([,;\\s].*)?")) {
                if (isFirst && line.matches("[A-Za-z].*")) {
                    isFirst = false;
                    continue;
                }
                throw new BadInputException("--bad-pixels=" + file.getFileName() + " line " + (i + 1) + ": "
                        + shown(line) + " is not x,y; give column and row from 0");
            }
            isFirst = false;
            String[] words = line.split("\\s*[,;\\s]\\s*", 3);
            int x = Integer.parseInt(words[0]) - left;
            int y = Integer.parseInt(words[1]) - top;
            boolean isInside = x >= 0 && x < format.widthPx() && y >= 0 && y < format.heightPx();
            if (!isInside && region.isEmpty()) {
                throw new BadInputException(
                        "--bad-pixels=" + file.getFileName() + " line " + (i + 1) + ": " + shown(line)
                                + " is outside the frame of " + format.widthPx() + "x" + format.heightPx()
                                + " px; give a list made for these frames");
            }
            if (isInside) {
                bad.set(y * format.widthPx() + x);
            }
        }
        return PixelMask.of(format.widthPx(), format.heightPx(), bad);
    }

    private static String shown(String line) {
        return line.length() <= 40 ? line : line.substring(0, 40) + "...";
    }

    private static PixelMask readImage(Path file, FrameFormat format, Optional<Roi> region) throws IOException {
        try (DrizzleCaseFrames image = DrizzleCaseFrames.open(List.of(file), Optional.of(ColorLayout.MONO))) {
            int left = region.map(Roi::xPx).orElse(0);
            int top = region.map(Roi::yPx).orElse(0);
            boolean fits = region.isEmpty()
                    ? image.widthPx() == format.widthPx() && image.heightPx() == format.heightPx()
                    : region.get().fitsIn(image.widthPx(), image.heightPx());
            if (!fits) {
                throw new BadInputException("--bad-pixels=" + file.getFileName() + " is " + image.widthPx() + "x"
                        + image.heightPx() + " px, the frames are " + format.widthPx() + "x" + format.heightPx()
                        + "; give an image of the whole frame");
            }
            float[] values = new float[image.widthPx() * image.heightPx()];
            image.read(0, values);
            BitSet bad = new BitSet(format.widthPx() * format.heightPx());
            for (int y = 0; y < format.heightPx(); y++) {
                for (int x = 0; x < format.widthPx(); x++) {
                    if (values[(y + top) * image.widthPx() + x + left] != 0) {
                        bad.set(y * format.widthPx() + x);
                    }
                }
            }
            return PixelMask.of(format.widthPx(), format.heightPx(), bad);
        }
    }
}
