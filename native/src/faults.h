/* Faults on demand: the lines of the control file, parsed, timed and counted. See README.md for the grammar. */
#ifndef FAULTS_H
#define FAULTS_H

#include <stdbool.h>
#include <stdint.h>

typedef enum {
    FAULT_TIMEOUT,
    FAULT_STALL,
    FAULT_DROP,
    FAULT_UNPLUG,
    FAULT_TORN,
    FAULT_BLANK,
    FAULT_SHORT,
    FAULT_REPEAT,
    FAULT_SLOW_BUS,
    FAULT_FPS,
    FAULT_SLOW_COPY,
    FAULT_FIRST_FRAME,
    FAULT_WRONG_SIZE,
    FAULT_ERROR,
    FAULT_HANG,
    FAULT_BUSY,
    FAULT_DENIED,
    FAULT_USBFS,
    FAULT_REMEMBERED,
    FAULT_CLASH,
    FAULT_EXPOSURE_FAILED,
    FAULT_KINDS
} fault_kind_t;

/* The keys of one fault that are its own; keys not given have the kind's defaults. */
typedef struct {
    int row_percent, value, width, height, code, control;
    bool silent;
    double mbps, fps, limit;
    int64_t duration_ns;
    int64_t serial; /* of the line these keys come from */
} fault_keys_t;

/* Adds one line; false if it is refused. */
bool faults_add(const char *line);

/* Makes the lines of the text (each ended by a newline) the only ones of the control file; lines already there keep running. */
void faults_replace(const char *text);

void faults_clear(void);

/* Whether the line with this serial number is still wanted. */
bool fault_is_wanted(int64_t serial);

/* Changes whenever a fault is added or taken away. */
int faults_generation(void);

int64_t faults_strikes(const char *name);

/* Whether a fault of this kind strikes this camera at this moment: counts it. `keys` may be NULL. */
bool fault_strikes(fault_kind_t kind, int camera, int64_t now_ns, fault_keys_t *keys);

/* Whether a fault of this kind lasts at this moment, without counting; `end_ns` (may be NULL) is when it ends. */
bool fault_lasts(fault_kind_t kind, int camera, int64_t now_ns, fault_keys_t *keys, int64_t *end_ns);

/* As fault_strikes, for the faults error and hang of a function, and for busy with its mode. */
bool fault_strikes_function(fault_kind_t kind, const char *function, int camera, int64_t now_ns, fault_keys_t *keys);

/* How often the camera has been unplugged up to this moment, and whether it is on the bus at it. */
int faults_unplugged_count(int camera, int64_t now_ns, bool *attached);

#endif
