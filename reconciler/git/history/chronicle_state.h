// SPDX-License-Identifier: Apache-2.0
/* What stands behind struct chronicle, for its two files only. */
#pragma once

#include "reconciler/git/history/chronicle.h"
#include "reconciler/git/history/history.h"

/* A commit on its way; lists of them are oldest first. */
struct link_of_chain {
    git_oid id, tree;
    unsigned parents;
};

struct chain {
    LIST_OF(struct link_of_chain) links;
    struct audit_commit *told; /* one for each */
    const char *cut;
};

struct chronicle {
    struct repository *repository;
    struct history history;
    struct arena arena;
    struct chain branch, journal;
    struct audit_journal told; /* of the journal */
    struct listing listing;
    bool listed; /* the listing is that of listed_tree */
    git_oid listed_tree;
    size_t at; /* the next commit to be looked at */
};
