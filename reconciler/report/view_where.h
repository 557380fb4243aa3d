// SPDX-License-Identifier: Apache-2.0
/* Where an image is and was: one digest over all tags and workloads. */
#pragma once

#include "reconciler/report/table.h"
#include "reconciler/report/view_history.h"

/* Where an image stands now: a tag, or a workload. */
struct place_view {
    const struct row *row;
    const struct stretch *stretch; /* of the tag, when the journal has it; else NULL */
};
/* When a tag had it. */
struct had_view {
    const struct tag_history *history;
    const struct stretch *stretch;
};
struct where_view {
    LIST_OF(struct place_view) now; /* in the order of the plan */
    LIST_OF(struct had_view) had;   /* oldest first */
    LIST_OF(const char *) digests;  /* that begin as asked for; sorted, each once */
};
/* Of report.only.digest. */
struct where_view view_where(struct arena *arena, const struct report *report);
struct table view_now_table(struct arena *arena, const struct report *report,
                            const struct where_view *where);
struct table view_had_table(struct arena *arena, const struct report *report,
                            const struct where_view *where);
