// SPDX-License-Identifier: Apache-2.0
/* Keeps the journal that was read last, so that it is read again only when its branch moves.
 * Private to reconciler/git. */
#pragma once

#include <git2.h>

#include "diff/journal/journal.h"
#include "manifests/base/err.h"
#include "reconciler/git/files/listing.h"
#include "reconciler/git/journal/journal_tip.h"

enum { JOURNAL_FILES_MAX = 200000 }; /* files on the branch */

static const long long journal_bytes_max = 512LL << 20; /* bytes of all files together */

/* A decoded file. It has its own arena, so that the next ledger can take it over. */
struct ledger_file {
    const char *path; /* borrowed from the listing */
    git_oid id;
    uint64_t size; /* bytes; RECORD_FILE_MAX if the file is longer */
    struct arena *arena;
    struct tag_journal tag;
};

struct ledger {
    struct journal value;                                 /* the result of the last reading */
    struct journal loaded;                                /* the records of the files */
    char commit[GIT_OID_HEXSZ + 1], why[JOURNAL_WHY_MAX]; /* texts of `value` */
    struct arena arena;                                   /* has the list of tags in `loaded` */
    struct listing listing;
    git_oid tip, tree;         /* the commit of the listing, and its tree; zero: none */
    struct ledger_file *files; /* sorted by path */
    size_t count;
    git_oid seen; /* the last tip that was trusted; zero: none */
};

/* Frees the ledger. A zeroed ledger is allowed. */
void ledger_done(struct ledger *ledger);
/* Returns the file with this path, or NULL if there is none. */
const struct ledger_file *ledger_find(const struct ledger *ledger, const char *path);
