package org.lucida.frame;

import java.io.IOException;

/**
 * The data or the settings are at fault, not the machine: a damaged file, a wrong header, an impossible size.
 *
 * <p>The message names the value and the remedy ({@code name=value ...; do this}). The command line ends with exit code 3.
 */
public final class BadInputException extends IOException {
    private static final long serialVersionUID = 1;

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
