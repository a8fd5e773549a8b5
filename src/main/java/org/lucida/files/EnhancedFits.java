package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import nom.tam.fits.FitsException;

/** The processed stack as FITS: float32 with the cards of its source, what was done to it, and a warning not to measure it. */
final class EnhancedFits {
    private static final Pattern KEYWORD = Pattern.compile("[A-Z0-9_-]{1,8}");
    /** Not true of the new file, or written anew. */
    private static final Pattern DROPPED = Pattern.compile(
            "SIMPLE|BITPIX|NAXIS\\d*|EXTEND|BZERO|BSCALE|BLANK|BUNIT|ROWORDER"
                    + "|PCOUNT|GCOUNT|GROUPS|XTENSION|EXT(NAME|VER|LEVEL)|END|CHECKSUM|DATASUM|DATA(MIN|MAX)|SATURATE|CTYPE3"
                    + "|LONGSTRN|CONTINUE|DATE|SWCREATE|PROGRAM|MIPS-(HI|LO)|CWHITE|CBLACK|LINEAR|VAR(GAIN|OFFS|RDNOI)");

    private static final int ROWS_BYTES = 1 << 16;

    private final String software;
    private final Clock clock;
    private final WholeFile files;

    EnhancedFits(String software, Clock clock, WholeFile files) {
        this.software = software;
        this.clock = clock;
        this.files = files;
    }

    void write(Path file, EnhancedPictures.Picture picture, StackFile.Source source, EnhancedPictures.Account account)
            throws IOException {
        byte[] header;
        try {
            header = StackFits.bytes(header(picture, source, account).header());
        } catch (FitsException e) {
            throw new IOException("file=" + file + " has no valid FITS header; report this with the stack", e);
        }
        long dataBytes = 4L * picture.widthPx() * picture.heightPx() * picture.planeCount();
        files.create(file, header.length + StackFits.padded(dataBytes), channel -> {
            WholeFile.writeFully(channel, ByteBuffer.wrap(header));
            ByteBuffer chunk = ByteBuffer.allocateDirect(ROWS_BYTES).order(ByteOrder.BIG_ENDIAN);
            for (float[] plane : picture.enhancedAdu()) {
                for (float value : plane) {
                    if (!chunk.hasRemaining()) {
                        WholeFile.writeFully(channel, chunk.flip());
                        chunk.clear();
                    }
                    chunk.putFloat(value);
                }
            }
            WholeFile.writeFully(channel, chunk.flip());
            WholeFile.writeFully(channel, ByteBuffer.allocate((int) (StackFits.padded(dataBytes) - dataBytes)));
        });
    }

    private FitsCards header(
            EnhancedPictures.Picture picture, StackFile.Source source, EnhancedPictures.Account account)
            throws FitsException {
        FitsCards cards = new FitsCards();
        boolean colour = picture.planeCount() == 3;
        cards.put("SIMPLE", true, "FITS Standard 4.0");
        cards.put("BITPIX", -32, "IEEE floating point");
        cards.put("NAXIS", colour ? 3 : 2, "axes");
        cards.put("NAXIS1", picture.widthPx(), "columns");
        cards.put("NAXIS2", picture.heightPx(), "rows");
        if (colour) {
            cards.put("NAXIS3", 3, "colour planes");
            cards.put("CTYPE3", "RGB", "planes are red, green, blue");
        }
        cards.put("BUNIT", "adu", "sharpened, NOT linear: not for measuring");
        cards.put("LINEAR", false, "processed for the eye, see HISTORY");
        cards.put("ROWORDER", "TOP-DOWN", "first row is the top of the image");
        range(cards, picture.enhancedAdu());
        cards.put("MIPS-LO", account.blackAdu(), "[adu] shown black");
        cards.put("MIPS-HI", account.whiteAdu(), "[adu] shown white");
        cards.put("SWCREATE", software, "software that wrote this file");
        cards.put("PROGRAM", software, "software that wrote this file");
        cards.put("DATE", UtcText.iso6(UtcText.nanosOf(clock.instant())), "UTC when this file was written");
        for (FitsInputHeader.Card card : source.cards()) {
            keep(cards, card);
        }
        cards.history("Enhanced by " + software + (source.name().isEmpty() ? "" : " from " + source.name())
                + ". Values are NOT linear any more: look at this file, measure in the stack.");
        cards.history("Recipe: " + account.recipe());
        for (String note : account.notes()) {
            cards.history("Enhanced: " + note);
        }
        return cards;
    }

    private static void range(FitsCards cards, float[][] planes) throws FitsException {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float[] plane : planes) {
            for (float value : plane) {
                if (Float.isFinite(value)) {
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            }
        }
        if (least <= most) {
            cards.put("DATAMIN", (double) least, "[adu] smallest value");
            cards.put("DATAMAX", (double) most, "[adu] largest value");
        }
    }

    private static void keep(FitsCards cards, FitsInputHeader.Card card) throws FitsException {
        String keyword = card.keyword().strip().toUpperCase(Locale.ROOT);
        if (keyword.equals("HISTORY")) {
            cards.history(card.comment());
        } else if (keyword.equals("COMMENT")) {
            cards.comment(card.comment());
        } else if (KEYWORD.matcher(keyword).matches()
                && !DROPPED.matcher(keyword).matches()
                && !card.value().isBlank()
                && !cards.has(keyword)) {
            put(cards, keyword, card.value().strip(), card.comment());
        }
    }

    private static void put(FitsCards cards, String keyword, String value, String comment) throws FitsException {
        OptionalDouble number = SourceCards.TEXTS.contains(keyword) ? OptionalDouble.empty() : StackFacts.number(value);
        if (value.equals("T") || value.equals("F")) {
            cards.put(keyword, value.equals("T"), comment);
        } else if (number.isEmpty() || value.matches("0\\d.*")) {
            cards.put(keyword, value, comment);
        } else if (value.matches("[+-]?\\d{1,18}")) {
            cards.put(keyword, Long.parseLong(value), comment);
        } else {
            cards.put(keyword, number.getAsDouble(), comment);
        }
    }
}
