package org.lucida.judge;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.lucida.drizzle.DrizzleStack;
import org.lucida.frame.FrameFormat;
import org.lucida.frame.FrameSlot;
import org.lucida.frame.SampleRows;
import org.lucida.frame.StackView;
import org.lucida.simulator.CleanFrames;
import org.lucida.simulator.FrameTruth;
import org.lucida.simulator.SimulatedClip;

/**
 * Judges by a known truth: is it better to drizzle the raw mosaic, or to demosaic every frame and move it to its place?
 *
 * <p>The same simulated frames, true displacements and equal weights go into the product's drizzle and into
 * {@link WarpedMean}s of {@link Demosaic}ed frames, on the same output grids; {@link ColourError} compares them with the
 * noise-free scene. The blur is the same in all frames, so that the truth is one picture. Frame 0 lies at displacement 0, as
 * in the pipeline.
 *
 * <p>Main arguments: {@code key=value} with comma-separated lists, see {@link #main}; one line of numbers each.
 */
public final class DemosaicJudge {
    private static final int SIZE_PX = 160;
    private static final int MARGIN_PX = 24;
    private static final double READ_NOISE_E = 1.5;
    private static final double[] SCALES = {1, 1.5, 2};
    private static final double[] PIXFRACS = {1, 0.7, 0.5};

    /** A stack of one recipe in the making. */
    interface Stacking {
        void add(float[] mosaic, float[][][] coloured, double xPx, double yPx, double weight);

        float[] plane(int plane);
    }

    /**
     * A recipe.
     *
     * @param name drizzle with its pixfrac, or the kind of demosaicing
     */
    record Method(String name, double scale) {}

    private final FrameFormat format;
    private final double dispersionPx;

    /** @param dispersionPx how far red lies above and blue below green, px */
    private DemosaicJudge(FrameFormat format, double dispersionPx) {
        this.format = format;
        this.dispersionPx = dispersionPx;
    }

    // ---- stacks ----------------------------------------------------------------------------------------------------

    private static final class Drizzled implements Stacking {
        private final DrizzleStack stack;
        private final int widthPx;
        private final FrameSlot slot = new FrameSlot(0);
        private float[] mosaic;

        Drizzled(FrameFormat format, double scale, double pixfrac) {
            stack = new DrizzleStack(format, scale, pixfrac, 1);
            widthPx = format.widthPx();
        }

        @Override
        public void add(float[] samples, float[][][] coloured, double xPx, double yPx, double weight) {
            mosaic = samples;
            slot.displacementXPx = xPx;
            slot.displacementYPx = yPx;
            slot.weight = weight;
            SampleRows rows = (frame, y, sample, even, odd) -> {
                for (int x = 0; x < widthPx; x++) {
                    (x % 2 == 0 ? even : odd)[x / 2] = mosaic[y * widthPx + x];
                }
            };
            stack.add(0, new FrameSlot[] {slot}, 1, rows);
        }

        @Override
        public float[] plane(int plane) {
            StackView view = stack.view();
            float[] all = new float[view.widthPx() * view.heightPx()];
            float[] row = new float[view.widthPx()];
            for (int y = 0; y < view.heightPx(); y++) {
                view.readValues(plane, y, row);
                for (int x = 0; x < row.length; x++) {
                    all[y * row.length + x] = Float.isNaN(row[x]) ? 0 : row[x];
                }
            }
            return all;
        }
    }

    private static final class Warped implements Stacking {
        private final WarpedMean mean;
        private final int kind;

        Warped(FrameFormat format, double scale, Demosaic kind) {
            int widthPx = (int) Math.round(format.widthPx() * scale);
            int heightPx = (int) Math.round(format.heightPx() * scale);
            mean = new WarpedMean(format, scale, widthPx, heightPx);
            this.kind = kind.ordinal();
        }

        @Override
        public void add(float[] samples, float[][][] coloured, double xPx, double yPx, double weight) {
            mean.add(coloured[kind], xPx, yPx, weight);
        }

        @Override
        public float[] plane(int plane) {
            return mean.mean(plane);
        }
    }

    static Map<Method, Stacking> newStacks(FrameFormat format) {
        Map<Method, Stacking> stacks = new LinkedHashMap<>();
        for (double scale : SCALES) {
            for (double pixfrac : PIXFRACS) {
                stacks.put(new Method("drizzle " + pixfrac, scale), new Drizzled(format, scale, pixfrac));
            }
        }
        // Interpolated planes hold the same at any scale.
        for (Demosaic kind : Demosaic.values()) {
            stacks.put(new Method(kind.name().toLowerCase(Locale.ROOT), 1), new Warped(format, 1, kind));
        }
        return stacks;
    }

    static void add(
            FrameFormat format, Map<Method, Stacking> stacks, float[] mosaic, double xPx, double yPx, double weight) {
        float[][][] coloured = new float[Demosaic.values().length][3][mosaic.length];
        for (Demosaic kind : Demosaic.values()) {
            kind.fill(format, mosaic, coloured[kind.ordinal()]);
        }
        stacks.values().forEach(stack -> stack.add(mosaic, coloured, xPx, yPx, weight));
    }

    // ---- the truth -------------------------------------------------------------------------------------------------

    /** The scene without noise at the centres of the output pixels, seen through the raw pixel. */
    private static float[][] truth(String address, double scale, double dispersionPx) {
        int inPeriod = scale == 1 ? 1 : 2;
        int phases = (int) Math.round(inPeriod * scale);
        int size = (int) Math.round(SIZE_PX * scale);
        float[][] planes = new float[3][size * size];
        float[] frame = new float[SIZE_PX * SIZE_PX * 3];
        for (int jy = 0; jy < phases; jy++) {
            for (int jx = 0; jx < phases; jx++) {
                double u = (jx + 0.5) / scale - 0.5;
                double v = (jy + 0.5) / scale - 0.5;
                int nx = (int) Math.round(u);
                int ny = (int) Math.round(v);
                for (int plane = 0; plane < 3; plane++) {
                    String still = address + ",layout=RGB,frames=1,shakeRmsPx=0";
                    new CleanFrames(displaced(still, nx - u, ny - v + dispersionPx * (plane - 1))).read(0, frame);
                    for (int y = jy; y < size; y += phases) {
                        for (int x = jx; x < size; x += phases) {
                            int inX = Math.min(SIZE_PX - 1, nx + x / phases * inPeriod);
                            int inY = Math.min(SIZE_PX - 1, ny + y / phases * inPeriod);
                            planes[plane][y * size + x] = frame[(inY * SIZE_PX + inX) * 3 + plane];
                        }
                    }
                }
            }
        }
        return planes;
    }

    private static SimulatedClip displaced(String address, double xPx, double yPx) {
        return SimulatedClip.of(address + ",jumpFrameIndex=0,jumpXPx=" + xPx + ",jumpYPx=" + yPx);
    }

    private static float[] region(float[] plane, double scale) {
        int width = (int) Math.round(SIZE_PX * scale);
        int from = (int) Math.round(MARGIN_PX * scale);
        int size = regionPx(scale);
        float[] region = new float[size * size];
        for (int y = 0; y < size; y++) {
            System.arraycopy(plane, (from + y) * width + from, region, y * size, size);
        }
        return region;
    }

    private static int regionPx(double scale) {
        return (int) Math.round((SIZE_PX - 2 * MARGIN_PX) * scale);
    }

    // ---- a clip ----------------------------------------------------------------------------------------------------

    private void judge(
            String scene, String motion, double ditherPx, double blurPx, double[] peaksE, List<Integer> counts)
            throws IOException {
        String sky = scene + "?size=" + SIZE_PX + "x" + SIZE_PX
                + ",bits=16,seed=11,frameRateHz=20,discDiameterPx=92,badFrameFraction=0,hotPixelCount=0"
                + ",transparencyJitterFraction=0,blurMinPx=" + blurPx + ",blurMaxPx=" + blurPx;
        Map<Double, float[][]> truths = new LinkedHashMap<>();
        for (double scale : SCALES) {
            truths.put(scale, truth(sky + ",driftXPxPerFrame=0,driftYPxPerFrame=0", scale, dispersionPx));
        }
        boolean drifts = motion.equals("drift");
        for (int count : drifts ? counts : List.of(counts.get(counts.size() - 1))) {
            double step = drifts ? ditherPx / Math.max(1, count - 1) : 0;
            String moved = String.format(
                    Locale.ROOT,
                    "%s,layout=RGGB,frames=%d,shakeRmsPx=%s,driftXPxPerFrame=%s,driftYPxPerFrame=%s",
                    sky,
                    count,
                    drifts ? 0 : ditherPx,
                    step,
                    0.618 * step);
            stackAndCompare(scene, motion, ditherPx, blurPx, peaksE, drifts ? List.of(count) : counts, moved, truths);
        }
    }

    private void stackAndCompare(
            String scene,
            String motion,
            double ditherPx,
            double blurPx,
            double[] peaksE,
            List<Integer> counts,
            String address,
            Map<Double, float[][]> truths)
            throws IOException {
        FrameTruth first = SimulatedClip.of(address).truth(0);
        SimulatedClip[] clips = new SimulatedClip[3];
        CleanFrames[] colours = new CleanFrames[3];
        for (int plane = 0; plane < 3; plane++) {
            clips[plane] =
                    displaced(address, -first.displacementXPx(), -first.displacementYPx() + dispersionPx * (plane - 1));
            colours[plane] = new CleanFrames(clips[plane]);
        }
        List<Map<Method, Stacking>> stacks = new ArrayList<>();
        for (int i = 0; i < peaksE.length; i++) {
            stacks.add(newStacks(format));
        }
        Map<Method, Stacking> cleanStacks = newStacks(format);
        Random random = new Random(1234);
        float[] light = new float[SIZE_PX * SIZE_PX];
        float[] mosaic = new float[light.length];
        int last = counts.get(counts.size() - 1);
        for (int k = 0; k < last; k++) {
            double xPx = clips[1].truth(k).displacementXPx();
            double yPx = clips[1].truth(k).displacementYPx();
            for (int plane = 0; plane < 3; plane++) {
                colours[plane].read(k, mosaic);
                for (int i = 0; i < light.length; i++) {
                    light[i] = format.layout().planeOf(i % SIZE_PX, i / SIZE_PX, 0) == plane ? mosaic[i] : light[i];
                }
            }
            add(format, cleanStacks, light, xPx, yPx, 1);
            for (int i = 0; i < peaksE.length; i++) {
                for (int s = 0; s < mosaic.length; s++) {
                    double variance = light[s] / peaksE[i] + READ_NOISE_E * READ_NOISE_E / peaksE[i] / peaksE[i];
                    mosaic[s] = (float) (light[s] + Math.sqrt(variance) * random.nextGaussian());
                }
                add(format, stacks.get(i), mosaic, xPx, yPx, 1);
            }
            if (counts.contains(k + 1)) {
                String head = String.format(
                        Locale.ROOT, "%s\t%s\t%s\t%s\t%s\t%d", scene, dispersionPx, motion, ditherPx, blurPx, k + 1);
                print(head + "\tclean", cleanStacks, truths);
                for (int i = 0; i < peaksE.length; i++) {
                    print(head + "\t" + (int) peaksE[i], stacks.get(i), truths);
                }
            }
        }
    }

    private static void print(String head, Map<Method, Stacking> stacks, Map<Double, float[][]> truths)
            throws IOException {
        for (Map.Entry<Method, Stacking> entry : stacks.entrySet()) {
            double scale = entry.getKey().scale();
            float[][] stack = new float[3][];
            float[][] truth = new float[3][];
            for (int plane = 0; plane < 3; plane++) {
                stack[plane] = region(entry.getValue().plane(plane), scale);
                truth[plane] = region(truths.get(scale)[plane], scale);
            }
            ColourError error = ColourError.of(stack, truth, regionPx(scale), scale);
            System.out.printf(
                    Locale.ROOT,
                    "%s\t%s\t%s\t%.5f\t%.5f\t%.5f\t%.5f\t%.5f\t%.4f\t%.4f\t%.4f\t%.5f\t%.5f\t%.5f\t%.5f\t%.5f\t%.5f%n",
                    head,
                    scale,
                    entry.getKey().name(),
                    error.error()[0],
                    error.error()[1],
                    error.error()[2],
                    error.chroma(),
                    error.luma(),
                    error.correlation()[0],
                    error.correlation()[1],
                    error.correlation()[2],
                    error.joint()[0],
                    error.joint()[1],
                    error.joint()[2],
                    error.plain()[0],
                    error.plain()[1],
                    error.plain()[2]);
            if (picturesFolder != null) {
                File file = new File(
                        picturesFolder,
                        (head + "_" + scale + "_" + entry.getKey().name()).replaceAll("[\\t ]", "_") + ".png");
                picture(stack, regionPx(scale), file);
            }
        }
    }

    private static File picturesFolder;

    /** A picture of the region, three times enlarged, brightest pixel white, gamma 2.2. */
    static void picture(float[][] planes, int size, File file) throws IOException {
        int zoom = 3;
        float brightest = 0;
        for (float[] plane : planes) {
            for (float value : plane) {
                brightest = Math.max(brightest, value);
            }
        }
        BufferedImage image = new BufferedImage(size * zoom, size * zoom, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < size * zoom; y++) {
            for (int x = 0; x < size * zoom; x++) {
                int rgb = 0;
                for (float[] plane : planes) {
                    double value = Math.max(0, plane[y / zoom * size + x / zoom] / brightest);
                    rgb = rgb << 8 | (int) Math.round(255 * Math.pow(value, 1 / 2.2));
                }
                image.setRGB(x, y, rgb);
            }
        }
        ImageIO.write(image, "png", file);
    }

    // ---- as a program ----------------------------------------------------------------------------------------------

    private static String[] list(Map<String, String> given, String key, String otherwise) {
        return given.getOrDefault(key, otherwise).split(",");
    }

    private static double[] numbers(String[] words) {
        double[] numbers = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Double.parseDouble(words[i]);
        }
        return numbers;
    }

    /**
     * Keys: scene, dispersion (px), motion (shake, drift), dither (px rms, or px of drift in all), blur, peakE, frames,
     * pictures (folder).
     */
    public static void main(String[] args) throws IOException {
        Map<String, String> given = new LinkedHashMap<>();
        for (String arg : args) {
            given.put(arg.substring(0, arg.indexOf('=')), arg.substring(arg.indexOf('=') + 1));
        }
        List<Integer> counts = new ArrayList<>();
        for (String word : list(given, "frames", "20,100,500")) {
            counts.add(Integer.valueOf(word));
        }
        picturesFolder = given.containsKey("pictures") ? new File(given.get("pictures")) : null;
        System.out.println(
                "scene\tdispersionPx\tmotion\tditherPx\tblurPx\tframes\tpeakE\tscale\tmethod\terrR\terrG\terrB\tchroma\tluma"
                        + "\tcorrR\tcorrG\tcorrB\tjointR\tjointG\tjointB\tplainR\tplainG\tplainB");
        FrameFormat format = SimulatedClip.of(
                        "planet?size=" + SIZE_PX + "x" + SIZE_PX + ",bits=16,layout=RGGB,frames=1")
                .format();
        DemosaicJudge judge = new DemosaicJudge(format, Double.parseDouble(given.getOrDefault("dispersion", "0")));
        for (String motion : list(given, "motion", "shake")) {
            for (String scene : list(given, "scene", "planet,moon,stars")) {
                for (double blurPx : numbers(list(given, "blur", "0.8,1.5"))) {
                    for (double ditherPx : numbers(list(given, "dither", "0,0.25,0.5,1,2,5"))) {
                        judge.judge(scene, motion, ditherPx, blurPx, numbers(list(given, "peakE", "200,3000")), counts);
                        System.out.flush();
                    }
                }
            }
        }
    }
}
