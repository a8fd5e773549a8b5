package org.lucida.camera;

/**
 * A time without frames that the drop counters do not tell of.
 *
 * @param startUtcNs end of the last exposure before it, ns since 1970 UTC
 * @param endUtcNs start of the first exposure after it, ns since 1970 UTC
 * @param firstFrameIndex the frame after it
 * @param reason why, in words
 */
public record CameraGap(long startUtcNs, long endUtcNs, long firstFrameIndex, String reason) {}
