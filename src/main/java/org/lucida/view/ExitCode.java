package org.lucida.view;

/** What the program says to the shell when it ends. */
public final class ExitCode {
    public static final int OK = 0;
    /** Unknown option, impossible setting, a file that is not there. */
    public static final int USAGE = 2;
    /** Damaged data, or not one frame could be stacked. */
    public static final int DATA = 3;
    /** Disk full, file vanished, camera gone, not enough memory. */
    public static final int DEVICE = 4;
    /** A fault of the program itself. */
    public static final int FAULT = 70;
    /** Ended by Ctrl-C before the end of the input; 128 + SIGINT as shells count. */
    public static final int INTERRUPTED = 130;
    /** Ended by a second Ctrl-C before the results were written. */
    public static final int ABORTED = 131;

    private ExitCode() {}
}
