package org.lucida.view.fx.picture;

/** Which two pictures are compared, side by side or blinking. */
public enum Compared {
    /** What a frame shows, and what the stack does. */
    LIVE_STACK(Exhibit.Kind.LIVE, Exhibit.Kind.STACK),
    /** The stack, and what sharpening brings out of it. */
    STACK_SHARP(Exhibit.Kind.STACK, Exhibit.Kind.SHARP);

    private final Exhibit.Kind first;
    private final Exhibit.Kind second;

    Compared(Exhibit.Kind first, Exhibit.Kind second) {
        this.first = first;
        this.second = second;
    }

    Exhibit.Kind first() {
        return first;
    }

    Exhibit.Kind second() {
        return second;
    }
}
