// SPDX-License-Identifier: Apache-2.0
/* When to contact a failing host again. There is one state for each host, shared by all its
 * requests, so requests that fail together count as one failure. The functions are pure: time and
 * random numbers are arguments. Times are milliseconds of a clock that never jumps. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "reconciler/net/http.h"

struct backoff {
    unsigned streak; /* failures in a row; those of one window count once */
    unsigned window; /* number of the current window; each request remembers the window in which it
                        began */
    int64_t not_before;   /* no request starts before this time */
    int64_t waited;       /* milliseconds used of the budget for Retry-After */
    int64_t parked_until; /* 0: not parked */
};

struct backoff_failure {
    unsigned window;     /* the window in which the request began */
    unsigned attempt;    /* number of this attempt of the request, from 1 */
    unsigned attempts;   /* the most attempts for this kind of failure */
    unsigned park_at;    /* failures in a row that park the host */
    int64_t retry_after; /* milliseconds that the host asked to wait; -1: it did not ask */
};

enum backoff_verdict {
    BACKOFF_RETRY, /* the request goes back into the queue */
    BACKOFF_FAIL,  /* the request has failed, other requests of the host go on */
    BACKOFF_PARK,  /* the host is parked: this request and all that wait for the host fail */
};

enum backoff_verdict backoff_failed(struct backoff *backoff, const struct http_limits *limits,
                                    int64_t now, uint32_t chance, struct backoff_failure failure);
void backoff_succeeded(struct backoff *backoff);
/* True while the host is parked; ends the parking when its time is over. */
bool backoff_parked(struct backoff *backoff, int64_t now);
