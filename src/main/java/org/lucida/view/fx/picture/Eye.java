package org.lucida.view.fx.picture;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.lucida.view.fx.desk.Observation;

/**
 * Fetches frames and stacks for those who look, as often as the machine can spare: the preview gives way first.
 *
 * <p>Thread: any; viewers are called on the eye's own thread.
 */
public final class Eye implements AutoCloseable {
    private final List<Exhibit.Viewer> viewers = new CopyOnWriteArrayList<>();

    /** Somebody who looks from now on. */
    public void add(Exhibit.Viewer viewer) {
        viewers.add(viewer);
    }

    public void remove(Exhibit.Viewer viewer) {
        viewers.remove(viewer);
    }

    /** Looks at this from now on; null = at nothing. */
    public void look(Observation observation) {}

    @Override
    public void close() {}
}
