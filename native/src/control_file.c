#include "control_file.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "config.h"
#include "faults.h"

enum { TEXT_MAX_BYTES = 32768 };

static const int64_t poll_ns = 5 * NS_PER_MS;

static char watched[PATH_MAX];
static void (*call_before)(void);
static void (*call_after)(void);
static pthread_t thread;
static bool running;
static atomic_bool stopping;
static atomic_int reads;

static bool same(const struct stat *a, const struct stat *b) {
    return a->st_ino == b->st_ino && a->st_dev == b->st_dev && a->st_size == b->st_size
            && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static void read_file(void) {
    static char text[TEXT_MAX_BYTES];
    size_t length = 0;
    const int file = open(watched, O_RDONLY | O_CLOEXEC);
    if (file >= 0) {
        ssize_t got;
        while (length < sizeof text - 1 && (got = read(file, text + length, sizeof text - 1 - length)) > 0) {
            length += (size_t) got;
        }
        close(file);
    }
    text[length] = '\0';
    call_before();
    faults_replace(text);
    atomic_fetch_add(&reads, 1);
    call_after();
}

static void *watch(void *unused) {
    struct stat known = {0};
    while (!atomic_load(&stopping)) {
        struct stat now = {0};
        if (stat(watched, &now) != 0) {
            memset(&now, 0, sizeof now);
        }
        if (!same(&known, &now)) {
            known = now;
            read_file();
        }
        clock_sleep_ns(poll_ns);
    }
    return unused;
}

void control_file_watch(const char *path, void (*before)(void), void (*after)(void)) {
    snprintf(watched, sizeof watched, "%s", path);
    call_before = before;
    call_after = after;
    atomic_store(&stopping, false);
    if (!running) {
        running = pthread_create(&thread, NULL, watch, NULL) == 0;
    }
}

void control_file_stop(void) {
    if (running) {
        atomic_store(&stopping, true);
        pthread_join(thread, NULL);
        running = false;
    }
}

int control_file_reads(void) {
    return atomic_load(&reads);
}
