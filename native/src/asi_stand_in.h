/* Exported functions of the camera library stand-in; names as programs written for the vendor's library expect them. */
#ifndef ASI_STAND_IN_H
#define ASI_STAND_IN_H

#if defined(_WIN32)
#define ASI_EXPORT __declspec(dllexport)
#else
#define ASI_EXPORT __attribute__((visibility("default")))
#endif

/* Cameras attached; the stand-in has none yet. */
ASI_EXPORT int ASIGetNumOfConnectedCameras(void);

/* Version text; begins with "SIM" so that nobody mistakes the stand-in for the vendor's library. */
ASI_EXPORT char *ASIGetSDKVersion(void);

#endif
