#include "faults.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "config.h"
#include "fault_line.h"

enum { FAULTS_MAX = 64 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static fault_t faults[FAULTS_MAX];
static int64_t strikes[FAULT_KINDS];
static int unplugged_count[CAMERAS_MAX];
static atomic_int kinds_in_use[FAULT_KINDS]; /* so that asking for a fault nobody wants costs one load */
static atomic_int generation;

/* Call with the lock held. */
static void take_away(fault_t *fault) {
    fault->used = false;
    atomic_fetch_sub(&kinds_in_use[fault->kind], 1);
    atomic_fetch_add(&generation, 1);
}

/* Whether a fault can strike no more and nobody feels it any longer. */
static bool is_over(const fault_t *fault, int64_t now_ns) {
    if (fault->kind == FAULT_UNPLUG) {
        return fault->replug_ns != NEVER && now_ns >= fault->start_ns + fault->replug_ns;
    }
    if (fault->kind == FAULT_HANG) {
        return fault->count_left == 0 && fault->keys.duration_ns != NEVER && now_ns >= fault->struck_ns + fault->keys.duration_ns;
    }
    return fault->count_left == 0 || now_ns >= fault->end_ns;
}

/* Makes room; lines of the file stay as long as they stand there. Call with the lock held. */
static void take_away_what_is_over(void) {
    const int64_t now_ns = clock_now_ns();
    for (int i = 0; i < FAULTS_MAX; i++) {
        if (faults[i].used && !faults[i].from_file && is_over(&faults[i], now_ns)) {
            take_away(&faults[i]);
        }
    }
}

/* Call with the lock held. */
static bool place(const fault_t *fault) {
    static int64_t serial;
    take_away_what_is_over();
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

bool faults_add(const char *line) {
    fault_t fault;
    if (!fault_parse(line, &fault)) {
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
        char line[2 * FAULT_LINE_MAX_CHARS];
        snprintf(line, sizeof line, "%.*s", (int) (end - start), start);
        line[strcspn(line, "#\r")] = '\0';
        fault_t fault;
        if (line[strspn(line, " \t")] == '\0' || keep_running(line) || !fault_parse(line, &fault)) {
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
    const fault_kind_t kind = fault_kind_named(name);
    pthread_mutex_lock(&lock);
    const int64_t count = kind < FAULT_KINDS ? strikes[kind] : -1;
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
static void note_begin(fault_t *fault, int64_t now_ns) {
    strikes[fault->kind]++;
    fault->struck_ns = now_ns;
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
            note_begin(&faults[i], now_ns);
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
                note_begin(&faults[i], now_ns);
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
            note_begin(&faults[i], now_ns);
        }
        if (faults[i].replug_ns == NEVER || now_ns < faults[i].start_ns + faults[i].replug_ns) {
            *attached = false;
        }
    }
    const int count = unplugged_count[camera];
    pthread_mutex_unlock(&lock);
    return count;
}
