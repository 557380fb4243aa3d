// SPDX-License-Identifier: Apache-2.0
/*
 * The history of a branch and of its journal, for an audit:
 *
 * - the branch's commits, oldest first, by first parents; where the branch was merged into
 * something else, by the second parent
 * - the source of each commit that could have changed a pin or what is declared
 * - the journal's files, with the commit that added each line, and everything that the journal's
 *   commits did beyond appending lines
 *
 * Of a work tree it reads the commits from HEAD. A URL's history is fetched whole, up to
 * HISTORY_DEPTH_MAX commits, and deleted afterwards. Nothing is written but the URL's cache. When
 * options.trust requires signatures, each commit is judged; an unsigned commit is not an error
 * here.
 */
#pragma once

#include "diff/audit/audit.h"
#include "manifests/values/source.h"
#include "reconciler/git/repository.h"

struct chronicle;

/* Fails also when there are no commits, and when there is no journal and no sign of a former one.
 */
MUST_USE int chronicle_open(struct repository *repository, struct chronicle **out, struct err *err);
/* NULL is allowed. */
void chronicle_close(struct chronicle *chronicle);
static inline void chronicle_close_at(struct chronicle **chronicle)
{
    chronicle_close(*chronicle);
}
#define chronicle_scope CLEANUP(chronicle_close_at)

/* Returns the branch's commits. All have an id and times; those that chronicle_next gave have all
 * fields. *cut: why the first commit of the branch is missing, or NULL. */
const struct audit_commit *chronicle_commits(const struct chronicle *chronicle, size_t *count,
                                             const char **cut);
const struct audit_journal *chronicle_journal(const struct chronicle *chronicle);
/* Gives the source of the tip, with the branch's short name. */
MUST_USE int chronicle_tip(struct chronicle *chronicle, struct arena *run, struct source *out,
                           struct err *err);

/*
 * Gives the next commit, oldest first, that changed a file with ImageStreams, Promotions or
 * settings. Returns 1, 0 after the last, or -1. The source lives in `run` and is readable while the
 * chronicle is open.
 */
MUST_USE int chronicle_next(struct chronicle *chronicle, struct arena *run, size_t *index,
                            struct source *out, struct err *err);
