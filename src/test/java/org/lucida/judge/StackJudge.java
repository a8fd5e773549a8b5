package org.lucida.judge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lucida.calibrate.CalibratedRows;
import org.lucida.calibrate.Calibration;
import org.lucida.calibrate.MasterMaker;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraDriver;
import org.lucida.camera.CameraWish;
import org.lucida.camera.replay.ReplayDriver;
import org.lucida.config.Presets;
import org.lucida.config.StackSettings;
import org.lucida.drizzle.DrizzleStack;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Plane;
import org.lucida.frame.Roi;
import org.lucida.frame.StackView;
import org.lucida.frame.Verdict;
import org.lucida.math.BlobCentroid;
import org.lucida.pipeline.Limits;
import org.lucida.pipeline.StackingPipeline;

/**
 * Judges stacks by measurement: does the pipeline's stack hold more detail than a plain mean and than an aligned mean of
 * the same frames, all drizzled alike?
 *
 * <p>The pipeline runs once for displacements and weights. Then the clip is read again for each of up to eight parts, and
 * each part is stacked by every recipe at the same scale and pixfrac. All ways to deal the parts into two halves are
 * compared by ring correlation. The parts are runs of frames, or every eighth frame.
 *
 * <p>Main arguments: {@code INPUT PRESET [runs|cyclic] [--dark FILE] [--flat FILE]}.
 */
public final class StackJudge {
    private static final int MOST_PARTS = 8;
    private static final int LARGEST_REGION_PX = 1024;
    private static final int SMALLEST_REGION_PX = 48;
    /** Room around a planet, of the larger side of its box. */
    private static final double ROOM = 0.35;

    /** Opens a fresh camera on the clip. */
    interface Source {
        Camera open(CameraWish wish) throws IOException;
    }

    private final Source source;
    private final StackSettings settings;
    private final Optional<float[]> darkAdu;
    private final Optional<float[]> flatAdu;
    private final boolean cyclic;

    StackJudge(
            Source source,
            StackSettings settings,
            Optional<float[]> darkAdu,
            Optional<float[]> flatAdu,
            boolean cyclic) {
        this.source = source;
        this.settings = settings;
        this.darkAdu = darkAdu;
        this.flatAdu = flatAdu;
        this.cyclic = cyclic;
    }

    /** A judge of clips without masters, whose frames are dealt out in turn. */
    StackJudge(Source source, StackSettings settings) {
        this(source, settings, Optional.empty(), Optional.empty(), true);
    }

    // ---- one run of the pipeline -----------------------------------------------------------------------------------

    /** What a run of the pipeline found, and the square that shall be judged, both on the whole frame's grid. */
    private record Found(FrameTable table, FrameFormat format, Roi region) {}

    private Found runPipeline() throws IOException, InterruptedException {
        try (Camera camera = source.open(CameraWish.plain())) {
            FrameFormat format = camera.format();
            StackSettings once = settings.change().alpha(1).build();
            try (StackingPipeline pipeline =
                    new StackingPipeline(camera, once, calibration(format), Limits.none(), false)) {
                pipeline.start();
                while (!pipeline.awaitEnd(1_000)) {
                    continue;
                }
                return new Found(pipeline.table(), format, region(pipeline.stack(), pipeline.table()));
            }
        }
    }

    private Calibration calibration(FrameFormat format) {
        return Calibration.of(format, darkAdu.orElse(null), flatAdu.orElse(null));
    }

    /** The square judged, output px: around the planet, or the middle of what every stacked frame covers. */
    private Roi region(StackView stack, FrameTable table) {
        double left = 0;
        double right = 0;
        double top = 0;
        double bottom = 0;
        for (int row = 0; row < table.rowCount(); row++) {
            if (table.verdict(row) == Verdict.STACKED) {
                left = Math.max(left, -table.displacementXPx(row));
                right = Math.max(right, table.displacementXPx(row));
                top = Math.max(top, -table.displacementYPx(row));
                bottom = Math.max(bottom, table.displacementYPx(row));
            }
        }
        int width = stack.widthPx();
        int height = stack.heightPx();
        if (settings.target() == StackSettings.Target.PLANET) {
            Plane plane = plane(stack, planeJudged(stack.planeCount()));
            BlobCentroid blob = new BlobCentroid(width, height);
            if (blob.find(plane.adu)) {
                int side = Math.max(blob.rightPx() - blob.leftPx(), blob.bottomPx() - blob.topPx()) + 1;
                int half = (int) Math.max(SMALLEST_REGION_PX / 2.0, side * (0.5 + ROOM));
                int x = (blob.leftPx() + blob.rightPx()) / 2;
                int y = (blob.topPx() + blob.bottomPx()) / 2;
                half = Math.min(Math.min(half, Math.min(x, width - x)), Math.min(y, height - y));
                return new Roi(x - half, y - half, 2 * half, 2 * half);
            }
        }
        int x0 = (int) Math.ceil(left * settings.scale()) + 2;
        int x1 = (int) Math.floor(width - right * settings.scale()) - 2;
        int y0 = (int) Math.ceil(top * settings.scale()) + 2;
        int y1 = (int) Math.floor(height - bottom * settings.scale()) - 2;
        int side = Math.min(Math.min(x1 - x0, y1 - y0), LARGEST_REGION_PX) & ~1;
        return new Roi((x0 + x1 - side) / 2, (y0 + y1 - side) / 2, side, side);
    }

    /** Green of colours, or the only one. */
    static int planeJudged(int planeCount) {
        return planeCount == 3 ? 1 : 0;
    }

    private static Plane plane(StackView stack, int index) {
        Plane plane = new Plane(stack.widthPx(), stack.heightPx());
        float[] row = new float[stack.widthPx()];
        for (int y = 0; y < stack.heightPx(); y++) {
            stack.readValues(index, y, row);
            for (int x = 0; x < row.length; x++) {
                plane.adu[y * row.length + x] = Float.isNaN(row[x]) ? 0 : row[x];
            }
        }
        return plane;
    }

    // ---- stacks of parts -------------------------------------------------------------------------------------------

    /** Part of every row of the table, counted over the frames the plain mean takes. */
    private int[] deal(FrameTable table, int partCount) {
        int[] part = new int[table.rowCount()];
        int stacked = stackedCount(table);
        int next = 0;
        for (int row = 0; row < part.length; row++) {
            part[row] = cyclic ? next % partCount : (int) ((long) Math.min(next, stacked - 1) * partCount / stacked);
            next += table.verdict(row) == Verdict.STACKED ? 1 : 0;
        }
        return part;
    }

    private static int stackedCount(FrameTable table) {
        int count = 0;
        for (int row = 0; row < table.rowCount(); row++) {
            count += table.verdict(row) == Verdict.STACKED ? 1 : 0;
        }
        return count;
    }

    /** The part of the frame that is read again: where the region's content comes from in any frame, whole Bayer cells. */
    private Roi crop(Found found) {
        FrameTable table = found.table;
        double scale = settings.scale();
        double left = found.region.xPx() / scale;
        double top = found.region.yPx() / scale;
        double right = left + found.region.widthPx() / scale;
        double bottom = top + found.region.heightPx() / scale;
        double[] range = new double[4];
        for (int row = 0; row < table.rowCount(); row++) {
            if (table.verdict(row) == Verdict.STACKED) {
                range[0] = Math.min(range[0], table.displacementXPx(row));
                range[1] = Math.max(range[1], table.displacementXPx(row));
                range[2] = Math.min(range[2], table.displacementYPx(row));
                range[3] = Math.max(range[3], table.displacementYPx(row));
            }
        }
        int margin = 8;
        int x0 = Math.max(0, (int) Math.floor(left + range[0]) - margin) & ~1;
        int y0 = Math.max(0, (int) Math.floor(top + range[2]) - margin) & ~1;
        int x1 = Math.min(found.format.widthPx(), (int) Math.ceil(right + range[1]) + margin);
        int y1 = Math.min(found.format.heightPx(), (int) Math.ceil(bottom + range[3]) + margin);
        return new Roi(x0, y0, x1 - x0, y1 - y0);
    }

    Judgement judge(String clip, List<Recipe> recipes) throws IOException, InterruptedException {
        Found found = runPipeline();
        int stacked = stackedCount(found.table);
        int partCount = Math.min(MOST_PARTS, stacked);
        if (partCount < 2) {
            throw new IOException(clip + ": stacked=" + stacked + " frames cannot be cut in halves");
        }
        Map<Recipe, PartStacks> stacks = stackParts(found, recipes, partCount);
        Roi region = regionInCrop(found);
        return compare(clip, found, stacks, region, partCount);
    }

    /**
     * Mean ring correlation of each recipe's whole stack with a noise-free picture of the same scene.
     *
     * @param truth plays that picture as its first frame
     * @param displacementXPx where the picture's content lies against the frame the pipeline aligned to
     */
    Map<Recipe, Double> againstTruth(
            Source truth,
            double displacementXPx,
            double displacementYPx,
            List<Recipe> recipes,
            double fromPerPx,
            double toPerPx)
            throws IOException, InterruptedException {
        Found found = runPipeline();
        Roi region = regionInCrop(found);
        PartStacks picture;
        try (Camera camera = truth.open(wish(found))) {
            FrameSlot slot = new FrameSlot(camera.format().frameBytes());
            camera.start();
            camera.read(slot, 1_000);
            slot.displacementXPx = displacementXPx;
            slot.displacementYPx = displacementYPx;
            slot.weight = 1;
            DrizzleStack stack = new DrizzleStack(camera.format(), settings.scale(), settings.pixfrac(), 1);
            stack.add(0, new FrameSlot[] {slot}, 1, new CalibratedRows(Calibration.none(camera.format())));
            picture = new PartStacks(1, stack.widthPx(), stack.heightPx());
            picture.set(0, stack.view(), planeJudged(stack.planeCount()));
        }
        List<Integer> all = List.of(0);
        Map<Recipe, Double> correlation = new LinkedHashMap<>();
        stackParts(found, recipes, 1)
                .forEach((recipe, parts) -> correlation.put(
                        recipe,
                        between(parts.mean(all), picture.mean(all), region).mean(fromPerPx, toPerPx)));
        return correlation;
    }

    /** The output grid of a cropped frame begins elsewhere; rounded to whole output px. */
    private Roi regionInCrop(Found found) {
        Roi crop = wish(found).roi().orElse(new Roi(0, 0, found.format.widthPx(), found.format.heightPx()));
        int x = (int) Math.max(0, Math.round(found.region.xPx() - crop.xPx() * settings.scale()));
        int y = (int) Math.max(0, Math.round(found.region.yPx() - crop.yPx() * settings.scale()));
        int width = (int) Math.round(crop.widthPx() * settings.scale());
        int height = (int) Math.round(crop.heightPx() * settings.scale());
        int side = Math.min(found.region.widthPx(), Math.min(width - x, height - y)) & ~1;
        return new Roi(x, y, side, side);
    }

    /** Planets are read again in a crop; masters need whole frames. */
    private CameraWish wish(Found found) {
        boolean cropped = settings.target() == StackSettings.Target.PLANET && darkAdu.isEmpty() && flatAdu.isEmpty();
        CameraWish plain = CameraWish.plain();
        return cropped
                ? new CameraWish(Optional.of(crop(found)), plain.layout(), plain.byteOrder(), plain.pace())
                : plain;
    }

    private Map<Recipe, PartStacks> stackParts(Found found, List<Recipe> recipes, int partCount) throws IOException {
        int[] part = deal(found.table, partCount);
        Map<Recipe, PartStacks> all = new LinkedHashMap<>();
        for (int p = 0; p < partCount; p++) {
            try (Camera camera = source.open(wish(found))) {
                FrameFormat format = camera.format();
                List<DrizzleStack> stacks = new ArrayList<>();
                for (Recipe recipe : recipes) {
                    stacks.add(new DrizzleStack(format, settings.scale(), settings.pixfrac(), 1));
                }
                addPart(camera, found.table, part, p, recipes, stacks);
                for (int i = 0; i < recipes.size(); i++) {
                    StackView view = stacks.get(i).view();
                    all.computeIfAbsent(recipes.get(i), r -> new PartStacks(partCount, view.widthPx(), view.heightPx()))
                            .set(p, view, planeJudged(view.planeCount()));
                }
            }
        }
        return all;
    }

    private void addPart(
            Camera camera, FrameTable table, int[] part, int wanted, List<Recipe> recipes, List<DrizzleStack> stacks)
            throws IOException {
        CalibratedRows rows = new CalibratedRows(calibration(camera.format()));
        double meanXPx = 0;
        double meanYPx = 0;
        int stacked = stackedCount(table);
        for (int row = 0; row < table.rowCount(); row++) {
            if (table.verdict(row) == Verdict.STACKED) {
                meanXPx += table.displacementXPx(row) / stacked;
                meanYPx += table.displacementYPx(row) / stacked;
            }
        }
        FrameSlot slot = new FrameSlot(camera.format().frameBytes());
        FrameSlot[] one = {slot};
        camera.start();
        for (int row = 0; row < table.rowCount(); row++) {
            slot.clear();
            Camera.Delivery delivery = camera.read(slot, 1_000);
            while (delivery == Camera.Delivery.TIMEOUT) {
                delivery = camera.read(slot, 1_000);
            }
            if (delivery == Camera.Delivery.END || slot.frameIndex != table.frameIndex(row)) {
                throw new IOException("the clip reads differently the second time at row " + row);
            }
            if (part[row] != wanted) {
                continue;
            }
            for (int i = 0; i < recipes.size(); i++) {
                Recipe recipe = recipes.get(i);
                if (recipe.takes(table, row)) {
                    slot.displacementXPx = recipe.aligned() ? table.displacementXPx(row) : meanXPx;
                    slot.displacementYPx = recipe.aligned() ? table.displacementYPx(row) : meanYPx;
                    slot.weight = recipe.weighing().of(table, row);
                    stacks.get(i).add(0, one, 1, rows);
                }
            }
        }
    }

    // ---- the comparison --------------------------------------------------------------------------------------------

    private Judgement compare(String clip, Found found, Map<Recipe, PartStacks> stacks, Roi region, int partCount) {
        List<List<Integer>> firstHalves = halves(partCount);
        Map<Recipe, double[][]> sums = new LinkedHashMap<>();
        double cut = 0;
        for (List<Integer> half : firstHalves) {
            cut += correlation(stacks.get(Recipe.ALIGNED), half, partCount, region)
                            .resolvedPerPx()
                    / firstHalves.size();
        }
        cut = Math.max(cut, 8.0 / region.widthPx());
        for (int deal = 0; deal < firstHalves.size(); deal++) {
            List<Integer> half = firstHalves.get(deal);
            PartStacks neutral = stacks.get(Recipe.ALIGNED);
            Plane neutralFirst = neutral.mean(half);
            Plane neutralSecond = neutral.mean(others(half, partCount));
            for (Map.Entry<Recipe, PartStacks> entry : stacks.entrySet()) {
                Plane first = entry.getValue().mean(half);
                Plane second = entry.getValue().mean(others(half, partCount));
                RingCorrelation own = between(first, second, region);
                double against = 0.5
                        * (between(first, neutralSecond, region).mean(cut / 4, cut)
                                + between(neutralFirst, second, region).mean(cut / 4, cut));
                sums.computeIfAbsent(entry.getKey(), r -> new double[firstHalves.size()][])[deal] = new double[] {
                    own.mean(0.05, 0.25),
                    own.mean(0.1, 0.45),
                    own.mean(cut / 4, cut),
                    against,
                    own.resolvedPerPx(),
                    own.bandEnergy(cut / 4, cut / 2),
                    own.bandEnergy(cut / 2, cut)
                };
            }
        }
        Map<Recipe, Judgement.Measures> measures = new LinkedHashMap<>();
        double[][] aligned = sums.get(Recipe.ALIGNED);
        sums.forEach((recipe, values) -> measures.put(recipe, measures(values, aligned)));
        return new Judgement(
                clip,
                found.table.rowCount(),
                stackedCount(found.table),
                partCount,
                region.widthPx(),
                cut,
                weightSpread(found.table),
                measures);
    }

    private static Judgement.Measures measures(double[][] values, double[][] aligned) {
        double[] mean = new double[7];
        double gain = 0;
        double squares = 0;
        for (int deal = 0; deal < values.length; deal++) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += values[deal][i] / values.length;
            }
            double difference = values[deal][2] - aligned[deal][2];
            gain += difference / values.length;
            squares += difference * difference / values.length;
        }
        return new Judgement.Measures(
                mean[0],
                mean[1],
                mean[2],
                mean[3],
                mean[4],
                mean[5],
                mean[6],
                gain,
                Math.sqrt(Math.max(0, squares - gain * gain)));
    }

    private static double weightSpread(FrameTable table) {
        double[] weights = new double[table.rowCount()];
        int count = 0;
        for (int row = 0; row < table.rowCount(); row++) {
            if (table.verdict(row) == Verdict.STACKED) {
                weights[count++] = table.weight(row);
            }
        }
        double mean = Arrays.stream(weights, 0, count).average().orElse(Double.NaN);
        double square = Arrays.stream(weights, 0, count)
                .map(w -> (w - mean) * (w - mean))
                .average()
                .orElse(Double.NaN);
        return Math.sqrt(square) / mean;
    }

    private static RingCorrelation correlation(PartStacks stacks, List<Integer> half, int partCount, Roi region) {
        return between(stacks.mean(half), stacks.mean(others(half, partCount)), region);
    }

    private static RingCorrelation between(Plane first, Plane second, Roi region) {
        return RingCorrelation.of(first, second, region.xPx(), region.yPx(), region.widthPx());
    }

    private static List<Integer> others(List<Integer> half, int partCount) {
        List<Integer> others = new ArrayList<>();
        for (int p = 0; p < partCount; p++) {
            if (!half.contains(p)) {
                others.add(p);
            }
        }
        return others;
    }

    /** Ways to deal the parts, each once: part 0 is always in the first half. At most 10, evenly picked. */
    private static List<List<Integer>> halves(int partCount) {
        List<List<Integer>> all = new ArrayList<>();
        for (int bits = 1; bits < 1 << partCount; bits += 2) {
            if (Integer.bitCount(bits) == (partCount + 1) / 2) {
                List<Integer> half = new ArrayList<>();
                for (int p = 0; p < partCount; p++) {
                    if ((bits >> p & 1) == 1) {
                        half.add(p);
                    }
                }
                all.add(half);
            }
        }
        int most = 10;
        List<List<Integer>> picked = new ArrayList<>();
        for (int i = 0; i < Math.min(most, all.size()); i++) {
            picked.add(all.get(i * all.size() / Math.min(most, all.size())));
        }
        return picked;
    }

    // ---- as a program ----------------------------------------------------------------------------------------------

    static float[] master(CameraDriver driver, String path) throws IOException {
        try (Camera camera = driver.open(path, CameraWish.plain())) {
            MasterMaker maker = new MasterMaker(camera.format());
            FrameSlot slot = new FrameSlot(camera.format().frameBytes());
            camera.start();
            while (camera.read(slot, 1_000) == Camera.Delivery.FRAME) {
                maker.add(slot);
                slot.clear();
            }
            return maker.meanAdu();
        }
    }

    public static void main(String[] args) throws Exception {
        String dark = null;
        String flat = null;
        boolean cyclic = true;
        List<String> words = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--dark" -> dark = args[++i];
                case "--flat" -> flat = args[++i];
                case "runs" -> cyclic = false;
                case "cyclic" -> cyclic = true;
                default -> words.add(args[i]);
            }
        }
        CameraDriver driver = new ReplayDriver();
        StackSettings settings = Presets.installed().load(words.get(1)).settings();
        StackJudge judge = new StackJudge(
                wish -> driver.open(words.get(0), wish),
                settings,
                dark == null ? Optional.empty() : Optional.of(master(driver, dark)),
                flat == null ? Optional.empty() : Optional.of(master(driver, flat)),
                cyclic);
        List<Recipe> recipes =
                List.of(Recipe.PLAIN, Recipe.ALIGNED, Recipe.power(0.5), Recipe.LUCIDA, Recipe.power(2), Recipe.SHRUNK);
        String name = Path.of(words.get(0)).getFileName() + (cyclic ? " (every 8th frame)" : " (runs of frames)");
        System.out.print(judge.judge(name, recipes).text());
    }
}
