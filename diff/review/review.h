// SPDX-License-Identifier: Apache-2.0
/*
 * A review: what head changes against base, both planned with the same answers and the same now.
 * Pure, as planning is.
 */
#pragma once

#include "diff/base/plan.h"
#include "diff/review/policy.h"

enum review_change { REVIEW_ADDED, REVIEW_REMOVED, REVIEW_CHANGED };
const char *review_change_word(enum review_change change); /* "added", "removed", "changed" */

/* What became of it between the sides. */
enum review_change review_change_of(const struct policy_row *row);

struct review_row {
    enum review_change change;
    const struct row *base, *head; /* NULL: that side has no such row */
};

struct review_side {
    const struct declared *policy; /* what the side says */
    const struct declared *declared;
    const struct plan
        *plan; /* of declared; both differ where policy is taken from the other side */
};

struct review {
    policy_rows policy;
    LIST_OF(struct review_row) rows; /* in the order of head's plan, what was removed at its end */
    LIST_OF(const struct problem *) problems; /* of head's policy, which base has not */
};

/*
 * Rows that are equal in current, wanted, reason and action are no difference, wherever they stand
 * in their files. What could not be told on both sides is none either.
 */
void review_make(struct arena *arena, const struct review_side *base,
                 const struct review_side *head, struct review *out);

/* Whether anything differs that counts: a problem alone does not, what it blocks does. */
static inline bool review_differs(const struct review *review)
{
    return review->policy.count + review->rows.count > 0;
}

/* For golden files. */
void review_print(const struct review *review, FILE *out);
