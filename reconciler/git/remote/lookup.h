// SPDX-License-Identifier: Apache-2.0
/* What a revision of a URL means: the server is asked for what the cache lacks. */
#pragma once

#include "reconciler/git/handle.h"

/* The commit that git's own rules find behind the text in a repository of this machine. */
bool lookup_here(git_repository *git, const char *text, git_oid *out);

/* Whether a name is a whole id, or may be the beginning of one. */
bool lookup_is_id(const char *name);

/*
 * Finds the commit that a checked name means and fetches it with its files: HEAD, a tag, a branch,
 * "refs/…", an id, all with ~ and ^ behind them. Tags come before branches, as for git. Of an id's
 * beginning the commit must be in the cache or come with HEAD. 1 when the server doesn't speak
 * version 2; out->branch is set for a branch's tip.
 */
MUST_USE int lookup_commit(struct repository *repository, const char *name, struct tip *out,
                           struct err *err);
