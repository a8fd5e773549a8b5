package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A second, tiny reader of FITS files that shares nothing with the library: cards of 80 characters, blocks of 2880 bytes. */
final class FitsBlocks {
    /** One header with its data; values as text, strings without quotes and trailing blanks. */
    record Unit(Map<String, String> values, List<String> cards, ByteBuffer data) {
        String history() {
            StringBuilder text = new StringBuilder();
            for (String card : cards) {
                if (card.startsWith("HISTORY ")) {
                    text.append(card.substring(8).strip()).append(' ');
                }
            }
            return text.toString();
        }
    }

    private FitsBlocks() {}

    static List<Unit> read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(0, bytes.length % 2880, "file is whole blocks");
        List<Unit> units = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            Map<String, String> values = new LinkedHashMap<>();
            List<String> cards = new ArrayList<>();
            int start = at;
            boolean ended = false;
            while (!ended) {
                String card = new String(bytes, at, 80, StandardCharsets.ISO_8859_1);
                at += 80;
                assertTrue(card.chars().allMatch(c -> c >= 32 && c < 127), card);
                ended = card.strip().equals("END");
                cards.add(card);
                if (card.startsWith("= ", 8)) {
                    String before = values.put(card.substring(0, 8).strip(), value(card.substring(10)));
                    assertEquals(null, before, "keyword twice: " + card);
                }
            }
            while ((at - start) % 2880 != 0) {
                assertEquals(' ', bytes[at++], "header padding");
            }
            long dataBytes =
                    Integer.parseInt(values.get("NAXIS")) == 0 ? 0 : Math.abs(Long.parseLong(values.get("BITPIX"))) / 8;
            for (int axis = 1; axis <= Integer.parseInt(values.get("NAXIS")); axis++) {
                dataBytes *= Long.parseLong(values.get("NAXIS" + axis));
            }
            units.add(new Unit(
                    values, cards, ByteBuffer.wrap(bytes, at, (int) dataBytes).slice()));
            at += (int) dataBytes;
            while ((at - start) % 2880 != 0) {
                assertEquals(0, bytes[at++], "data padding");
            }
        }
        return units;
    }

    private static String value(String field) {
        if (field.startsWith("'")) {
            StringBuilder text = new StringBuilder();
            for (int i = 1; i < field.length(); i++) {
                if (field.charAt(i) == '\'') {
                    if (i + 1 < field.length() && field.charAt(i + 1) == '\'') {
                        i++;
                    } else {
                        return text.toString().stripTrailing();
                    }
                }
                text.append(field.charAt(i));
            }
            throw new AssertionError("quote not closed: " + field);
        }
        int slash = field.indexOf('/');
        return (slash < 0 ? field : field.substring(0, slash)).strip();
    }
}
