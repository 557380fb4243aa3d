// SPDX-License-Identifier: Apache-2.0
/* Runs weir in a world: plans with the real planner, writes a commit, and records with the real
 * journal_due(). laws.h judges each step. */
#pragma once

#include "diff/journal/journal_due.h"
#include "diff/plan/change.h"
#include "tests/explore/world.h"

enum mood {
    MOOD_WELL,
    MOOD_SILENT,  /* the registry could not tell */
    MOOD_KILLED,  /* before the records were written */
    MOOD_FORGETS, /* the journal can't be read */
    MOOD_AHEAD,   /* the runner's clock is 73 years ahead */
};

struct run {
    struct world *world;
    struct branch *branch;
    enum mood mood;
    const struct intent *intent; /* or NULL */
    bool clone;                  /* in a person's work tree, which keeps no journal */
    bool trailers;               /* clone: the person commits with weir's message */
    moment now;                  /* of the runner's clock */
    struct arena arena;
    struct parts *parts;
    struct declared declared;
    struct observed observed;
    struct journal journal;
    struct plan plan;
    struct change change;
    due_list dues;
    bool whole;                  /* all moves are recorded with these */
    const struct commit *base;   /* the branch's tip before the run */
    const struct commit *commit; /* the run's commit, or NULL */
};

/* Returns the place of the row's tag; -1: it is not in the scenario. */
int run_place(const struct run *run, const struct row *row);
/* Returns "BRANCH: ENVIRONMENT/STREAM:TAG", valid until the next call. */
const char *run_name(const struct run *run, int place);
const char *run_author(const struct run *run);
/* Plans; run_close() must follow. */
void run_plan(struct run *run);
void run_close(struct run *run);

/* Does one run on a branch, with a person's request or NULL. Returns false if a law is broken. */
bool run_sync(struct world *world, struct branch *branch, enum mood mood,
              const struct intent *intent);
/* A person carries out a request in a clone of the branch side and commits the result, with weir's
 * message or an own one. Returns false in *good if a law is broken, and false if nothing changes.
 */
bool run_clone(struct world *world, const struct intent *intent, bool trailers, bool *good);
