package org.lucida.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.lucida.frame.BadInputException;

/**
 * Registrations that users bring along: a table of displacements (CSV), or 3x3 matrices (JSON).
 *
 * <p>CSV: one line a frame, separated by comma, semicolon, tab or blanks; {@code #} begins a comment. With a header line the
 * columns are found by name: file (file, name), number (index, frame), x (x, dx, DISPL_X_PX, displacementXPx), y the same,
 * and weight; other columns are passed over. Without one: {@code x,y}, or {@code file-or-number,x,y}, or
 * {@code file-or-number,x,y,weight}. x, y is the displacement in input px, where the content went: frame(p + d) shows what
 * the reference shows at p. A line without x or y leaves its frame out.
 *
 * <p>JSON: an array, or an object with an array {@code transforms} (or {@code frames}) and optionally {@code "to": "output"}. Each element is an array of 9 numbers, of 3 rows
 * of 3, or an object with {@code matrix} and optionally {@code file}, {@code index}, {@code weight}. A matrix is row-major and
 * leads from the centre of an input pixel to the reference, of the same scale as the frame, or straight to the output.
 */
public final class DrizzleCaseShifts {
    private static final int MOST_ENTRIES = 10_000_000;
    private static final int MOST_DEPTH = 20;

    /** The registration of one frame. */
    public static final class Entry {
        private final String file;
        private final long frameIndex;
        private final double[] matrix;
        private final double weight;

        Entry(String file, long frameIndex, double[] matrix, double weight) {
            this.file = file;
            this.frameIndex = frameIndex;
            this.matrix = matrix;
            this.weight = weight;
        }

        /** Name of the file that holds the frame, if it was given. */
        public Optional<String> file() {
            return Optional.ofNullable(file);
        }

        /** Number of the frame from 0, if it was given. */
        public OptionalLong frameIndex() {
            return frameIndex < 0 ? OptionalLong.empty() : OptionalLong.of(frameIndex);
        }

        /** Row-major, from the frame to the reference or the output. */
        public double[] matrix() {
            return matrix.clone();
        }

        /** 0 leaves the frame out. */
        public double weight() {
            return weight;
        }
    }

    private final List<Entry> entries;
    private final boolean toOutput;

    private DrizzleCaseShifts(List<Entry> entries, boolean toOutput) {
        this.entries = List.copyOf(entries);
        this.toOutput = toOutput;
    }

    public List<Entry> entries() {
        return entries;
    }

    /** True if the matrices lead to the output, false if to the reference. */
    public boolean toOutput() {
        return toOutput;
    }

    // ---- CSV --------------------------------------------------------------------------------------------------------

    /** Reads displacements. */
    public static DrizzleCaseShifts readCsv(Path file) throws IOException {
        List<String> lines = lines(file);
        List<Entry> entries = new ArrayList<>();
        int[] columns = null;
        String separator = separatorOf(lines);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split(separator, -1);
            for (int c = 0; c < cells.length; c++) {
                cells[c] = unquoted(cells[c].strip());
            }
            if (columns == null) {
                columns = header(cells);
                if (columns != null) {
                    continue;
                }
                columns = plain(cells, file, i);
            }
            entries.add(entry(cells, columns, file, i));
        }
        if (entries.isEmpty()) {
            throw new BadInputException("FILE=" + file.getFileName() + " frames=0; give one line for each frame");
        }
        return new DrizzleCaseShifts(entries, false);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (MalformedInputException e) {
            throw new BadInputException("FILE=" + file.getFileName() + " is no text; give a table of displacements", e);
        }
    }

    private static String separatorOf(List<String> lines) {
        for (String line : lines) {
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                if (line.indexOf(',') >= 0) {
                    return ",";
                }
                if (line.indexOf(';') >= 0) {
                    return ";";
                }
                return line.indexOf('\t') >= 0 ? "\t" : "\\s+";
            }
        }
        return ",";
    }

    private static String unquoted(String cell) {
        return cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"")
                ? cell.substring(1, cell.length() - 1)
                : cell;
    }

    /** Columns of file, number, x, y and weight, -1 where there is none; or null if this is no header. */
    private static int[] header(String[] cells) {
        int[] columns = {-1, -1, -1, -1, -1};
        for (int c = 0; c < cells.length; c++) {
            String word = cells[c].toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
            int what =
                    switch (word) {
                        case "file", "filename", "name" -> 0;
                        case "index", "frame", "frameindex", "number" -> 1;
                        case "x", "dx", "xpx", "displxpx", "displacementxpx" -> 2;
                        case "y", "dy", "ypx", "displypx", "displacementypx" -> 3;
                        case "weight", "w" -> 4;
                        default -> -1;
                    };
            if (what >= 0 && columns[what] < 0) {
                columns[what] = c;
            }
        }
        return columns[2] >= 0 && columns[3] >= 0 ? columns : null;
    }

    private static int[] plain(String[] cells, Path file, int line) throws BadInputException {
        return switch (cells.length) {
            case 2 -> new int[] {-1, -1, 0, 1, -1};
            case 3 -> keyed(cells, -1);
            case 4 -> keyed(cells, 3);
            default -> throw new BadInputException("FILE=" + file.getFileName() + " line=" + (line + 1) + " has "
                    + cells.length
                    + " columns and no header names x and y; give x,y or file,x,y or file,x,y,weight, or a header");
        };
    }

    private static int[] keyed(String[] cells, int weight) {
        boolean isNumber = cells[0].matches("\\d+");
        return new int[] {isNumber ? -1 : 0, isNumber ? 0 : -1, 1, 2, weight};
    }

    private static Entry entry(String[] cells, int[] columns, Path file, int line) throws BadInputException {
        String where = "FILE=" + file.getFileName() + " line=" + (line + 1);
        String name = columns[0] < 0 ? null : cell(cells, columns[0]);
        long frameIndex = -1;
        if (columns[1] >= 0) {
            double number = number(cell(cells, columns[1]), "index", where);
            if (number < 0 || number != Math.rint(number) || number > Integer.MAX_VALUE) {
                throw new BadInputException(where + " index=" + number + " is no frame number; count from 0");
            }
            frameIndex = (long) number;
        }
        String x = cell(cells, columns[2]);
        String y = cell(cells, columns[3]);
        double weight = columns[4] < 0 || cell(cells, columns[4]).isEmpty()
                ? 1
                : number(cell(cells, columns[4]), "weight", where);
        if (weight < 0) {
            throw new BadInputException(where + " weight=" + weight + " is below 0; use 0 to leave a frame out");
        }
        if (x.isEmpty() || y.isEmpty()) {
            return new Entry(name, frameIndex, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, 0);
        }
        double displacementXPx = number(x, "x", where);
        double displacementYPx = number(y, "y", where);
        return new Entry(
                name, frameIndex, new double[] {1, 0, -displacementXPx, 0, 1, -displacementYPx, 0, 0, 1}, weight);
    }

    private static String cell(String[] cells, int column) {
        return column < cells.length ? cells[column] : "";
    }

    private static double number(String text, String what, String where) throws BadInputException {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new BadInputException(where + " " + what + "=" + text + " is no number; correct the line", e);
        }
        throw new BadInputException(
                where + " " + what + "=" + text + " is not finite; leave it empty to skip the frame");
    }

    // ---- JSON -------------------------------------------------------------------------------------------------------

    /** Reads matrices. */
    public static DrizzleCaseShifts readJson(Path file) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .build())
                .build();
        List<Entry> entries = new ArrayList<>();
        boolean toOutput = false;
        try (JsonParser json = factory.createParser(file.toFile())) {
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_ARRAY) {
                readEntries(json, entries, file);
            } else if (token == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    JsonToken value = json.nextToken();
                    if (field.equals("to")) {
                        toOutput = isOutput(json.getText(), file);
                    } else if ((field.equals("transforms") || field.equals("frames"))
                            && value == JsonToken.START_ARRAY) {
                        readEntries(json, entries, file);
                    } else {
                        json.skipChildren();
                    }
                }
            } else {
                throw wrong(file, json, "begins with no array and no object");
            }
        } catch (JsonProcessingException e) {
            throw new BadInputException(
                    "FILE=" + file.getFileName() + " is no JSON (" + e.getOriginalMessage()
                            + "); give an array of 3x3 matrices",
                    e);
        }
        if (entries.isEmpty()) {
            throw new BadInputException("FILE=" + file.getFileName() + " transforms=0; give one matrix for each frame");
        }
        return new DrizzleCaseShifts(entries, toOutput);
    }

    private static boolean isOutput(String text, Path file) throws BadInputException {
        if (!text.equals("output") && !text.equals("reference")) {
            throw new BadInputException("FILE=" + file.getFileName() + " to=" + text
                    + " is neither reference nor output; say where the matrices lead");
        }
        return text.equals("output");
    }

    private static void readEntries(JsonParser json, List<Entry> entries, Path file) throws IOException {
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (entries.size() >= MOST_ENTRIES) {
                throw wrong(file, json, "holds more than " + MOST_ENTRIES + " matrices");
            }
            if (token == JsonToken.START_ARRAY) {
                entries.add(new Entry(null, -1, readMatrix(json, file), 1));
            } else if (token == JsonToken.START_OBJECT) {
                entries.add(readEntry(json, file));
            } else {
                throw wrong(file, json, "holds " + json.getText() + " where a matrix is due");
            }
        }
    }

    private static Entry readEntry(JsonParser json, Path file) throws IOException {
        String name = null;
        long frameIndex = -1;
        double[] matrix = null;
        double weight = 1;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "file" -> name = json.getText();
                case "index" -> frameIndex = (long) number(json, value, file);
                case "weight" -> weight = number(json, value, file);
                case "matrix", "H_row_major" -> {
                    if (value != JsonToken.START_ARRAY) {
                        throw wrong(file, json, field + "=" + json.getText() + " is no matrix");
                    }
                    matrix = readMatrix(json, file);
                }
                default -> json.skipChildren();
            }
        }
        if (matrix == null) {
            throw wrong(file, json, "matrix=nothing for a frame");
        }
        if (!(weight >= 0) || frameIndex < -1) {
            throw wrong(file, json, "weight=" + weight + " index=" + frameIndex + " is below 0");
        }
        return new Entry(name, frameIndex, matrix, weight);
    }

    private static double[] readMatrix(JsonParser json, Path file) throws IOException {
        double[] matrix = new double[9];
        int count = 0;
        int depth = 1;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_ARRAY) {
                depth++;
            } else if (token == JsonToken.END_ARRAY) {
                depth--;
            } else if (count < 9) {
                matrix[count++] = number(json, token, file);
            } else {
                throw wrong(file, json, "holds a matrix of more than 9 numbers");
            }
        }
        if (count != 9) {
            throw wrong(file, json, "holds a matrix of " + count + " numbers: " + Arrays.toString(matrix));
        }
        return matrix;
    }

    private static double number(JsonParser json, JsonToken token, Path file) throws IOException {
        if (token == null || !token.isNumeric() || !Double.isFinite(json.getDoubleValue())) {
            throw wrong(file, json, "holds " + json.getText() + " where a number is due");
        }
        return json.getDoubleValue();
    }

    private static BadInputException wrong(Path file, JsonParser json, String what) {
        return new BadInputException("FILE=" + file.getFileName() + " line="
                + json.currentLocation().getLineNr() + " " + what
                + "; give one row-major 3x3 matrix for each frame");
    }
}
