package org.lucida.camera.asi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsiLibrarySearchTest {
    private static final Optional<String> NONE = Optional.empty();

    @TempDir
    Path folder;

    private static AsiLibrarySearch named(Path file, String system) {
        return new AsiLibrarySearch(Optional.of(file.toString()), NONE, List.of(), system);
    }

    private Path elf(String name, int machine) throws IOException {
        byte[] head = new byte[64];
        byte[] start = {0x7f, 'E', 'L', 'F', 2, 1, 1};
        System.arraycopy(start, 0, head, 0, start.length);
        head[18] = (byte) machine;
        return Files.write(folder.resolve(name), head);
    }

    private static String refusal(AsiLibrarySearch search) {
        return assertThrows(IOException.class, search::find).getMessage();
    }

    @Test
    void aMissingFileIsSaid() {
        assertEquals(
                "asi-library=/no/libASICamera2.so is not there; check the path to libASICamera2.so",
                refusal(named(Path.of("/no/libASICamera2.so"), "amd64")));
        AsiLibrarySearch byVariable = new AsiLibrarySearch(NONE, Optional.of("/no/x.so"), List.of(), "amd64");
        assertTrue(refusal(byVariable).startsWith("LUCIDA_ASI_LIBRARY=/no/x.so is not there"));
    }

    @Test
    void aLibraryForAnotherProcessorIsSaid() throws Exception {
        Path arm = elf("libASICamera2.so", 183);
        assertTrue(refusal(named(arm, "amd64")).contains("is made for arm 64 bit, this Java runs on x86-64; take"));
        assertEquals(arm, named(arm, "aarch64").find().orElseThrow());
        assertTrue(refusal(named(elf("32.so", 3), "amd64")).contains("x86 32 bit"));
        assertTrue(
                refusal(named(Files.writeString(folder.resolve("page.so"), "<html>not found, sorry</html>"), "amd64"))
                        .contains("is no shared library"));
    }

    @Test
    void theUsualFoldersAreSearchedInOrder() throws Exception {
        Path first = Files.createDirectory(folder.resolve("a"));
        Path second = Files.createDirectory(folder.resolve("b"));
        AsiLibrarySearch search = new AsiLibrarySearch(NONE, NONE, List.of(first, second), "amd64");
        assertEquals(NONE, search.find().map(Path::toString));
        Path plain = Files.copy(elf("x", 62), second.resolve("libASICamera2.so"));
        assertEquals(plain, search.find().orElseThrow());
        Files.copy(elf("y", 183), first.resolve("libASICamera2.so"));
        assertEquals(plain, search.find().orElseThrow(), "one for another processor is passed over");
        Files.delete(first.resolve("libASICamera2.so"));
        Path versioned = Files.copy(elf("z", 62), first.resolve("libASICamera2.so.1.37"));
        assertEquals(versioned, search.find().orElseThrow());
    }

    @Test
    void whatTheLoaderSaysIsPutInWords() {
        AsiLibrarySearch search = named(Path.of("/x/libASICamera2.so"), "amd64");
        Optional<Path> file = Optional.of(Path.of("/x/libASICamera2.so"));
        assertEquals(
                "asi-library=/x/libASICamera2.so needs libusb-1.0.so.0, which is not installed; install it (Debian: sudo"
                        + " apt install libusb-1.0-0)",
                search.whyNotLoaded(
                        file, "libusb-1.0.so.0: cannot open shared object file: No such file or directory"));
        assertTrue(search.whyNotLoaded(file, "/lib/libc.so.6: version `GLIBC_2.99' not found (required by x)")
                .contains("newer system"));
        assertTrue(
                search.whyNotLoaded(file, "x.so: undefined symbol: libusb_init").contains("libusb-1.0"));
        assertTrue(search.whyNotLoaded(Optional.empty(), "Unable to load library 'ASICamera2'")
                .startsWith("the ASI camera library is not installed; install the package libasi"));
    }

    @Test
    void aLibraryThatIsNotTheVendorsIsSaid() throws Exception {
        Path other = Path.of("/lib/x86_64-linux-gnu/libm.so.6");
        Assumptions.assumeTrue(Files.exists(other), "skipped: no libm on this system");
        AsiLibrarySearch search = named(other, System.getProperty("os.arch"));
        String message =
                assertThrows(IOException.class, () -> AsiLibrary.load(search)).getMessage();
        assertTrue(
                message.contains("lacks ASIGetNumOfConnectedCameras and 23 more functions")
                        || message.contains("is loaded already"),
                message);
    }
}
