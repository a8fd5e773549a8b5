#include "asisim.h"

#include "clock.h"
#include "config.h"
#include "control_file.h"
#include "faults.h"
#include "library.h"
#include "stream.h"

void ASISIM_Configure(const char *name, const char *value) {
    config_override(name, value);
}

void ASISIM_Reset(void) {
    library_reset();
}

int ASISIM_SetFault(const char *line) {
    library_begin();
    cameras_advance();
    const bool added = faults_add(line);
    cameras_wake();
    return added ? 0 : -1;
}

void ASISIM_ClearFaults(void) {
    library_begin();
    cameras_advance();
    faults_clear();
    cameras_wake();
}

const char *ASISIM_LastError(void) {
    return last_refusal();
}

int ASISIM_ControlReads(void) {
    return control_file_reads();
}

int64_t ASISIM_Strikes(const char *fault) {
    library_begin();
    cameras_advance();
    return faults_strikes(fault);
}

int ASISIM_GetCounts(int iCameraID, ASISIM_COUNTS *counts) {
    library_begin();
    camera_t *camera = camera_with_id(iCameraID);
    if (camera == NULL) {
        return ASI_ERROR_INVALID_ID;
    }
    pthread_mutex_lock(&camera->lock);
    stream_advance(camera, clock_now_ns());
    *counts = camera->counts;
    counts->queued = camera->queued;
    pthread_mutex_unlock(&camera->lock);
    return ASI_SUCCESS;
}
