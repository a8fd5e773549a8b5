/* Calls the stand-in as a third-party program would. */
#include <stdio.h>
#include <string.h>

#include "asi_stand_in.h"

int main(void) {
    if (strncmp(ASIGetSDKVersion(), "SIM", 3) != 0) {
        printf("version=%s does not say that this is the stand-in\n", ASIGetSDKVersion());
        return 1;
    }
    if (ASIGetNumOfConnectedCameras() != 0) {
        printf("cameras=%d, expected 0\n", ASIGetNumOfConnectedCameras());
        return 1;
    }
    return 0;
}
