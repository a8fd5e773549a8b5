package org.lucida.camera.asi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.Roi;

/**
 * Which part of the sensor is read, how it is binned and how samples are packed.
 *
 * @param roi region in px of the delivered, binned frame
 * @param binCount sensor px binned into one, along each side
 * @param imgTypeNumber the library's image type
 */
record AsiShape(Roi roi, int binCount, int imgTypeNumber) {
    private static final ColorLayout[] BAYER = {ColorLayout.RGGB, ColorLayout.BGGR, ColorLayout.GRBG, ColorLayout.GBRG};
    private static final String[] TYPES = {"RAW8", "RGB24", "RAW16", "Y8"};

    /**
     * The image type a word names.
     *
     * @throws IllegalArgumentException if the camera has no such type
     */
    static int imgType(String word, AsiProperty property) {
        String wanted = word.strip().toUpperCase(Locale.ROOT);
        for (int type = 0; type < TYPES.length; type++) {
            if (TYPES[type].equals(wanted) && isOffered(type, property)) {
                return type;
            }
        }
        throw new IllegalArgumentException("format=" + word + " is none of " + property.shortName() + "; use "
                + String.join(" or ", typeNames(property)));
    }

    /** 16 bits where the camera has more than 8 and a bus for them; the old USB 2 cameras send broken 16-bit frames. */
    static int usualImgType(AsiProperty property) {
        boolean deep = property.bitDepth > 8 && property.hasFormat(AsiApi.IMG_RAW16) && property.isUsb3Camera;
        return deep ? AsiApi.IMG_RAW16 : AsiApi.IMG_RAW8;
    }

    /** Mono cameras take the types of colour ones silently, and make nothing of them. */
    private static boolean isOffered(int type, AsiProperty property) {
        boolean colorOnly = type == AsiApi.IMG_RGB24 || type == AsiApi.IMG_Y8;
        return property.hasFormat(type) && (property.isColor || !colorOnly);
    }

    private static List<String> typeNames(AsiProperty property) {
        List<String> names = new ArrayList<>();
        for (int type = 0; type < TYPES.length; type++) {
            if (isOffered(type, property)) {
                names.add(TYPES[type]);
            }
        }
        return names;
    }

    String typeName() {
        return TYPES[imgTypeNumber];
    }

    /** This at another start position. */
    AsiShape at(int xPx, int yPx) {
        return new AsiShape(new Roi(xPx, yPx, roi.widthPx(), roi.heightPx()), binCount, imgTypeNumber);
    }

    /**
     * What the frames look like.
     *
     * @param isMonoBinned true if colours are binned together
     */
    FrameFormat format(AsiProperty property, boolean isMonoBinned) {
        ColorLayout raw = property.isColor && !(isMonoBinned && binCount > 1)
                ? BAYER[property.bayerPattern].at(roi.xPx(), roi.yPx())
                : ColorLayout.MONO;
        return switch (imgTypeNumber) {
            case AsiApi.IMG_RAW16 -> new FrameFormat(roi.widthPx(), roi.heightPx(), raw, 16);
            case AsiApi.IMG_RGB24 -> new FrameFormat(roi.widthPx(), roi.heightPx(), ColorLayout.BGR, 8);
            case AsiApi.IMG_Y8 -> new FrameFormat(roi.widthPx(), roi.heightPx(), ColorLayout.MONO, 8);
            default -> new FrameFormat(roi.widthPx(), roi.heightPx(), raw, 8);
        };
    }
}
