package org.lucida.view.cli;

/** What the program says to the shell when it ends. */
final class ExitCode {
    static final int OK = 0;
    /** Unknown option, impossible setting, a file that is not there. */
    static final int USAGE = 2;
    /** Damaged data, or not one frame could be stacked. */
    static final int DATA = 3;
    /** Disk full, file vanished, camera gone, not enough memory. */
    static final int DEVICE = 4;
    /** A fault of the program itself. */
    static final int FAULT = 70;
    /** Ended by Ctrl-C before the end of the input; 128 + SIGINT as shells count. */
    static final int INTERRUPTED = 130;
    /** Ended by a second Ctrl-C before the results were written. */
    static final int ABORTED = 131;

    private ExitCode() {}
}
