package org.lucida.camera.asi;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** How well the system's clock keeps UTC, as the kernel's time discipline says ({@code adjtimex}). */
final class KernelClock {
    private static final int ROOM_BYTES = 512;
    /** Offset of the estimated error (us) in {@code struct timex} with 64-bit longs. */
    private static final int ESTIMATED_ERROR_AT = 32;

    private static final int STATUS_AT = 40;
    private static final int UNSYNCHRONISED = 0x40;

    private KernelClock() {}

    /** Estimated error of the system's clock, ns; -1 if it is not synchronised or cannot tell. */
    static long errorNs() {
        if (!Platform.isLinux() || Native.LONG_SIZE != Long.BYTES) {
            return -1;
        }
        try (Memory timex = new Memory(ROOM_BYTES)) {
            timex.clear();
            Function adjtimex = NativeLibrary.getInstance("c").getFunction("adjtimex");
            int state = adjtimex.invokeInt(new Object[] {timex});
            if (state < 0 || (timex.getInt(STATUS_AT) & UNSYNCHRONISED) != 0) {
                return -1;
            }
            return timex.getLong(ESTIMATED_ERROR_AT) * 1_000;
        } catch (UnsatisfiedLinkError cannotAsk) {
            return -1;
        }
    }
}
