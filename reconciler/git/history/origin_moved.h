// SPDX-License-Identifier: Apache-2.0
/* Finds the file in which a tag was declared before a commit renamed the file or moved the tag's
 * stream to another file. */
#pragma once

#include "reconciler/git/history/origin_walk.h"

enum { ORIGIN_MOVED_MAX = 1000 }; /* changed files of one commit that are read */

/*
 * Looks for a manifest that declared the question's tag before this commit and does not declare it
 * after it. Call this if the question's file declares the tag only since this commit. id, back: the
 * commit, and how many parents it is away from the tip. Returns 1 and sets *path and *was to that
 * file and its version before the commit, or returns 0 if there is none, or -1 if an object can't
 * be read. The path lives in the walk's scratch arena.
 */
MUST_USE int origin_moved_find(struct origin_walk *walk, const struct origin_question *question,
                               const git_oid *id, size_t back, const char **path,
                               struct origin_version *was);
