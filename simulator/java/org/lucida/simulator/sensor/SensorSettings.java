package org.lucida.simulator.sensor;

import org.lucida.frame.Roi;

/**
 * How a camera is set.
 *
 * @param roi part of the sensor that is read, in unbinned pixels; sizes are multiples of the binning
 * @param binCount pixels added up along each axis; of a mosaic those of the same colour
 * @param adcBits true bits of the readout, 8 to 16; the model's own or another
 * @param form how the bits are put into bytes
 * @param gainSteps the vendor's gain control; only counts if gainEPerAdu is 0
 * @param gainEPerAdu electrons for each ADU of adcBits, or 0 to follow gainSteps
 * @param offsetSteps the vendor's offset control
 * @param exposureS exposure
 * @param framePeriodS time from frame to frame, at least the exposure
 * @param sensorC temperature of the chip
 * @param serialNumber decides the fixed pattern
 * @param blemishes how far from perfect
 */
public record SensorSettings(
        Roi roi,
        int binCount,
        int adcBits,
        SampleForm form,
        double gainSteps,
        double gainEPerAdu,
        int offsetSteps,
        double exposureS,
        double framePeriodS,
        double sensorC,
        long serialNumber,
        Blemishes blemishes) {

    /** How the true bits of a sample lie in its bytes. */
    public enum SampleForm {
        /** As converted: aligned to the least significant bit, adcBits deep. */
        PLAIN,
        /** The top 8 bits. */
        RAW8,
        /** Shifted left to fill 16 bits, as the vendor's 16-bit mode. */
        RAW16
    }

    public SensorSettings {
        if (binCount < 1 || roi.widthPx() % binCount != 0 || roi.heightPx() % binCount != 0) {
            throw new IllegalArgumentException("binCount=" + binCount + " does not divide the region " + roi.widthPx()
                    + "x" + roi.heightPx() + " px; choose sizes that are multiples of it");
        }
        if (adcBits < 8 || adcBits > 16) {
            throw new IllegalArgumentException("adcBits=" + adcBits + " is outside 8..16; choose the camera's bits");
        }
        if (!(exposureS >= 0) || !(framePeriodS >= exposureS)) {
            throw new IllegalArgumentException("exposureS=" + exposureS + " is negative or above framePeriodS="
                    + framePeriodS + "; shorten the exposure or lower the frame rate");
        }
        if (!(gainEPerAdu >= 0) || offsetSteps < 0) {
            throw new IllegalArgumentException(
                    "gainEPerAdu=" + gainEPerAdu + " or offsetSteps=" + offsetSteps + " is negative; use 0 or more");
        }
    }

    /** The whole sensor of a model at unity gain with its low-noise offset, 10 ms, 20 degrees, usual blemishes. */
    public static SensorSettings usual(CameraModel model) {
        return new SensorSettings(
                new Roi(0, 0, model.widthPx(), model.heightPx()),
                1,
                model.adcBits(),
                SampleForm.RAW16,
                model.unityGainSteps(),
                0,
                model.lowNoiseOffsetSteps(),
                0.01,
                0.01,
                20,
                1,
                Blemishes.USUAL);
    }

    /** The same with another region. */
    public SensorSettings with(Roi other) {
        return new SensorSettings(
                other,
                binCount,
                adcBits,
                form,
                gainSteps,
                gainEPerAdu,
                offsetSteps,
                exposureS,
                framePeriodS,
                sensorC,
                serialNumber,
                blemishes);
    }

    /** The same with other bits. */
    public SensorSettings with(int bits, SampleForm otherForm) {
        return new SensorSettings(
                roi,
                binCount,
                bits,
                otherForm,
                gainSteps,
                gainEPerAdu,
                offsetSteps,
                exposureS,
                framePeriodS,
                sensorC,
                serialNumber,
                blemishes);
    }

    /** The same with another exposure at the highest rate it allows, and another temperature. */
    public SensorSettings exposed(double otherExposureS, double otherSensorC) {
        return new SensorSettings(
                roi,
                binCount,
                adcBits,
                form,
                gainSteps,
                gainEPerAdu,
                offsetSteps,
                otherExposureS,
                Math.max(otherExposureS, framePeriodS),
                otherSensorC,
                serialNumber,
                blemishes);
    }

    /** The same with another gain in the vendor's steps. */
    public SensorSettings gained(double steps) {
        return new SensorSettings(
                roi,
                binCount,
                adcBits,
                form,
                steps,
                0,
                offsetSteps,
                exposureS,
                framePeriodS,
                sensorC,
                serialNumber,
                blemishes);
    }

    /** The same with the offset control elsewhere. */
    public SensorSettings offset(int steps) {
        return new SensorSettings(
                roi,
                binCount,
                adcBits,
                form,
                gainSteps,
                gainEPerAdu,
                steps,
                exposureS,
                framePeriodS,
                sensorC,
                serialNumber,
                blemishes);
    }

    /** The same at another rate, which leaves room for the exposure, and with another exposure and temperature. */
    public SensorSettings timed(double otherExposureS, double otherPeriodS, double otherSensorC) {
        return new SensorSettings(
                roi,
                binCount,
                adcBits,
                form,
                gainSteps,
                gainEPerAdu,
                offsetSteps,
                otherExposureS,
                otherPeriodS,
                otherSensorC,
                serialNumber,
                blemishes);
    }

    /** The same with other blemishes. */
    public SensorSettings with(Blemishes other) {
        return new SensorSettings(
                roi,
                binCount,
                adcBits,
                form,
                gainSteps,
                gainEPerAdu,
                offsetSteps,
                exposureS,
                framePeriodS,
                sensorC,
                serialNumber,
                other);
    }

    /** The same with another binning. */
    public SensorSettings binned(int bin) {
        return new SensorSettings(
                roi,
                bin,
                adcBits,
                form,
                gainSteps,
                gainEPerAdu,
                offsetSteps,
                exposureS,
                framePeriodS,
                sensorC,
                serialNumber,
                blemishes);
    }

    /** The same camera model with another serial number. */
    public SensorSettings ofSerial(long number) {
        return new SensorSettings(
                roi,
                binCount,
                adcBits,
                form,
                gainSteps,
                gainEPerAdu,
                offsetSteps,
                exposureS,
                framePeriodS,
                sensorC,
                number,
                blemishes);
    }
}
