package org.lucida.config;

/**
 * Settings that proved good for one kind of target, under a name.
 *
 * @param name what the observer types: jupiter
 * @param description one line that says what it is for
 * @param settings validated settings
 * @param source where it was read: a path, or "built in"
 * @param text the YAML text with its comments
 */
public record Preset(String name, String description, StackSettings settings, String source, String text) {}
