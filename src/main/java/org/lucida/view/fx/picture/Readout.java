package org.lucida.view.fx.picture;

import java.util.Locale;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Words;

/** The pixel under the cursor in words: where, how bright in DN and electrons, how far from the reticle on the sky. */
final class Readout {
    private final Words words;
    private final Locale locale;

    Readout(Words words) {
        this.words = words;
        locale = words.locale();
    }

    /** One line; empty without a pixel. */
    String say(Probe probe, double[] skyAdu, Observation observation, double reticleXPx, double reticleYPx) {
        if (probe == null || observation == null) {
            return "";
        }
        StringBuilder line = new StringBuilder(
                words.say("readout.place", number(Math.rint(probe.xPx()), 0), number(Math.rint(probe.yPx()), 0)));
        boolean isLinear = probe.kind() != Exhibit.Kind.SHARP;
        int decimals = probe.kind() == Exhibit.Kind.LIVE ? 0 : 1;
        line.append("   ").append(values(probe, new double[3], 1, decimals)).append(" DN");
        double gain = observation.gainEPerAdu();
        double[] zeroAdu = new double[3];
        for (int plane = 0; plane < 3; plane++) {
            zeroAdu[plane] = zeroAdu(probe, plane, observation, skyAdu);
        }
        if (isLinear && Double.isFinite(gain) && Double.isFinite(zeroAdu[0])) {
            line.append("   ").append(values(probe, zeroAdu, gain, 0)).append(" e\u207b");
            if (isOverSky(probe, observation)) {
                line.append(' ').append(words.say("readout.over.sky"));
            }
        }
        double sampling = observation.optics().arcsecPerPx();
        if (Double.isFinite(sampling)) {
            double dx = (probe.xPx() - reticleXPx) * sampling;
            double dy = (probe.yPx() - reticleYPx) * sampling;
            line.append("   ").append(words.say("readout.sky", signed(dx), signed(dy), number(Math.hypot(dx, dy), 1)));
        }
        return line.toString();
    }

    private String values(Probe probe, double[] zeroAdu, double gain, int decimals) {
        if (probe.planeCount() == 1) {
            return value(probe.firstAdu(), zeroAdu[0], gain, decimals);
        }
        return words.say("readout.red") + " " + value(probe.firstAdu(), zeroAdu[0], gain, decimals) + "  "
                + words.say("readout.green") + " " + value(probe.secondAdu(), zeroAdu[1], gain, decimals) + "  "
                + words.say("readout.blue") + " " + value(probe.thirdAdu(), zeroAdu[2], gain, decimals);
    }

    private String value(float adu, double offsetAdu, double gain, int decimals) {
        return Float.isNaN(adu) ? "\u2013" : number((adu - offsetAdu) * gain, decimals);
    }

    private String number(double value, int decimals) {
        return String.format(locale, "%." + decimals + "f", value);
    }

    private String signed(double value) {
        return String.format(locale, "%+.1f", value);
    }

    /**
     * What there is without light of the target, ADU: what the source says was added, 0 where a dark was taken off, else the sky as
     * it was measured; NaN if none is known.
     */
    private static double zeroAdu(Probe probe, int plane, Observation observation, double[] skyAdu) {
        if (probe.kind() == Exhibit.Kind.STACK && observation.opening().dark().isPresent()) {
            return 0;
        }
        double pedestal = pedestalAdu(observation);
        return Double.isFinite(pedestal) ? pedestal : skyAdu[Math.min(plane, skyAdu.length - 1)];
    }

    private static double pedestalAdu(Observation observation) {
        try {
            String text = observation.info().facts().get("PEDESTAL");
            return text == null ? Double.NaN : Math.abs(Double.parseDouble(text.strip()));
        } catch (NumberFormatException notANumber) {
            return Double.NaN;
        }
    }

    private static boolean isOverSky(Probe probe, Observation observation) {
        boolean isDarkOff = probe.kind() == Exhibit.Kind.STACK
                && observation.opening().dark().isPresent();
        return !isDarkOff && Double.isNaN(pedestalAdu(observation));
    }
}
