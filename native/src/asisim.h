/* Functions only the stand-in has: for tests that run in the same process as the camera. See ../README.md. */
#ifndef ASISIM_H
#define ASISIM_H

#include <stdint.h>

#ifndef ASICAMERA_API
#define ASICAMERA_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Frames since the last start of the capture: read = delivered + dropped + lost + flushed + queued. */
typedef struct {
    int64_t read;      /* left the sensor */
    int64_t delivered; /* returned by ASIGetVideoData */
    int64_t dropped;   /* counted by ASIGetDroppedFrames */
    int64_t lost;      /* lost without being counted (fault drop silent=1) */
    int64_t flushed;   /* still in the buffer when the capture stopped */
    int64_t queued;    /* in the buffer now, 0..2 */
    int64_t torn;      /* of the delivered ones: damaged by torn, short or clash */
    int64_t blank;     /* of the delivered ones: blank */
    int64_t repeated;  /* of the delivered ones: showing the frame before */
    int64_t timeouts;  /* calls of ASIGetVideoData that returned 11 */
    int64_t pulsesMs[4]; /* guide pulses given since ASIInitCamera, N S E W */
} ASISIM_COUNTS;

/* Sets an ASISIM_... variable for this process; it counts from the next ASISIM_Reset on. NULL takes the setting away. */
ASICAMERA_API void ASISIM_Configure(const char *name, const char *value);

/* Forgets cameras, faults and counters and reads the variables again. No other call may be running. */
ASICAMERA_API void ASISIM_Reset(void);

/* Adds one line of the control file's grammar; 0, or -1 with ASISIM_LastError telling why. */
ASICAMERA_API int ASISIM_SetFault(const char *line);

/* Ends all faults, those of the control file too. */
ASICAMERA_API void ASISIM_ClearFaults(void);

/* What was wrong with the last refused line or setting; never NULL. The text is valid until the next call of this thread. */
ASICAMERA_API const char *ASISIM_LastError(void);

/* How often the control file has been read. */
ASICAMERA_API int ASISIM_ControlReads(void);

/* How often faults of this name (e.g. "torn") have struck. */
ASICAMERA_API int64_t ASISIM_Strikes(const char *fault);

/* Fills the counters of a camera; 0, or 2 for an unknown id. */
ASICAMERA_API int ASISIM_GetCounts(int iCameraID, ASISIM_COUNTS *counts);

#ifdef __cplusplus
}
#endif

#endif
