// SPDX-License-Identifier: Apache-2.0
/* The tags of streams as reports show them, and the rows of a plan by stream. */
#pragma once

#include "reconciler/report/report.h"

/* Sorted once for each report, so that the rows of a stream are found by binary search. */
typedef LIST_OF(const struct row *) row_list;
/* All rows of the plan, by namespace and stream, and then in the order of the plan. Empty if
 * nothing was planned. */
row_list view_rows(struct arena *arena, const struct report *report);
/* The rows of one stream: its tags, and the workloads bound to them. */
row_list view_rows_of(const row_list *rows, const char *namespace, const char *stream);

/* A tag of a stream, with or without an entry: targets of hops may have only a row. */
struct tag_view {
    const struct stream *stream;
    const char *tag;
    const struct stream_tag *entry; /* or NULL */
    const struct row *row;          /* or NULL */
    const char *spec; /* how the tag gets images: Scheduled, Once, Fixed, Ref, Alias, Track,
                         Promoted, Push */
};
typedef LIST_OF(struct tag_view) tag_views;

/* The tags of one stream that `only` selects, in priority order. rows: made by view_rows. */
tag_views view_tags(struct arena *arena, const struct report *report, const row_list *rows,
                    const struct stream *stream);
/* The tags of all selected streams. */
tag_views view_all_tags(struct arena *arena, const struct report *report, const row_list *rows);
/* The digest of the tag's image, from the row or the entry; NULL if it has none. */
const char *view_digest(const struct tag_view *view);
/* "docker.io/library/web:latest", "istag app-dev/web:latest", …; NULL if the entry has no source.
 */
const char *view_source(struct arena *arena, const struct stream_tag *entry);
