package org.lucida.view.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lucida.frame.Ledger;

/**
 * What a run left behind.
 *
 * @param files files written, the most important first
 * @param ledger the final account; nothing in flight
 * @param facts findings worth telling, names ending in units; values are numbers, text, booleans, or maps and lists of them
 * @param complete true if the source was read to its end or to the limit asked for
 * @param failure what went wrong with camera or disk, if anything; what could be saved is in the files
 */
public record RunResult(
        List<Path> files, Ledger ledger, Map<String, Object> facts, boolean complete, Optional<IOException> failure) {}
