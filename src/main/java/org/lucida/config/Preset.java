package org.lucida.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings that proved good for one kind of target, under a name.
 *
 * @param name what the observer types: jupiter
 * @param description one line that says what it is for
 * @param settings validated settings
 * @param camera what the camera is set to as well: control key to a number in the control's unit or one of its words, in
 *     the order of the text; empty if the preset says nothing of cameras
 * @param source where it was read: a path, or "built in"
 * @param text the YAML text with its comments
 */
public record Preset(
        String name,
        String description,
        StackSettings settings,
        Map<String, String> camera,
        String source,
        String text) {
    public Preset {
        camera = Collections.unmodifiableMap(new LinkedHashMap<>(camera));
    }
}
