package org.lucida.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.lucida.frame.BadInputException;

/**
 * The cards of one FITS header, read with patience.
 *
 * <p>Own reader instead of the library's, because files from the field carry zero bytes between cards, free-format
 * numbers and lying sizes, and because nothing may be allocated on the word of a damaged header. Its twin in the tests
 * is the library.
 *
 * <p>Memory: the cards really read, at most {@value #MAX_BLOCKS} blocks.
 */
final class FitsInputHeader {
    static final int BLOCK_BYTES = 2880;
    private static final int CARD_BYTES = 80;
    private static final int KEYWORD_BYTES = 8;
    /** About 1 MiB: more history than any program writes, little enough for a file of nonsense. */
    private static final int MAX_BLOCKS = 364;

    /**
     * One line of the header.
     *
     * @param keyword up to eight characters, or the whole hierarchical name; may be empty
     * @param value as text without quotes; empty if the card has none
     * @param comment what follows the slash, or the text of COMMENT and HISTORY
     */
    record Card(String keyword, String value, String comment) {}

    private final List<Card> cards;
    private final Map<String, Card> firstByKeyword = new HashMap<>();
    private final long dataOffset;
    private final int oddByteCount;

    private FitsInputHeader(List<Card> cards, long dataOffset, int oddByteCount) {
        this.cards = List.copyOf(cards);
        this.dataOffset = dataOffset;
        this.oddByteCount = oddByteCount;
        for (Card card : cards) {
            firstByKeyword.putIfAbsent(card.keyword(), card);
        }
    }

    /**
     * Reads the header that begins at the offset.
     *
     * @param name what to call the file in messages
     */
    static FitsInputHeader read(FitsInputBytes in, long offset, String name) throws IOException {
        List<Card> cards = new ArrayList<>();
        byte[] block = new byte[BLOCK_BYTES];
        int oddByteCount = 0;
        for (int b = 0; b < MAX_BLOCKS; b++) {
            long at = offset + (long) b * BLOCK_BYTES;
            int got = in.read(at, block, BLOCK_BYTES);
            for (int c = 0; c + CARD_BYTES <= got; c += CARD_BYTES) {
                oddByteCount += blankOddBytes(block, c);
                String line = latin(block, c, CARD_BYTES);
                if (b == 0 && c == 0 && !line.startsWith("SIMPLE  =") && !line.startsWith("XTENSION=")) {
                    throw new BadInputException("FILE=" + name + " begins with '"
                            + line.substring(0, KEYWORD_BYTES).strip()
                            + "' instead of SIMPLE; it is not a FITS file, or its header is damaged");
                }
                if (line.startsWith("END") && line.substring(3, KEYWORD_BYTES).isBlank()) {
                    return new FitsInputHeader(cards, at + BLOCK_BYTES, oddByteCount);
                }
                add(cards, line);
            }
            if (got < BLOCK_BYTES) {
                throw new BadInputException("FILE=" + name + " ends after " + (at - offset + got)
                        + " bytes within its header; the file is cut short, fetch it again");
            }
        }
        throw new BadInputException("FILE=" + name + " has no END card in the first " + MAX_BLOCKS * BLOCK_BYTES
                + " bytes; it is not a FITS file, or its header is damaged");
    }

    List<Card> cards() {
        return cards;
    }

    /** Where the data of this header begin in the file. */
    long dataOffset() {
        return dataOffset;
    }

    /** Bytes that are not printable ASCII; they were read as blanks. */
    int oddByteCount() {
        return oddByteCount;
    }

    /** The value of the first card with this keyword; empty if there is none or it is blank. */
    Optional<String> text(String keyword) {
        Card card = firstByKeyword.get(keyword);
        return card == null || card.value().isBlank()
                ? Optional.empty()
                : Optional.of(card.value().strip());
    }

    OptionalDouble real(String keyword) {
        Optional<String> text = text(keyword);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            double value =
                    Double.parseDouble(text.get().toUpperCase(Locale.ROOT).replace('D', 'E'));
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalDouble.empty();
        }
    }

    /** A whole number; empty if missing, not a number, broken or beyond 2^53. */
    OptionalLong integer(String keyword) {
        OptionalDouble value = real(keyword);
        if (value.isEmpty()
                || value.getAsDouble() != Math.rint(value.getAsDouble())
                || Math.abs(value.getAsDouble()) > 0x1p53) {
            return OptionalLong.empty();
        }
        return OptionalLong.of((long) value.getAsDouble());
    }

    boolean isTrue(String keyword) {
        return text(keyword).filter("T"::equals).isPresent();
    }

    private static void add(List<Card> cards, String line) {
        String keyword = line.substring(0, KEYWORD_BYTES).strip();
        if (keyword.equals("CONTINUE")) {
            continueLast(cards, line.substring(KEYWORD_BYTES));
        } else if (keyword.equals("HIERARCH") && line.indexOf('=') > 0) {
            int equals = line.indexOf('=');
            cards.add(card(line.substring(KEYWORD_BYTES, equals).strip(), line.substring(equals + 1)));
        } else if (line.charAt(KEYWORD_BYTES) == '=' && !keyword.isEmpty()) {
            cards.add(card(keyword, line.substring(KEYWORD_BYTES + 1)));
        } else if (!line.isBlank()) {
            cards.add(new Card(keyword, "", line.substring(KEYWORD_BYTES).strip()));
        }
    }

    /** A long text goes on in CONTINUE cards where its last character is an ampersand. */
    private static void continueLast(List<Card> cards, String rest) {
        Card more = card("CONTINUE", rest);
        Card last = cards.isEmpty() ? null : cards.get(cards.size() - 1);
        if (last == null || !last.value().endsWith("&")) {
            cards.add(more);
            return;
        }
        String value = last.value().substring(0, last.value().length() - 1) + more.value();
        cards.set(cards.size() - 1, new Card(last.keyword(), value, (last.comment() + " " + more.comment()).strip()));
    }

    private static Card card(String keyword, String field) {
        String text = field.strip();
        if (text.startsWith("'")) {
            return quoted(keyword, text);
        }
        int slash = text.indexOf('/');
        return slash < 0
                ? new Card(keyword, text, "")
                : new Card(
                        keyword,
                        text.substring(0, slash).strip(),
                        text.substring(slash + 1).strip());
    }

    private static Card quoted(String keyword, String text) {
        StringBuilder value = new StringBuilder();
        int i = 1;
        for (; i < text.length(); i++) {
            if (text.charAt(i) == '\'') {
                if (i + 1 == text.length() || text.charAt(i + 1) != '\'') {
                    break;
                }
                i++;
            }
            value.append(text.charAt(i));
        }
        String rest = i < text.length() ? text.substring(i + 1) : "";
        int slash = rest.indexOf('/');
        return new Card(
                keyword,
                value.toString().stripTrailing(),
                slash < 0 ? "" : rest.substring(slash + 1).strip());
    }

    private static int blankOddBytes(byte[] block, int from) {
        int count = 0;
        for (int i = from; i < from + CARD_BYTES; i++) {
            if (block[i] < 32 || block[i] > 126) {
                block[i] = ' ';
                count++;
            }
        }
        return count;
    }

    private static String latin(byte[] bytes, int from, int count) {
        return new String(bytes, from, count, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
