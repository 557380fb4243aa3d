// SPDX-License-Identifier: Apache-2.0
/*
 * Decides which files of a work tree Git ignores: those that .gitignore, info/exclude or the
 * repository's core.excludesFile names, unless they are tracked.
 *
 * libgit2 needs about 10 µs for each path, so its answers are kept for the next reading. They are
 * used again for a path if none of the rules that apply to it has changed. For this each reading
 * must ask about the paths in bytewise order.
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
    struct source_id id; /* identity of its .gitignore; all zero: unknown */
};

/* The questions of one reading, and libgit2's answers. */
struct ignore_memory {
    struct arena arena;
    LIST_OF(struct ignore_answer) answers; /* sorted by path */
    LIST_OF(struct ignore_rules) rules;    /* sorted by folder */
    struct source_id outside;   /* identity of info/exclude; all zero: it can't be compared */
    size_t answer_at, rules_at; /* indexes that the next reading has reached in the two lists */
};

struct ignore {
    git_repository *git;
    git_index *index;
    bool index_read;                  /* this reading has refreshed the index */
    struct ignore_memory memories[2]; /* the memories of this reading and of the last one */
    unsigned current;                 /* index of this reading's memory */
};

/* The caller must call this before each reading. Returns true if there may be rules outside
 * .gitignore files. Sets *known to whether those rules are the same as in the last reading. */
bool ignore_start(struct ignore *ignore, bool *known);
void ignore_done(struct ignore *ignore);

/* The caller must call this when it enters a folder. id: the identity of the folder's .gitignore;
 * NULL: it has none; all zero: the file may change without a new identity. Returns true if the
 * folder's own rules are the same as in the last reading. */
bool ignore_enter(struct ignore *ignore, const char *folder, const struct source_id *id);

/*
 * Returns true if the walk must leave out this path; a folder's path ends in '/'. known: all rules
 * that apply to the path are the same as in the last reading. *ignored: a parent is ignored; it
 * becomes true for a folder that is ignored itself but has tracked files in it.
 */
bool ignore_skips(struct ignore *ignore, const char *path, bool folder, bool known, bool *ignored);
