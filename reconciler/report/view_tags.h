// SPDX-License-Identifier: Apache-2.0
/* The tags of streams as reports show them, and the rows of a plan by the stream they are about. */
#pragma once

#include "reconciler/report/report.h"

/* Sorted once for a whole report, so that no stream looks through the rows of all others. */
typedef LIST_OF(const struct row *) row_list;
/* All rows by namespace and stream, of one stream in the order of the plan; none without a plan. */
row_list view_rows(struct arena *arena, const struct report *report);
/* The part of them that is about one stream: its tags, and the consumers bound to them. */
row_list view_rows_of(const row_list *rows, const char *namespace, const char *stream);

/* A tag of a stream: of its entries, and of rows for tags that have none (hop targets). */
struct tag_view {
    const struct stream *stream;
    const char *tag;
    const struct stream_tag *entry; /* or NULL */
    const struct row *row;          /* or NULL */
    const char *spec; /* Scheduled, Once, Fixed, Ref, Alias, Track, Promoted, Push; as `oc` */
};
typedef LIST_OF(struct tag_view) tag_views;

/* Of one stream, in priority order; `only.tag` counts. rows: those of view_rows. */
tag_views view_tags(struct arena *arena, const struct report *report, const row_list *rows,
                    const struct stream *stream);
/* Those of all streams that are meant, stream by stream. */
tag_views view_all_tags(struct arena *arena, const struct report *report, const row_list *rows);
/* What stands in the tag: its digest by the row or by the entry, NULL when it has none. */
const char *view_digest(const struct tag_view *view);
/* "docker.io/library/web:latest", "istag app-dev/web:latest", …; NULL without a source. */
const char *view_source(struct arena *arena, const struct stream_tag *entry);
