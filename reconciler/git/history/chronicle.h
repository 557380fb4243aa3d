// SPDX-License-Identifier: Apache-2.0
/*
 * Reads the history of a branch and of its journal for an audit:
 *
 * - the branch's commits, oldest first, following first parents; the second parent of a merge is
 *   followed instead if weir's commits are on that side
 * - the source of each commit that could have changed a pin or another declaration
 * - the journal's files, with the commit that added each line, and everything that the journal's
 *   commits did beyond adding files and appending lines
 *
 * In a work tree the branch's commits are HEAD and its ancestors. A URL's history is fetched as a
 * whole, up to HISTORY_DEPTH_MAX commits, and deleted afterwards. Nothing is written except in the
 * URL's cache. If options.trust requires signatures, weir judges the signatures of the journal's
 * commits and of the commits that chronicle_next gives. An unsigned commit is not an error here.
 */
#pragma once

#include "diff/audit/audit.h"
#include "manifests/values/source.h"
#include "reconciler/git/repository.h"

struct chronicle;

/* Reads the history of the branch, and the history of the journal since `since` (INT64_MIN: all
 * commits). Fails also if there are no commits, and if there is no journal and no recent commit
 * names one. */
MUST_USE int chronicle_open(struct repository *repository, moment since, struct chronicle **out,
                            struct err *err);
/* Reads the whole history of the journal. The caller must call chronicle_journal again. */
MUST_USE int chronicle_extend(struct chronicle *chronicle, struct err *err);
/* Frees the chronicle. Accepts NULL. */
void chronicle_close(struct chronicle *chronicle);
static inline void chronicle_close_at(struct chronicle **chronicle)
{
    chronicle_close(*chronicle);
}
#define chronicle_scope CLEANUP(chronicle_close_at)

/* Returns the branch's commits. All have an id and times; those that chronicle_next gave have all
 * fields. *cut: why older commits are missing; NULL: none is missing. */
const struct audit_commit *chronicle_commits(const struct chronicle *chronicle, size_t *count,
                                             const char **cut);
/* Returns the journal, empty if there is none. */
const struct audit_journal *chronicle_journal(const struct chronicle *chronicle);
/* Sets *out to the source of the tip, with the branch's short name. */
MUST_USE int chronicle_tip(struct chronicle *chronicle, struct arena *run, struct source *out,
                           struct err *err);

/* Makes chronicle_next begin with the first commit again. */
void chronicle_rewind(struct chronicle *chronicle);
/* Makes chronicle_next begin with the commit `index`, which is not 0. Reads only `own` and
 * `journal` of the commits before it. Sets *out to the source of the last one before it. */
MUST_USE int chronicle_skip(struct chronicle *chronicle, size_t index, struct arena *run,
                            struct source *out, struct err *err);
/*
 * Gives the next commit, oldest first, that changed the freeze file or a file with ImageStreams,
 * Promotions, settings or a kustomization. Returns 1, or 0 after the last commit, or -1. The source
 * lives in `run` and can be read while the chronicle is open.
 */
MUST_USE int chronicle_next(struct chronicle *chronicle, struct arena *run, size_t *index,
                            struct source *out, struct err *err);
