#include "library.h"

#include <stdatomic.h>

#include "clock.h"
#include "config.h"
#include "control_file.h"
#include "faults.h"

static pthread_mutex_t begin_lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_bool begun;

void library_begin(void) {
    if (atomic_load_explicit(&begun, memory_order_acquire)) {
        return;
    }
    pthread_mutex_lock(&begin_lock);
    if (!atomic_load(&begun)) {
        config_read();
        cameras_make();
        if (config()->control_path[0] != '\0') {
            control_file_watch(config()->control_path, cameras_advance, cameras_wake);
        }
        atomic_store_explicit(&begun, true, memory_order_release);
    }
    pthread_mutex_unlock(&begin_lock);
}

void library_reset(void) {
    pthread_mutex_lock(&begin_lock);
    if (atomic_load(&begun)) {
        control_file_stop();
        faults_clear();
        cameras_free();
        atomic_store(&begun, false);
    }
    pthread_mutex_unlock(&begin_lock);
}

/* The thread's code must not be unloaded under it. */
__attribute__((destructor)) static void unload(void) {
    control_file_stop();
}

/* Hangs as long as the fault wants, at most until its line is gone. */
static void hang(const fault_keys_t *keys) {
    const int64_t end_ns = keys->duration_ns == NEVER ? NEVER : clock_now_ns() + keys->duration_ns;
    while (clock_now_ns() < end_ns && fault_is_wanted(keys->serial)) {
        clock_sleep_ns(2 * NS_PER_MS);
    }
}

bool library_interferes(const char *function, int id, ASI_ERROR_CODE *code) {
    library_begin();
    fault_keys_t keys;
    if (fault_strikes_function(FAULT_HANG, function, id, clock_now_ns(), &keys)) {
        hang(&keys);
    }
    if (fault_strikes_function(FAULT_ERROR, function, id, clock_now_ns(), &keys)) {
        *code = (ASI_ERROR_CODE) keys.code;
        return true;
    }
    return false;
}

camera_t *library_enter(const char *function, int id, needs_t needs, ASI_ERROR_CODE *code) {
    if (library_interferes(function, id, code)) {
        return NULL;
    }
    camera_t *camera = camera_with_id(id);
    if (camera == NULL) {
        *code = ASI_ERROR_INVALID_ID;
        return NULL;
    }
    pthread_mutex_lock(&camera->lock);
    camera_see_bus(camera, clock_now_ns());
    *code = !camera->known                                   ? ASI_ERROR_INVALID_ID
            : needs >= NEEDS_OPEN && !camera->is_open        ? ASI_ERROR_CAMERA_CLOSED
            : needs >= NEEDS_READY && !camera->is_ready      ? ASI_ERROR_GENERAL_ERROR
                                                             : ASI_SUCCESS;
    if (*code != ASI_SUCCESS) {
        pthread_mutex_unlock(&camera->lock);
        return NULL;
    }
    return camera;
}

void library_leave(camera_t *camera) {
    pthread_mutex_unlock(&camera->lock);
}
