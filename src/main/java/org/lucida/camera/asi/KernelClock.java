package org.lucida.camera.asi;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Optional;

/** How well the system's clock keeps UTC, as the kernel's time discipline says ({@code adjtimex}). */
public final class KernelClock {
    private static final int ROOM_BYTES = 512;
    /** Offset of the largest error (us) in {@code struct timex} with 64-bit longs. */
    private static final int LARGEST_ERROR_AT = 24;
    /** Offset of the estimated error (us) in {@code struct timex} with 64-bit longs. */
    private static final int ESTIMATED_ERROR_AT = 32;

    private static final int STATUS_AT = 40;
    private static final int UNSYNCHRONISED = 0x40;
    private static final long NS_PER_US = 1_000;

    private KernelClock() {}

    /**
     * What the kernel says of the clock.
     *
     * @param isSynchronised true if a time service keeps it
     * @param estimatedErrorNs one sigma as the time service told; 0 where it told nothing
     * @param largestErrorNs bound that grows until the time service sets the clock again
     */
    public record Discipline(boolean isSynchronised, long estimatedErrorNs, long largestErrorNs) {}

    /** Estimated error of the system's clock, ns; -1 if it is not synchronised or cannot tell. */
    static long errorNs() {
        return discipline()
                .filter(Discipline::isSynchronised)
                .map(Discipline::estimatedErrorNs)
                .orElse(-1L);
    }

    /** What the kernel says of the clock; empty where it cannot be asked. */
    public static Optional<Discipline> discipline() {
        if (!Platform.isLinux() || Native.LONG_SIZE != Long.BYTES) {
            return Optional.empty();
        }
        try (Memory timex = new Memory(ROOM_BYTES)) {
            timex.clear();
            Function adjtimex = NativeLibrary.getInstance("c").getFunction("adjtimex");
            int state = adjtimex.invokeInt(new Object[] {timex});
            if (state < 0) {
                return Optional.empty();
            }
            return Optional.of(new Discipline(
                    (timex.getInt(STATUS_AT) & UNSYNCHRONISED) == 0,
                    timex.getLong(ESTIMATED_ERROR_AT) * NS_PER_US,
                    timex.getLong(LARGEST_ERROR_AT) * NS_PER_US));
        } catch (UnsatisfiedLinkError | NoClassDefFoundError cannotAsk) {
            return Optional.empty();
        }
    }
}
