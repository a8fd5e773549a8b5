package org.lucida.camera.asi;

import java.nio.ByteBuffer;

/**
 * What a camera is: the library's {@code ASI_CAMERA_INFO}.
 *
 * <p>Offsets are those of gcc and MSVC with the vendor's header; the real library was seen to write exactly up to
 * {@code Unused}. Height comes before width.
 */
final class AsiProperty {
    /** Bytes to reserve for the structure, more than any version writes. */
    static final int ROOM_BYTES = 512;

    private static final int MOST_PX = 1 << 16;

    String name = "";
    int cameraId;
    long maxHeightPx;
    long maxWidthPx;
    boolean isColor;
    /** 0 RGGB, 1 BGGR, 2 GRBG, 3 GBRG; means nothing for a mono camera. */
    int bayerPattern;

    int[] bins = {};
    /** Image types, only the valid ones. */
    int[] formats = {};

    double pixelSizeUm;
    boolean hasGuidePort;
    boolean isCooled;
    boolean isUsb3Host;
    boolean isUsb3Camera;
    /** Electrons per ADU of the converter at the present gain; 0 or nonsense where the vendor does not know. */
    float elecPerAdu;

    int bitDepth;

    /** Bytes of the structure, its unused tail included. */
    static int sizeBytes(int longBytes) {
        return longBytes == 8 ? 248 : 240;
    }

    /**
     * Reads the structure.
     *
     * @param struct in the machine's byte order, from position 0; Not modified
     * @param longBytes size of a C long, 4 or 8
     */
    void readFrom(ByteBuffer struct, int longBytes) {
        boolean wide = longBytes == 8;
        name = CText.at(struct, 0, 64);
        cameraId = struct.getInt(64);
        maxHeightPx = wide ? struct.getLong(72) : struct.getInt(68);
        maxWidthPx = wide ? struct.getLong(80) : struct.getInt(72);
        int at = wide ? 88 : 76;
        isColor = struct.getInt(at) != 0;
        bayerPattern = struct.getInt(at + 4);
        bins = untilStop(struct, at + 8, 16, 0);
        formats = untilStop(struct, at + 72, 8, -1);
        int size = wide ? 192 : 184;
        pixelSizeUm = struct.getDouble(size);
        hasGuidePort = struct.getInt(size + 12) != 0;
        isCooled = struct.getInt(size + 16) != 0;
        isUsb3Host = struct.getInt(size + 20) != 0;
        isUsb3Camera = struct.getInt(size + 24) != 0;
        elecPerAdu = struct.getFloat(size + 28);
        bitDepth = struct.getInt(size + 32);
    }

    /** True if the numbers are such as a camera can have; false tells of a library with another layout. */
    boolean isPlausible() {
        return maxWidthPx >= 16
                && maxWidthPx < MOST_PX
                && maxHeightPx >= 16
                && maxHeightPx < MOST_PX
                && bins.length > 0
                && formats.length > 0
                && bitDepth >= 8
                && bitDepth <= 16
                && pixelSizeUm > 0.3
                && pixelSizeUm < 100
                && bayerPattern >= 0
                && bayerPattern <= 3;
    }

    boolean hasFormat(int imgType) {
        for (int format : formats) {
            if (format == imgType) {
                return true;
            }
        }
        return false;
    }

    /** The name without the vendor's, for instance {@code ASI290MM}. */
    String shortName() {
        return name.startsWith("ZWO ") ? name.substring(4) : name;
    }

    private static int[] untilStop(ByteBuffer struct, int at, int most, int stop) {
        int count = 0;
        while (count < most && struct.getInt(at + 4 * count) != stop && struct.getInt(at + 4 * count) >= 0) {
            count++;
        }
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = struct.getInt(at + 4 * i);
        }
        return values;
    }
}
