package org.lucida.view.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.lucida.camera.CameraWish.Pace;
import org.lucida.camera.CameraWish.SampleOrder;
import org.lucida.config.Presets;
import org.lucida.config.StackSettings.Target;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.Roi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the words after an option are understood. */
final class Converters {
    private Converters() {}

    /** planet, surface or stars. */
    static final class OfTarget implements ITypeConverter<Target> {
        @Override
        public Target convert(String text) {
            return Arrays.stream(Target.values())
                    .filter(target -> target.key().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(text + " is none of planet, surface, stars"));
        }
    }

    /** A fraction, or a percentage with its sign. */
    static final class OfFraction implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                return text.endsWith("%")
                        ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                        : Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException(text + " is neither a fraction (0.3) nor a percentage (30%)");
            }
        }
    }

    /** X,Y,W,H. */
    static final class OfRoi implements ITypeConverter<Roi> {
        @Override
        public Roi convert(String text) {
            String[] parts = text.split(",", -1);
            if (parts.length != 4) {
                throw new TypeConversionException(text + " is not X,Y,W,H in px, for instance 100,80,640,480");
            }
            int[] px = new int[4];
            for (int i = 0; i < 4; i++) {
                try {
                    px[i] = Integer.parseInt(parts[i].strip());
                } catch (NumberFormatException e) {
                    throw new TypeConversionException(
                            text + " is not X,Y,W,H in whole px, for instance 100,80,640,480");
                }
            }
            try {
                return new Roi(px[0], px[1], px[2], px[3]);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** A Bayer order, mono, RGB or BGR. */
    static final class OfLayout implements ITypeConverter<ColorLayout> {
        @Override
        public ColorLayout convert(String text) {
            return ColorLayout.named(text)
                    .orElseThrow(() ->
                            new TypeConversionException(text + " is none of " + String.join(", ", new LayoutWords())));
        }
    }

    /** auto, little or big. */
    static final class OfSampleOrder implements ITypeConverter<SampleOrder> {
        @Override
        public SampleOrder convert(String text) {
            return Arrays.stream(SampleOrder.values())
                    .filter(order -> order.name().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(text + " is none of auto, little, big"));
        }
    }

    /** recorded, max or a rate. */
    static final class OfPace implements ITypeConverter<Pace> {
        @Override
        public Pace convert(String text) {
            String word = text.toLowerCase(Locale.ROOT);
            if (word.equals("recorded")) {
                return Pace.RECORDED;
            }
            if (word.equals("max")) {
                return Pace.MAX;
            }
            try {
                return Pace.rate(Double.parseDouble(word));
            } catch (NumberFormatException e) {
                throw new TypeConversionException(text + " is none of recorded, max, or frames per second (60)");
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Words a shell offers for --target. */
    static final class TargetWords extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        TargetWords() {
            super(List.of("planet", "surface", "stars"));
        }
    }

    /** Words a shell offers for --bayer. */
    static final class LayoutWords extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        LayoutWords() {
            super(List.of("mono", "RGGB", "GRBG", "GBRG", "BGGR", "RGB", "BGR"));
        }
    }

    /** Words a shell offers for --byte-order. */
    static final class OrderWords extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        OrderWords() {
            super(List.of("auto", "little", "big"));
        }
    }

    /** Words a shell offers for --fps. */
    static final class PaceWords extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        PaceWords() {
            super(List.of("recorded", "max"));
        }
    }

    /** Words a shell offers for --preset. */
    static final class PresetWords extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        PresetWords() {
            super(Presets.BUILT_IN);
        }
    }
}
