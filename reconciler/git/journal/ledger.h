// SPDX-License-Identifier: Apache-2.0
/* The journal as it was read last, kept while its branch stays where it is; for the files of this
 * folder only. journal.h is what others see of it. */
#pragma once

#include <git2.h>

#include "diff/journal/journal.h"
#include "manifests/base/err.h"
#include "reconciler/git/files/listing.h"
#include "reconciler/git/journal/journal_tip.h"

enum { JOURNAL_FILES_MAX = 200000 };

static const long long journal_bytes_max = 512LL << 20; /* of all its files */

/* One file, decoded into an arena of its own: it outlives the ledger that it was decoded for. */
struct ledger_file {
    const char *path; /* of the listing */
    git_oid id;
    uint64_t size;
    struct arena *arena;
    struct tag_journal tag;
};

struct ledger {
    struct journal value;                                 /* as it is judged now */
    struct journal loaded;                                /* what its files say */
    char commit[GIT_OID_HEXSZ + 1], why[JOURNAL_WHY_MAX]; /* of value */
    struct arena arena;                                   /* of the list of tags */
    struct listing listing;
    git_oid tip, tree;         /* of the listing; zero: none */
    struct ledger_file *files; /* by path */
    size_t count;
    git_oid seen; /* the last tip that was relied upon, or zero */
};

void ledger_done(struct ledger *ledger);
/* NULL when there is none. */
const struct ledger_file *ledger_find(const struct ledger *ledger, const char *path);
