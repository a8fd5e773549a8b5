/* Settings remembered per model from process to process, if ASISIM_PERSIST asks for it. */
#ifndef PERSIST_H
#define PERSIST_H

#include "camera.h"

void persist_load(camera_t *camera);

void persist_save(const camera_t *camera);

#endif
