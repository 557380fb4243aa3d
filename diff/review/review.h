// SPDX-License-Identifier: Apache-2.0
/*
 * A review lists what head changes compared with base. Both are planned with the same answers and
 * the same time. The code is pure.
 */
#pragma once

#include "diff/base/plan.h"
#include "diff/review/policy.h"

enum review_change { REVIEW_ADDED, REVIEW_REMOVED, REVIEW_CHANGED };
const char *review_change_word(enum review_change change); /* "added", "removed", "changed" */

/* Returns how the row differs: added, removed or changed. */
enum review_change review_change_of(const struct policy_row *row);

struct review_row {
    enum review_change change;
    const struct row *base, *head; /* NULL: that side has no such row */
};

struct review_side {
    /* The side's own declaration. Its policies and problems are compared. */
    const struct declared *policy;
    /* The declaration that was planned. Head's differs from `policy` if head is untrusted. */
    const struct declared *declared;
    const struct plan *plan; /* the plan of `declared` */
};

struct review {
    policy_rows policy;
    LIST_OF(struct review_row) rows;          /* in the order of head's plan; removed rows last */
    LIST_OF(const struct problem *) problems; /* problems in head that base does not have */
};

/*
 * Compares policies, rows and problems. Two rows do not differ if their current and wanted texts,
 * reasons and actions are equal; their places in files do not matter.
 */
void review_make(struct arena *arena, const struct review_side *base,
                 const struct review_side *head, struct review *out);

/* True if a policy or a row differs. A new problem alone does not count, but rows that it blocks
 * do. */
static inline bool review_differs(const struct review *review)
{
    return review->policy.count + review->rows.count > 0;
}

/* Prints the review for golden files. */
void review_print(const struct review *review, FILE *out);
