package org.lucida.camera;

/**
 * Something a camera has to tell the observer, in one sentence with what helps.
 *
 * @param utcNs when, ns since 1970 UTC
 * @param isTrouble true for what needs attention; false for good news and plain facts
 * @param sentence name=value and the remedy
 * @param count how often it was told in a row
 */
public record CameraNotice(long utcNs, boolean isTrouble, String sentence, int count) {}
