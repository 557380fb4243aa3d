// SPDX-License-Identifier: Apache-2.0
/*
 * Changes entries of a work tree's index, the file that has what the next `git commit` would
 * contain. All other entries stay as they are, so that staged changes of a person stay staged.
 *
 * The index is locked with git's own lock `index.lock` (see lock_link.h), and replaced by a rename.
 */
#pragma once

#include <git2.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>

#include "manifests/base/text.h"
#include "reconciler/git/repository.h"

enum { INDEX_BYTES_MAX = 1 << 30 /* bytes of the index */ };

struct index_file {
    int guard;                                          /* descriptor, or -1 */
    char path[PATH_MAX], lock[PATH_MAX], own[PATH_MAX]; /* the index, git's lock, weir's file */
    char copy[PATH_MAX];                                /* the new index, before its rename */
    bool locked;
    struct text bytes;  /* the index when it was locked */
    struct timespec at; /* when it was written */
    git_index *index;   /* the copy; NULL: not open */
};

#define INDEX_FILE_NONE                                                                            \
    {                                                                                              \
        .guard = -1                                                                                \
    }

/* True if a killed weir may have left the index locked. index_file_lock then removes that lock. */
bool index_file_left(git_repository *git);
/* Locks and reads the index. Removes the files of a killed weir first. Returns 0, or 1 with a
 * refusal in `out`, or -1 on error. The caller closes `file` in any case. */
MUST_USE int index_file_lock(struct index_file *file, git_repository *git,
                             const volatile sig_atomic_t *stop, struct write_outcome *out,
                             struct err *err);
/* Removes the lock, and frees the memory. */
void index_file_close(struct index_file *file);
#define index_file_scope CLEANUP(index_file_close)

/* Returns the file's entry; NULL if it has none, is in conflict or is only intended to be added. */
const git_index_entry *index_file_find(struct index_file *file, const char *path);
/* Sets the content of an existing entry. at: the state of the file in the work tree. */
MUST_USE int index_file_set(struct index_file *file, const char *path, const git_oid *id,
                            const struct stat *at, struct err *err);
/* Replaces the index by the changed one. */
MUST_USE int index_file_put(struct index_file *file, struct err *err);
/* Replaces the index by the one that was locked. */
MUST_USE int index_file_restore(struct index_file *file, struct err *err);
