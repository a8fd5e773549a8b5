package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
     * @param kind name of the kind of recording
     * @param facts what the header says, in its order, then what was found in the data
     * @param problems one sentence each, with what is assumed instead
     */
    record Account(String kind, List<Fact> facts, List<String> problems) {}

    /**
     * One thing known.
     *
     * @param name the header's own word, or ours with its unit
     * @param value as text
     * @param meaning unit or meaning; may be empty
     */
    record Fact(String name, String value, String meaning) {}
}
