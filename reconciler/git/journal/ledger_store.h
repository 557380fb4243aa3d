// SPDX-License-Identifier: Apache-2.0
/*
 * Keeps the proved tags of the journal from one run of the program to the next, in the file
 * journal.HASH of a folder: for each tag the IDs of its files, the end of its chain, and its recent
 * records. HASH is of the branch whose journal it is, so that journals of several branches do not
 * replace each other's. The IDs say which bytes were proved, so the file is right for any journal.
 *
 * The folder is that of repository_cache(); a work tree has one, too, for this file and the cut.
 * The file is disposable: manifests/base/kept_file.h says when it is ignored.
 */
#pragma once

#include <limits.h>

#include "reconciler/git/journal/ledger.h"

struct repository;

/* The bytes of a file that was recalled. Records point into them. */
struct ledger_kept {
    bool recalled; /* the file was looked for */
    struct text bytes;
    struct arena arena;
};

/* Frees the bytes. A zeroed struct is allowed. */
void ledger_store_done(struct ledger_kept *kept);
/* Sets *out to a ledger with the kept tags, which has no listing and no tip. It is empty if nothing
 * usable was kept, and after the first call. */
void ledger_store_recall(struct repository *repository, struct ledger *out);
/* Sets the path of a kept file for the branch, KIND.HASH. Returns false if there is no folder. */
bool ledger_store_path(const struct repository *repository, const char *kind, char out[PATH_MAX]);
/* Writes the file, unless the repository's ledger has exactly what was recalled. */
void ledger_store_keep(struct repository *repository);
