// SPDX-License-Identifier: Apache-2.0
/*
 * Puts a commit into a work tree: its files, their entries in the index, and the branch, in this
 * order, so that a kill leaves at most changes that are not committed yet.
 */
#pragma once

#include "reconciler/git/checkout/index_file.h"
#include "reconciler/git/handle.h"

/* The new content of a file in the index. */
struct placed_file {
    const char *path;
    git_oid id;
};

struct placement {
    struct repository *repository;
    struct index_file *index; /* locked */
    const char *branch;
    git_oid from, to;              /* the branch's commit and the new one */
    const struct file_edit *edits; /* files that are still to be written, with the files' bytes */
    size_t edit_count;
    const struct placed_file *files; /* all files of the commit */
    size_t file_count;
    bool halfway; /* result: something is neither done nor restored */
};

/*
 * Returns 0 with out->result WRITE_DONE, WRITE_RACE or WRITE_REFUSED, or -1. Unless the result is
 * WRITE_DONE, the files and the index are as before; if that failed too, for example on a full
 * disk, sets placement->halfway, and out->words or err say so.
 */
MUST_USE int checkout_place(struct placement *placement, struct write_outcome *out,
                            struct err *err);
