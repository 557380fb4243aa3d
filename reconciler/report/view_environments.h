// SPDX-License-Identifier: Apache-2.0
/* Makes a matrix of a promotion: the image of each stream in each environment, and the lag,
 * which is how many images the previous environment has got since. */
#pragma once

#include "reconciler/report/table.h"
#include "reconciler/report/view_history.h"

/* One stream in one environment. */
struct environment_view {
    const char *namespace;
    const struct row *row;         /* the tag's row in this environment; NULL: no such row */
    const char *digest;            /* the tag's image in this environment; NULL: none */
    const struct stretch *stretch; /* the time since the tag got the image; NULL: unknown */
    bool lag_known;                /* moves and behind_since are known */
    size_t moves;                  /* images that the previous environment got after this image */
    moment behind_since; /* when that environment got the first of them; MOMENT_NEVER: up to date */
};
/* One stream in all environments of a promotion: a lane of the matrix. */
struct lane_view {
    const char *stream;
    LIST_OF(struct environment_view) environments; /* in the order of the path */
};
typedef LIST_OF(struct lane_view) lane_views;
/* Returns the plan's rows of tags, sorted by namespace, stream and tag, for the next functions. */
row_list view_lane_rows(struct arena *arena, const struct report *report);
/* Returns a lane for each stream of the promotion. */
lane_views view_lanes(struct arena *arena, const struct report *report, const row_list *rows,
                      const struct declared_promotion *declared);
/* Returns the lag: "up to date", "2 moves, 3d"; "-" if the lag is unknown, or if no step of the
 * promotion leads to the environment. */
const char *view_lag(struct arena *arena, const struct environment_view *view, moment now);
/* Returns the reason of the row and when it may change: "gate-waits until 2026-11-22T09:00:00Z";
 * "-" if there is no row. */
const char *view_pending(struct arena *arena, const struct environment_view *view);
struct table view_environment_table(struct arena *arena, const struct report *report,
                                    const row_list *rows,
                                    const struct declared_promotion *promotion);
