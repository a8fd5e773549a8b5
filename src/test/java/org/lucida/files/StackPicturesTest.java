package org.lucida.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.lucida.frame.StackView;

class StackPicturesTest {
    @TempDir
    Path folder;

    private Path write(StackView stack, Stretch stretch, StackPictures.Format format) throws IOException {
        Path file = folder.resolve("picture." + format.extension());
        new StackPictures("Lucida 0.1.0").write(file, stack, stretch, format, "Jupiter");
        return file;
    }

    @ParameterizedTest
    @EnumSource(StackPictures.Format.class)
    void everySampleIsInItsPlaceToTheBit(StackPictures.Format format) throws IOException {
        int maxSample = format == StackPictures.Format.PNG8 ? 255 : 65_535;
        for (int planeCount : new int[] {1, 3}) {
            Path file = write(new GradientStack(37, 23, planeCount), Stretch.fixed(4095), format);
            Raster raster = ImageIO.read(file.toFile()).getRaster();
            assertEquals(
                    maxSample > 255 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE,
                    raster.getDataBuffer().getDataType());
            assertEquals(planeCount, raster.getNumBands());
            assertEquals(37, raster.getWidth());
            assertEquals(23, raster.getHeight());
            for (int plane = 0; plane < planeCount; plane++) {
                for (int y = 0; y < 23; y++) {
                    for (int x = 0; x < 37; x++) {
                        float adu = GradientStack.value(plane, x, y);
                        long expected = Float.isNaN(adu) ? 0 : Math.round((double) adu / 4095 * maxSample);
                        assertEquals(expected, raster.getSample(x, y, plane), "x=" + x + " y=" + y + " plane=" + plane);
                    }
                }
            }
            Files.delete(file);
        }
    }

    @Test
    void thePictureTellsWhatItIs() throws IOException {
        for (StackPictures.Format format :
                new StackPictures.Format[] {StackPictures.Format.PNG16, StackPictures.Format.TIFF16}) {
            Path file = write(new GradientStack(8, 4, 3), Stretch.fixed(4095), format);
            String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertTrue(bytes.contains("Lucida 0.1.0"));
            assertTrue(bytes.contains("Jupiter: 120 frames stacked; linear stretch from 0.000 to 4095.000 ADU"));
        }
    }

    @Test
    void nothingIsOverwrittenAndAFullDiskLeavesNoPicture() throws IOException {
        for (StackPictures.Format format : StackPictures.Format.values()) {
            Path file = folder.resolve("full." + format.extension());
            StackView noise = new PlaneStack(SkyScenes.WIDTH_PX, SkyScenes.sky(5, 50));
            StackPictures pictures = new StackPictures("Lucida", SampleFacts.fullAfter(30_000));
            IOException failure = assertThrows(
                    IOException.class, () -> pictures.write(file, noise, Stretch.fixed(400), format, "Jupiter"));
            assertTrue(failure.getMessage().contains("No space left on device"), failure.getMessage());
            assertEquals(List.of(), SampleFacts.names(folder));
        }
        write(new GradientStack(8, 4, 3), Stretch.fixed(4095), StackPictures.Format.PNG8);
        assertThrows(
                FileAlreadyExistsException.class,
                () -> write(new GradientStack(8, 4, 3), Stretch.fixed(4095), StackPictures.Format.PNG8));
    }

    @ParameterizedTest
    @CsvSource({"PNG16, 65536", "TIFF16, 196608"})
    void aBigPictureIsMadeRowByRow(StackPictures.Format format, long rowLimitBytes) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        StackView big = new GradientStack(3872, 800, 3);
        long before = threads.getCurrentThreadAllocatedBytes();
        write(big, Stretch.fixed(65_535), format);
        long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocatedBytes < 800 * rowLimitBytes, "allocated " + allocatedBytes + " bytes, most of it rows");
    }
}
