package org.lucida.simulator.sky;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import nom.tam.fits.BasicHDU;
import nom.tam.fits.Fits;
import nom.tam.fits.FitsException;
import nom.tam.fits.Header;
import org.lucida.frame.BadInputException;

/**
 * A picture as numbers: PNG, TIFF, JPEG (scaled to 0 .. 1 of their bits) or FITS (values as they are), top row first.
 *
 * @param columns points across
 * @param rows points down
 * @param colours red, green and blue, row-major; one array three times if the picture is grey; owned by the record
 */
record PicturePlanes(int columns, int rows, float[][] colours) {
    private static final long MOST_POINTS = 200_000_000;
    private static final int FITS_BLOCK_BYTES = 2880;

    /** A picture shipped with the scenes. */
    static PicturePlanes shipped(String name) throws IOException {
        String path = "/simulator/scenes/images/" + name;
        try (InputStream in = PicturePlanes.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException("resource=" + path + " is missing; install Lucida again");
            }
            return read(name, in.readAllBytes());
        }
    }

    /** A user's picture. */
    static PicturePlanes read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new BadInputException(
                    "target.path=" + path + " is a folder; write the path of a PNG, TIFF, JPEG or FITS");
        }
        try {
            return read(path.toString(), Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            throw new BadInputException(
                    "target.path=" + path + " does not exist; write the path of a PNG, TIFF, JPEG or FITS", e);
        }
    }

    private static PicturePlanes read(String name, byte[] bytes) throws IOException {
        String ending = name.toLowerCase(Locale.ROOT);
        if (ending.endsWith(".fits") || ending.endsWith(".fit") || ending.endsWith(".fts")) {
            return fits(name, bytes);
        }
        BufferedImage image;
        try {
            image = ImageIO.read(new ByteArrayInputStream(bytes));
        } catch (IOException | RuntimeException e) {
            throw new BadInputException("picture=" + name + " is damaged; open and save it anew", e);
        }
        if (image == null) {
            throw new BadInputException(
                    "picture=" + name + " is no PNG, TIFF, JPEG or FITS; convert it to one of them");
        }
        int columns = image.getWidth();
        int rows = image.getHeight();
        checkSize(name, columns, rows);
        int colourSpace = image.getColorModel().getColorSpace().getType();
        if (colourSpace != ColorSpace.TYPE_RGB && colourSpace != ColorSpace.TYPE_GRAY) {
            throw new BadInputException(
                    "picture=" + name + " is neither grey nor red, green and blue; convert its colours");
        }
        Raster raster = image.getRaster();
        boolean indexed = image.getColorModel() instanceof java.awt.image.IndexColorModel;
        int bands = indexed ? 3 : Math.min(3, raster.getNumBands());
        float[][] colours = new float[3][];
        if (bands < 3) {
            float most = fullScale(raster, 0);
            colours[0] = raster.getSamples(0, 0, columns, rows, 0, new float[columns * rows]);
            for (int i = 0; i < colours[0].length; i++) {
                colours[0][i] /= most;
            }
            colours[1] = colours[0];
            colours[2] = colours[0];
            return new PicturePlanes(columns, rows, colours);
        }
        for (int plane = 0; plane < 3; plane++) {
            colours[plane] = new float[columns * rows];
            if (indexed) {
                for (int i = 0; i < columns * rows; i++) {
                    int rgb = image.getRGB(i % columns, i / columns);
                    colours[plane][i] = (rgb >> 16 - 8 * plane & 0xFF) / 255f;
                }
            } else {
                float most = fullScale(raster, plane);
                raster.getSamples(0, 0, columns, rows, plane, colours[plane]);
                for (int i = 0; i < columns * rows; i++) {
                    colours[plane][i] /= most;
                }
            }
        }
        return new PicturePlanes(columns, rows, colours);
    }

    /** Greatest value of a sample's bits; pictures of floating point numbers are taken as they are. */
    private static float fullScale(Raster raster, int band) {
        int type = raster.getSampleModel().getDataType();
        boolean floating = type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE;
        return floating ? 1 : (float) ((1L << raster.getSampleModel().getSampleSize(band)) - 1);
    }

    private static PicturePlanes fits(String name, byte[] bytes) throws IOException {
        // Asked before the library is, which prints what puzzles it.
        if (bytes.length < FITS_BLOCK_BYTES
                || !new String(bytes, 0, 9, StandardCharsets.US_ASCII).equals("SIMPLE  =")) {
            throw new BadInputException(
                    "picture=" + name + " is no PNG, TIFF, JPEG or FITS; convert it to one of them");
        }
        try (Fits fits = new Fits(new ByteArrayInputStream(bytes))) {
            BasicHDU<?> hdu = fits.readHDU();
            if (hdu == null || hdu.getAxes() == null || hdu.getAxes().length < 2 || hdu.getAxes().length > 3) {
                throw new BadInputException(
                        "picture=" + name + " has no plane or colour cube in its first unit; save it so");
            }
            int[] axes = hdu.getAxes();
            Header header = hdu.getHeader();
            double zero = header.getDoubleValue("BZERO", 0);
            double scale = header.getDoubleValue("BSCALE", 1);
            boolean topDown = header.getStringValue("ROWORDER") != null
                    && header.getStringValue("ROWORDER").strip().equalsIgnoreCase("TOP-DOWN");
            int rows = axes[axes.length - 2];
            int columns = axes[axes.length - 1];
            checkSize(name, columns, rows);
            boolean cube = axes.length == 3 && axes[0] == 3;
            if (axes.length == 3 && !cube && axes[0] != 1) {
                throw new BadInputException(
                        "picture=" + name + " has " + axes[0] + " planes; give one plane, or red, green and blue");
            }
            Object data = hdu.getKernel();
            float[][] colours = new float[3][];
            for (int plane = 0; plane < (cube ? 3 : 1); plane++) {
                Object picture = axes.length == 3 ? Array.get(data, plane) : data;
                colours[plane] = new float[columns * rows];
                for (int y = 0; y < rows; y++) {
                    Object row = Array.get(picture, topDown ? y : rows - 1 - y);
                    for (int x = 0; x < columns; x++) {
                        double value = zero + scale * Array.getDouble(row, x);
                        colours[plane][y * columns + x] = Double.isFinite(value) ? (float) value : 0;
                    }
                }
            }
            if (!cube) {
                colours[1] = colours[0];
                colours[2] = colours[0];
            }
            return new PicturePlanes(columns, rows, colours);
        } catch (FitsException | IllegalArgumentException e) {
            throw new BadInputException("picture=" + name + " is no readable FITS; save it anew as an image", e);
        }
    }

    private static void checkSize(String name, int columns, int rows) throws BadInputException {
        if ((long) columns * rows > MOST_POINTS) {
            throw new BadInputException("picture=" + name + " of " + columns + "x" + rows
                    + " px is too large; scale it below 200 million px");
        }
    }
}
