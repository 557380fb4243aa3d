// SPDX-License-Identifier: Apache-2.0
/* Returns a commit's author and subject as text, and tells whether weir made the commit. */
#pragma once

#include <git2.h>
#include <stdbool.h>

#include "manifests/base/arena.h"

/* Returns "NAME <EMAIL>" of the author in the arena, safe for a terminal. */
const char *commit_text_author(struct arena *arena, const git_commit *commit);
/* Returns the first line of the message, cut at 200 bytes, in the arena and safe for a terminal. */
const char *commit_text_subject(struct arena *arena, const git_commit *commit);
/* Returns true if weir made this commit for this branch: its trailers name its only parent and the
 * branch. See own_commit.h. */
bool commit_text_own(const git_commit *commit, const char *branch);
