package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import nom.tam.fits.Header;
import nom.tam.fits.HeaderCard;
import nom.tam.util.FitsInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The patient header reader against the library, on headers that the library accepts. */
class FitsInputHeaderOracleTest {
    @TempDir
    Path folder;

    @Test
    void handMadeHeadersReadAsTheLibraryReadsThem() throws Exception {
        assertTrue(compared("colour", getClass().getResourceAsStream("/fits/colour.txt")) > 25);
        assertTrue(compared("odd", getClass().getResourceAsStream("/fits/odd.txt")) > 8);
    }

    @Test
    void realHeadersReadAsTheLibraryReadsThem() throws Exception {
        int cardCount = 0;
        try (DirectoryStream<Path> texts =
                Files.newDirectoryStream(SharedMaterial.path("realdata/headers"), "real_*.txt")) {
            for (Path text : texts) {
                if (!text.toString().contains("ser_header")) {
                    try (InputStream in = Files.newInputStream(text)) {
                        cardCount += compared(text.getFileName().toString(), in);
                    }
                }
            }
        }
        assertTrue(cardCount > 300, "cards=" + cardCount);
    }

    private int compared(String name, InputStream text) throws Exception {
        List<String> cards = FitsPictures.cardsOf(text);
        Path file = FitsPictures.write(folder.resolve("h.fits"), FitsPictures.fromCards(cards, 2880));
        FitsInputHeader mine;
        try (FitsInputBytes in = FitsInputBytes.open(file)) {
            mine = FitsInputHeader.read(in, 0, name);
        }
        int count = 0;
        for (var card : read(file)) {
            if (!card.isKeyValuePair() || card.getKey().startsWith("HIERARCH") || count(mine, card.getKey()) != 1) {
                continue;
            }
            Optional<String> value = mine.text(card.getKey());
            String told = card.getValue() == null ? "" : card.getValue().strip();
            assertEquals(told, value.orElse(""), name + " " + card.getKey());
            count++;
        }
        return count;
    }

    private static long count(FitsInputHeader header, String keyword) {
        return header.cards().stream()
                .filter(card -> card.keyword().equals(keyword))
                .count();
    }

    private static List<HeaderCard> read(Path file) throws IOException {
        try (FitsInputStream in = new FitsInputStream(Files.newInputStream(file))) {
            java.util.ArrayList<HeaderCard> cards = new java.util.ArrayList<>();
            new Header(in).iterator().forEachRemaining(cards::add);
            return cards;
        } catch (nom.tam.fits.FitsException refused) {
            throw new IOException(refused);
        }
    }
}
