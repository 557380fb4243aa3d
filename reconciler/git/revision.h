// SPDX-License-Identifier: Apache-2.0
/* Named revisions as sources: what a review compares. Reading only; nothing is written but the
 * cache of a URL. */
#pragma once

#include "reconciler/git/commit_write.h"
#include "reconciler/git/repository.h"

/* What was found, beside the source. */
struct revision {
    const char *name;  /* as it was asked for; a branch's own name when none was */
    const char *doubt; /* why options.trust would not have this commit acted upon, or NULL */
};

/*
 * Reads the commit that `name` means: a branch, a tag, an id or a beginning of one, HEAD, and what
 * git makes of them with ~ and ^. Of a work tree the commits of its repository are meant. A branch
 * `name` of a remote that was cloned ("origin/main") is found too.
 *
 * Of a URL what the cache lacks is fetched (lookup.h): branches, tags, other refs by their whole
 * names, whole ids where the server gives them, and what ~ and ^ lead to. A server without version
 * 2 gives branches and their history only. NULL is the tip of the branch that repository_source
 * would read; files as they stand can't be meant by it.
 *
 * The source is as that of repository_source but lives in `run`, a later call included, and has
 * no version. The tip and the listing that commit_write and the next repository_source use are
 * not touched, except that a URL's branch is asked for. Errors: a folder without Git, a name that
 * means no commit, with a hint.
 */
MUST_USE int repository_source_at(struct repository *repository, struct arena *run,
                                  const char *name, struct source *out, struct revision *revision,
                                  struct err *err);
