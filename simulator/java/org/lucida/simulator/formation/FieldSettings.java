package org.lucida.simulator.formation;

import java.util.List;

/**
 * The sensor as the light meets it, and how finely the physics is followed.
 *
 * @param sensorWidthPx 1 .. 16384
 * @param sensorHeightPx 1 .. 16384
 * @param gridPerPx grid pixels along a sensor pixel: 1, 2, 3, 4, 6 or 8
 * @param channels colour channels, in the order of the scene's planes
 * @param zenithDirectionDeg where the zenith lies, from +x toward +y; -90 is up
 * @param rowDelayS rolling shutter: start of a row after the row above it, 0 .. .001
 * @param tileLimitCount most tiles of own PSF over the scene, 1 .. 4000. Where the wanted spacing of a quarter D / h_eff needs
 *     more, the spacing grows; {@link FullFormation#tileSpacingRatio} tells by how much
 * @param subStepLimitCount most instants an exposure is made of, 1 .. 400. An exposure that the wind crosses by more than a
 *     tenth of the aperture for each is the mean over that many instants spread evenly
 * @param spreading how tiles are joined; SCATTER is the rule
 */
public record FieldSettings(
        int sensorWidthPx,
        int sensorHeightPx,
        int gridPerPx,
        List<LightChannel> channels,
        double zenithDirectionDeg,
        double rowDelayS,
        int tileLimitCount,
        int subStepLimitCount,
        Spreading spreading) {
    public FieldSettings {
        Bounds.inside("sensorWidthPx", sensorWidthPx, 1, 16384, "give the sensor's size");
        Bounds.inside("sensorHeightPx", sensorHeightPx, 1, 16384, "give the sensor's size");
        Bounds.inside("gridPerPx", gridPerPx, 1, 8, "choose 1, 2, 3, 4, 6 or 8");
        if (gridPerPx == 5 || gridPerPx == 7) {
            throw new IllegalArgumentException(
                    "gridPerPx=" + gridPerPx + " is not 1, 2, 3, 4, 6 or 8; choose one of them");
        }
        channels = List.copyOf(channels);
        Bounds.inside("count of channels", channels.size(), 1, 8, "give at least one channel");
        Bounds.inside("zenithDirectionDeg", zenithDirectionDeg, -360, 360, "up is -90");
        Bounds.inside("rowDelayS", rowDelayS, 0, 0.001, "give seconds per row, e.g. 15e-6");
        Bounds.inside("tileLimitCount", tileLimitCount, 1, 4000, "300 is usual");
        Bounds.inside("subStepLimitCount", subStepLimitCount, 1, 400, "40 is usual");
    }

    /** A sensor with a global shutter, zenith up, at most 300 tiles and 40 instants, light scattered. */
    public static FieldSettings usual(int widthPx, int heightPx, int gridPerPx, List<LightChannel> channels) {
        return new FieldSettings(widthPx, heightPx, gridPerPx, channels, -90, 0, 300, 40, Spreading.SCATTER);
    }

    /** The same with another way to join tiles. */
    public FieldSettings withSpreading(Spreading other) {
        return new FieldSettings(
                sensorWidthPx,
                sensorHeightPx,
                gridPerPx,
                channels,
                zenithDirectionDeg,
                rowDelayS,
                tileLimitCount,
                subStepLimitCount,
                other);
    }
}
