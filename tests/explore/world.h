// SPDX-License-Identifier: Apache-2.0
/*
 * A small world that our own planner is driven through: one stream, three environments, one
 * upstream tag. Beside what weir sees (manifests, journal) it keeps the truth: what stood where
 * since when, what was rolled back, what a person moved by hand.
 */
#pragma once

#include "tests/diff/golden.h"

enum { ENVIRONMENTS = 3, HOUR = 3600, SETTLE = HOUR, SOAK = 2 * HOUR, HOLD = 2 * HOUR };

/* What an environment really had, oldest first. */
struct stay {
    int image;
    moment since;
};

struct environment {
    LIST_OF(struct stay) stays;
    unsigned denied; /* images that a rollback backed out of: bits */
    bool by_hand;    /* a person moved it, and nobody released it */
    bool own;        /* weir wrote the pin that stands there */
    const char *asked_for;
};

struct world {
    struct arena arena; /* all of it */
    struct golden golden;
    int upstream;    /* what the tag means: an image */
    int images;      /* so many were ever pushed */
    bool unrecorded; /* the last write was not recorded: the run was killed */
    struct environment environments[ENVIRONMENTS];
    char trail[1024]; /* the events that led here */
};

extern const char *const environment_names[ENVIRONMENTS];

struct world *world_make(void);
struct world *world_copy(const struct world *from);
void world_free(struct world *world);

/* Equal for worlds that behave alike: ages count, and only as far as they matter. */
uint64_t world_key(const struct world *world);

enum mood {
    MOOD_WELL,
    MOOD_SILENT,  /* the registry could not tell */
    MOOD_KILLED,  /* before the records were written */
    MOOD_FORGETS, /* the journal can't be read */
};

/* One run, with a person's word or NULL; false, with a line in `complaint`, when a law is broken.
 */
bool world_run(struct world *world, enum mood mood, const struct intent *intent, char *complaint,
               size_t size);
/*
 * A person moves the pin back to what stood before, by git revert. False: nothing stood before, or
 * what stands was not recorded yet: a revert of it looks as if nothing had ever happened.
 */
bool world_revert(struct world *world, int environment);
void world_push(struct world *world, int image);
int world_pin(const struct world *world, int environment);
