#include "faults.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ASICamera2.h"
#include "clock.h"
#include "config.h"

enum { FAULTS_MAX = 64, LINE_MAX_CHARS = 256, ANY_CAMERA = -1 };

typedef struct {
    char line[LINE_MAX_CHARS];
    char function[48];
    fault_kind_t kind;
    bool used, from_file, kept, begun;
    int camera;
    int64_t start_ns, end_ns;
    int64_t skip, every, count_left, met;
    int64_t replug_ns;
    bool unplugged[CAMERAS_MAX]; /* told to faults_unplugged_count */
    fault_keys_t keys;
} fault_t;

static const char *const names[FAULT_KINDS] = {"timeout", "stall", "drop", "unplug", "torn", "blank", "short", "repeat",
        "slow_bus", "fps", "slow_copy", "first_frame", "wrong_size", "error", "hang", "busy", "denied", "usbfs",
        "remembered", "clash", "exposure_failed"};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static fault_t faults[FAULTS_MAX];
static int64_t strikes[FAULT_KINDS];
static int unplugged_count[CAMERAS_MAX];
static atomic_int kinds_in_use[FAULT_KINDS]; /* so that asking for a fault nobody wants costs one load */
static atomic_int generation;

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

static bool parse(const char *line, fault_t *fault) {
    const int64_t now_ns = clock_now_ns();
    memset(fault, 0, sizeof *fault);
    if (strlen(line) >= LINE_MAX_CHARS) {
        refuse("line=%.60s... is longer than %d characters", line, LINE_MAX_CHARS - 1);
        return false;
    }
    strcpy(fault->line, line);
    char words[LINE_MAX_CHARS];
    strcpy(words, line);
    char *rest = NULL;
    const char *word = strtok_r(words, " \t\r", &rest);
    if (word == NULL || strncmp(word, "fault=", 6) != 0) {
        refuse("line=\"%s\" does not begin with fault=NAME", line);
        return false;
    }
    int kind = 0;
    while (kind < FAULT_KINDS && strcmp(names[kind], word + 6) != 0) {
        kind++;
    }
    if (kind == FAULT_KINDS) {
        refuse("fault=%s is unknown", word + 6);
        return false;
    }
    fault->kind = (fault_kind_t) kind;
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

/* Call with the lock held. */
static bool place(const fault_t *fault) {
    static int64_t serial;
    for (int i = 0; i < FAULTS_MAX; i++) {
        if (!faults[i].used) {
            faults[i] = *fault;
            faults[i].keys.serial = ++serial;
            atomic_fetch_add(&kinds_in_use[fault->kind], 1);
            atomic_fetch_add(&generation, 1);
            return true;
        }
    }
    refuse("line=\"%s\" is one fault too many; %d are possible", fault->line, FAULTS_MAX);
    return false;
}

/* Call with the lock held. */
static void take_away(fault_t *fault) {
    fault->used = false;
    atomic_fetch_sub(&kinds_in_use[fault->kind], 1);
    atomic_fetch_add(&generation, 1);
}

bool faults_add(const char *line) {
    fault_t fault;
    if (!parse(line, &fault)) {
        return false;
    }
    pthread_mutex_lock(&lock);
    bool placed = place(&fault);
    pthread_mutex_unlock(&lock);
    return placed;
}

/* Call with the lock held. */
static bool keep_running(const char *line) {
    for (int i = 0; i < FAULTS_MAX; i++) {
        if (faults[i].used && faults[i].from_file && !faults[i].kept && strcmp(faults[i].line, line) == 0) {
            faults[i].kept = true;
            return true;
        }
    }
    return false;
}

void faults_replace(const char *text) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < FAULTS_MAX; i++) {
        faults[i].kept = false;
    }
    const char *end;
    for (const char *start = text; (end = strchr(start, '\n')) != NULL; start = end + 1) {
        char line[2 * LINE_MAX_CHARS];
        snprintf(line, sizeof line, "%.*s", (int) (end - start), start);
        line[strcspn(line, "#\r")] = '\0';
        fault_t fault;
        if (line[strspn(line, " \t")] == '\0' || keep_running(line) || !parse(line, &fault)) {
            continue;
        }
        fault.from_file = true;
        fault.kept = true;
        place(&fault);
    }
    for (int i = 0; i < FAULTS_MAX; i++) {
        if (faults[i].used && faults[i].from_file && !faults[i].kept) {
            take_away(&faults[i]);
        }
    }
    pthread_mutex_unlock(&lock);
}

void faults_clear(void) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < FAULTS_MAX; i++) {
        if (faults[i].used) {
            take_away(&faults[i]);
        }
    }
    pthread_mutex_unlock(&lock);
}

bool fault_is_wanted(int64_t serial) {
    bool wanted = false;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < FAULTS_MAX; i++) {
        wanted |= faults[i].used && faults[i].keys.serial == serial;
    }
    pthread_mutex_unlock(&lock);
    return wanted;
}

int faults_generation(void) {
    return atomic_load(&generation);
}

int64_t faults_strikes(const char *name) {
    int64_t count = -1;
    pthread_mutex_lock(&lock);
    for (int kind = 0; kind < FAULT_KINDS; kind++) {
        if (strcmp(names[kind], name) == 0) {
            count = strikes[kind];
        }
    }
    pthread_mutex_unlock(&lock);
    return count;
}

static bool concerns(const fault_t *fault, fault_kind_t kind, const char *function, int camera, int64_t now_ns) {
    return fault->used && fault->kind == kind && (fault->camera == ANY_CAMERA || fault->camera == camera)
            && (function == NULL || strcmp(fault->function, function) == 0) && now_ns >= fault->start_ns
            && now_ns < fault->end_ns && fault->count_left > 0;
}

/* Counts this meeting; whether the fault strikes at it. */
static bool meets(fault_t *fault) {
    if (fault->skip > 0) {
        fault->skip--;
        return false;
    }
    fault->met++;
    if (fault->met % fault->every != 0) {
        return false;
    }
    fault->count_left--;
    return true;
}

/* Call with the lock held. */
static void note_begin(fault_t *fault) {
    strikes[fault->kind]++;
    if (!fault->begun) {
        fault->begun = true;
        log_event("fault begins: %s", fault->line);
    }
}

bool fault_strikes_function(
        fault_kind_t kind, const char *function, int camera, int64_t now_ns, fault_keys_t *keys) {
    if (atomic_load_explicit(&kinds_in_use[kind], memory_order_acquire) == 0) {
        return false;
    }
    bool struck = false;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < FAULTS_MAX && !struck; i++) {
        if (concerns(&faults[i], kind, function, camera, now_ns) && meets(&faults[i])) {
            struck = true;
            note_begin(&faults[i]);
            if (keys != NULL) {
                *keys = faults[i].keys;
            }
        }
    }
    pthread_mutex_unlock(&lock);
    return struck;
}

bool fault_strikes(fault_kind_t kind, int camera, int64_t now_ns, fault_keys_t *keys) {
    return fault_strikes_function(kind, NULL, camera, now_ns, keys);
}

bool fault_lasts(fault_kind_t kind, int camera, int64_t now_ns, fault_keys_t *keys, int64_t *end_ns) {
    if (atomic_load_explicit(&kinds_in_use[kind], memory_order_acquire) == 0) {
        return false;
    }
    bool lasts = false;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < FAULTS_MAX && !lasts; i++) {
        if (concerns(&faults[i], kind, NULL, camera, now_ns)) {
            lasts = true;
            if (!faults[i].begun) {
                note_begin(&faults[i]);
            }
            if (keys != NULL) {
                *keys = faults[i].keys;
            }
            if (end_ns != NULL) {
                *end_ns = faults[i].end_ns;
            }
        }
    }
    pthread_mutex_unlock(&lock);
    return lasts;
}

int faults_unplugged_count(int camera, int64_t now_ns, bool *attached) {
    pthread_mutex_lock(&lock);
    *attached = true;
    for (int i = 0; i < FAULTS_MAX && atomic_load(&kinds_in_use[FAULT_UNPLUG]) > 0; i++) {
        if (!concerns(&faults[i], FAULT_UNPLUG, NULL, camera, now_ns)) {
            continue;
        }
        if (!faults[i].unplugged[camera]) {
            faults[i].unplugged[camera] = true;
            unplugged_count[camera]++;
            note_begin(&faults[i]);
        }
        if (faults[i].replug_ns == NEVER || now_ns < faults[i].start_ns + faults[i].replug_ns) {
            *attached = false;
        }
    }
    const int count = unplugged_count[camera];
    pthread_mutex_unlock(&lock);
    return count;
}
