/** From raw frame and stack to what the eye sees: the eye's thread, development, stretch, zoom, overlays. */
package org.lucida.view.fx.picture;
