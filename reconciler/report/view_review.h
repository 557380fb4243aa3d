// SPDX-License-Identifier: Apache-2.0
/* Words of reviews that all formats share. */
#pragma once

#include "reconciler/report/report.h"

/* "main at 1a2b3c4", "work tree": one side of a review. */
const char *view_revision(struct arena *arena, const char *name, const struct source *source);
/* "2 policy differences, 1 row differs", "nothing differs". */
const char *view_review_counts(struct arena *arena, const struct review *review);
/* The state of a row on one side: its sentence and its image; for NULL, that the side lacks it. */
const char *view_review_side(struct arena *arena, const struct row *row);
/* Notes about how the review was made; `index` from 0, NULL after the last. */
const char *view_review_note(struct arena *arena, const struct report_review *review, size_t index);
/* "promotions/shop.yaml:9:13", with " of base" if head removed it; NULL without a place. */
const char *view_policy_place(struct arena *arena, const struct policy_row *row);
