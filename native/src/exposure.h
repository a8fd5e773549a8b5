/* Single exposures. All functions are called with the camera's lock held. */
#ifndef EXPOSURE_H
#define EXPOSURE_H

#include "camera.h"

ASI_ERROR_CODE exposure_start(camera_t *camera);
void exposure_stop(camera_t *camera);
ASI_EXPOSURE_STATUS exposure_status(camera_t *camera);

/* Renders the image of a finished exposure, without the lock meanwhile. */
ASI_ERROR_CODE exposure_fetch(camera_t *camera, unsigned char *buffer, long buffer_bytes);

#endif
