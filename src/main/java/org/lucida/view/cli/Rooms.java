package org.lucida.view.cli;

import java.util.Map;
import org.lucida.config.Presets;
import org.lucida.view.Cameras;

/**
 * What the commands call: everything behind the command line, bound once in {@link Lucida}.
 *
 * @param engine runs the stacking
 * @param headers reads headers for {@code lucida info}
 * @param clips records the clip of {@code lucida demo}
 * @param cameras drivers found
 * @param presets settings by name
 * @param metrics luckiness metrics, name to one line of description, the default first; empty if nobody told
 * @param stop carries Ctrl-C to the run
 * @param signals starts listening to Ctrl-C; called when a run begins, more than once
 */
record Rooms(
        Engine engine,
        HeaderReader headers,
        ClipRecorder clips,
        Cameras cameras,
        Presets presets,
        Map<String, String> metrics,
        StopRequest stop,
        Runnable signals) {}
