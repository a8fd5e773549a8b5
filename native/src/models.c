#include "models.h"

#include <ctype.h>
#include <stddef.h>
#include <strings.h>

static const model_t models[] = {
#include "models.inc"
};

static char letter(char c) {
    return (c == '-' || c == '_') ? ' ' : (char) tolower((unsigned char) c);
}

static bool same_name(const char *a, const char *b) {
    while (*a != '\0' && letter(*a) == letter(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

static const char *without_maker(const char *name) {
    return strncasecmp(name, "ZWO ", 4) == 0 ? name + 4 : name;
}

const model_t *model_at(int index) {
    return index >= 0 && index < (int) (sizeof models / sizeof models[0]) ? &models[index] : NULL;
}

const model_t *model_named(const char *name) {
    const model_t *model;
    for (int i = 0; (model = model_at(i)) != NULL; i++) {
        if (same_name(without_maker(model->name), without_maker(name))) {
            return model;
        }
    }
    return NULL;
}

const control_t *model_control(const model_t *model, int type) {
    for (int i = 0; i < model->control_count; i++) {
        if ((int) model->controls[i].type == type) {
            return &model->controls[i];
        }
    }
    return NULL;
}

bool control_is_auto(ASI_CONTROL_TYPE type) {
    return type == ASI_GAIN || type == ASI_EXPOSURE || type == ASI_WB_R || type == ASI_WB_B
            || type == ASI_BANDWIDTHOVERLOAD;
}

const char *control_description(ASI_CONTROL_TYPE type) {
    switch (type) {
        case ASI_GAIN: return "Amplification in 0.1 dB";
        case ASI_EXPOSURE: return "Exposure time in microseconds";
        case ASI_WB_R: return "White balance of red";
        case ASI_WB_B: return "White balance of blue";
        case ASI_OFFSET: return "Black level added before conversion";
        case ASI_BANDWIDTHOVERLOAD: return "Share of the USB bandwidth used, in percent";
        case ASI_OVERCLOCK: return "Clock above the usual one";
        case ASI_TEMPERATURE: return "Sensor temperature in 0.1 degrees Celsius";
        case ASI_FLIP: return "Mirrors the image: 0 none, 1 horizontally, 2 vertically, 3 both";
        case ASI_AUTO_MAX_GAIN: return "Largest gain automatic exposure may use";
        case ASI_AUTO_MAX_EXP: return "Longest exposure automatic exposure may use, in milliseconds";
        case ASI_AUTO_TARGET_BRIGHTNESS: return "Brightness automatic exposure aims at";
        case ASI_HARDWARE_BIN: return "Binning on the sensor";
        case ASI_HIGH_SPEED_MODE: return "Faster readout with fewer bits";
        case ASI_COOLER_POWER_PERC: return "Power of the cooler in percent";
        case ASI_TARGET_TEMP: return "Temperature the cooler aims at, in degrees Celsius";
        case ASI_COOLER_ON: return "Cooler on or off";
        case ASI_MONO_BIN: return "Binning of a colour sensor without regard to colour";
        case ASI_ANTI_DEW_HEATER: return "Heater of the window on or off";
        default: return "";
    }
}
