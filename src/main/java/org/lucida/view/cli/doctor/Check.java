package org.lucida.view.cli.doctor;

import java.io.IOException;
import java.util.List;

/** Looks at one thing of the machine; changes nothing. */
@FunctionalInterface
interface Check {
    /**
     * Looks now.
     *
     * @throws IOException if it cannot be looked at; the message says why
     */
    List<Finding> look(Host host) throws IOException;
}
