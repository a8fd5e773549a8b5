package org.lucida.camera.asi;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The vendor's library, loaded.
 *
 * <p>Functions that all versions from 1.14 on have are mapped directly; the few that came later, or may go, are looked up
 * when they are called. One library per process: it keeps state of its own.
 */
final class AsiLibrary implements AsiApi {
    /** What stands behind a structure before a call, to see whether more was written than the layout says. */
    private static final byte GUARD = (byte) 0xA5;

    /** Functions this program calls where they are there, and does without where not. */
    private static final List<String> OPTIONAL_SYMBOLS =
            List.of("ASIGetSerialNumber", "ASIGetGainOffset", "ASIGetLMHGainOffset");

    private static AsiLibrary loaded;

    private final NativeLibrary library;
    /** The last buffer size in the form the native call takes; made anew only when the size changes. */
    private volatile NativeLong frameSize = new NativeLong(0);

    private AsiLibrary(NativeLibrary library) {
        this.library = library;
    }

    /**
     * Finds and loads the library; the same one on every later call.
     *
     * @throws IOException in one sentence: what is missing or wrong, and what to do
     */
    static synchronized AsiLibrary load(AsiLibrarySearch search) throws IOException {
        if (loaded != null) {
            Optional<Path> wanted = search.named();
            if (wanted.isPresent() && !isSame(wanted.get(), loaded.file())) {
                throw new IOException("asi-library=" + wanted.get() + " cannot be used besides " + loaded.file()
                        + ", which is loaded already; start lucida anew");
            }
            return loaded;
        }
        NativeLibrary library;
        Optional<Path> file = search.find();
        String name = file.map(Path::toString).orElse(AsiLibrarySearch.NAME);
        try {
            library = NativeLibrary.getInstance(name);
        } catch (UnsatisfiedLinkError notLoaded) {
            throw new IOException(search.whyNotLoaded(file, String.valueOf(notLoaded.getMessage())), notLoaded);
        } catch (NoClassDefFoundError | ExceptionInInitializerError jnaItself) {
            throw new IOException(
                    "native code cannot be called on this system (" + jnaItself.getMessage()
                            + "); set -Djna.tmpdir to a folder that allows execution, in LUCIDA_JAVA_OPTS",
                    jnaItself);
        }
        List<String> missing = new ArrayList<>();
        for (String symbol : AsiNative.SYMBOLS) {
            if (lookUp(library, symbol) == null) {
                missing.add(symbol);
            }
        }
        if (!missing.isEmpty()) {
            String path = String.valueOf(library.getFile());
            library.close();
            throw new IOException("asi-library=" + path + " lacks " + missing.get(0)
                    + (missing.size() > 1 ? " and " + (missing.size() - 1) + " more functions" : "")
                    + "; it is no ASICamera2 library of version 1.14 or newer, give another with --asi-library");
        }
        Native.register(AsiNative.class, library);
        loaded = new AsiLibrary(library);
        return loaded;
    }

    private static boolean isSame(Path wanted, File loadedFile) {
        try {
            return loadedFile != null
                    && wanted.toRealPath().equals(loadedFile.toPath().toRealPath());
        } catch (IOException notThere) {
            return false;
        }
    }

    private static Function lookUp(NativeLibrary library, String symbol) {
        try {
            return library.getFunction(symbol);
        } catch (UnsatisfiedLinkError absent) {
            return null;
        }
    }

    /** Functions of newer versions that this one lacks. */
    List<String> missing() {
        return OPTIONAL_SYMBOLS.stream()
                .filter(symbol -> lookUp(library, symbol) == null)
                .toList();
    }

    /** The file that was loaded. */
    File file() {
        return library.getFile();
    }

    @Override
    public int ASIGetNumOfConnectedCameras() {
        return AsiNative.ASIGetNumOfConnectedCameras();
    }

    @Override
    public int ASIGetCameraProperty(AsiProperty property, int index) {
        try (Memory memory = guarded(AsiProperty.ROOM_BYTES)) {
            int code = AsiNative.ASIGetCameraProperty(memory, index);
            check(memory, AsiProperty.sizeBytes(Native.LONG_SIZE), AsiProperty.ROOM_BYTES, "ASI_CAMERA_INFO");
            property.readFrom(view(memory, AsiProperty.ROOM_BYTES), Native.LONG_SIZE);
            return code;
        }
    }

    @Override
    public int ASIOpenCamera(int id) {
        return AsiNative.ASIOpenCamera(id);
    }

    @Override
    public int ASIInitCamera(int id) {
        return AsiNative.ASIInitCamera(id);
    }

    @Override
    public int ASICloseCamera(int id) {
        return AsiNative.ASICloseCamera(id);
    }

    @Override
    public int ASIGetNumOfControls(int id, int[] count) {
        return AsiNative.ASIGetNumOfControls(id, count);
    }

    @Override
    public int ASIGetControlCaps(int id, int index, AsiCaps caps) {
        try (Memory memory = guarded(AsiCaps.ROOM_BYTES)) {
            int code = AsiNative.ASIGetControlCaps(id, index, memory);
            check(memory, AsiCaps.sizeBytes(Native.LONG_SIZE), AsiCaps.ROOM_BYTES, "ASI_CONTROL_CAPS");
            caps.readFrom(view(memory, AsiCaps.ROOM_BYTES), Native.LONG_SIZE);
            return code;
        }
    }

    @Override
    public int ASIGetControlValue(int id, int type, long[] value, int[] auto) {
        try (Memory memory = new Memory(Long.BYTES)) {
            memory.setLong(0, 0);
            int code = AsiNative.ASIGetControlValue(id, type, memory, auto);
            value[0] = memory.getNativeLong(0).longValue();
            return code;
        }
    }

    @Override
    public int ASISetControlValue(int id, int type, long value, int auto) {
        return AsiNative.ASISetControlValue(id, type, new NativeLong(value), auto);
    }

    @Override
    public int ASISetROIFormat(int id, int widthPx, int heightPx, int bin, int imgType) {
        return AsiNative.ASISetROIFormat(id, widthPx, heightPx, bin, imgType);
    }

    @Override
    public int ASIGetROIFormat(int id, int[] widthPx, int[] heightPx, int[] bin, int[] imgType) {
        return AsiNative.ASIGetROIFormat(id, widthPx, heightPx, bin, imgType);
    }

    @Override
    public int ASISetStartPos(int id, int xPx, int yPx) {
        return AsiNative.ASISetStartPos(id, xPx, yPx);
    }

    @Override
    public int ASIGetStartPos(int id, int[] xPx, int[] yPx) {
        return AsiNative.ASIGetStartPos(id, xPx, yPx);
    }

    @Override
    public int ASIGetDroppedFrames(int id, int[] count) {
        return AsiNative.ASIGetDroppedFrames(id, count);
    }

    @Override
    public int ASIStartVideoCapture(int id) {
        return AsiNative.ASIStartVideoCapture(id);
    }

    @Override
    public int ASIStopVideoCapture(int id) {
        return AsiNative.ASIStopVideoCapture(id);
    }

    @Override
    public int ASIGetVideoData(int id, ByteBuffer buffer, long size, int waitMs) {
        return AsiNative.ASIGetVideoData(id, buffer, nativeSize(size), waitMs);
    }

    @Override
    public int ASIPulseGuideOn(int id, int direction) {
        return AsiNative.ASIPulseGuideOn(id, direction);
    }

    @Override
    public int ASIPulseGuideOff(int id, int direction) {
        return AsiNative.ASIPulseGuideOff(id, direction);
    }

    @Override
    public int ASIStartExposure(int id, int isDark) {
        return AsiNative.ASIStartExposure(id, isDark);
    }

    @Override
    public int ASIStopExposure(int id) {
        return AsiNative.ASIStopExposure(id);
    }

    @Override
    public int ASIGetExpStatus(int id, int[] status) {
        return AsiNative.ASIGetExpStatus(id, status);
    }

    @Override
    public int ASIGetDataAfterExp(int id, ByteBuffer buffer, long size) {
        return AsiNative.ASIGetDataAfterExp(id, buffer, nativeSize(size));
    }

    @Override
    public String ASIGetSDKVersion() {
        Pointer text = AsiNative.ASIGetSDKVersion();
        return text == null ? "unknown" : text.getString(0);
    }

    @Override
    public int ASIGetSerialNumber(int id, byte[] serial) {
        return optional("ASIGetSerialNumber", id, serial);
    }

    @Override
    public int ASIGetGainOffset(
            int id, int[] offsetHighestDr, int[] offsetUnity, int[] gainLowestRn, int[] offsetLowestRn) {
        return optional("ASIGetGainOffset", id, offsetHighestDr, offsetUnity, gainLowestRn, offsetLowestRn);
    }

    @Override
    public int ASIGetLMHGainOffset(int id, int[] low, int[] middle, int[] high, int[] offsetHigh) {
        return optional("ASIGetLMHGainOffset", id, low, middle, high, offsetHigh);
    }

    private int optional(String symbol, Object... arguments) {
        Function function = lookUp(library, symbol);
        return function == null ? NOT_IN_THIS_VERSION : function.invokeInt(arguments);
    }

    private NativeLong nativeSize(long size) {
        NativeLong known = frameSize;
        if (known.longValue() != size) {
            known = new NativeLong(size);
            frameSize = known;
        }
        return known;
    }

    private static Memory guarded(int roomBytes) {
        Memory memory = new Memory(roomBytes);
        memory.setMemory(0, roomBytes, GUARD);
        return memory;
    }

    /** A library with a larger structure would have written behind the end of ours: that must be said, not guessed. */
    private static void check(Memory memory, int sizeBytes, int roomBytes, String structure) {
        for (int at = sizeBytes; at < roomBytes; at++) {
            if (memory.getByte(at) != GUARD) {
                throw new AsiMismatch(structure + " is larger than " + sizeBytes + " bytes");
            }
        }
    }

    private static ByteBuffer view(Memory memory, int roomBytes) {
        return memory.getByteBuffer(0, roomBytes).order(ByteOrder.nativeOrder());
    }
}
