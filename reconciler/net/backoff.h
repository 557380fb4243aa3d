// SPDX-License-Identifier: Apache-2.0
/*
 * When a host that fails is asked again. One state a host, shared by all its requests: what fails
 * together counts once. Pure: time and chance are arguments. Times are milliseconds of a clock that
 * never jumps.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "reconciler/net/http.h"

struct backoff {
    unsigned streak;      /* failures in a row, those of one window counted once */
    unsigned window;      /* number of the present window; requests remember in which they began */
    int64_t not_before;   /* no request starts earlier */
    int64_t waited;       /* of the budget for Retry-After */
    int64_t parked_until; /* 0: not parked */
};

struct backoff_failure {
    unsigned window;     /* in which the request began */
    unsigned attempt;    /* of the request, from 1 */
    unsigned attempts;   /* the most that this kind of failure gets */
    unsigned park_at;    /* a streak this long parks the host */
    int64_t retry_after; /* what the host asked for; -1: nothing */
};

enum backoff_verdict {
    BACKOFF_RETRY, /* the request goes back into the queue */
    BACKOFF_FAIL,  /* the request failed for good, others go on */
    BACKOFF_PARK,  /* the host is parked: it and all that wait fail */
};

enum backoff_verdict backoff_failed(struct backoff *backoff, const struct http_limits *limits,
                                    int64_t now, uint32_t chance, struct backoff_failure failure);
void backoff_succeeded(struct backoff *backoff);
/* True while the host is parked; ends the parking when its time has come. */
bool backoff_parked(struct backoff *backoff, int64_t now);
