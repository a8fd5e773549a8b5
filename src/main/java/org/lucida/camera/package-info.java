/**
 * Where frames come from: the camera contract, the drivers, recordings played like cameras, ZWO's cameras.
 *
 * <p>Knows frame; only camera.replay also knows files, and only camera.asi calls native code.
 */
package org.lucida.camera;
