package org.lucida.view.fx.desk;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Questions to the observer, asked inside the window: system dialogs would be bright white in the dark, and they would stand in
 * front of the record button.
 *
 * <p>Thread: FX. Nothing waits; the answer comes to the consumer, or never.
 */
public interface Asks {
    /** Asks before something that cannot be undone. */
    void confirm(String title, String text, String yes, Runnable then);

    /** Asks for a folder; it exists when the answer comes. */
    void folder(String title, Path from, Consumer<Path> then);

    /**
     * Asks for a file that is there.
     *
     * @param suffixes endings that are shown, lower case, for instance {@code .ser}; empty = all
     */
    void openFile(String title, Path from, List<String> suffixes, Consumer<Path> then);

    /** Asks for the name of a new file. */
    void saveFile(String title, Path suggested, Consumer<Path> then);

    /** Says something that wants reading in peace. */
    void say(String title, String text);
}
