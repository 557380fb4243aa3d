// SPDX-License-Identifier: Apache-2.0
/* Finds the tags and workloads that have an image now, and the tags that had it. */
#pragma once

#include "manifests/values/digest.h"
#include "reconciler/report/table.h"
#include "reconciler/report/view_history.h"

/* A tag or workload that has the image now. */
struct place_view {
    const struct row *row;
    const struct stretch *stretch; /* the tag's current stretch in the journal; NULL if unknown */
};
/* A stretch in which a tag had the image. */
struct had_view {
    const struct tag_history *history;
    const struct stretch *stretch;
};
struct where_view {
    LIST_OF(struct place_view) now; /* in the order of the plan */
    LIST_OF(struct had_view) had;   /* oldest first */
    struct digest_search search;    /* the digests that begin with report.only.digest */
};
/* Finds the image whose digest begins with report.only.digest. If several do, lists only their
 * digests. */
struct where_view view_where(struct arena *arena, const struct report *report);
struct table view_now_table(struct arena *arena, const struct report *report,
                            const struct where_view *where);
struct table view_had_table(struct arena *arena, const struct report *report,
                            const struct where_view *where);
