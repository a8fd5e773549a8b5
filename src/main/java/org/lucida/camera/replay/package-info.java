/**
 * Recordings as cameras: SER clips, FITS files and folders, played at full speed, by their time stamps or at a rate.
 *
 * <p>A paced replay behaves like a camera: who comes too late has lost frames. Knows camera, files, frame.
 */
package org.lucida.camera.replay;
