// SPDX-License-Identifier: Apache-2.0
/* Lists the tags of streams, and finds the rows of a plan by stream. */
#pragma once

#include "reconciler/report/report.h"

/* A list of rows. view_rows sorts it, so that binary search finds the rows of a stream. */
typedef LIST_OF(const struct row *) row_list;
/* Returns all rows of the plan, sorted by the namespace and stream of their tag, and then in the
 * order of the plan. The list is empty if nothing was planned. */
row_list view_rows(struct arena *arena, const struct report *report);
/* Returns the rows of one stream: its tags, and the workloads bound to them. */
row_list view_rows_of(const row_list *rows, const char *namespace, const char *stream);

/* A tag of a stream. The target of a promotion step may have no entry in the stream. */
struct tag_view {
    const struct stream *stream;
    const char *tag;
    const struct stream_tag *entry; /* NULL if the stream does not declare the tag */
    const struct row *row;          /* NULL if the plan has no row for the tag */
    const char *spec; /* how the tag gets images: Scheduled, Once, Fixed, Ref, Alias, Track,
                         Promoted, Push */
};
typedef LIST_OF(struct tag_view) tag_views;

/* Returns the tags of one stream that `only` selects, sorted by priority. `rows` is the result of
 * view_rows(). */
tag_views view_tags(struct arena *arena, const struct report *report, const row_list *rows,
                    const struct stream *stream);
/* Returns the tags of all selected streams. */
tag_views view_all_tags(struct arena *arena, const struct report *report, const row_list *rows);
/* Returns the digest of the tag's image, from the row or the entry; NULL if it has none. */
const char *view_digest(const struct tag_view *view);
/* Returns the image source of a tag as the entry names it: "docker.io/library/web:latest",
 * "app-dev/web:latest", "web@sha256:…", "latest"; NULL if the entry has none. */
const char *view_source(struct arena *arena, const struct stream_tag *entry);
