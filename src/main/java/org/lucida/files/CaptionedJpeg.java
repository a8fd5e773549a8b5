package org.lucida.files;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;

/** A picture to show around: 8 bits, good quality, and a black margin below with the words that belong to it. */
final class CaptionedJpeg {
    private static final float QUALITY = 0.92f;
    /** Narrower pictures get black at both sides, so that the words have room. */
    private static final int LEAST_WIDTH_PX = 360;

    private static final int SMALLEST_FONT_PX = 12;
    private static final int LARGEST_FONT_PX = 36;
    private static final int WIDTH_PER_FONT = 48;
    private static final double TITLE_RATIO = 1.35;
    private static final Color BRIGHT = new Color(0xE6E6E6);
    private static final Color DIM = new Color(0xA6A6A6);
    private static final String METADATA = "javax_imageio_jpeg_image_1.0";

    private final WholeFile files;

    CaptionedJpeg(WholeFile files) {
        this.files = files;
    }

    void write(Path file, EnhancedPictures.Picture picture, EnhancedPictures.Caption caption, String description)
            throws IOException {
        BufferedImage image = image(file, picture, caption);
        long bytesNeeded = (long) image.getWidth() * image.getHeight() / 2 + 16_384;
        files.create(file, bytesNeeded, channel -> {
            ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
            try (ChannelImageOutput out = new ChannelImageOutput(channel)) {
                writer.setOutput(out);
                ImageWriteParam parameters = writer.getDefaultWriteParam();
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(QUALITY);
                IIOMetadata metadata =
                        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), parameters);
                IIOMetadataNode comment = new IIOMetadataNode("com");
                comment.setAttribute("comment", FitsCards.clean(description));
                IIOMetadataNode sequence = new IIOMetadataNode("markerSequence");
                sequence.appendChild(comment);
                IIOMetadataNode root = new IIOMetadataNode(METADATA);
                root.appendChild(new IIOMetadataNode("JPEGvariety"));
                root.appendChild(sequence);
                metadata.mergeTree(METADATA, root);
                writer.write(null, new IIOImage(image, null, metadata), parameters);
            } finally {
                writer.dispose();
            }
        });
    }

    private static BufferedImage image(Path file, EnhancedPictures.Picture picture, EnhancedPictures.Caption caption)
            throws IOException {
        boolean hasWords = !caption.title().isBlank()
                || !caption.signature().isBlank()
                || caption.lines().stream().anyMatch(line -> !line.isBlank());
        int width = hasWords ? Math.max(LEAST_WIDTH_PX, picture.widthPx()) : picture.widthPx();
        int fontPx = Math.max(SMALLEST_FONT_PX, Math.min(LARGEST_FONT_PX, width / WIDTH_PER_FONT));
        if (!hasWords) {
            BufferedImage plain = blank(width, picture.heightPx());
            paint(picture, plain, 0);
            return plain;
        }
        Font small;
        Font large;
        List<Line> lines = new ArrayList<>();
        int marginPx = fontPx;
        try {
            small = new Font(Font.SANS_SERIF, Font.PLAIN, fontPx);
            large = new Font(Font.SANS_SERIF, Font.BOLD, (int) Math.round(TITLE_RATIO * fontPx));
            Graphics2D ruler = blank(1, 1).createGraphics();
            FontMetrics smallSize = ruler.getFontMetrics(small);
            FontMetrics largeSize = ruler.getFontMetrics(large);
            ruler.dispose();
            int roomPx = width - 2 * marginPx;
            int signaturePx = caption.signature().isBlank() ? 0 : smallSize.stringWidth(caption.signature()) + fontPx;
            wrap(caption.title(), largeSize, roomPx, large, BRIGHT, lines);
            for (String line : caption.lines()) {
                wrap(line, smallSize, roomPx - signaturePx, small, DIM, lines);
            }
            if (lines.isEmpty()) {
                lines.add(new Line("", small, DIM, smallSize.getHeight(), smallSize.getAscent()));
            }
        } catch (Error | RuntimeException e) {
            throw new IOException(
                    "file=" + file + " gets no caption because this system has no font (" + e
                            + "); install fontconfig and a font such as DejaVu, or leave the caption out",
                    e);
        }
        int textPx = lines.stream().mapToInt(Line::heightPx).sum();
        BufferedImage image = blank(width, picture.heightPx() + textPx + 2 * marginPx);
        paint(picture, image, (width - picture.widthPx()) / 2);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        int y = picture.heightPx() + marginPx;
        int baseline = y;
        for (Line line : lines) {
            baseline = y + line.ascentPx();
            pen.setFont(line.font());
            pen.setColor(line.colour());
            pen.drawString(line.text(), marginPx, baseline);
            y += line.heightPx();
        }
        pen.setFont(small);
        pen.setColor(DIM);
        FontMetrics size = pen.getFontMetrics();
        pen.drawString(caption.signature(), width - marginPx - size.stringWidth(caption.signature()), baseline);
        pen.dispose();
        return image;
    }

    private record Line(String text, Font font, Color colour, int heightPx, int ascentPx) {}

    /** Breaks a text between words where it is too long for the room. */
    private static void wrap(String text, FontMetrics size, int roomPx, Font font, Color colour, List<Line> lines) {
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (line.length() > 0 && size.stringWidth(line + " " + word) > roomPx) {
                lines.add(new Line(line.toString(), font, colour, size.getHeight(), size.getAscent()));
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        if (line.length() > 0) {
            lines.add(new Line(line.toString(), font, colour, size.getHeight(), size.getAscent()));
        }
    }

    private static BufferedImage blank(int widthPx, int heightPx) {
        return new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_INT_RGB);
    }

    private static void paint(EnhancedPictures.Picture picture, BufferedImage image, int xPx) {
        int[] row = new int[picture.widthPx()];
        float[] red = picture.brightness()[0];
        float[] green = picture.brightness()[picture.planeCount() == 3 ? 1 : 0];
        float[] blue = picture.brightness()[picture.planeCount() == 3 ? 2 : 0];
        for (int y = 0; y < picture.heightPx(); y++) {
            int start = y * picture.widthPx();
            for (int x = 0; x < row.length; x++) {
                row[x] = level(red[start + x]) << 16 | level(green[start + x]) << 8 | level(blue[start + x]);
            }
            image.setRGB(xPx, y, row.length, 1, row, 0, row.length);
        }
    }

    private static int level(float brightness) {
        return brightness > 0 ? (int) Math.min(255, brightness * 255 + 0.5f) : 0;
    }
}
