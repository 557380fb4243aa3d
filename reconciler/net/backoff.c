// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/backoff.h"

static int64_t delay_of(const struct http_limits *limits, unsigned streak, uint32_t chance)
{
    uint64_t most = limits->backoff;
    for (unsigned i = 1; i < streak && most < limits->backoff_max; i++)
        most *= 2;
    if (most > limits->backoff_max)
        most = limits->backoff_max;
    return (int64_t)(chance % (most + 1));
}

enum backoff_verdict backoff_failed(struct backoff *backoff, const struct http_limits *limits,
                                    int64_t now, uint32_t chance, struct backoff_failure failure)
{
    if (failure.retry_after > (int64_t)limits->wait_budget - backoff->waited) {
        backoff->parked_until = now + failure.retry_after;
        return BACKOFF_PARK;
    }
    if (failure.window == backoff->window) {
        backoff->window++;
        backoff->streak++;
        int64_t delay = delay_of(limits, backoff->streak, chance);
        if (failure.retry_after > delay)
            delay = failure.retry_after;
        if (failure.retry_after > 0)
            backoff->waited += failure.retry_after;
        if (backoff->not_before < now + delay)
            backoff->not_before = now + delay;
    }
    if (backoff->streak >= failure.park_at) {
        backoff->parked_until = now + limits->park;
        return BACKOFF_PARK;
    }
    return failure.attempt < failure.attempts ? BACKOFF_RETRY : BACKOFF_FAIL;
}

void backoff_succeeded(struct backoff *backoff)
{
    backoff->streak = 0;
}

bool backoff_parked(struct backoff *backoff, int64_t now)
{
    if (backoff->parked_until == 0)
        return false;
    if (now < backoff->parked_until)
        return true;
    *backoff = (struct backoff){.window = backoff->window + 1};
    return false;
}
