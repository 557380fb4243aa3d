// SPDX-License-Identifier: Apache-2.0
/* Selects promotions, counts their steps by state, and makes the words that reports show. */
#pragma once

#include "reconciler/report/report.h"

/* True if `only` selects the promotion, by its name and by a namespace in its path, as far as they
 * are given. */
bool view_promotion_selected(const struct report *report, const struct promotion *promotion);

/* The numbers of steps (hops) of a promotion, by state; all are 0 if nothing was planned. */
struct promotion_view {
    const struct promotion *promotion;
    size_t hops, steady, behind, blocked, unknown;
};
typedef LIST_OF(struct promotion_view) promotion_views;

/* Counts the steps of all declared promotions in one pass over the plan. */
promotion_views view_promotions(struct arena *arena, const struct report *report);
/* Returns the counts of one declared promotion. */
const struct promotion_view *view_promotion(const promotion_views *views,
                                            const struct promotion *promotion);
/* Returns the state of a promotion: "up to date", "2 behind", "2 behind, 1 blocked". If no step was
 * planned, returns "problem" if the promotion has a problem, else "-". */
const char *view_promotion_state(struct arena *arena, const struct declared_promotion *item,
                                 const struct promotion_view *view);
/* Returns the path: "app-dev → app-staging → app-prod". */
const char *view_path(struct arena *arena, const struct promotion *promotion);
