package org.lucida.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Verdict;

/** One column of the frame table, as the FITS table and the CSV file spell it. */
abstract class FrameColumn {
    private static final int VERDICT_CHARS = Arrays.stream(Verdict.values())
            .mapToInt(verdict -> verdict.name().length())
            .max()
            .orElseThrow();

    /** All columns in order. */
    static final List<FrameColumn> ALL = List.of(
            new Whole("INDEX", "number of the frame in its source, from 0"),
            new Utc("UTC", "start of exposure, blank if unknown"),
            new Real("LUCKINESS", "", "1 = as sharp as the first frames", FrameTable::luckiness),
            new Single("LUCK_SNR", "", "signal to noise of LUCKINESS", FrameTable::luckinessSnr),
            new Single("FLUX_SCALE", "", "transparency times exposure", FrameTable::fluxScale),
            new Real("DISPL_X_PX", "pixel", "to the right", FrameTable::displacementXPx),
            new Real("DISPL_Y_PX", "pixel", "downward", FrameTable::displacementYPx),
            new Single("DISPL_SIGMA_PX", "pixel", "one sigma of an axis", FrameTable::displacementSigmaPx),
            new Single("PEAK_Q", "", "correlation peak in sigmas", FrameTable::peakSignificance),
            new Real("WEIGHT", "", "in the stack; 0 = not in it", FrameTable::weight),
            new Outcome("VERDICT", "what became of the frame"),
            new Epoch("CONTROL_EPOCH", "camera settings in force, 0 = as opened"));

    private final String name;
    private final String unit;
    private final String meaning;

    FrameColumn(String name, String unit, String meaning) {
        this.name = name;
        this.unit = unit;
        this.meaning = meaning;
    }

    String name() {
        return name;
    }

    /** FITS unit, empty for a pure number or text. */
    String unit() {
        return unit;
    }

    String meaning() {
        return meaning;
    }

    /** The FITS TFORM. */
    abstract String fitsForm();

    /** Bytes of one cell in the FITS table. */
    abstract int bytes();

    /** Appends one cell. Modified: out. */
    abstract void put(FrameTable frames, int row, ByteBuffer out);

    /** One cell as text; empty where nothing was measured. */
    abstract String text(FrameTable frames, int row);

    /** Reads one number of a row. */
    interface Cell {
        double of(FrameTable frames, int row);
    }

    private static final class Whole extends FrameColumn {
        Whole(String name, String meaning) {
            super(name, "", meaning);
        }

        @Override
        String fitsForm() {
            return "1K";
        }

        @Override
        int bytes() {
            return Long.BYTES;
        }

        @Override
        void put(FrameTable frames, int row, ByteBuffer out) {
            out.putLong(frames.frameIndex(row));
        }

        @Override
        String text(FrameTable frames, int row) {
            return Long.toString(frames.frameIndex(row));
        }
    }

    private static final class Epoch extends FrameColumn {
        Epoch(String name, String meaning) {
            super(name, "", meaning);
        }

        @Override
        String fitsForm() {
            return "1J";
        }

        @Override
        int bytes() {
            return Integer.BYTES;
        }

        @Override
        void put(FrameTable frames, int row, ByteBuffer out) {
            out.putInt(frames.controlEpoch(row));
        }

        @Override
        String text(FrameTable frames, int row) {
            return Integer.toString(frames.controlEpoch(row));
        }
    }

    private static final class Utc extends FrameColumn {
        Utc(String name, String meaning) {
            super(name, "", meaning);
        }

        @Override
        String fitsForm() {
            return UtcText.ISO7_CHARS + "A";
        }

        @Override
        int bytes() {
            return UtcText.ISO7_CHARS;
        }

        @Override
        void put(FrameTable frames, int row, ByteBuffer out) {
            putText(text(frames, row), UtcText.ISO7_CHARS, out);
        }

        @Override
        String text(FrameTable frames, int row) {
            return UtcText.iso7(frames.startUtcNs(row));
        }
    }

    private static final class Real extends FrameColumn {
        private final Cell cell;

        Real(String name, String unit, String meaning, Cell cell) {
            super(name, unit, meaning);
            this.cell = cell;
        }

        @Override
        String fitsForm() {
            return "1D";
        }

        @Override
        int bytes() {
            return Double.BYTES;
        }

        @Override
        void put(FrameTable frames, int row, ByteBuffer out) {
            out.putDouble(cell.of(frames, row));
        }

        @Override
        String text(FrameTable frames, int row) {
            double value = cell.of(frames, row);
            return Double.isFinite(value) ? Double.toString(value) : "";
        }
    }

    private static final class Single extends FrameColumn {
        private final Cell cell;

        Single(String name, String unit, String meaning, Cell cell) {
            super(name, unit, meaning);
            this.cell = cell;
        }

        @Override
        String fitsForm() {
            return "1E";
        }

        @Override
        int bytes() {
            return Float.BYTES;
        }

        @Override
        void put(FrameTable frames, int row, ByteBuffer out) {
            out.putFloat((float) cell.of(frames, row));
        }

        @Override
        String text(FrameTable frames, int row) {
            float value = (float) cell.of(frames, row);
            return Float.isFinite(value) ? Float.toString(value) : "";
        }
    }

    private static final class Outcome extends FrameColumn {
        Outcome(String name, String meaning) {
            super(name, "", meaning);
        }

        @Override
        String fitsForm() {
            return VERDICT_CHARS + "A";
        }

        @Override
        int bytes() {
            return VERDICT_CHARS;
        }

        @Override
        void put(FrameTable frames, int row, ByteBuffer out) {
            putText(text(frames, row), VERDICT_CHARS, out);
        }

        @Override
        String text(FrameTable frames, int row) {
            return frames.verdict(row).name();
        }
    }

    /** Fixed width, filled up with blanks. */
    private static void putText(String text, int widthChars, ByteBuffer out) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < widthChars; i++) {
            out.put(i < ascii.length ? ascii[i] : (byte) ' ');
        }
    }
}
