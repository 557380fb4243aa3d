// SPDX-License-Identifier: Apache-2.0
/* Comparing two revisions: both are read, and planned with the same answers and the same time.
 * Writes nothing but the cache of a repository by URL. */
#pragma once

#include "diff/base/observed.h"
#include "diff/base/plan.h"
#include "diff/plan/change.h"
#include "diff/review/review.h"
#include "reconciler/git/revision.h"
#include "reconciler/session.h"

struct comparison_options {
    const char *base; /* a revision */
    const char *head; /* a revision; NULL: the files of the work tree, or the branch's tip */
    /* Head is not trusted: its weir.yaml is only compared, never obeyed, and only hosts that base
     * names or the configuration lists are contacted. The session must be anonymous. */
    bool untrusted;
};

struct comparison_side {
    struct parts *parts;
    struct source source,
        planned; /* as it was read, and as it was planned (with the weir.yaml of base) */
    struct revision revision;       /* name NULL: the files of the work tree */
    struct declared said, declared; /* from source, and from planned */
    struct observed observed;
    struct plan plan;
    struct change change;
};

struct comparison {
    struct arena run;
    struct arena round; /* for plans and changes */
    struct comparison_side base, head;
    struct parts *apart; /* the parts of head's `said`, if it differs from what was planned */
    struct review review;
    text_list refused; /* hosts that were not contacted, sorted */
};

/* Takes a zeroed comparison. */
void comparison_close(struct comparison *comparison);
#define comparison_scope CLEANUP(comparison_close)

/* Compares, into a zeroed comparison. -1 when a revision can't be read, or base is not signed by an
 * allowed key. */
MUST_USE int comparison_make(struct session *session, const struct comparison_options *options,
                             struct comparison *comparison, struct err *err);
