package org.lucida.enhance;

/** Says that nobody wants the result any more; asked between steps, from the thread that works. */
@FunctionalInterface
public interface StopSign {
    /** Nobody stops it. */
    StopSign NEVER = () -> false;

    boolean isSet();
}
