package org.lucida.files;

import java.awt.Image;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.Vector;
import org.lucida.frame.StackView;

/**
 * A stack seen through a stretch, computed row by row as an image writer asks for it: no copy of the stack.
 *
 * <p>Samples are {@code round(brightness * 65535)} (or 255 for 8 bit); row 0 is the top.
 * <p>Thread: one reader at a time.
 */
final class StretchedImage implements RenderedImage {
    private final StackView stack;
    private final Stretch stretch;
    private final int maxSample;
    private final ColorModel colorModel;
    private final SampleModel sampleModel;
    private final float[] rowAdu;

    StretchedImage(StackView stack, Stretch stretch, int bitDepth) {
        this.stack = stack;
        this.stretch = stretch;
        maxSample = (1 << bitDepth) - 1;
        int type = bitDepth > 8 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
        ColorSpace space = ColorSpace.getInstance(stack.planeCount() == 3 ? ColorSpace.CS_sRGB : ColorSpace.CS_GRAY);
        colorModel = new ComponentColorModel(space, false, false, ColorModel.OPAQUE, type);
        sampleModel = colorModel.createCompatibleSampleModel(stack.widthPx(), 1);
        rowAdu = new float[stack.widthPx()];
    }

    /** Computes the pixels of a region. */
    @Override
    public Raster getData(Rectangle region) {
        WritableRaster raster = Raster.createWritableRaster(
                sampleModel.createCompatibleSampleModel(region.width, region.height), new Point(region.x, region.y));
        int[] samples = new int[region.width];
        for (int y = region.y; y < region.y + region.height; y++) {
            for (int plane = 0; plane < stack.planeCount(); plane++) {
                stack.readValues(plane, y, rowAdu);
                for (int x = 0; x < region.width; x++) {
                    samples[x] = (int) Math.round(stretch.brightness(plane, rowAdu[region.x + x]) * maxSample);
                }
                raster.setSamples(region.x, y, region.width, 1, plane, samples);
            }
        }
        return raster;
    }

    @Override
    public Raster getData() {
        return getData(new Rectangle(0, 0, getWidth(), getHeight()));
    }

    @Override
    public WritableRaster copyData(WritableRaster raster) {
        WritableRaster target = raster != null
                ? raster
                : Raster.createWritableRaster(
                        sampleModel.createCompatibleSampleModel(getWidth(), getHeight()), new Point(0, 0));
        for (int y = target.getMinY(); y < target.getMinY() + target.getHeight(); y++) {
            target.setRect(getData(new Rectangle(target.getMinX(), y, target.getWidth(), 1)));
        }
        return target;
    }

    @Override
    public Raster getTile(int tileX, int tileY) {
        return getData(new Rectangle(0, tileY, getWidth(), 1));
    }

    @Override
    public ColorModel getColorModel() {
        return colorModel;
    }

    @Override
    public SampleModel getSampleModel() {
        return sampleModel;
    }

    @Override
    public int getWidth() {
        return stack.widthPx();
    }

    @Override
    public int getHeight() {
        return stack.heightPx();
    }

    @Override
    public int getMinX() {
        return 0;
    }

    @Override
    public int getMinY() {
        return 0;
    }

    @Override
    public int getNumXTiles() {
        return 1;
    }

    @Override
    public int getNumYTiles() {
        return getHeight();
    }

    @Override
    public int getMinTileX() {
        return 0;
    }

    @Override
    public int getMinTileY() {
        return 0;
    }

    @Override
    public int getTileWidth() {
        return getWidth();
    }

    @Override
    public int getTileHeight() {
        return 1;
    }

    @Override
    public int getTileGridXOffset() {
        return 0;
    }

    @Override
    public int getTileGridYOffset() {
        return 0;
    }

    @Override
    @SuppressWarnings("JdkObsolete") // the interface of the JDK asks for a Vector
    public Vector<RenderedImage> getSources() {
        return new Vector<>();
    }

    @Override
    public Object getProperty(String name) {
        return Image.UndefinedProperty;
    }

    @Override
    public String[] getPropertyNames() {
        return new String[0];
    }
}
