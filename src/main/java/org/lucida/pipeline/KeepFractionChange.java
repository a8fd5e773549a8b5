package org.lucida.pipeline;

/**
 * The observer chose another share of the frames while it ran.
 *
 * @param frameIndex first frame it holds for
 * @param beforeFraction share kept before, 0..1
 * @param afterFraction share kept from then on, 0..1
 */
public record KeepFractionChange(long frameIndex, double beforeFraction, double afterFraction) {}
