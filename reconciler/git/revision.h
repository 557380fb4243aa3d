// SPDX-License-Identifier: Apache-2.0
/* Reads named revisions as sources, so that a review can compare them. Nothing is written except a
 * URL's cache. */
#pragma once

#include "reconciler/git/commit_write.h"
#include "reconciler/git/repository.h"

/* The properties of a revision that struct source does not have. */
struct revision {
    const char *name;  /* the requested name; if none was requested, the branch's name (NULL: HEAD
                        * is detached) */
    const char *doubt; /* why options.trust does not let weir act upon this commit; NULL: it does */
};

/*
 * Reads the commit that `name` names: a branch, a tag, HEAD, or an id or the beginning of one, each
 * also with ~ and ^ as in git. In a work tree these are commits of its repository. A branch that a
 * clone has only as "origin/main" is found as "main" too.
 *
 * For a URL, commits that the cache lacks are fetched (lookup.h): branches, tags, other refs by
 * their whole names, whole ids where the server gives them, and the commits that ~ and ^ lead to. A
 * server without protocol version 2 gives branches and their history only. If `name` is NULL, the
 * tip of the branch that repository_source would read is used; in a work tree that is an error.
 *
 * The source is like that of repository_source, but it lives in `run`, stays valid after a later
 * call, and has no version. The function does not change the tip and the listing that commit_write
 * and the next repository_source use. Errors: a folder without Git; a name that is not a commit.
 */
MUST_USE int repository_source_at(struct repository *repository, struct arena *run,
                                  const char *name, struct source *out, struct revision *revision,
                                  struct err *err);
