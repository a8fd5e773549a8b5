/** Where frames come from: the camera contract, the drivers, replay of recordings. Knows frame; only camera.replay also knows files. */
package org.lucida.camera;
