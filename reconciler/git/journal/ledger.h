// SPDX-License-Identifier: Apache-2.0
/* Keeps the journal that was read last, so that it is read again only when its branch moves.
 * Private to reconciler/git. */
#pragma once

#include <git2.h>

#include "diff/journal/journal.h"
#include "manifests/base/err.h"
#include "reconciler/git/files/listing.h"
#include "reconciler/git/journal/journal_tip.h"
#include "reconciler/git/journal/record_chain.h"

/* One file of a tag. */
struct ledger_part {
    const char *path; /* borrowed from the listing */
    git_oid id;
    unsigned number; /* 1 for the first part */
};

/* A tag with all of its files, and its recent or all records. The records have their own arena, so
 * that the next ledger can take them over. */
struct ledger_tag {
    struct tag_journal tag;
    const struct ledger_part *parts; /* in the order of their numbers */
    size_t count;
    struct arena *arena;       /* NULL: the records were recalled (ledger_store.h) */
    size_t late_part;          /* index of the part in which tag.late begins */
    size_t late_from;          /* bytes of that part before tag.late */
    bool taken;                /* the next ledger took the records over */
    struct record_chain chain; /* the end of the last part */
    uint64_t size;             /* bytes of the last part */
};

struct ledger {
    struct journal value;  /* the result of the last reading */
    struct journal loaded; /* the records of the files */
    char commit[GIT_OID_HEXSZ + 1], reached[GIT_OID_HEXSZ + 1], why[JOURNAL_WHY_MAX];
    char branch[BRANCH_REF_MAX], base[BRANCH_MAX]; /* texts of `value` */
    struct arena arena;                            /* has the parts and the names of the tags */
    struct listing listing;
    git_oid tip, tree;       /* the commit of the listing, and its tree; zero: none */
    struct ledger_tag *tags; /* sorted by tag_journal_compare, as loaded.tags is */
    size_t count;
    bool changed; /* the records are not the kept ones */
};

/* Frees the ledger. A zeroed ledger is allowed. */
void ledger_done(struct ledger *ledger);
/* Returns the tag with these names, or NULL if it has no file. */
const struct ledger_tag *ledger_find(const struct ledger *ledger, const char *environment,
                                     const char *stream, const char *tag);
/* Returns the file with this path, or NULL if there is none. */
const struct source_file *ledger_find_file(const struct ledger *ledger, const char *path);
