package org.lucida.simulator.night;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.lucida.camera.ClipSimulator;
import org.lucida.files.SerText;
import org.lucida.files.SerWriter;
import org.lucida.simulator.sensor.CameraModels;
import org.lucida.simulator.sensor.Sensor;
import org.lucida.simulator.sky.Scenes;

/** Makes clips of nights, with their truth, darks and flats. Frames are made on several threads and written in order. */
public final class ClipWorks implements ClipSimulator {
    /** Frames in the making for each thread. */
    private static final int AHEAD_COUNT = 2;
    /** Flats fill the range of samples or the well to this share. */
    private static final double FLAT_FILL = 0.5;
    /** Numbers of darks and flats begin here, so that their noise is not that of the frames. */
    private static final long FIRST_DARK = 10_000_000;

    private static final long FIRST_FLAT = 20_000_000;

    @Override
    public List<String> scenes() {
        return Scenes.names();
    }

    @Override
    public List<String> cameraModels() {
        return CameraModels.names();
    }

    /** A frame with its truth. */
    private record Made(ByteBuffer raw, NightTruth truth) {}

    @Override
    public List<Path> simulate(Order order, Onlooker onlooker) throws IOException {
        if (order.darkCount() < 0 || order.flatCount() < 0 || order.threadCount() < 1) {
            throw new IllegalArgumentException(
                    "darks=" + order.darkCount() + " or flats=" + order.flatCount() + " is negative; use 0 for none");
        }
        NightWish wish = NightWish.of(order.scene(), order.options(), Night.Mode.FULL);
        String stem = order.clip().getFileName().toString().replaceFirst("(?i)\\.ser$", "");
        Path json = order.clip().resolveSibling(stem + ".truth.json");
        Path fits = order.clip().resolveSibling(stem + ".truth.fits");
        Path darks = order.clip().resolveSibling(stem + "-darks.ser");
        Path flats = order.clip().resolveSibling(stem + "-flats.ser");
        for (Path file : List.of(order.clip(), json, fits, darks, flats)) {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(
                        file.toString(), null, "is there already and is never overwritten; choose another name");
            }
        }
        Path folder = order.clip().toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        onlooker.goesOn("opening the night", 0, wish.settings().camera().frameCount());
        Night night = Night.of(wish);
        List<NightTruth> truths = new ArrayList<>();
        List<Path> written = new ArrayList<>();
        written.add(order.clip());
        boolean whole = clip(night, order, onlooker, truths);
        if (whole && order.darkCount() > 0) {
            whole = still(night, darks, order.darkCount(), true, onlooker);
            written.add(darks);
        }
        if (whole && order.flatCount() > 0) {
            still(night, flats, order.flatCount(), false, onlooker);
            written.add(flats);
        }
        NightTruthFile.writeJson(json, night, truths);
        written.add(json);
        if (!truths.isEmpty()) {
            NightTruthFile.writeFits(fits, night, truths);
            written.add(fits);
        }
        return written;
    }

    @Override
    public void feed(String scene, Map<String, String> options, Path ring, int threadCount, Onlooker onlooker)
            throws IOException {
        NightWish wish = NightWish.of(scene, options, Night.Mode.QUICK);
        onlooker.goesOn("opening the night", 0, 0);
        Night night = wish.framesWished()
                ? Night.of(wish)
                : new Night(wish.settings(), wish.seed(), wish.mode(), Double.POSITIVE_INFINITY);
        RingFeed.feed(night, wish.framesWished() ? night.frameCount() : Long.MAX_VALUE, ring, threadCount, onlooker);
    }

    private static SerText text(Night night) {
        return new SerText(
                "Lucida simulator",
                night.model().name(),
                night.settings().name() + " seed " + night.seed() + " fps=" + (float) night.frameRateHz());
    }

    /** Makes and writes the frames; false if ended early. Modifies truths: a row for each frame written. */
    private static boolean clip(Night night, Order order, Onlooker onlooker, List<NightTruth> truths)
            throws IOException {
        ExecutorService crew = Executors.newFixedThreadPool(order.threadCount(), task -> {
            Thread thread = new Thread(task, "lucida-simulator");
            thread.setDaemon(true);
            return thread;
        });
        // each task takes one of these, which all make the same bits
        Deque<NightFrames> free = new ConcurrentLinkedDeque<>();
        Deque<ByteBuffer> buffers = new ConcurrentLinkedDeque<>();
        Deque<Future<Made>> making = new ArrayDeque<>();
        try (SerWriter writer = SerWriter.create(order.clip(), night.format(), text(night))) {
            int next = 0;
            while (next < night.frameCount() || !making.isEmpty()) {
                while (next < night.frameCount() && making.size() < AHEAD_COUNT * order.threadCount()) {
                    int k = next++;
                    making.add(crew.submit(() -> made(night, k, free, buffers)));
                }
                Made made = making.remove().get();
                writer.write(made.raw(), made.truth().startUtcNs);
                truths.add(made.truth());
                buffers.add(made.raw());
                if (!onlooker.goesOn("frames", truths.size(), night.frameCount())) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            if (e.getCause() instanceof Error fault) {
                throw fault;
            }
            throw new IOException("frame=" + truths.size() + " could not be made; report this with the scene", e);
        } finally {
            crew.shutdownNow();
        }
    }

    private static Made made(Night night, int k, Deque<NightFrames> free, Deque<ByteBuffer> buffers) {
        NightFrames frames = free.poll();
        if (frames == null) {
            frames = new NightFrames(night);
        }
        ByteBuffer raw = buffers.poll();
        if (raw == null) {
            raw = ByteBuffer.allocateDirect(night.format().frameBytes());
        }
        frames.make(k, raw, 0);
        Made made = new Made(raw, frames.truth());
        free.add(frames);
        return made;
    }

    /** Writes darks or flats of the camera as it is set; false if ended early. */
    private static boolean still(Night night, Path file, int count, boolean isDark, Onlooker onlooker)
            throws IOException {
        Sensor sensor = night.sensor();
        double most = Math.min(
                night.model().fullWellE(),
                sensor.gainEPerAdu() * (1 << sensor.settings().adcBits()));
        double bestQe = 0;
        for (float qe : sensor.responseEPerPhoton()) {
            bestQe = Math.max(bestQe, qe);
        }
        double photons = FLAT_FILL * most / Math.max(1e-3, bestQe);
        ByteBuffer raw = ByteBuffer.allocateDirect(night.format().frameBytes());
        try (SerWriter writer = SerWriter.create(file, night.format(), text(night))) {
            for (int n = 0; n < count; n++) {
                if (isDark) {
                    sensor.exposeDark(FIRST_DARK + n, raw, 0);
                } else {
                    sensor.exposeFlat(FIRST_FLAT + n, photons, raw, 0);
                }
                writer.write(raw, night.startUtcNs(night.frameCount() + n));
                if (!onlooker.goesOn(isDark ? "darks" : "flats", n + 1, count)) {
                    return false;
                }
            }
        }
        return true;
    }
}
