/*
 * The frames of a capture. No thread makes them: whoever asks finds out which frames have become ready since the last question
 * and what happened to them. All functions are called with the camera's lock held; stream_fetch lets go of it meanwhile.
 */
#ifndef STREAM_H
#define STREAM_H

#include "camera.h"

void stream_start(camera_t *camera);
void stream_stop(camera_t *camera);

/* Takes in all frames that are ready at this moment. */
void stream_advance(camera_t *camera, int64_t now_ns);

/* Throws away the buffered frames: they do not fit the format any more. */
void stream_flush(camera_t *camera);

/* Call after settings have changed, with the moment they did. */
void stream_settings_changed(camera_t *camera, int64_t now_ns);

/* Waits for a frame and renders it into the buffer. */
ASI_ERROR_CODE stream_fetch(camera_t *camera, unsigned char *buffer, long buffer_bytes, int wait_ms);

/* Time from frame to frame with the present settings. */
double stream_period_ns(const camera_t *camera, int64_t now_ns);

/* What a frame beginning now is exposed with. */
exposed_t stream_exposing(const camera_t *camera);

/* Renders a frame; the lock is not needed. False if the source has lost it. */
bool stream_render(camera_t *camera, const view_t *view, const frame_t *frame, int flip, unsigned char *buffer);

#endif
