package org.lucida.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.DropPlace;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Ledger;
import org.lucida.frame.Verdict;

/** Facts of an imagined session on Jupiter, shared by the tests of this room, and a disk that fills up. */
final class SampleFacts {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T23:00:00Z"), ZoneOffset.UTC);
    static final String SOFTWARE = "Lucida 0.1.0";
    /** 2026-11-21T22:13:24.1234567 UTC. */
    static final long FIRST_UTC_NS =
            Instant.parse("2026-11-21T22:13:24.123456700Z").getEpochSecond() * 1_000_000_000L + 123_456_700L;

    static final long LAST_UTC_NS = FIRST_UTC_NS + 59_990_000_000L;

    private SampleFacts() {}

    static Ledger ledger() {
        Map<Verdict, Long> rejected = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            if (verdict.isRejected()) {
                rejected.put(verdict, 0L);
            }
        }
        rejected.put(Verdict.TOO_SOFT, 70L);
        rejected.put(Verdict.NO_PEAK, 7L);
        Map<DropPlace, Long> dropped = new EnumMap<>(DropPlace.class);
        dropped.put(DropPlace.CAMERA, 1L);
        dropped.put(DropPlace.RING, 2L);
        return new Ledger(200, 120, rejected, dropped, 0);
    }

    static Map<String, String> cameraFacts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("INSTRUME", "ZWO ASI462MC");
        facts.put("GAIN", "350");
        facts.put("CCD-TEMP", "-9.5");
        facts.put("XPIXSZ", "2.9");
        facts.put("YPIXSZ", "2.9");
        facts.put("TELESCOP", "Müller's 10\" Newton");
        facts.put("CAMERAID", "0042");
        facts.put("FOCALLEN", "1250.0");
        facts.put("BAYERPAT", "RGGB");
        facts.put("NAXIS1", "640");
        facts.put("CRPIX1", "320.5");
        facts.put("no keyword at all", "yes");
        return facts;
    }

    static StackFacts facts() {
        return facts(2.0, cameraFacts(), new StackFacts.Span(FIRST_UTC_NS, LAST_UTC_NS), OptionalDouble.of(10_000));
    }

    static StackFacts facts(
            double scale, Map<String, String> cameraFacts, StackFacts.Span span, OptionalDouble exposureUs) {
        return new StackFacts(
                SOFTWARE,
                "Jupiter",
                new StackFacts.Source(
                        "ASI462MC",
                        "replay:jupiter.ser",
                        cameraFacts,
                        List.of("LittleEndian flag is 0; little-endian was assumed"),
                        new FrameFormat(640, 480, ColorLayout.RGGB, 12),
                        exposureUs,
                        OptionalDouble.of(99.5)),
                new StackFacts.Recipe(scale, 0.7, "turbo", "band-energy", 1.5, 0.6),
                span,
                ledger(),
                List.of(
                        "Seen through thin cloud; a note long enough that it has to be broken into several cards between words"));
    }

    /** The same with a word on the dither. */
    static StackFacts ditheredFacts(int planeCount) {
        StackFacts plain = facts();
        List<StackFacts.Cover> planes = new ArrayList<>();
        for (int plane = 0; plane < planeCount; plane++) {
            planes.add(new StackFacts.Cover(0.25 * plane, 3 + plane, 20, 0.125, plane == 0 ? 0.5 : 1 / 0.0, 0.0625));
        }
        return new StackFacts(
                plain.software(),
                plain.target(),
                plain.source(),
                plain.recipe(),
                plain.span(),
                plain.ledger(),
                plain.notes(),
                plain.pixels(),
                Optional.of(new StackFacts.Dither(
                        "UNEVEN", 3.5, 1.25, 40, planes, 1.5, 0.7, List.of("dither: uneven", "do this"))));
    }

    /** Three frames: stacked, too soft, and one of unknown time that was not measured. */
    static FrameTable frames() {
        FrameTable table = new FrameTable();
        FrameSlot slot = new FrameSlot(16);
        slot.frameIndex = 5;
        slot.startUtcNs = FIRST_UTC_NS;
        slot.controlEpochIndex = 3;
        slot.verdict = Verdict.STACKED;
        slot.luckiness = 1.25;
        slot.luckinessSnr = 12.5;
        slot.fluxScale = 0.75;
        slot.displacementXPx = 5.125;
        slot.displacementYPx = -3.0625;
        slot.displacementSigmaPx = 0.0625;
        slot.peakSignificance = 33.5;
        slot.weight = 1.4;
        table.append(slot);
        slot.frameIndex = 6;
        slot.startUtcNs = FIRST_UTC_NS + 10_000_000;
        slot.luckiness = 0.5;
        slot.verdict = Verdict.PENDING;
        slot.reject(Verdict.TOO_SOFT);
        table.append(slot);
        slot.clear();
        slot.frameIndex = 7;
        slot.reject(Verdict.STAGE_FAILED);
        table.append(slot);
        return table;
    }

    /** A disk with room for so many bytes of each file. */
    static WholeFile.Disk fullAfter(long byteCount) {
        return temporary -> new FillingChannel(WholeFile.REAL_DISK.create(temporary), byteCount);
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static final class FillingChannel implements SeekableByteChannel {
        private final SeekableByteChannel real;
        private final long limitBytes;

        FillingChannel(SeekableByteChannel real, long limitBytes) {
            this.real = real;
            this.limitBytes = limitBytes;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            if (real.position() + source.remaining() > limitBytes) {
                throw new IOException("No space left on device");
            }
            return real.write(source);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return real.read(target);
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public SeekableByteChannel position(long newPosition) throws IOException {
            real.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public boolean isOpen() {
            return real.isOpen();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
