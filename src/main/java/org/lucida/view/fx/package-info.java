/**
 * The window: start page, main page, log, and how they are laid out. Knows desk, picture and panel; JavaFX lives only here.
 *
 * <p>Order: {@code desk} (what is shared) is known by {@code picture} (what is seen), both by {@code panel} (what is read and
 * turned), all by this room.
 */
package org.lucida.view.fx;
