// SPDX-License-Identifier: Apache-2.0
/* Defines struct chronicle. Private to the files chronicle*.c. */
#pragma once

#include "reconciler/git/history/chronicle.h"
#include "reconciler/git/history/history.h"

struct chain_link {
    git_oid id, tree;
    unsigned parents;
};

/* The commits of a branch, oldest first. */
struct chain {
    LIST_OF(struct chain_link) links;
    struct audit_commit *commits; /* one for each link */
    const char *cut;              /* why older commits are missing; NULL: none is missing */
};

struct chronicle {
    struct repository *repository;
    struct history history;
    struct arena arena;
    struct chain branch, journal;
    moment since;                 /* the journal's commits before this time are not read */
    struct audit_journal audited; /* the result of chronicle_journal */
    struct listing listing;
    bool listed; /* `listing` has the files of listed_tree */
    git_oid listed_tree;
    size_t next; /* index of the next commit of the branch to look at */
};
