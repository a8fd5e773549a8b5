package org.lucida.config;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lucida.frame.BadInputException;

/** Damages real preset text in many ways: the reader either understands it or says what is wrong, nothing else. */
class PresetMutationTest {
    private static final int MUTATION_COUNT = 4000;
    private static final long SEED = 20261121;

    private static final List<String> NASTY = List.of(
            "&a ",
            "*a",
            "!!java.lang.String ",
            "[",
            "{",
            "}",
            "]",
            "? ",
            "- ",
            "%YAML 9.9\n",
            "---\n",
            "...\n",
            "\t",
            "\"",
            "'",
            "|\n",
            ">\n",
            "<<: *a\n",
            "\u0000",
            "\ufeff",
            "\ud83d\ude00",
            "NaN",
            "1e999",
            "-1",
            "99999999999999999999",
            "~",
            "null",
            ": ",
            "#",
            "\r",
            "\u2028");

    @Test
    void fourThousandDamagedPresetsAreReadOrRefusedInWords() throws IOException {
        Random random = new Random(SEED);
        int refusedCount = 0;
        for (int i = 0; i < MUTATION_COUNT; i++) {
            String name = Presets.BUILT_IN.get(random.nextInt(Presets.BUILT_IN.size()));
            byte[] bytes = damaged(new Presets(List.of()).load(name).text().getBytes(StandardCharsets.UTF_8), random);
            try {
                Preset preset = PresetText.parse(name, name, bytes);
                assertTrue(preset.settings().problems().isEmpty());
            } catch (BadInputException e) {
                assertTrue(e.getMessage().length() < 5000, "seed=" + SEED + " i=" + i + ": " + e.getMessage());
                refusedCount++;
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed=" + SEED + " i=" + i + " text=" + new String(bytes, StandardCharsets.ISO_8859_1), e);
            }
        }
        assertTrue(refusedCount > MUTATION_COUNT / 4, "refusedCount=" + refusedCount);
    }

    private static byte[] damaged(byte[] text, Random random) {
        byte[] bytes = text;
        int stepCount = 1 + random.nextInt(4);
        for (int step = 0; step < stepCount && bytes.length > 0; step++) {
            int at = random.nextInt(bytes.length);
            int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes = Arrays.copyOf(bytes, at);
                case 2 -> bytes = spliced(bytes, at, length, new byte[0]);
                case 3 -> bytes = spliced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
                case 4 -> bytes = spliced(
                        bytes, at, 0, NASTY.get(random.nextInt(NASTY.size())).getBytes(StandardCharsets.UTF_8));
                default -> bytes = valueReplaced(bytes, random);
            }
        }
        return bytes;
    }

    /** Replaces what stands after one of the colons: the damage that reaches the checks behind the YAML reader. */
    private static byte[] valueReplaced(byte[] bytes, Random random) {
        String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1);
        for (int tries = 0; tries < 200; tries++) {
            int i = random.nextInt(lines.length);
            int colon = lines[i].indexOf(": ");
            if (colon > 0 && !lines[i].startsWith("#")) {
                lines[i] = lines[i].substring(0, colon + 2)
                        + new String(
                                NASTY.get(random.nextInt(NASTY.size())).getBytes(StandardCharsets.UTF_8),
                                StandardCharsets.ISO_8859_1);
                break;
            }
        }
        return String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] spliced(byte[] bytes, int at, int removedCount, byte[] inserted) {
        byte[] out = new byte[bytes.length - removedCount + inserted.length];
        System.arraycopy(bytes, 0, out, 0, at);
        System.arraycopy(inserted, 0, out, at, inserted.length);
        System.arraycopy(bytes, at + removedCount, out, at + inserted.length, bytes.length - at - removedCount);
        return out;
    }
}
