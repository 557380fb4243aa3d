// SPDX-License-Identifier: Apache-2.0
/*
 * Which files of a work tree Git doesn't look at: those that .gitignore, info/exclude or the
 * repository's core.excludesFile name and that aren't tracked all the same.
 */
#pragma once

#include <git2.h>
#include <stdbool.h>

struct ignore {
    git_repository *git;
    git_index *index; /* opened at the first ignored path of a reading */
};

/* Before each reading. */
void ignore_start(struct ignore *ignore);
void ignore_done(struct ignore *ignore);

/* Whether there are rules outside .gitignore files, so that every path needs asking for. */
bool ignore_everywhere(const struct ignore *ignore);

/*
 * Whether the walk leaves out a path (a folder's ends in '/'). *ignored says that a folder above is
 * ignored; it is set for a folder that is itself ignored but has tracked files in it.
 */
bool ignore_skips(struct ignore *ignore, const char *path, bool folder, bool *ignored);
