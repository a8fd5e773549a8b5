/* Monotonic time in nanoseconds. */
#ifndef CLOCK_H
#define CLOCK_H

#include <pthread.h>
#include <stdint.h>

#define NS_PER_US INT64_C(1000)
#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S INT64_C(1000000000)
#define NEVER INT64_MAX

int64_t clock_now_ns(void);

void clock_sleep_ns(int64_t duration_ns);

/* A condition that clock_wait can wait on. */
void clock_init_condition(pthread_cond_t *condition);

/* Waits for the condition until that moment (NEVER: without limit); may return early. */
void clock_wait(pthread_cond_t *condition, pthread_mutex_t *lock, int64_t until_ns);

#endif
