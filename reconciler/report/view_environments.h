// SPDX-License-Identifier: Apache-2.0
/* A promotion as a matrix: the image of each stream in each environment, and its lag. */
#pragma once

#include "reconciler/report/table.h"
#include "reconciler/report/view_history.h"

/* One stream in one environment. */
struct environment_view {
    const char *namespace;
    const struct row *row; /* of the tag there, or NULL */
    const char *digest;    /* the image there, or NULL */
    const struct stretch *stretch;
    bool lag_known;      /* the next two members are known */
    size_t moves;        /* images that the previous environment got after this one */
    moment behind_since; /* when it got the first of them; MOMENT_NEVER: up to date */
};
struct lane_view {
    const char *stream;
    LIST_OF(struct environment_view) environments; /* in the order of the path */
};
typedef LIST_OF(struct lane_view) lane_views;
/* One lane for each stream of the promotion. rows: made by view_rows. */
lane_views view_lanes(struct arena *arena, const struct report *report, const row_list *rows,
                      const struct promotion *promotion);
/* "up to date", "2 moves, 3d"; "-" if it is unknown or the environment is the first. */
const char *view_lag(struct arena *arena, const struct environment_view *view, moment now);
/* "gate-waits until 2026-11-22T09:00:00Z", "-" without a row. */
const char *view_pending(struct arena *arena, const struct environment_view *view);
struct table view_environment_table(struct arena *arena, const struct report *report,
                                    const row_list *rows, const struct promotion *promotion);
