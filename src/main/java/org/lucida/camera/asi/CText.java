package org.lucida.camera.asi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Zero-terminated texts in C structures. */
final class CText {
    private CText() {}

    /** The text at an offset, at most so many bytes long. */
    static String at(ByteBuffer struct, int offset, int mostBytes) {
        int end = offset;
        while (end < offset + mostBytes && struct.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - offset];
        struct.get(offset, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1).strip();
    }
}
