package org.lucida.view.fx.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/**
 * Every key of the window and what it does, in the order of the list that {@code ?} shows.
 *
 * <p>Thread: FX.
 */
public final class Keys {
    /**
     * One key.
     *
     * @param keys for instance {@code R} or {@code Shortcut+S}
     * @param meaning what it does, in the observer's language
     * @param run does it
     */
    public record Key(KeyCombination keys, String meaning, Runnable run) {}

    private final List<Key> all = new ArrayList<>();

    /**
     * Gives a key its meaning.
     *
     * @throws IllegalStateException if it has one already
     */
    public void add(String combination, String meaning, Runnable run) {
        KeyCombination keys = KeyCombination.valueOf(combination);
        if (all.stream().anyMatch(it -> it.keys().equals(keys))) {
            throw new IllegalStateException("key=" + combination + " has two meanings");
        }
        all.add(new Key(keys, meaning, run));
    }

    /** Forgets all keys; the page is built anew. */
    public void clear() {
        all.clear();
    }

    /** All keys, in the order they were added. */
    public List<Key> all() {
        return List.copyOf(all);
    }

    /** The key an event means. */
    public Optional<Key> of(KeyEvent event) {
        return all.stream().filter(it -> it.keys().match(event)).findFirst();
    }
}
