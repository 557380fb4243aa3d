// SPDX-License-Identifier: Apache-2.0
/*
 * Finds the journal that a branch reads while it has none of its own: the journal of its base, up
 * to the newest commit whose records are true for the branch, too (journal_cut.h).
 *
 * The base is the first of these that is a branch, and not the branch itself: options.base, the
 * branch's upstream in the repository's Git configuration, the branch that weir.yaml names, and the
 * default branch. If there is none (this is the default branch), the base is the branch that the
 * newest of weir's own commits names in its trailer Weir-Journal, if that branch has a journal: the
 * branch was renamed.
 */
#pragma once

#include "reconciler/git/handle.h"

struct journal_base {
    enum journal_state state;  /* NEW: there is no base or it has no journal; READ, UNKNOWN;
                                * NOT_KEPT:  a work tree does not have the base's journal */
    char branch[BRANCH_MAX];   /* the base; "" if there is none */
    git_oid tip;               /* READ: the tip of the base's journal */
    git_oid id;                /* READ: the commit whose records are read; or, if `empty`, the first
                                * commit of the base's journal */
    bool empty;                /* no commit of the base's journal is true for the branch */
    char why[JOURNAL_WHY_MAX]; /* UNKNOWN: the reason */
};

/* Finds the base and its journal, and reads the base's journal into the ledger if it must be
 * searched. lost: the branch's own journal was lost, so no records are taken from the base. The
 * commit `id` is in the odb afterwards. */
void journal_base_find(struct repository *repository, bool lost, struct journal_base *out);

/* Returns the command that fetches the journals into a clone that fetches only one branch of
 * origin; NULL if `git fetch` fetches them, or if this is not a clone. */
const char *journal_base_advice(const struct repository *repository);
