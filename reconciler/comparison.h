// SPDX-License-Identifier: Apache-2.0
/*
 * Comparing two revisions: both are read and planned with the same answers and the same now. Never
 * writes anything but the cache of a URL.
 */
#pragma once

#include "diff/base/observed.h"
#include "diff/base/plan.h"
#include "diff/plan/change.h"
#include "diff/review/review.h"
#include "reconciler/git/revision.h"
#include "reconciler/session.h"

struct comparison_options {
    const char *base; /* a revision */
    const char *head; /* the same; NULL: the work tree as it stands, or the branch's tip */
    /* Head is a stranger's: its weir.yaml counts for nothing but the list of differences, and only
     * hosts that base names or the runner lists are asked. The session is anonymous. */
    bool untrusted;
};

struct comparison_side {
    struct parts *parts;
    struct source source, planned;  /* as it was read; as it was planned (weir.yaml of base) */
    struct revision revision;       /* name NULL: files as they stand */
    struct declared said, declared; /* by source, by planned */
    struct observed observed;
    struct plan plan;
    struct change change;
};

struct comparison {
    struct arena run;
    struct arena round; /* plans and changes */
    struct comparison_side base, head;
    struct parts *apart; /* of head's `said`, where that is not what was planned */
    struct review review;
    text_list refused; /* hosts that were not asked, sorted */
};

/* Takes a zeroed comparison. */
void comparison_close(struct comparison *comparison);
#define comparison_scope CLEANUP(comparison_close)

/* -1 when a revision can't be read, or base is signed by nobody whom the runner trusts. */
MUST_USE int comparison_make(struct session *session, const struct comparison_options *options,
                             struct comparison *comparison, struct err *err);
