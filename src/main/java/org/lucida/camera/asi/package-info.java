/**
 * ZWO's ASI cameras through the vendor's library {@code libASICamera2}, which the observer brings along.
 *
 * <p>{@code AsiApi} is the library in its own words; {@code AsiLibrary} finds and loads it (the only place with native
 * code). {@code SdkThread} makes its calls, so that none of them can hang the program. {@code AsiDevice} is one opened
 * camera, {@code AsiLink} the line to it, plug pulled or not. {@code AsiStream} and {@code AsiShots} fetch frames,
 * {@code AsiIntake} gives them time and index, {@code AsiSettings} changes what the camera stands at, {@code AsiRecovery}
 * brings it back. {@code AsiCamera}, which the pipeline sees, puts them together. Knowledge goes one way, in that order.
 *
 * <p>Times: a frame's stamp is the start of its exposure, UTC. The library has no time stamps, so the start is the return of
 * the call, less readout, less exposure; see {@code FrameClock}.
 */
package org.lucida.camera.asi;
