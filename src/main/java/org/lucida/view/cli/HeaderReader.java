package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tells everything the header of a recording says; bound to the files room. */
interface HeaderReader {
    /**
     * Reads the header.
     *
     * @throws IOException if it cannot be read; BadInputException if it is no recording at all
     */
    Account read(Path file) throws IOException;

    /**
     * What a header says and what is wrong with it.
     *
     * @param format name of the file format
     * @param entries name to value, in header order; names end in units
     * @param problems one sentence each, with what is assumed instead
     */
    record Account(String format, Map<String, Object> entries, List<String> problems) {}
}
