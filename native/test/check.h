/* Checks of the test programs: a failed one is told with its place, the program goes on and ends with 1. */
#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int failures;

#define CHECK(condition)                                                     \
    do {                                                                     \
        if (!(condition)) {                                                  \
            failures++;                                                      \
            printf("%s:%d: %s: not so: %s\n", __FILE__, __LINE__, __func__, #condition); \
        }                                                                    \
    } while (0)

#define CHECK_EQUAL(expected, actual)                                                                              \
    do {                                                                                                           \
        const long long expected_ = (long long) (expected);                                                        \
        const long long actual_ = (long long) (actual);                                                            \
        if (expected_ != actual_) {                                                                                \
            failures++;                                                                                            \
            printf("%s:%d: %s: %s is %lld, expected %lld\n", __FILE__, __LINE__, __func__, #actual, actual_, expected_); \
        }                                                                                                          \
    } while (0)

__attribute__((unused)) static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

__attribute__((unused)) static void sleep_ms(int ms) {
    struct timespec duration = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
    nanosleep(&duration, NULL);
}

/* Runs a test again, up to four times, if it fails: for tests whose frames run in real time on a machine that may be busy. */
#define RUN(test)                                                            \
    do {                                                                     \
        const int before_ = failures;                                        \
        for (int attempt_ = 1; attempt_ <= 4; attempt_++) {                  \
            failures = before_;                                              \
            test();                                                          \
            if (failures == before_) {                                       \
                break;                                                       \
            }                                                                \
            printf("%s: attempt %d failed\n", #test, attempt_);              \
        }                                                                    \
    } while (0)

#endif
