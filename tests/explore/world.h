// SPDX-License-Identifier: Apache-2.0
/*
 * A small world for the planner: a repository with the branches main and side, and a registry.
 * Beside the manifests and the journals, which weir sees, it keeps the truth about each branch:
 * which image each tag had since when, how an image came that no run has recorded yet, and which
 * images persons keep. Worlds are values: a copy shares everything that its pointers name.
 */
#pragma once

#include "diff/journal/journal.h"
#include "tests/explore/history.h"

/* How an image came to the branch. */
enum how {
    HOW_RUN,     /* a run */
    HOW_EDIT,    /* a person's commit on this branch, without weir */
    HOW_RESET,   /* the branch was set to an earlier commit */
    HOW_MERGE,   /* from another branch or commit, or a person's request in a clone */
    HOW_UNCLEAR, /* the branch began with fewer records than its base has */
};

/* An image that a tag really had. An alias has the image that it gives: that of the tag that it
 * follows or, while its own hold or deny stops that one, its last recorded image that is allowed.
 */
struct stay {
    int image;
    enum how how;
    const struct commit *by;   /* the branch's commit that brought it; an alias: its tip then */
    moment since;              /* the event that brought it to the branch */
    moment seen;               /* the run that recorded it; MOMENT_NEVER: none with a right clock */
    int noted;                 /* the number of the journal commit that recorded it; 0: none */
    const struct commit *at;   /* the branch's tip when it was recorded; or NULL */
    const struct stay *before; /* the tag's previous image, or NULL */
};

/* The truth about a tag on a branch. */
struct truth {
    const struct stay *stays;    /* the current one */
    const struct stay *recorded; /* the one that was recorded last, or NULL; the later ones wait */
    bool hand;                   /* the recorded image was set by hand, and nobody released it */
    bool unsure; /* the branch was set back, so that a run may or may not find the earlier moves */
};

/* A record in the journal's file of a tag. */
struct entry {
    struct record record;
    int batch; /* the number of its journal commit, from 1 */
    size_t count;
    const struct entry *before;
};

/* A commit of a journal. */
struct batch {
    int number;                   /* from 1 */
    const struct commit *reached; /* all moves up to this commit are recorded; NULL: unknown */
    int by;                       /* the number of the first commit that names it */
    const struct batch *before;
};

struct branch {
    const char *name;
    const struct commit *tip;                /* NULL: the branch does not exist */
    const struct entry *journal[PLACES_MAX]; /* newest record; NULL: none */
    const struct batch *batch;               /* the newest commit of the journal, or NULL */
    struct truth truths[PLACES_MAX];
};

struct world {
    const struct scenario *scenario;
    moment now;
    int upstream[UPSTREAMS_MAX], pushed[UPSTREAMS_MAX];
    moment first_pushed[UPSTREAMS_MAX][PUSHED_MAX + 1];
    struct branch main, side;
    char complaint[512]; /* the broken law */
};

/* Returns the world with one commit, and image 1 in all places. Its values live in the pool. */
struct world world_make(const struct scenario *scenario);
/* Equal for worlds that behave alike: ages count, and only as far as they matter. */
uint64_t world_key(const struct world *world);

/* True if the tag has an image that no run recorded yet. */
bool truth_waits(const struct truth *truth);
/* Lists, in the arena, the images that no run recorded yet, the oldest first. */
typedef LIST_OF(const struct stay *) stay_list;
stay_list truth_waiting(struct arena *arena, const struct truth *truth);
/* Returns the number of the journal's newest commit; 0: there is no journal. */
int branch_batches(const struct branch *branch);
/* Moves the branch to this commit: each tag that changes its image got it in this way. */
void world_arrive(struct world *world, struct branch *branch, const struct commit *tip,
                  enum how how);
/* The same for a run whose clock says now: the hold of an alias may have ended. */
void world_arrive_at(struct world *world, struct branch *branch, const struct commit *tip,
                     enum how how, moment now);
/* Returns the image that the tag has at the branch's tip. */
int world_image(const struct branch *branch, int place);
/* Begins the branch side at main's tip, with main's truth and the records that side may have. */
void world_branch(struct world *world);
/* Returns the longest time for which the tag had the image without interruption; -1: never. */
moment world_longest(const struct world *world, const struct branch *branch, int place, int image);

/* Writes a broken law into the world. Returns false. */
PRINTF_LIKE(2, 3) bool world_complain(struct world *world, const char *format, ...);
