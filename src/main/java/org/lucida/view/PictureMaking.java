package org.lucida.view;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.lucida.enhance.DispersionReading;
import org.lucida.enhance.EnhanceRecipe;
import org.lucida.enhance.Enhancement;
import org.lucida.enhance.NoiseSpectrum;
import org.lucida.enhance.Psf;
import org.lucida.enhance.StopSign;
import org.lucida.enhance.ToneCurve;
import org.lucida.files.EnhancedPictures;
import org.lucida.files.StackFile;

/**
 * Makes pictures to show around from a linear stack: enhances it, sets the tones, writes the files. The same for the command
 * line and the window.
 *
 * <p>Memory: about sixteen planes of the stack's size while it works.
 * <p>Thread: any; takes seconds.
 */
public final class PictureMaking {
    /**
     * A linear stack.
     *
     * @param planes one grey plane or red, green and blue, NaN where there is nothing. Not modified
     * @param source its header cards
     */
    @SuppressWarnings("ArrayRecordComponent") // compared as an object only
    public record Stack(int widthPx, int heightPx, float[][] planes, StackFile.Source source) {}

    /** From light to brightness as it was seen elsewhere. */
    public interface Tones {
        /** Brightness 0 to 1 of a value of a plane. */
        double brightness(int plane, double adu);

        /** Shown black. */
        double blackAdu();

        /** Shown white. */
        double whiteAdu();
    }

    /**
     * What shall be made.
     *
     * @param tones in place of the recipe's
     * @param name of the files, without ending; a number is added where it is taken
     * @param caption in place of target and time; blank for none
     */
    public record Order(
            EnhanceRecipe recipe,
            Optional<Tones> tones,
            Path folder,
            String name,
            Set<EnhancedPictures.Kind> kinds,
            Optional<String> caption) {}

    /**
     * What was made.
     *
     * @param files by kind, in the order written; fewer than ordered if it was stopped
     * @param notes what was measured and what was left out
     * @param psf the blur measured; null if nobody asked for it
     * @param dispersion where the colours lay; null if nobody asked for it
     * @param blackAdu shown black
     * @param whiteAdu shown white
     * @param isStopped true if it was told to stop before all was written
     */
    public record Made(
            Map<EnhancedPictures.Kind, Path> files,
            List<String> notes,
            Psf psf,
            DispersionReading dispersion,
            double blackAdu,
            double whiteAdu,
            boolean isStopped) {}

    /** Looks on; on the working thread. */
    public interface Onlooker {
        /** Enhanced, with these notes; files come next. */
        void enhanced(List<String> notes);

        /** This file is begun. */
        void begins(Path file);
    }

    private PictureMaking() {}

    /** How the noise of a stack is correlated, by its cards. */
    public static NoiseSpectrum noiseOf(StackFile.Source source) {
        double scale = source.number("DRIZSCAL").orElse(0);
        double pixfrac = source.number("PIXFRAC").orElse(0);
        return scale >= 0.1 && scale <= 10 && pixfrac > 0 && pixfrac <= 1
                ? NoiseSpectrum.ofDrizzle(pixfrac, scale)
                : NoiseSpectrum.WHITE;
    }

    /**
     * Makes the files.
     *
     * @throws IOException with file and remedy; files written before stay
     */
    public static Made make(Stack stack, Order order, StopSign stop, Onlooker onlooker) throws IOException {
        int planeCount = stack.planes().length;
        Enhancement enhancement =
                new Enhancement(stack.widthPx(), stack.heightPx(), planeCount, noiseOf(stack.source()));
        float[][] enhanced = new float[planeCount][stack.widthPx() * stack.heightPx()];
        if (!enhancement.enhance(stack.planes(), order.recipe(), enhanced, stop)) {
            return new Made(Map.of(), List.of(), null, null, Double.NaN, Double.NaN, true);
        }
        float[][] brightness = new float[planeCount][stack.widthPx() * stack.heightPx()];
        double blackAdu;
        double whiteAdu;
        if (order.tones().isPresent()) {
            Tones tones = order.tones().get();
            blackAdu = tones.blackAdu();
            whiteAdu = tones.whiteAdu();
            for (int plane = 0; plane < planeCount; plane++) {
                apply(tones, plane, enhanced[plane], brightness[plane]);
            }
        } else {
            ToneCurve curve = enhancement.tone(enhanced, order.recipe());
            blackAdu = curve.blackAdu();
            whiteAdu = curve.whiteAdu();
            for (int plane = 0; plane < planeCount; plane++) {
                curve.apply(plane, enhanced[plane], brightness[plane]);
            }
        }
        List<String> notes = enhancement.notes();
        onlooker.enhanced(notes);
        String title = StackCaption.object(stack.source());
        EnhancedPictures.Account account =
                new EnhancedPictures.Account(title, order.recipe().text(), notes, blackAdu, whiteAdu);
        List<Path> begun = new ArrayList<>();
        Map<EnhancedPictures.Kind, Path> files;
        boolean isStopped = false;
        try {
            files = new EnhancedPictures(Program.nameAndVersion(), Clock.systemUTC())
                    .write(
                            order.folder(),
                            order.name(),
                            order.kinds(),
                            new EnhancedPictures.Picture(stack.widthPx(), stack.heightPx(), enhanced, brightness),
                            stack.source(),
                            account,
                            StackCaption.of(stack.source(), order.caption()),
                            file -> {
                                if (stop.isSet()) {
                                    throw new CancellationException();
                                }
                                begun.add(file);
                                onlooker.begins(file);
                            });
        } catch (CancellationException stopped) {
            isStopped = true;
            files = byKind(begun);
        }
        return new Made(files, notes, enhancement.psf(), enhancement.dispersion(), blackAdu, whiteAdu, isStopped);
    }

    private static void apply(Tones tones, int plane, float[] adu, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = Float.isFinite(adu[i]) ? (float) tones.brightness(plane, adu[i]) : 0;
        }
    }

    private static Map<EnhancedPictures.Kind, Path> byKind(List<Path> files) {
        Map<EnhancedPictures.Kind, Path> all = new LinkedHashMap<>();
        for (Path file : files) {
            for (EnhancedPictures.Kind kind : EnhancedPictures.Kind.values()) {
                if (file.toString().endsWith("." + kind.extension())) {
                    all.put(kind, file);
                }
            }
        }
        return all;
    }
}
