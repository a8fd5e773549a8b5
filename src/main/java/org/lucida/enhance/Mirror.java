package org.lucida.enhance;

/** What lies beyond the border: the picture mirrored at its outermost pixels, as often as needed. */
final class Mirror {
    private Mirror() {}

    /** The pixel 0 .. count - 1 seen at place i of a row that goes on mirrored for ever. */
    static int index(int i, int count) {
        if (count == 1) {
            return 0;
        }
        int period = 2 * (count - 1);
        int k = Math.floorMod(i, period);
        return k < count ? k : period - k;
    }
}
