package org.lucida.drizzle;

/**
 * What is to be added to the same output row in one pass: rows, and for each of up to {@value #MOST_PHASES} phases where
 * each row starts and by which factor it goes in.
 *
 * <p>Memory: made in the constructor.
 */
final class RowTerms {
    static final int MOST_PHASES = 3;
    /** Lists are filled up to a multiple of it with terms of factor 0. */
    static final int STEP = 4;

    final float[][] rows;
    final int[][] starts;
    final float[][] factors;
    int count;

    RowTerms(int mostTerms) {
        rows = new float[mostTerms + STEP][];
        starts = new int[MOST_PHASES][rows.length];
        factors = new float[MOST_PHASES][rows.length];
    }

    /** Appends terms of factor 0 until the count is a multiple of the step. */
    void fillUp() {
        while (count % STEP != 0) {
            rows[count] = rows[count - 1];
            for (int phase = 0; phase < MOST_PHASES; phase++) {
                starts[phase][count] = 0;
                factors[phase][count] = 0;
            }
            count++;
        }
    }
}
