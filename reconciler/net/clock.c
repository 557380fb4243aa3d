// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/clock.h"

#include <time.h>

int64_t clock_ms(void)
{
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}
