// SPDX-License-Identifier: Apache-2.0
/*
 * The whole history of a branch and of its journal, as an audit needs it: the commits by first
 * parents (of a merge of the branch into something else by the second), oldest first; the source of
 * each that could have changed a pin or what is declared; and the journal's files with the commit
 * that added each line, and whatever its own commits did beyond adding lines.
 *
 * Of a work tree the commits of its repository are meant, from HEAD. A URL's history is fetched
 * whole, within HISTORY_DEPTH_MAX commits, and thrown away afterwards. Nothing is written but the
 * cache of a URL. Where options.trust asks for signatures each commit is judged, and an unsigned
 * one is no error here.
 */
#pragma once

#include "diff/audit/audit.h"
#include "manifests/values/source.h"
#include "reconciler/git/repository.h"

struct chronicle;

/* Errors: no commits at all, no journal and no sign that there was one. */
MUST_USE int chronicle_open(struct repository *repository, struct chronicle **out, struct err *err);
/* Takes NULL. */
void chronicle_close(struct chronicle *chronicle);
static inline void chronicle_close_at(struct chronicle **chronicle)
{
    chronicle_close(*chronicle);
}
#define chronicle_scope CLEANUP(chronicle_close_at)

/* The branch's; ids and times of all, the rest of those that chronicle_next gave. *cut: why they
 * don't reach back to the first, or NULL. */
const struct audit_commit *chronicle_commits(const struct chronicle *chronicle, size_t *count,
                                             const char **cut);
const struct audit_journal *chronicle_journal(const struct chronicle *chronicle);
/* The source of the tip, with its branch's short name. */
MUST_USE int chronicle_tip(struct chronicle *chronicle, struct arena *run, struct source *out,
                           struct err *err);

/*
 * The next commit, from the oldest on, in which a file with ImageStreams, Promotions or settings is
 * other than in the commit before: 1, 0 behind the last, -1. The source lives in `run` and is
 * readable as long as the chronicle.
 */
MUST_USE int chronicle_next(struct chronicle *chronicle, struct arena *run, size_t *index,
                            struct source *out, struct err *err);
