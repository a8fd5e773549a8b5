package org.lucida.camera.asi;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * The kernel's priority of threads that must not be late: the library keeps two frames, 4 ms at 500 frames/s.
 *
 * <p>Needs the right to it (root, or {@code nice} in limits.conf); without, nothing changes.
 */
final class KernelPriority {
    private static final int WHICH_PROCESS = 0;
    private static final int CALLING_THREAD = 0;
    private static final int NICE = -10;

    private KernelPriority() {}

    /** Raises the priority of the calling thread, if that is allowed. */
    static void raise() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            int ignored = NativeLibrary.getInstance("c")
                    .getFunction("setpriority")
                    .invokeInt(new Object[] {WHICH_PROCESS, CALLING_THREAD, NICE});
        } catch (UnsatisfiedLinkError | NoClassDefFoundError cannotAsk) {
            // then it stays as it is
        }
    }
}
