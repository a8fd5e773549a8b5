/**
 * What travels: the slot on the ring, the format of its samples, a grey plane, the verdict.
 *
 * <p>Knows the JDK only. Every other room may look in here.
 *
 * <p>One sign convention for the whole house: {@code displacement} d says where the content went. What the reference
 * shows at x appears in the frame at x + d; a frame pixel y belongs at reference position y - d. Pixel centres are
 * integers, (0, 0) is the centre of the top-left pixel, x grows to the right, y downward.
 */
package org.lucida.frame;
