#include "asi_stand_in.h"

int ASIGetNumOfConnectedCameras(void) {
    return 0;
}

char *ASIGetSDKVersion(void) {
    static char version[] = "SIM, 1, 40";
    return version;
}
