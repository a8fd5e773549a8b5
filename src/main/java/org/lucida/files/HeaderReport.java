package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lucida.frame.BadInputException;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.Roi;

/**
 * Everything a SER clip, a FITS file or a folder of FITS says about itself, what was found in it, and what is wrong.
 *
 * @param file what was looked at
 * @param kind "SER clip", "FITS file" or "FITS folder"
 * @param facts first what the header says, word for word, then what was found in the data
 * @param problems one sentence each, each with what was assumed
 */
public record HeaderReport(Path file, String kind, List<Fact> facts, List<String> problems) {
    /** Bytes looked at in one go. */
    private static final int BAND_BYTES = 1024 * 1024;

    private static final double NS_PER_MS = 1e6;

    public HeaderReport {
        facts = List.copyOf(facts);
        problems = List.copyOf(problems);
    }

    /**
     * One thing known.
     *
     * @param name the header's own word, or ours with its unit
     * @param value as text
     * @param meaning unit or meaning; may be empty
     */
    public record Fact(String name, String value, String meaning) {}

    /**
     * Reports on a file or a folder of FITS.
     *
     * @throws BadInputException if it is neither a SER clip nor FITS
     */
    public static HeaderReport of(Path file) throws IOException {
        return switch (RecordingKind.of(file)) {
            case SER -> ofSer(file);
            case FITS -> ofFits(file, List.of(file), "FITS file");
            case FITS_FOLDER -> ofFits(file, FitsFrames.filesIn(file), "FITS folder");
        };
    }

    /** The value of the first fact of this name. */
    public Optional<String> value(String name) {
        return facts.stream()
                .filter(fact -> fact.name().equals(name))
                .map(Fact::value)
                .findFirst();
    }

    private static HeaderReport ofSer(Path file) throws IOException {
        List<Fact> facts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try (SerReader clip = SerReader.open(file)) {
            addSerHeader(clip.header(), facts);
            facts.add(new Fact("fileBytes", Long.toString(Files.size(file)), "B"));
            facts.add(new Fact("byteOrder", clip.byteOrder().toString(), "order of 16-bit samples, by the data"));
            addFrames(clip.format(), clip.frameCount(), facts);
            addTimes(FrameTimes.of(clip.frameCount(), clip::startUtcNs), facts);
            addSerRange(clip, facts);
            problems.addAll(clip.notes());
        } catch (BadInputException bad) {
            addSerHeader(serHeader(file, bad), facts);
            facts.add(new Fact("fileBytes", Long.toString(Files.size(file)), "B"));
            problems.add(bad.getMessage());
        }
        return new HeaderReport(file, "SER clip", facts, problems);
    }

    /** The header alone, where the clip behind it is no good; where the header is no good either, that is the answer. */
    private static SerHeader serHeader(Path file, BadInputException reason) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SerHeader.BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        }
        if (bytes.hasRemaining()) {
            throw reason;
        }
        return SerHeader.parse(bytes.array(), String.valueOf(file.getFileName()));
    }

    private static void addSerHeader(SerHeader header, List<Fact> facts) {
        facts.add(new Fact("LuID", Integer.toString(header.luId()), "camera series, not used"));
        facts.add(new Fact("ColorID", Integer.toString(header.colorId()), header.colorName()));
        facts.add(new Fact(
                "LittleEndian", Integer.toString(header.littleEndianFlag()), "flag with two meanings, not used"));
        facts.add(new Fact("Width", Integer.toString(header.widthPx()), "px"));
        facts.add(new Fact("Height", Integer.toString(header.heightPx()), "px"));
        facts.add(new Fact("PixelDepthPerPlane", Integer.toString(header.pixelDepth()), "bit"));
        facts.add(new Fact("FrameCount", Integer.toString(header.frameCount()), "as the header says"));
        facts.add(new Fact("Observer", header.text().observer(), ""));
        facts.add(new Fact("Instrument", header.text().instrument(), ""));
        facts.add(new Fact("Telescope", header.text().telescope(), ""));
        facts.add(new Fact("DateTime", date(header.localTicks()), "local time"));
        facts.add(new Fact("DateTimeUTC", date(header.utcTicks()), "UTC"));
    }

    private static String date(long ticks) {
        return SerHeader.isDate(ticks)
                ? utc(SerHeader.utcNs(ticks)).replace("Z", "")
                : Long.toString(ticks) + " (no date)";
    }

    private static void addFrames(FrameFormat format, long frameCount, List<Fact> facts) {
        facts.add(new Fact("frameCount", Long.toString(frameCount), "frames found"));
        facts.add(new Fact("frameBytes", Integer.toString(format.frameBytes()), "B, as read"));
        facts.add(new Fact("widthPx", Integer.toString(format.widthPx()), "px"));
        facts.add(new Fact("heightPx", Integer.toString(format.heightPx()), "px"));
        facts.add(new Fact("layout", format.layout().toString(), "colours at the top left, as read"));
        facts.add(new Fact("bitDepth", Integer.toString(format.bitDepth()), "bit, as read"));
    }

    private static void addTimes(FrameTimes times, List<Fact> facts) {
        facts.add(new Fact("timedCount", Long.toString(times.knownCount()), "frames with a time"));
        if (times.knownCount() == 0) {
            return;
        }
        facts.add(new Fact("firstUtc", utc(times.firstUtcNs()), "earliest start"));
        facts.add(new Fact("lastUtc", utc(times.lastUtcNs()), "latest start"));
        facts.add(new Fact("spanS", number(times.spanS()), "s, from first to last start"));
        times.frameRateHz()
                .ifPresent(rate -> facts.add(new Fact("frameRateHz", number(rate), "1/s, mean over the span")));
        if (times.knownCount() > 1) {
            facts.add(new Fact("gapMinMs", number(times.gapMinNs() / NS_PER_MS), "ms between starts"));
            facts.add(new Fact("gapMedianMs", number(times.gapMedianNs() / NS_PER_MS), "ms between starts"));
            facts.add(new Fact("gapMaxMs", number(times.gapMaxNs() / NS_PER_MS), "ms between starts"));
        }
    }

    private static void addSerRange(SerReader clip, List<Fact> facts) throws IOException {
        FrameFormat format = clip.format();
        int rows = Math.max(1, Math.min(format.heightPx(), BAND_BYTES / format.rowBytes()));
        ByteBuffer band = ByteBuffer.allocateDirect(rows * format.rowBytes()).order(ByteOrder.LITTLE_ENDIAN);
        FitsInputRange range = new FitsInputRange();
        for (int y = 0; y < format.heightPx(); y += rows) {
            int bandRows = Math.min(rows, format.heightPx() - y);
            clip.read(0, new Roi(0, y, format.widthPx(), bandRows), band);
            int sampleCount = bandRows * format.rowBytes() / format.bytesPerSample();
            for (int i = 0; i < sampleCount; i++) {
                range.add(format.bytesPerSample() == 1 ? band.get(i) & 0xFF : band.getShort(2 * i) & 0xFFFF);
            }
        }
        addRange(range, facts);
    }

    private static HeaderReport ofFits(Path file, List<Path> files, String kind) throws IOException {
        if (files.isEmpty()) {
            throw new BadInputException(
                    "FOLDER=" + file + " holds no .fit, .fits or .fts files; choose another folder");
        }
        List<Fact> facts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        boolean isFolder = Files.isDirectory(file);
        try (FitsFrames frames =
                isFolder ? FitsFrames.openFolder(file, Optional.empty()) : FitsFrames.open(files, Optional.empty())) {
            addCards(frames.header(), facts);
            if (isFolder) {
                facts.add(
                        new Fact("fileCount", Integer.toString(files.size()), "FITS files; the cards are the first's"));
            } else {
                facts.add(new Fact("fileBytes", Long.toString(Files.size(file)), "B on disk"));
            }
            addFrames(frames.format(), frames.frameCount(), facts);
            addTimes(FrameTimes.of(frames.frameCount(), frames::startUtcNs), facts);
            frames.exposureUs().ifPresent(us -> facts.add(new Fact("exposureUs", number(us), "us, one frame")));
            Optional<FitsInputRange> range = frames.range(0);
            range.ifPresent(found -> addRange(found, facts));
            problems.addAll(frames.notes());
        } catch (BadInputException bad) {
            if (isFolder) {
                throw bad;
            }
            try (FitsInputBytes in = FitsInputBytes.open(file)) {
                addCards(FitsInputHeader.read(in, 0, String.valueOf(file.getFileName())), facts);
            }
            facts.add(new Fact("fileBytes", Long.toString(Files.size(file)), "B on disk"));
            problems.add(bad.getMessage());
        }
        return new HeaderReport(file, kind, facts, problems);
    }

    private static void addCards(FitsInputHeader header, List<Fact> facts) {
        for (FitsInputHeader.Card card : header.cards()) {
            facts.add(new Fact(card.keyword(), card.value(), card.comment()));
        }
    }

    private static void addRange(FitsInputRange range, List<Fact> facts) {
        facts.add(new Fact("firstFrameMin", number(range.min()), "as in the file"));
        facts.add(new Fact("firstFrameMax", number(range.max()), "as in the file"));
        facts.add(new Fact("firstFrameMean", number(range.mean()), "as in the file"));
    }

    private static String utc(long utcNs) {
        return utcNs == FrameSlot.UNKNOWN_UTC_NS
                ? "unknown"
                : Instant.ofEpochSecond(0, utcNs).toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6g", value);
    }
}
