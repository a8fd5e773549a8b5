#include "fault_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ASICamera2.h"
#include "clock.h"

static const char *const names[FAULT_KINDS] = {"timeout", "stall", "drop", "unplug", "torn", "blank", "short", "repeat",
        "slow_bus", "fps", "slow_copy", "first_frame", "wrong_size", "error", "hang", "busy", "denied", "usbfs",
        "remembered", "clash", "exposure_failed"};

fault_kind_t fault_kind_named(const char *name) {
    int kind = 0;
    while (kind < FAULT_KINDS && strcmp(names[kind], name) != 0) {
        kind++;
    }
    return (fault_kind_t) kind;
}

static bool parse_integer(const char *text, int64_t min, int64_t max, int64_t *value) {
    char *end;
    long long parsed = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || parsed < min || parsed > max) {
        return false;
    }
    *value = parsed;
    return true;
}

static bool parse_int(const char *text, int min, int max, int *value) {
    int64_t parsed;
    if (!parse_integer(text, min, max, &parsed)) {
        return false;
    }
    *value = (int) parsed;
    return true;
}

static bool parse_positive(const char *text, double *value) {
    char *end;
    *value = strtod(text, &end);
    return end != text && *end == '\0' && *value > 0;
}

static bool parse_duration(const char *text, int64_t unit_ns, int64_t *value_ns) {
    int64_t parsed;
    if (!parse_integer(text, 0, NS_PER_S, &parsed)) {
        return false;
    }
    *value_ns = parsed * unit_ns;
    return true;
}

static bool parse_function(fault_t *fault, const char *value) {
    snprintf(fault->function, sizeof fault->function, "%s", value);
    return strncmp(value, "ASI", 3) == 0;
}

/* The mode of a busy camera stands for the function it concerns. */
static bool parse_mode(fault_t *fault, const char *value) {
    snprintf(fault->function, sizeof fault->function, "%s", value);
    return strcmp(value, "claim") == 0 || strcmp(value, "open") == 0;
}

/* A key every fault knows. `known` tells whether the key is one of them. */
static bool parse_common_key(fault_t *fault, const char *key, const char *value, int64_t now_ns, bool *known) {
    int64_t ns;
    *known = true;
    if (strcmp(key, "camera") == 0) {
        return parse_int(value, 0, CAMERAS_MAX - 1, &fault->camera);
    } else if (strcmp(key, "after_ms") == 0) {
        bool good = parse_duration(value, NS_PER_MS, &ns);
        fault->start_ns = good ? now_ns + ns : now_ns;
        return good;
    } else if (strcmp(key, "after_frames") == 0) {
        return parse_integer(value, 0, INT64_MAX, &fault->skip);
    } else if (strcmp(key, "for_ms") == 0) {
        return parse_duration(value, NS_PER_MS, &fault->keys.duration_ns);
    } else if (strcmp(key, "every") == 0) {
        return parse_integer(value, 1, INT64_MAX, &fault->every);
    } else if (strcmp(key, "count") == 0) {
        return parse_integer(value, 1, INT64_MAX, &fault->count_left);
    } else if (strcmp(key, "tag") == 0) {
        return true;
    }
    *known = false;
    return true;
}

/* A key only this kind of fault knows. */
static bool parse_own_key(fault_t *fault, const char *key, const char *value) {
    fault_keys_t *keys = &fault->keys;
    switch (fault->kind) {
        case FAULT_DROP:
            return strcmp(key, "silent") == 0 && (keys->silent = strcmp(value, "1") == 0, true);
        case FAULT_UNPLUG:
            return strcmp(key, "replug_ms") == 0 && parse_duration(value, NS_PER_MS, &fault->replug_ns);
        case FAULT_TORN:
        case FAULT_SHORT:
            return strcmp(key, "row") == 0 && parse_int(value, 0, 100, &keys->row_percent);
        case FAULT_BLANK:
            return strcmp(key, "value") == 0 && parse_int(value, 0, 255, &keys->value);
        case FAULT_SLOW_BUS:
            return strcmp(key, "mbps") == 0  ? parse_positive(value, &keys->mbps)
                    : strcmp(key, "fps") == 0 ? parse_positive(value, &keys->fps)
                                              : false;
        case FAULT_FPS:
            return strcmp(key, "value") == 0 && parse_positive(value, &keys->fps);
        case FAULT_SLOW_COPY:
            return strcmp(key, "us") == 0 && parse_int(value, 0, 60000000, &keys->value);
        case FAULT_FIRST_FRAME:
            return strcmp(key, "ms") == 0 && parse_int(value, 0, 600000, &keys->value);
        case FAULT_WRONG_SIZE:
            return strcmp(key, "width") == 0  ? parse_int(value, 0, 4096, &keys->width)
                    : strcmp(key, "height") == 0 ? parse_int(value, 0, 4096, &keys->height)
                                                 : false;
        case FAULT_ERROR:
            return strcmp(key, "function") == 0 ? parse_function(fault, value)
                    : strcmp(key, "code") == 0  ? parse_int(value, 0, 1000, &keys->code)
                                                : false;
        case FAULT_HANG:
            return strcmp(key, "function") == 0 && parse_function(fault, value);
        case FAULT_BUSY:
            return strcmp(key, "mode") == 0    ? parse_mode(fault, value)
                    : strcmp(key, "code") == 0 ? parse_int(value, 0, 1000, &keys->code)
                                               : false;
        case FAULT_USBFS:
            return strcmp(key, "limit_mb") == 0 && parse_positive(value, &keys->limit);
        case FAULT_REMEMBERED:
            return strcmp(key, "control") == 0 ? parse_int(value, 0, CONTROL_TYPES - 1, &keys->control)
                    : strcmp(key, "value") == 0 ? parse_int(value, INT32_MIN, INT32_MAX, &keys->value)
                                                : false;
        case FAULT_CLASH:
            return strcmp(key, "limit") == 0 && parse_positive(value, &keys->limit);
        default:
            return false;
    }
}

static void set_defaults(fault_t *fault, int64_t now_ns) {
    fault->camera = ANY_CAMERA;
    fault->start_ns = now_ns;
    fault->every = 1;
    fault->count_left = INT64_MAX;
    fault->replug_ns = NEVER;
    fault->keys = (fault_keys_t) {
            .row_percent = 50, .width = 8, .height = 2, .code = ASI_ERROR_GENERAL_ERROR, .duration_ns = NEVER};
    fault->keys.limit = fault->kind == FAULT_CLASH ? 60 : 0;
    if (fault->kind == FAULT_BUSY) {
        strcpy(fault->function, "open");
    }
}

static bool lacks_a_key(const fault_t *fault) {
    const fault_keys_t *keys = &fault->keys;
    return ((fault->kind == FAULT_ERROR || fault->kind == FAULT_HANG) && fault->function[0] == '\0')
            || (fault->kind == FAULT_FPS && keys->fps == 0) || (fault->kind == FAULT_SLOW_BUS && keys->fps + keys->mbps == 0);
}

/* What for_ms means differs: how long the fault lasts, or how long one hanging call does. */
static void set_end(fault_t *fault) {
    const int64_t duration_ns = fault->keys.duration_ns;
    fault->end_ns = NEVER;
    if (fault->kind == FAULT_HANG || duration_ns == NEVER) {
        return;
    }
    if (fault->kind == FAULT_UNPLUG) {
        fault->replug_ns = fault->replug_ns == NEVER ? duration_ns : fault->replug_ns;
    } else {
        fault->end_ns = fault->start_ns + duration_ns;
    }
}

bool fault_parse(const char *line, fault_t *fault) {
    const int64_t now_ns = clock_now_ns();
    memset(fault, 0, sizeof *fault);
    if (strlen(line) >= FAULT_LINE_MAX_CHARS) {
        refuse("line=%.60s... is longer than %d characters", line, FAULT_LINE_MAX_CHARS - 1);
        return false;
    }
    strcpy(fault->line, line);
    char words[FAULT_LINE_MAX_CHARS];
    strcpy(words, line);
    char *rest = NULL;
    const char *word = strtok_r(words, " \t\r", &rest);
    if (word == NULL || strncmp(word, "fault=", 6) != 0) {
        refuse("line=\"%s\" does not begin with fault=NAME", line);
        return false;
    }
    const fault_kind_t kind = fault_kind_named(word + 6);
    if (kind == FAULT_KINDS) {
        refuse("fault=%s is unknown", word + 6);
        return false;
    }
    fault->kind = kind;
    set_defaults(fault, now_ns);
    for (char *key = strtok_r(NULL, " \t\r", &rest); key != NULL; key = strtok_r(NULL, " \t\r", &rest)) {
        char *value = strchr(key, '=');
        bool known = false;
        if (value != NULL) {
            *value++ = '\0';
        }
        if (value == NULL || !parse_common_key(fault, key, value, now_ns, &known)
                || (!known && !parse_own_key(fault, key, value))) {
            refuse("fault=%s: key %s=%s is unknown or out of range", names[kind], key, value == NULL ? "" : value);
            return false;
        }
    }
    if (lacks_a_key(fault)) {
        refuse("fault=%s lacks a key; see README.md", names[kind]);
        return false;
    }
    set_end(fault);
    fault->used = true;
    return true;
}
