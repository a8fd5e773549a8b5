package org.lucida.judge;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lucida.calibrate.CalibratedRows;
import org.lucida.calibrate.Calibration;
import org.lucida.camera.Camera;
import org.lucida.camera.CameraWish;
import org.lucida.camera.replay.ReplayDriver;
import org.lucida.config.Presets;
import org.lucida.config.StackSettings;
import org.lucida.drizzle.DrizzleStack;
import org.lucida.frame.ColorLayout;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.FrameTable;
import org.lucida.frame.Plane;
import org.lucida.frame.StackView;
import org.lucida.frame.Verdict;
import org.lucida.judge.DemosaicJudge.Method;
import org.lucida.judge.DemosaicJudge.Stacking;
import org.lucida.math.BlobCentroid;
import org.lucida.pipeline.Limits;
import org.lucida.pipeline.StackingPipeline;

/**
 * Drizzle against demosaicing on recordings, with the displacements and weights the pipeline finds.
 *
 * <p>Raw mosaics: ring correlation of the stacks of even and odd frames, red, green and blue, below 0.25 and from 0.25 to 0.5
 * cycles per input px. Recordings that hold every colour at every pixel (or grey) are cut into an RGGB mosaic first; then the
 * drizzle of all their samples is the truth and {@link ColourError} tells what the mosaic cost.
 *
 * <p>Main arguments: {@code INPUT PRESET [picture folder]}.
 */
public final class MosaicClipJudge {
    private static final int LARGEST_REGION_PX = 320;

    private MosaicClipJudge() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        StackSettings settings = Presets.installed().load(args[1]).settings();
        FrameTable table;
        FrameFormat original;
        int[] region = new int[3];
        try (Camera camera = new ReplayDriver().open(args[0], CameraWish.plain())) {
            original = camera.format();
            StackSettings one = settings.change().scale(1).pixfrac(1).build();
            try (StackingPipeline pipeline =
                    new StackingPipeline(camera, one, Calibration.none(original), Limits.none(), false)) {
                pipeline.start();
                while (!pipeline.awaitEnd(1_000)) {
                    continue;
                }
                table = pipeline.table();
                region(pipeline.stack(), settings.target() == StackSettings.Target.PLANET, region);
            }
        }
        boolean cut = !original.layout().isMosaic();
        FrameFormat format = new FrameFormat(
                original.widthPx(), original.heightPx(), cut ? ColorLayout.RGGB : original.layout(), 16);
        List<Map<Method, Stacking>> halves = new ArrayList<>();
        for (int half = 0; half < 3; half++) {
            halves.add(DemosaicJudge.newStacks(format));
        }
        Map<Double, DrizzleStack> truths = new LinkedHashMap<>();
        int stacked = stack(args[0], original, format, table, halves, cut ? truths : null);
        System.out.printf("%s stacked=%d region=%dpx%n", new File(args[0]).getName(), stacked, region[2]);
        for (Map.Entry<Method, Stacking> entry : halves.get(2).entrySet()) {
            double scale = entry.getKey().scale();
            int size = (int) Math.round(region[2] * scale) & ~1;
            float[][][] planes = new float[3][3][];
            for (int half = 0; half < 3; half++) {
                for (int plane = 0; plane < 3; plane++) {
                    float[] whole = halves.get(half).get(entry.getKey()).plane(plane);
                    planes[half][plane] = crop(whole, (int) Math.round(format.widthPx() * scale), region, scale, size);
                }
            }
            StringBuilder line = new StringBuilder();
            for (int plane = 0; plane < 3; plane++) {
                RingCorrelation rings = RingCorrelation.of(
                        asPlane(planes[0][plane], size), asPlane(planes[1][plane], size), 0, 0, size);
                line.append(String.format(
                        Locale.ROOT,
                        "\t%.4f\t%.4f",
                        rings.mean(0.02 / scale, 0.25 / scale),
                        rings.mean(0.25 / scale, 0.5 / scale)));
            }
            if (cut) {
                ColourError error = ColourError.of(planes[2], truth(truths, scale, region, size), size, scale);
                line.append(String.format(
                        Locale.ROOT,
                        "\terror %.4f %.4f %.4f joint %.4f %.4f %.4f chroma %.4f",
                        error.error()[0],
                        error.error()[1],
                        error.error()[2],
                        error.joint()[0],
                        error.joint()[1],
                        error.joint()[2],
                        error.chroma()));
            }
            System.out.println(scale + "\t" + entry.getKey().name() + line);
            if (args.length > 2) {
                String name = new File(args[0]).getName() + "_" + scale + "_"
                        + entry.getKey().name() + ".png";
                DemosaicJudge.picture(planes[2], size, new File(args[2], name.replace(' ', '_')));
            }
        }
    }

    private static void region(StackView view, boolean planet, int[] region) {
        int side = Math.min(LARGEST_REGION_PX, Math.min(view.widthPx(), view.heightPx()) * 3 / 4);
        int xPx = view.widthPx() / 2;
        int yPx = view.heightPx() / 2;
        Plane plane = new Plane(view.widthPx(), view.heightPx());
        float[] row = new float[view.widthPx()];
        for (int y = 0; y < view.heightPx(); y++) {
            view.readValues(StackJudge.planeJudged(view.planeCount()), y, row);
            for (int x = 0; x < row.length; x++) {
                plane.adu[y * row.length + x] = Float.isNaN(row[x]) ? 0 : row[x];
            }
        }
        BlobCentroid blob = new BlobCentroid(view.widthPx(), view.heightPx());
        if (planet && blob.find(plane.adu)) {
            xPx = (blob.leftPx() + blob.rightPx()) / 2;
            yPx = (blob.topPx() + blob.bottomPx()) / 2;
            side = (int) (1.6 * Math.max(blob.rightPx() - blob.leftPx(), blob.bottomPx() - blob.topPx()));
        }
        int half =
                Math.min(side / 2, Math.min(Math.min(xPx, view.widthPx() - xPx), Math.min(yPx, view.heightPx() - yPx)));
        half &= ~1;
        region[0] = xPx - half & ~1;
        region[1] = yPx - half & ~1;
        region[2] = 2 * half;
    }

    private static int stack(
            String input,
            FrameFormat original,
            FrameFormat format,
            FrameTable table,
            List<Map<Method, Stacking>> halves,
            Map<Double, DrizzleStack> truths)
            throws IOException {
        CalibratedRows rows = new CalibratedRows(Calibration.none(original));
        float[] mosaic = new float[format.widthPx() * format.heightPx()];
        float[] even = new float[(format.widthPx() + 1) / 2];
        float[] odd = new float[(format.widthPx() + 1) / 2];
        int stacked = 0;
        try (Camera camera = new ReplayDriver().open(input, CameraWish.plain())) {
            FrameSlot slot = new FrameSlot(original.frameBytes());
            camera.start();
            for (int row = 0; row < table.rowCount(); row++) {
                slot.clear();
                if (camera.read(slot, 1_000) != Camera.Delivery.FRAME) {
                    throw new IOException("the clip reads differently the second time at row " + row);
                }
                if (table.verdict(row) != Verdict.STACKED) {
                    continue;
                }
                for (int y = 0; y < format.heightPx(); y++) {
                    for (int sample = 0; sample < original.layout().samplesPerPixel(); sample++) {
                        rows.read(slot, y, sample, even, odd);
                        for (int x = 0; x < format.widthPx(); x++) {
                            boolean wanted = original.layout().samplesPerPixel() == 1
                                    || original.layout().planeOf(x, y, sample)
                                            == format.layout().planeOf(x, y, 0);
                            if (wanted) {
                                mosaic[y * format.widthPx() + x] = (x % 2 == 0 ? even : odd)[x / 2];
                            }
                        }
                    }
                }
                double xPx = table.displacementXPx(row);
                double yPx = table.displacementYPx(row);
                double weight = table.weight(row);
                DemosaicJudge.add(format, halves.get(stacked % 2), mosaic, xPx, yPx, weight);
                DemosaicJudge.add(format, halves.get(2), mosaic, xPx, yPx, weight);
                if (truths != null) {
                    slot.displacementXPx = xPx;
                    slot.displacementYPx = yPx;
                    slot.weight = weight;
                    for (double scale : new double[] {1, 1.5, 2}) {
                        truths.computeIfAbsent(scale, s -> new DrizzleStack(original, s, 1, 1))
                                .add(0, new FrameSlot[] {slot}, 1, rows);
                    }
                }
                stacked++;
            }
        }
        return stacked;
    }

    private static float[][] truth(Map<Double, DrizzleStack> truths, double scale, int[] region, int size) {
        StackView view = truths.get(scale).view();
        float[][] planes = new float[3][];
        for (int plane = 0; plane < 3; plane++) {
            float[] whole = new float[view.widthPx() * view.heightPx()];
            float[] row = new float[view.widthPx()];
            for (int y = 0; y < view.heightPx(); y++) {
                view.readValues(Math.min(plane, view.planeCount() - 1), y, row);
                System.arraycopy(row, 0, whole, y * row.length, row.length);
            }
            planes[plane] = crop(whole, view.widthPx(), region, scale, size);
        }
        return planes;
    }

    private static float[] crop(float[] whole, int width, int[] region, double scale, int size) {
        float[] crop = new float[size * size];
        int x = (int) Math.round(region[0] * scale);
        int y = (int) Math.round(region[1] * scale);
        for (int row = 0; row < size; row++) {
            System.arraycopy(whole, (y + row) * width + x, crop, row * size, size);
        }
        return crop;
    }

    private static Plane asPlane(float[] values, int size) {
        Plane plane = new Plane(size, size);
        System.arraycopy(values, 0, plane.adu, 0, values.length);
        return plane;
    }
}
