// SPDX-License-Identifier: Apache-2.0
/* Named revisions as sources, which a review compares. Reads only; nothing is written but the cache
 * of a URL. */
#pragma once

#include "reconciler/git/commit_write.h"
#include "reconciler/git/repository.h"

/* The result beside the source. */
struct revision {
    const char *name;  /* as it was asked for; a branch's own name when none was */
    const char *doubt; /* why options.trust would not have this commit acted upon, or NULL */
};

/*
 * Reads the commit that `name` names: a branch, a tag, an id or the beginning of one, HEAD, each
 * with ~ and ^ as in git. In a work tree these are commits of its repository. A branch that a clone
 * has only as "origin/main" is found as "main" too.
 *
 * For a URL, commits that the cache lacks are fetched (lookup.h): branches, tags, other refs by
 * their whole names, whole ids where the server gives them, and the commits that ~ and ^ lead to. A
 * server without version 2 gives branches and their history only. NULL is the tip of the branch
 * that repository_source would read; it can't name the files of a work tree.
 *
 * The source is like that of repository_source but lives in `run`, also after a later call, and has
 * no version. The tip and the listing that commit_write and the next repository_source use are not
 * changed, except that a URL's branch is asked for. Errors: a folder without Git, a name that is
 * not a commit, with a hint.
 */
MUST_USE int repository_source_at(struct repository *repository, struct arena *run,
                                  const char *name, struct source *out, struct revision *revision,
                                  struct err *err);
