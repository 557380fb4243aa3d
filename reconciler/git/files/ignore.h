// SPDX-License-Identifier: Apache-2.0
/*
 * Which files of a work tree Git doesn't look at: those that .gitignore, info/exclude or the
 * repository's core.excludesFile name and that aren't tracked all the same.
 *
 * libgit2 needs some 10 µs a path, so its answers are kept for the next reading, and used where no
 * file of rules above the path has changed since. For that a walk goes through all paths in
 * bytewise order.
 */
#pragma once

#include <git2.h>
#include <stdbool.h>

#include "manifests/base/list.h"
#include "manifests/values/source.h"

struct ignore_answer {
    const char *path;
    bool ignored;
};

struct ignore_rules {
    const char *folder;  /* "" or a path ending in '/' */
    struct source_id id; /* of its .gitignore */
};

/* The questions of one reading, and libgit2's answers. */
struct ignore_memory {
    struct arena arena;
    LIST_OF(struct ignore_answer) answers; /* in the order of the walk, which is that of paths */
    LIST_OF(struct ignore_rules) rules;
    struct source_id outside;   /* of info/exclude and the configuration */
    size_t answer_at, rules_at; /* how far the reading after it has come */
};

struct ignore {
    git_repository *git;
    git_index *index;
    bool index_read; /* by this reading */
    struct ignore_memory memories[2];
    unsigned current;
};

/* Before each reading. True when there are rules outside .gitignore files; *known when they are
 * those of the last reading. */
bool ignore_start(struct ignore *ignore, bool *known);
void ignore_done(struct ignore *ignore);

/* When a folder is entered; id: of its .gitignore, NULL for none, all zero when it may change
 * unseen. True when its rules are those of the last reading. */
bool ignore_enter(struct ignore *ignore, const char *folder, const struct source_id *id);

/*
 * Whether the walk leaves out a path (a folder's ends in '/'). known: all rules above it are those
 * of the last reading. *ignored says that a folder above is ignored; it is set for a folder that is
 * itself ignored but has tracked files in it.
 */
bool ignore_skips(struct ignore *ignore, const char *path, bool folder, bool known, bool *ignored);
