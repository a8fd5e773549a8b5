package org.lucida.view.fx.panel;

import javafx.scene.layout.Region;
import org.lucida.view.fx.desk.Observation;
import org.lucida.view.fx.desk.Readings;

/**
 * One part of the main page. Built once; told of every new observation and, five times a second, of its readings.
 *
 * <p>A panel asks nothing of the pipeline by itself on the FX thread that could wait; what takes time goes through
 * {@link org.lucida.view.fx.desk.Desk#work}.
 *
 * <p>Thread: FX.
 */
public interface Panel {
    /** What is laid out; always the same node. */
    Region node();

    /** Another observation is on the desk; null when there is none. Curves and traces of the last one are forgotten. */
    default void observe(Observation observation) {}

    /** New readings; only called while there is an observation. */
    default void tell(Readings now) {}

    /** The page is built anew and this panel is not needed any more: it lets go of what it listens to. */
    default void close() {}
}
