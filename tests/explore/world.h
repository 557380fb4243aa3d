// SPDX-License-Identifier: Apache-2.0
/*
 * A small world for the planner: one stream, three environments, one upstream tag. Besides the
 * manifests and the journal, which weir sees, it keeps the truth: which image was in which
 * environment since when, what was rolled back, and what a person moved by hand.
 */
#pragma once

#include "tests/diff/golden.h"

enum { ENVIRONMENTS = 3, HOUR = 3600, SETTLE = HOUR, SOAK = 2 * HOUR, HOLD = 2 * HOUR };

/* The images that an environment really had, oldest first. */
struct stay {
    int image;
    moment since;
};

struct environment {
    LIST_OF(struct stay) stays;
    unsigned denied; /* images that were rolled back, as bits */
    bool by_hand;    /* a person moved it, and nobody released it */
    bool own;        /* weir wrote the current pin */
    const char *asked_for;
};

struct world {
    struct arena arena; /* all of it */
    struct golden golden;
    int upstream;    /* the tag's current image */
    int images;      /* number of images that were ever pushed */
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

/* Does one run, with a person's request or NULL. Returns false, with a line in `complaint`, when a
 * law is broken. */
bool world_run(struct world *world, enum mood mood, const struct intent *intent, char *complaint,
               size_t size);
/*
 * A person moves the pin back to the previous one with git revert. Returns false when there is no
 * previous pin, or when the current one is not recorded yet: a revert of it would look as if
 * nothing had happened.
 */
bool world_revert(struct world *world, int environment);
void world_push(struct world *world, int image);
int world_pin(const struct world *world, int environment);
