package org.lucida.camera.asi;

import java.nio.ByteBuffer;

/** What a control can do: the library's {@code ASI_CONTROL_CAPS}. */
final class AsiCaps {
    /** Bytes to reserve for the structure, more than any version writes. */
    static final int ROOM_BYTES = 512;

    String name = "";
    String description = "";
    long maxValue;
    long minValue;
    long defaultValue;
    boolean isAutoSupported;
    boolean isWritable;
    int controlType;

    /** Bytes of the structure, its unused tail included. */
    static int sizeBytes(int longBytes) {
        return longBytes == 8 ? 264 : 248;
    }

    /** Reads the structure, as {@link AsiProperty#readFrom} does. */
    void readFrom(ByteBuffer struct, int longBytes) {
        boolean wide = longBytes == 8;
        name = CText.at(struct, 0, 64);
        description = CText.at(struct, 64, 128);
        maxValue = wide ? struct.getLong(192) : struct.getInt(192);
        minValue = wide ? struct.getLong(200) : struct.getInt(196);
        defaultValue = wide ? struct.getLong(208) : struct.getInt(200);
        int at = wide ? 216 : 204;
        isAutoSupported = struct.getInt(at) != 0;
        isWritable = struct.getInt(at + 4) != 0;
        controlType = struct.getInt(at + 8);
    }
}
