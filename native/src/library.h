/* The library as a whole: its start at the first call, and what every exported function does first. */
#ifndef LIBRARY_H
#define LIBRARY_H

#include "camera.h"

/* Reads the configuration at the first call. */
void library_begin(void);

void library_reset(void);

/* How far a camera must be for a function to work. */
typedef enum { NEEDS_KNOWN, NEEDS_OPEN, NEEDS_READY } needs_t;

/*
 * Begins a call: lets it hang or fail if a fault wants that, finds the camera and locks it. Returns NULL, with the code to
 * answer, if the call ends here. Every camera returned must be given back with library_leave.
 */
camera_t *library_enter(const char *function, int id, needs_t needs, ASI_ERROR_CODE *code);

void library_leave(camera_t *camera);

/* The first part of library_enter, for functions without a camera; true: answer `code` at once. */
bool library_interferes(const char *function, int id, ASI_ERROR_CODE *code);

#endif
