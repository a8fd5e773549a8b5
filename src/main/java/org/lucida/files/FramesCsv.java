package org.lucida.files;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.lucida.frame.FrameTable;

/**
 * One line a frame as comma-separated values, with the columns of the FITS table FRAMES; empty where nothing was measured.
 *
 * <p>Memory: one line at a time.
 * <p>Fails: never overwrites; on a full disk IOException with file, bytes needed and remedy, and no partial file.
 */
public final class FramesCsv {
    /** Typical line, measured on a full table; for the message on a full disk. */
    private static final long LINE_BYTES = 160;

    private final WholeFile files;

    public FramesCsv() {
        this(WholeFile.REAL_DISK);
    }

    FramesCsv(WholeFile.Disk disk) {
        files = new WholeFile(disk);
    }

    /** Writes the rows that are there when the call begins. */
    public void write(Path file, FrameTable frames) throws IOException {
        int frameCount = frames.rowCount();
        files.create(file, LINE_BYTES * (frameCount + 1L), channel -> {
            BufferedWriter out = new BufferedWriter(
                    new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.US_ASCII));
            String comma = "";
            for (FrameColumn column : FrameColumn.ALL) {
                out.append(comma).append(column.name());
                comma = ",";
            }
            out.append('\n');
            for (int row = 0; row < frameCount; row++) {
                comma = "";
                for (FrameColumn column : FrameColumn.ALL) {
                    out.append(comma).append(column.text(frames, row));
                    comma = ",";
                }
                out.append('\n');
            }
            out.flush();
        });
    }
}
