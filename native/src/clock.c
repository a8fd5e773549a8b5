#include "clock.h"

#include <errno.h>
#include <time.h>

static struct timespec as_timespec(int64_t ns) {
    return (struct timespec) {.tv_sec = (time_t) (ns / NS_PER_S), .tv_nsec = (long) (ns % NS_PER_S)};
}

int64_t clock_now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * NS_PER_S + now.tv_nsec;
}

void clock_sleep_ns(int64_t duration_ns) {
    if (duration_ns <= 0) {
        return;
    }
    struct timespec until = as_timespec(clock_now_ns() + duration_ns);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
    }
}

void clock_init_condition(pthread_cond_t *condition) {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

void clock_wait(pthread_cond_t *condition, pthread_mutex_t *lock, int64_t until_ns) {
    if (until_ns == NEVER) {
        pthread_cond_wait(condition, lock);
    } else {
        struct timespec until = as_timespec(until_ns);
        pthread_cond_timedwait(condition, lock, &until);
    }
}
