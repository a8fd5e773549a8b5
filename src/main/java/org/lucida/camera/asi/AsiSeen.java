package org.lucida.camera.asi;

/**
 * A camera the vendor's library sees, without opening it.
 *
 * @param address what opens it
 * @param name the vendor's name
 * @param widthPx columns of the sensor
 * @param heightPx rows of the sensor
 * @param pixelSizeUm pitch of the pixels
 * @param isColor true with a Bayer mosaic
 * @param bitDepth bits of its converter
 * @param isCooled true with a cooler
 * @param isUsb3Camera true if it could go at USB 3 speed
 * @param isUsb3Host true if it is on a USB 3 connection now
 */
public record AsiSeen(
        String address,
        String name,
        int widthPx,
        int heightPx,
        double pixelSizeUm,
        boolean isColor,
        int bitDepth,
        boolean isCooled,
        boolean isUsb3Camera,
        boolean isUsb3Host) {}
