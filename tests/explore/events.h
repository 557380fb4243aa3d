// SPDX-License-Identifier: Apache-2.0
/* Lists everything that may happen in a world, and lets it happen. */
#pragma once

#include "tests/explore/world.h"

enum { EVENTS_MAX = 192 };

enum outcome {
    OUTCOME_IMPOSSIBLE,
    OUTCOME_DONE,
    OUTCOME_BROKEN, /* a law is broken; the world's complaint says which */
};

struct event {
    const char *word;
    const char *group; /* the word without the tag: the kind of the event; kept once in the pool */
    enum outcome (*happen)(struct world *world, const struct event *event);
    int argument;    /* a place, an upstream tag, or a mood */
    int kind;        /* of an intent */
    unsigned weight; /* in random walks */
};

/* Sets the scenario's events and returns their number. Their words live in the pool. */
int events_list(const struct scenario *scenario, struct event *out);
