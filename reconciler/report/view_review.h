// SPDX-License-Identifier: Apache-2.0
/* Makes the words of reviews (`weir diff --base`) that all formats share. */
#pragma once

#include "reconciler/report/report.h"

/* Returns the revision of one side: "main at 1a2b3c4", "commit 1a2b3c4", "the current files". */
const char *view_revision(struct arena *arena, const char *name, const struct source *source);
/* Returns the numbers of differences: "2 policy differences, 1 row differs", or "nothing differs".
 */
const char *view_review_counts(struct arena *arena, const struct review *review);
/* Returns the state of a row on one side: its state, its reason and its image; "none" if the row is
 * NULL, because this side does not have it. */
const char *view_review_side(struct arena *arena, const struct row *row);
/* Returns a note about how the review was made. Call it with `index` from 0 until it returns NULL.
 */
const char *view_review_note(struct arena *arena, const struct report_review *review, size_t index);
/* Returns "promotions/shop.yaml:9:13", with " of base" if only base has the fact; NULL if the row
 * has no place. */
const char *view_policy_place(struct arena *arena, const struct policy_row *row);
