// SPDX-License-Identifier: Apache-2.0
/* Finds the *foreign* records of a journal: those that cite a commit outside of a branch. Decodes
 * no JSON if the lines are as weir writes them. */
#pragma once

#include "reconciler/git/journal/journal_chain.h"

/* A file with a foreign record. */
struct foreign_file {
    const char *path;
    uint64_t room; /* bytes of the file before its first foreign record */
    git_oid cited; /* the commit that this record cites */
};
typedef LIST_OF(struct foreign_file) foreign_files;

/* Finds the files with foreign records, in the arena. tip: the branch's commit. from: a commit of
 * the journal that has no foreign record, so that only what was added later is read; NULL:
 * everything is read. */
MUST_USE int journal_foreign_find(struct repository *repository, const git_oid *tip,
                                  const git_oid *from, const git_oid *journal, struct arena *arena,
                                  foreign_files *out, struct err *err);

/* Finds out if the commit that is `back` parents before the chain's first one has a foreign record.
 * Returns 1 and sets *cited to the commit that this record cites; or 0, or -1. */
MUST_USE int journal_foreign_has(struct journal_chain *chain, size_t back,
                                 const foreign_files *files, git_oid *cited, struct err *err);
