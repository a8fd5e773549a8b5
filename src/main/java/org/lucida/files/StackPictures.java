package org.lucida.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import org.lucida.frame.StackView;

/**
 * The stack as a picture to look at and to hand to other programs: PNG and TIFF.
 *
 * <p>Coordinates: row 0 of the stack is the top row of the picture. NaN is black. One curve for all planes, see
 * {@link Stretch}; it is written into the picture in words.
 * <p>Memory: streams row by row; a few rows besides the caller's stack.
 * <p>Thread: one call at a time. Needs no display.
 * <p>Fails: never overwrites ({@link java.nio.file.FileAlreadyExistsException}); on a full disk IOException with file,
 * bytes needed and remedy, and no partial file.
 */
public final class StackPictures {
    /** What a picture is stored as. */
    public enum Format {
        /** 16 bits a sample, compressed without loss. */
        PNG16("png", 16),
        /** 8 bits a sample: small, for a quick look. */
        PNG8("png", 8),
        /** 16 bits a sample, uncompressed: what every image program reads. */
        TIFF16("tiff", 16);

        private final String writerName;
        private final int bitDepth;

        Format(String writerName, int bitDepth) {
            this.writerName = writerName;
            this.bitDepth = bitDepth;
        }

        /** Customary ending of the file name, without the dot. */
        public String extension() {
            return this == TIFF16 ? "tif" : "png";
        }
    }

    /** Markers, directories and texts of a picture besides its samples. */
    private static final long FRAMING_BYTES = 8192;

    private final String software;
    private final WholeFile files;

    /** Writes to this machine's disks and signs pictures with program and version. */
    public StackPictures(String software) {
        this(software, WholeFile.REAL_DISK);
    }

    StackPictures(String software, WholeFile.Disk disk) {
        this.software = FitsCards.clean(software);
        this.files = new WholeFile(disk);
    }

    /**
     * Writes a new picture.
     *
     * @param title what it shows, for instance the target; the number of frames and the stretch are added
     */
    public void write(Path file, StackView stack, Stretch stretch, Format format, String title) throws IOException {
        StretchedImage image = new StretchedImage(stack, stretch, format.bitDepth);
        String description = FitsCards.clean(String.format(
                Locale.ROOT, "%s: %d frames stacked; %s", title, stack.stackedCount(), stretch.description()));
        write(file, image, format, description, (long) stack.widthPx() * stack.heightPx() * stack.planeCount());
    }

    /** Writes brightness 0 to 1 as it is, with a description of its own. */
    void writeBrightness(Path file, StackView brightness, Format format, String description) throws IOException {
        StretchedImage image =
                new StretchedImage(brightness, new Stretch(Stretch.Kind.FIXED, 0, 1, 0.5), format.bitDepth);
        long samples = (long) brightness.widthPx() * brightness.heightPx() * brightness.planeCount();
        write(file, image, format, FitsCards.clean(description), samples);
    }

    private void write(Path file, StretchedImage image, Format format, String description, long sampleCount)
            throws IOException {
        long bytesNeeded = FRAMING_BYTES + sampleCount * (format.bitDepth / 8);
        files.create(file, bytesNeeded, channel -> {
            ImageWriter writer =
                    ImageIO.getImageWritersByFormatName(format.writerName).next();
            try (ChannelImageOutput out = new ChannelImageOutput(channel)) {
                writer.setOutput(out);
                ImageWriteParam parameters = writer.getDefaultWriteParam();
                IIOMetadata metadata =
                        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), parameters);
                writer.write(null, new IIOImage(image, null, signed(metadata, format, description)), parameters);
            } finally {
                writer.dispose();
            }
        });
    }

    private IIOMetadata signed(IIOMetadata metadata, Format format, String description) throws IIOInvalidTreeException {
        if (format == Format.TIFF16) {
            TIFFDirectory directory = TIFFDirectory.createFromMetadata(metadata);
            directory.addTIFFField(text(BaselineTIFFTagSet.TAG_SOFTWARE, software));
            directory.addTIFFField(text(BaselineTIFFTagSet.TAG_IMAGE_DESCRIPTION, description));
            return directory.getAsMetadata();
        }
        IIOMetadataNode texts = new IIOMetadataNode("tEXt");
        texts.appendChild(text("Software", software));
        texts.appendChild(text("Description", description));
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        root.appendChild(texts);
        metadata.mergeTree("javax_imageio_png_1.0", root);
        return metadata;
    }

    private static TIFFField text(int tag, String value) {
        return new TIFFField(BaselineTIFFTagSet.getInstance().getTag(tag), TIFFTag.TIFF_ASCII, 1, new String[] {value});
    }

    private static IIOMetadataNode text(String keyword, String value) {
        IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
        entry.setAttribute("keyword", keyword);
        entry.setAttribute("value", value);
        return entry;
    }
}
