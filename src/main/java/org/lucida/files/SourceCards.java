package org.lucida.files;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import nom.tam.fits.FitsException;

/**
 * What the camera or recording said about itself, carried over into the header of the stack where it is still true there.
 *
 * <p>Sizes of a pixel are divided by the drizzle scale. The shape of the raw file is dropped. What was true of a raw frame only
 * (mosaic, coordinates of its pixel grid) goes to the HISTORY, so that no program debayers a stack.
 */
final class SourceCards {
    private static final Pattern KEYWORD = Pattern.compile("[A-Z0-9_-]{1,8}");
    private static final Pattern SHAPE_OF_THE_FILE = Pattern.compile(
            "SIMPLE|BITPIX|NAXIS\\d*|EXTEND|BZERO|BSCALE|BLANK|BUNIT"
                    + "|PCOUNT|GCOUNT|GROUPS|XTENSION|EXT(NAME|VER|LEVEL)|END|CHECKSUM|DATASUM|DATA(MIN|MAX)|LONGSTRN|CONTINUE"
                    + "|TFIELDS|THEAP|T(TYPE|FORM|UNIT|SCAL|ZERO|NULL|DISP|DIM)\\d+|Z[A-Z]+\\d*IMAGE|MIPS-(HI|LO)|CWHITE|CBLACK");
    private static final Pattern TRUE_OF_RAW_FRAMES_ONLY = Pattern.compile(
            "BAYERPAT|COLORTYP|[XY]BAYROFF|ROWORDER|DATE|DATE-(LOC|AVG|BEG|END)|MJD.*|JD.*|EXPTIME|EXPOSURE"
                    + "|WCSAXES.?|CTYPE\\d.?|CUNIT\\d.?|CR(PIX|VAL|DER|OTA)\\d.?|CDELT\\d.?|CROTA\\d|CD\\d_\\d.?|PC\\d_\\d.?"
                    + "|PV\\d_\\d+.?|[AB]P?_(ORDER|DMAX|\\d_\\d)|LTM\\d_\\d|LTV\\d");
    /** Texts even where they look like numbers: an object may be called 7009 and a serial number may begin with 0. */
    static final Set<String> TEXTS = Set.of(
            "OBJECT",
            "INSTRUME",
            "TELESCOP",
            "OBSERVER",
            "FILTER",
            "CAMERAID",
            "SITENAME",
            "READOUTM",
            "OBJCTRA",
            "OBJCTDEC",
            "PIERSIDE",
            "FOCNAME",
            "FWHEEL",
            "SERIAL",
            "DATE-OBS",
            "SWCREATE",
            "PROGRAM",
            "IMAGETYP",
            "FRAME",
            "AUTHOR",
            "ORIGIN");

    private static final Map<String, String> PIXEL_SIZES = Map.of(
            "XPIXSZ",
            "XPIXSZ",
            "YPIXSZ",
            "YPIXSZ",
            "PIXSIZE1",
            "XPIXSZ",
            "PIXSIZE2",
            "YPIXSZ",
            "PIXSIZEX",
            "XPIXSZ",
            "PIXSIZEY",
            "YPIXSZ");
    private static final Set<String> PLATE_SCALES = Set.of("SCALE", "PIXSCALE", "SECPIX", "SECPIX1", "SECPIX2");
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("GAIN", "camera setting"),
            Map.entry("OFFSET", "camera setting"),
            Map.entry("BLKLEVEL", "camera setting"),
            Map.entry("EGAIN", "[e-/adu] of a raw sample"),
            Map.entry("CVF", "[e-/adu] of a raw sample"),
            Map.entry("FOCALLEN", "[mm] focal length"),
            Map.entry("APTDIA", "[mm] aperture"),
            Map.entry("CCD-TEMP", "[degC] sensor"),
            Map.entry("SET-TEMP", "[degC] sensor, wanted"),
            Map.entry("XBINNING", "of the raw frames"),
            Map.entry("YBINNING", "of the raw frames"),
            Map.entry("XORGSUBF", "[pixel] left edge of the ROI, raw px"),
            Map.entry("YORGSUBF", "[pixel] top edge of the ROI, raw px"),
            Map.entry("DATE-OBS", "as the source says"),
            Map.entry("TELESCOP", "telescope"),
            Map.entry("OBSERVER", "observer"),
            Map.entry("FILTER", "filter"));

    private SourceCards() {}

    /** Adds what is still true; a keyword that is there already stays as it is. */
    static void put(FitsCards cards, StackFacts facts) throws FitsException {
        double scale = facts.recipe().scale();
        for (Map.Entry<String, String> fact : facts.source().facts().entrySet()) {
            String keyword = fact.getKey().strip().toUpperCase(Locale.ROOT);
            String value = fact.getValue() == null ? "" : fact.getValue().strip();
            if (value.isEmpty() || SHAPE_OF_THE_FILE.matcher(keyword).matches()) {
                continue;
            }
            if (!KEYWORD.matcher(keyword).matches()
                    || keyword.equals("HISTORY")
                    || keyword.equals("COMMENT")
                    || TRUE_OF_RAW_FRAMES_ONLY.matcher(keyword).matches()) {
                cards.history("Raw frames: " + fact.getKey() + " = " + value);
            } else if (PIXEL_SIZES.containsKey(keyword)) {
                divided(cards, PIXEL_SIZES.get(keyword), value, scale, "[um] raw pixel size / DRIZSCAL");
            } else if (PLATE_SCALES.contains(keyword)) {
                divided(cards, keyword, value, scale, "[arcsec/px] of the raw frames / DRIZSCAL");
            } else if (!cards.has(keyword)) {
                plain(cards, keyword, value);
            }
        }
    }

    /** Adds what is true of a raw frame; a keyword that is there already stays as it is. */
    static void putRaw(FitsCards cards, Map<String, String> facts) throws FitsException {
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            String keyword = fact.getKey().strip().toUpperCase(Locale.ROOT);
            String value = fact.getValue() == null ? "" : fact.getValue().strip();
            boolean ours = keyword.startsWith("DATE")
                    || SHAPE_OF_THE_FILE.matcher(keyword).matches();
            if (!value.isEmpty() && !ours && KEYWORD.matcher(keyword).matches() && !cards.has(keyword)) {
                plain(cards, keyword, value);
            }
        }
    }

    private static void divided(FitsCards cards, String keyword, String value, double scale, String comment)
            throws FitsException {
        OptionalDouble number = StackFacts.number(value);
        if (number.isEmpty() || number.getAsDouble() <= 0) {
            cards.history("Raw frames: " + keyword + " = " + value);
        } else if (!cards.has(keyword)) {
            cards.put(keyword, number.getAsDouble() / scale, comment);
        }
    }

    private static void plain(FitsCards cards, String keyword, String value) throws FitsException {
        String comment = MEANINGS.getOrDefault(keyword, "as the source says");
        OptionalDouble number = TEXTS.contains(keyword) ? OptionalDouble.empty() : StackFacts.number(value);
        if (number.isEmpty() || value.matches("0\\d.*")) {
            cards.put(keyword, value, comment);
        } else if (value.matches("[+-]?\\d{1,18}")) {
            cards.put(keyword, Long.parseLong(value), comment);
        } else {
            cards.put(keyword, number.getAsDouble(), comment);
        }
    }
}
