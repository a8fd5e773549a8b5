package org.lucida.pipeline;

/**
 * The observer began a new stack while it ran.
 *
 * @param stackNumber number of the stack that began, from 2
 * @param frameIndex first frame it was open to
 * @param tableRow row of that frame in the frame table
 */
public record StackRestart(int stackNumber, long frameIndex, int tableRow) {}
