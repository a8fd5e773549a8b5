package org.lucida.pipeline;

/** stub */
public final class FrameGlimpse {}
