// SPDX-License-Identifier: Apache-2.0
/* Decides when to contact a failing host again. Each host has one state for all its requests.
 * Requests that run at the same time often fail for the same reason, so failures are counted by
 * window: failures of requests that began in the same window count as one. A new window begins
 * after each failure that counts, and when a parked host may be contacted again. The functions read
 * no clock: time and random numbers are arguments. Times are milliseconds of a clock that never
 * jumps. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "reconciler/net/http.h"

struct backoff {
    unsigned streak; /* failures in a row; those of one window count as one */
    unsigned window; /* number of the current window; each request remembers the window in which it
                        began */
    int64_t not_before;   /* no request starts before this time */
    int64_t waited;       /* milliseconds that Retry-After has used of http_limits.wait_budget */
    int64_t parked_until; /* no request is sent before this time; 0: not parked */
};

struct backoff_failure {
    unsigned window;     /* the window in which the request began */
    unsigned attempt;    /* number of this attempt of the request, from 1 */
    unsigned attempts;   /* maximum of attempts for this kind of failure */
    unsigned park_at;    /* number of failures in a row that park the host */
    int64_t retry_after; /* milliseconds that the host asked to wait; -1: it did not ask */
};

enum backoff_verdict {
    BACKOFF_RETRY, /* the request goes back into the queue */
    BACKOFF_FAIL,  /* the request has failed; other requests to the host go on */
    BACKOFF_PARK,  /* the host is parked: this request and all waiting requests to the host fail */
};

/* Records a failed attempt, and decides about its request. `chance` is a random number. */
enum backoff_verdict backoff_failed(struct backoff *backoff, const struct http_limits *limits,
                                    int64_t now, uint32_t chance, struct backoff_failure failure);
/* Sets the number of failures in a row to 0. */
void backoff_succeeded(struct backoff *backoff);
/* True while the host is parked. Once that time is over, resets the state and returns false. */
bool backoff_parked(struct backoff *backoff, int64_t now);
