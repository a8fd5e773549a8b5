#include "exposure.h"

#include "clock.h"
#include "faults.h"
#include "stream.h"

ASI_ERROR_CODE exposure_start(camera_t *camera) {
    if (!camera->is_ready) {
        return ASI_ERROR_GENERAL_ERROR;
    }
    if (camera->capturing) {
        return ASI_ERROR_VIDEO_MODE_ACTIVE;
    }
    if (exposure_status(camera) == ASI_EXP_WORKING) {
        return ASI_ERROR_EXPOSURE_IN_PROGRESS;
    }
    const int64_t now_ns = clock_now_ns();
    camera->exposing = stream_exposing(camera);
    camera->exposure_end_ns = now_ns + (int64_t) stream_period_ns(camera, now_ns);
    camera->exposure_fails = fault_strikes(FAULT_EXPOSURE_FAILED, camera->id, now_ns, NULL);
    camera->exposure_status = ASI_EXP_WORKING;
    return ASI_SUCCESS;
}

void exposure_stop(camera_t *camera) {
    if (camera->exposure_status == ASI_EXP_WORKING) {
        camera->exposure_status = ASI_EXP_IDLE;
    }
}

ASI_EXPOSURE_STATUS exposure_status(camera_t *camera) {
    camera_see_bus(camera, clock_now_ns());
    if (camera->exposure_status == ASI_EXP_WORKING && clock_now_ns() >= camera->exposure_end_ns) {
        camera->exposure_status = camera->exposure_fails || camera->severed ? ASI_EXP_FAILED : ASI_EXP_SUCCESS;
    }
    return camera->exposure_status;
}

ASI_ERROR_CODE exposure_fetch(camera_t *camera, unsigned char *buffer, long buffer_bytes) {
    if (buffer_bytes < camera_frame_bytes(camera)) {
        return ASI_ERROR_BUFFER_TOO_SMALL;
    }
    if (exposure_status(camera) != ASI_EXP_SUCCESS) {
        return ASI_ERROR_GENERAL_ERROR;
    }
    frame_t frame = {.number = camera->exposure_count, .image = camera->exposure_count, .exposed = camera->exposing};
    camera->exposure_count++;
    if (!camera->source->stamps && camera->source->end(camera->source) != INT64_MAX) {
        frame.image = camera->source->end(camera->source) - 1; /* of a ring: the newest */
    }
    const view_t view = camera_view(camera, camera->x, camera->y);
    const int flip = (int) camera->values[ASI_FLIP];
    camera->fetching++;
    pthread_mutex_unlock(&camera->lock);
    const bool whole = stream_render(camera, &view, &frame, flip, buffer);
    pthread_mutex_lock(&camera->lock);
    camera->fetching--;
    pthread_cond_broadcast(&camera->changed);
    return whole ? ASI_SUCCESS : ASI_ERROR_GENERAL_ERROR;
}
