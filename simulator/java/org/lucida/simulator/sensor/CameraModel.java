package org.lucida.simulator.sensor;

import java.util.List;
import java.util.Map;
import org.lucida.frame.ColorLayout;

/**
 * What is published about a camera; see simulator/cameras/README.md for the meaning and simulator/cameras/NAME.yaml for the
 * source of each figure.
 *
 * @param name as the vendor's library calls it
 * @param chip maker and number of the sensor
 * @param layout mono or the Bayer order of the whole sensor
 * @param widthPx columns of the whole sensor
 * @param heightPx rows of the whole sensor
 * @param pixelUm pitch of the pixels
 * @param bins binnings offered
 * @param shutter how the rows are exposed
 * @param maxFrameRateHz whole frame, fastest readout
 * @param adcBits true bits of the normal readout
 * @param fastAdcBits true bits of the fast readout
 * @param fullWellE electrons a pixel holds
 * @param gainZeroEPerAdu electrons for each ADU of adcBits at gain 0
 * @param gainStepDb decibel of voltage for each step of the gain control
 * @param maxGainSteps end of the gain control
 * @param unityGainSteps gain of one electron for each ADU
 * @param lowNoiseGainSteps preset of lowest read noise
 * @param lowNoiseOffsetSteps offset of that preset
 * @param highConversionGainSteps gain where the sensor switches to its low-noise conversion, or -1
 * @param maxOffsetSteps end of the offset control
 * @param offsetAduPerStep ADU of adcBits for each step of the offset control
 * @param readNoise read noise over gain, gains rising
 * @param peakQeFraction electrons for each photon at the best wavelength
 * @param qe electrons for each photon over the simulator's bands
 * @param darkEPerS dark current of a pixel at darkReferenceC
 * @param darkReferenceC temperature of that figure
 * @param darkDoublingC degrees that double it
 * @param ampGlowEPerS glow in the brightest corner at darkReferenceC
 * @param sources where each figure comes from, by key of the file
 */
public record CameraModel(
        String name,
        String chip,
        ColorLayout layout,
        int widthPx,
        int heightPx,
        double pixelUm,
        List<Integer> bins,
        Shutter shutter,
        double maxFrameRateHz,
        int adcBits,
        int fastAdcBits,
        double fullWellE,
        double gainZeroEPerAdu,
        double gainStepDb,
        int maxGainSteps,
        int unityGainSteps,
        int lowNoiseGainSteps,
        int lowNoiseOffsetSteps,
        int highConversionGainSteps,
        int maxOffsetSteps,
        double offsetAduPerStep,
        List<ReadNoise> readNoise,
        double peakQeFraction,
        BandQe qe,
        double darkEPerS,
        double darkReferenceC,
        double darkDoublingC,
        double ampGlowEPerS,
        Map<String, String> sources) {

    /** How the rows of a frame are exposed. */
    public enum Shutter {
        /** One row after the other. */
        ROLLING,
        /** All rows at the same time. */
        GLOBAL
    }

    /**
     * Read noise at one gain.
     *
     * @param gainSteps the gain control
     * @param noiseE rms electrons
     */
    public record ReadNoise(int gainSteps, double noiseE) {}

    /**
     * Mean quantum efficiency over each of the simulator's bands, colour filter included.
     *
     * @param luminanceFraction 400 to 700 nm, mono sensors
     * @param redFraction 590 to 690 nm
     * @param greenFraction 500 to 590 nm
     * @param blueFraction 420 to 510 nm
     */
    public record BandQe(double luminanceFraction, double redFraction, double greenFraction, double blueFraction) {
        /** The fraction for a colour plane of a layout: mono's only plane is the luminance. */
        public double ofPlane(ColorLayout layout, int plane) {
            if (layout == ColorLayout.MONO) {
                return luminanceFraction;
            }
            return plane == 0 ? redFraction : plane == 1 ? greenFraction : blueFraction;
        }
    }

    /** Electrons for each ADU of {@link #adcBits} at a gain: the control counts decibel of voltage. */
    public double gainEPerAdu(double gainSteps) {
        return gainZeroEPerAdu * StrictMath.pow(10, -gainSteps * gainStepDb / 20);
    }

    /** The gain at which one ADU of {@link #adcBits} is that many electrons; not rounded to a whole step. */
    public double gainSteps(double gainEPerAdu) {
        return 20 * StrictMath.log10(gainZeroEPerAdu / gainEPerAdu) / gainStepDb;
    }

    /** Read noise in rms electrons at a gain. */
    public double readNoiseE(double gainSteps) {
        ReadNoise below = readNoise.get(0);
        for (ReadNoise point : readNoise) {
            if (point.gainSteps > gainSteps) {
                if (point.gainSteps <= below.gainSteps) {
                    return point.noiseE;
                }
                double share = Math.max(0, gainSteps - below.gainSteps) / (point.gainSteps - below.gainSteps);
                return below.noiseE + share * (point.noiseE - below.noiseE);
            }
            below = point;
        }
        return below.noiseE;
    }

    /** Dark electrons of a pixel each second at a temperature. */
    public double darkEPerS(double sensorC) {
        return darkEPerS * warmth(sensorC);
    }

    /** Dark current against the one at the reference temperature. */
    double warmth(double sensorC) {
        return StrictMath.pow(2, (sensorC - darkReferenceC) / darkDoublingC);
    }

    /** Time from the start of one row to the start of the next: 0 for a global shutter, else whole frame time over rows. */
    public double rowDelayS() {
        return shutter == Shutter.GLOBAL ? 0 : 1 / (maxFrameRateHz * heightPx);
    }
}
