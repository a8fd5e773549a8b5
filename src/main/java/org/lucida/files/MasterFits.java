package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalDouble;
import nom.tam.fits.FitsException;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;

/**
 * Master darks and flats as FITS files: the mean of many frames in ADU, 32 bit floating point, so that no fraction of an ADU is
 * lost.
 *
 * <p>Shape: row-major with {@code widthPx * samplesPerPixel} samples a row, the top row first; three samples a pixel become
 * planes, red first.
 * <p>Memory: one row.
 * <p>Fails: never overwrites; on a full disk IOException with file, bytes needed and remedy, and no partial file.
 */
public final class MasterFits {
    /** Marks a master whose fractions of an ADU are to be believed. */
    static final String MARK = "LUCMASTR";

    private final Clock clock;
    private final WholeFile files;

    /** Writes to this machine's disks; the clock gives the DATE of the file. */
    public MasterFits(Clock clock) {
        this(clock, WholeFile.REAL_DISK);
    }

    MasterFits(Clock clock, WholeFile.Disk disk) {
        this.clock = clock;
        files = new WholeFile(disk);
    }

    /**
     * Writes a new file.
     *
     * @param meanAdu the master, NaN where a pixel has no value. Not modified
     */
    public void write(Path file, float[] meanAdu, MasterFacts facts) throws IOException {
        FrameFormat format = facts.source().format();
        byte[] header;
        try {
            header = StackFits.bytes(cards(facts).header());
        } catch (FitsException impossible) {
            throw new IOException("file=" + file + " has no valid FITS header; report this", impossible);
        }
        int planes = format.layout().samplesPerPixel();
        int width = format.widthPx();
        long dataBytes = 4L * width * format.heightPx() * planes;
        files.create(file, header.length + StackFits.padded(dataBytes), channel -> {
            WholeFile.writeFully(channel, ByteBuffer.wrap(header));
            ByteBuffer row = ByteBuffer.allocateDirect(4 * width).order(ByteOrder.BIG_ENDIAN);
            for (int plane = 0; plane < planes; plane++) {
                int sample = sampleOf(format.layout(), plane);
                for (int y = 0; y < format.heightPx(); y++) {
                    row.clear();
                    for (int x = 0; x < width; x++) {
                        row.putFloat(meanAdu[(y * width + x) * planes + sample]);
                    }
                    WholeFile.writeFully(channel, row.flip());
                }
            }
            WholeFile.writeFully(channel, ByteBuffer.allocate((int) (StackFits.padded(dataBytes) - dataBytes)));
        });
    }

    /** Which sample of a pixel belongs to a plane of the file. */
    private static int sampleOf(ColorLayout layout, int plane) {
        for (int sample = 0; sample < layout.samplesPerPixel(); sample++) {
            if (layout.samplesPerPixel() == 1 || layout.planeOf(0, 0, sample) == plane) {
                return sample;
            }
        }
        throw new AssertionError(layout + " has no plane " + plane);
    }

    /**
     * Reads a master written here for frames of a shape.
     *
     * @return empty if the file is something else, or of another size
     */
    public static Optional<float[]> read(Path file, FrameFormat format) throws IOException {
        if (!FitsFrames.isFitsName(file)) {
            return Optional.empty();
        }
        try (FitsInputBytes in = FitsInputBytes.open(file)) {
            FitsInputImage.Found found = FitsInputImage.find(in, Optional.empty(), String.valueOf(file.getFileName()));
            FitsInputImage image = found.image();
            int planes = format.layout().samplesPerPixel();
            boolean isOurs = found.header().text(MARK).isPresent()
                    && image.bitpix() == -32
                    && image.zero() == 0
                    && image.scale() == 1
                    && !image.bottomUp()
                    && image.frameCount() == 1
                    && image.format().widthPx() == format.widthPx()
                    && image.format().heightPx() == format.heightPx()
                    && image.format().layout().samplesPerPixel() == planes;
            return isOurs ? Optional.ofNullable(samples(in, image, format)) : Optional.empty();
        }
    }

    /** Null if the file is cut short. */
    private static float[] samples(FitsInputBytes in, FitsInputImage image, FrameFormat format) throws IOException {
        int width = format.widthPx();
        int planes = format.layout().samplesPerPixel();
        float[] master = new float[width * format.heightPx() * planes];
        byte[] bytes = new byte[4 * width];
        ByteBuffer row = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
        long offset = image.dataOffset();
        for (int plane = 0; plane < planes; plane++) {
            int sample = sampleOf(format.layout(), plane);
            for (int y = 0; y < format.heightPx(); y++) {
                if (in.read(offset, bytes, bytes.length) < bytes.length) {
                    return null;
                }
                offset += bytes.length;
                for (int x = 0; x < width; x++) {
                    master[(y * width + x) * planes + sample] = row.getFloat(4 * x);
                }
            }
        }
        return master;
    }

    private FitsCards cards(MasterFacts facts) throws FitsException {
        StackFacts.Source source = facts.source();
        FrameFormat format = source.format();
        FitsCards cards = new FitsCards();
        boolean isColour = format.layout().samplesPerPixel() == 3;
        cards.put("SIMPLE", true, "FITS Standard 4.0");
        cards.put("BITPIX", -32, "IEEE floating point");
        cards.put("NAXIS", isColour ? 3 : 2, "axes");
        cards.put("NAXIS1", format.widthPx(), "columns");
        cards.put("NAXIS2", format.heightPx(), "rows");
        if (isColour) {
            cards.put("NAXIS3", 3, "planes are red, green, blue");
            cards.put("CTYPE3", "RGB", "planes are red, green, blue");
        }
        cards.put("EXTEND", true, "extensions may follow");
        cards.put("BUNIT", "adu", "mean of the raw samples");
        cards.put("ROWORDER", "TOP-DOWN", "first row is the top of the image");
        if (format.layout().isMosaic()) {
            cards.put("BAYERPAT", format.layout().name(), "of the top left pixels");
            cards.put("XBAYROFF", 0, "");
            cards.put("YBAYROFF", 0, "");
        }
        cards.put("SATURATE", format.maxAdu(), "[adu] largest value of a raw sample");
        cards.put("IMAGETYP", facts.kind().imageType(), "master, mean of many frames");
        cards.put(MARK, facts.kind().name(), "master made by this program, fractions count");
        cards.put("STACKCNT", facts.frameCount(), "frames in this mean");
        cards.put("NCOMBINE", facts.frameCount(), "frames in this mean");
        cards.put("DARKSUB", facts.darkSubtracted(), "T: a dark was taken off");
        OptionalDouble exposureUs = source.exposureUs();
        if (exposureUs.isPresent()) {
            cards.put("EXPTIME", exposureUs.getAsDouble() / 1e6, "[s] exposure of a single frame");
            cards.put("EXPOSURE", exposureUs.getAsDouble() / 1e6, "[s] exposure of a single frame");
        }
        cards.put("TIMESYS", "UTC", "time scale of all times here");
        long firstUtcNs = facts.span().firstStartUtcNs();
        if (UtcText.isKnown(firstUtcNs)) {
            cards.put("DATE-OBS", UtcText.iso6(firstUtcNs), "UTC start of the first frame");
        }
        long endUtcNs = facts.span().endUtcNs(exposureUs);
        if (UtcText.isKnown(endUtcNs)) {
            cards.put("DATE-END", UtcText.iso6(endUtcNs), "UTC end of the last frame");
        }
        cards.put("DATE", UtcText.iso6(UtcText.nanosOf(clock.instant())), "UTC when this file was written");
        cards.put("SWCREATE", facts.software(), "software that wrote this file");
        cards.put("PROGRAM", facts.software(), "software that wrote this file");
        cards.put("INSTRUME", source.facts().getOrDefault("INSTRUME", source.cameraName()), "camera");
        SourceCards.putRaw(cards, source.facts());
        for (String note : facts.notes()) {
            cards.history("Note: " + note);
        }
        return cards;
    }
}
