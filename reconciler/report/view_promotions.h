// SPDX-License-Identifier: Apache-2.0
/* Promotions as reports show them: their path, and how far their steps are. */
#pragma once

#include "reconciler/report/report.h"

bool view_promotion_meant(const struct report *report, const struct promotion *promotion);
struct promotion_view {
    const struct declared_promotion *declared;
    size_t hops, steady, behind, blocked, unknown;
};
struct promotion_view view_promotion(const struct report *report,
                                     const struct declared_promotion *promotion);
/* "up to date", "2 behind", "2 behind, 1 blocked", "-" when nothing was planned. */
const char *view_promotion_state(struct arena *arena, const struct promotion_view *view);
/* "app-dev → app-staging → app-prod" */
const char *view_path(struct arena *arena, const struct promotion *promotion);
