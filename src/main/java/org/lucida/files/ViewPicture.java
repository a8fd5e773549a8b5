package org.lucida.files;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;

/**
 * What was seen on the screen as a PNG of 8 bits a sample, signed with program, version and title.
 *
 * <p>Thread: one call at a time. Needs no display.
 * <p>Fails: never overwrites ({@link java.nio.file.FileAlreadyExistsException}); on a full disk IOException with file, bytes
 * needed and remedy, and no partial file.
 */
public final class ViewPicture {
    private static final long FRAMING_BYTES = 8192;

    private final String software;
    private final WholeFile files;

    /** Writes to this machine's disks and signs pictures with program and version. */
    public ViewPicture(String software) {
        this.software = FitsCards.clean(software);
        this.files = new WholeFile(WholeFile.REAL_DISK);
    }

    /**
     * Writes a new picture.
     *
     * @param argb row by row from the top; opaque, what is not is taken as it is. Not modified
     * @param title what it shows
     */
    public void write(Path file, int[] argb, int widthPx, int heightPx, String title) throws IOException {
        BufferedImage image = new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, widthPx, heightPx, argb, 0, widthPx);
        files.create(file, FRAMING_BYTES + 3L * widthPx * heightPx, channel -> {
            ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
            try (ChannelImageOutput out = new ChannelImageOutput(channel)) {
                writer.setOutput(out);
                IIOMetadata metadata =
                        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
                IIOMetadataNode texts = new IIOMetadataNode("tEXt");
                texts.appendChild(text("Software", software));
                texts.appendChild(text("Description", FitsCards.clean(title)));
                IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
                root.appendChild(texts);
                metadata.mergeTree("javax_imageio_png_1.0", root);
                writer.write(null, new IIOImage(image, null, metadata), null);
            } finally {
                writer.dispose();
            }
        });
    }

    private static IIOMetadataNode text(String keyword, String value) {
        IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
        entry.setAttribute("keyword", keyword);
        entry.setAttribute("value", value);
        return entry;
    }
}
