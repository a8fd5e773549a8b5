/* One line of the control file: what it says and how far it has been carried out. Grammar: README.md. */
#ifndef FAULT_LINE_H
#define FAULT_LINE_H

#include "config.h"
#include "faults.h"

enum { FAULT_LINE_MAX_CHARS = 256, ANY_CAMERA = -1 };

typedef struct {
    char line[FAULT_LINE_MAX_CHARS];
    char function[48];
    fault_kind_t kind;
    bool used, from_file, kept, begun;
    int camera;
    int64_t start_ns, end_ns;
    int64_t skip, every, count_left, met;
    int64_t replug_ns;
    int64_t struck_ns; /* last */
    bool unplugged[CAMERAS_MAX]; /* told to faults_unplugged_count */
    fault_keys_t keys;
} fault_t;

/* Reads a line as one that begins now; false, with a refusal, if it is wrong. */
bool fault_parse(const char *line, fault_t *fault);

/* The kind of that name, FAULT_KINDS if there is none. */
fault_kind_t fault_kind_named(const char *name);

#endif
