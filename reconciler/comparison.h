// SPDX-License-Identifier: Apache-2.0
/* Compares two revisions: reads both, and plans both with the same answers and the same time.
 * Writes nothing except the cache of a repository by URL. */
#pragma once

#include "diff/base/observed.h"
#include "diff/base/plan.h"
#include "diff/plan/change.h"
#include "diff/review/review.h"
#include "reconciler/git/revision.h"
#include "reconciler/session.h"

struct comparison_options {
    const char *base; /* a revision */
    /* A revision. NULL: the files of a work tree or folder, or the branch's tip. */
    const char *head;
    /* Head is not trusted: weir plans head with base's weir.yaml and weir.freeze, and contacts only
     * hosts that base or the configuration names. The session must be anonymous. */
    bool untrusted;
};

struct comparison_side {
    struct parts *parts;
    struct source source;     /* the files of the revision */
    struct source planned;    /* the files that are planned: for an untrusted head, with base's
                                 weir.yaml and weir.freeze */
    struct revision revision; /* its name is NULL for the files of a work tree or folder */
    struct declared said;     /* the declarations in `source` */
    struct declared declared; /* the declarations in `planned` */
    struct observed observed;
    struct plan plan;
    struct change change;
};

struct comparison {
    struct arena run;
    struct arena round; /* memory of the plans and changes */
    struct comparison_side base, head;
    struct parts *apart; /* the decoded files of head.said; NULL if head is trusted */
    struct review review;
    text_list refused; /* hosts that weir refused to contact for an untrusted head, sorted */
};

/* Also accepts a zeroed comparison. */
void comparison_close(struct comparison *comparison);
#define comparison_scope CLEANUP(comparison_close)

/* Compares the two revisions; `comparison` must be zeroed. Returns -1 if a revision can't be read,
 * or if base lacks the signature that the configuration requires. */
MUST_USE int comparison_make(struct session *session, const struct comparison_options *options,
                             struct comparison *comparison, struct err *err);
