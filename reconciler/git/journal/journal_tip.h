// SPDX-License-Identifier: Apache-2.0
/* Reads the commit that a journal's branch points to. The journal of branch B is the branch
 * "weir-journal/B". */
#pragma once

#include <git2.h>

#include "diff/journal/journal.h"
#include "manifests/base/err.h"
#include "reconciler/git/refs/branch.h"

enum { JOURNAL_WHY_MAX = 1024 }; /* bytes of a reason why the journal can't be used */

struct journal_tip {
    enum journal_state state;  /* NOT_KEPT, NEW (no such branch), READ or UNKNOWN */
    git_oid id;                /* READ: the commit */
    char why[JOURNAL_WHY_MAX]; /* UNKNOWN: the reason */
    char barrier[BRANCH_MAX];  /* a branch with a name that does not let git create the journal's
                                * branch; "" if there is none. If it is UNKNOWN, the journal of an
                                * earlier build */
};

/* A tip that was trusted, of the journal of one branch. */
struct trusted_tip {
    const char *branch;
    git_oid id;
};

/* The result of journal_cut_find for a branch's commit and the journal of another branch. */
struct journal_cut {
    git_oid tip, journal; /* the two; zero: no cut was made */
    git_oid id;           /* the newest commit of the journal whose records all cite commits of the
                           * branch; if there is none, the journal's first commit */
    bool empty;           /* there is none */
    git_oid foreign;      /* a commit that the branch does not have, and that a record of the next
                           * commit of the journal cites (if `empty`: of its first commit); zero:
                           * `id` is `journal` */
};

/* The tips of a branch and a journal that journal_proof_check accepted. */
struct journal_proof {
    git_oid tip, journal;
};

/* The journal that a commit of weir's own names. */
struct named_journal {
    char branch[BRANCH_MAX]; /* the branch whose journal it is */
    git_oid id;              /* that journal's tip before the commit; zero: it was to begin */
};

/* Whether a commit is in a journal's history, as journal_named_has found out last. */
struct journal_member {
    git_oid journal, commit; /* the journal's tip, and the commit */
    bool has;
};

/* The first commit of a journal that does not exist yet. */
struct journal_start {
    bool child;     /* it is a child of `parent` */
    bool empty;     /* it has none of its parent's files */
    git_oid parent; /* a commit of the base's journal */
};

/* Reads the tip of the journal of `branch` from the refs of a repository on this machine. place:
 * that repository's location, for a hint. */
void journal_tip_read(git_repository *git, const char *branch, const char *place,
                      struct journal_tip *out);
/* Sets the tip to UNKNOWN, with the message of err as the reason. */
void journal_tip_doubt(struct journal_tip *tip, const struct err *err);

/* Where the journal's branch of an earlier build is. */
enum journal_place { JOURNAL_HERE, JOURNAL_AT_ORIGIN, JOURNAL_AT_URL };

/* Sets the tip to UNKNOWN, because there is a branch "weir-journal". The reason has the commands
 * that rename it to the journal of `branch`. name: the repository's location. */
void journal_tip_refuse_plain(struct journal_tip *tip, const char *branch, enum journal_place place,
                              const char *name);

/* Returns true if git can't have branches with both of these names, because one would be a folder
 * and a file at once. */
bool journal_tip_collides(const char *journal, const char *other);
