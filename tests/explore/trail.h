// SPDX-License-Identifier: Apache-2.0
/* A trail is the list of events that led to a world. It can be followed again, and shortened. */
#pragma once

#include "tests/explore/events.h"

enum { TRAIL_MAX = 64 };

struct trail {
    int events[TRAIL_MAX]; /* indexes */
    int count;
};

/* The scenario and its events. */
struct stage {
    const struct scenario *scenario;
    struct event events[EVENTS_MAX];
    int event_count;
    struct world start; /* two images were promoted everywhere by commits with records */
};

/* Sets the stage; its values live in the pool. Returns false, and prints why, if the first events
 * break a law. */
bool stage_set(struct stage *stage, const struct scenario *scenario);
/* Returns the index of the event with this word, or -1. */
int stage_event(const struct stage *stage, const char *word);

/* Follows the trail; skips impossible events. Returns false if a law is broken. out: the last
 * world. */
bool trail_follow(const struct stage *stage, const struct trail *trail, struct world *out);
/* Drops the events of a trail that are not needed to break a law. */
void trail_shorten(const struct stage *stage, struct trail *trail);
void trail_print(const struct stage *stage, const struct trail *trail);
