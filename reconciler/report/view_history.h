// SPDX-License-Identifier: Apache-2.0
/* The journal as reports show it: the records of tags, and which image a tag had at a time. */
#pragma once

#include "diff/journal/journal.h"
#include "reconciler/report/table.h"
#include "reconciler/report/view_tags.h"

enum { VIEW_RECENT = 5 }; /* the records of a tag that `describe` shows */

/* The journal of one tag. */
struct tag_history {
    const char *namespace, *stream, *tag;
    const struct tag_journal *journal; /* NULL: no records */
    stretches stretches;               /* oldest first; none if the file can't be trusted */
    struct standing standing;
};
typedef LIST_OF(struct tag_history) tag_histories;

/* The histories of all selected tags, declared or only recorded, by namespace and stream, and in
 * priority order. */
tag_histories view_histories(struct arena *arena, const struct report *report);
/* The history of the row's tag, or NULL. */
const struct tag_history *view_history_of(const tag_histories *histories, const struct row *row);
/* The reason why the tag has no records to show: "no records", "unknown: …"; otherwise NULL. */
const char *view_history_missing(struct arena *arena, const struct tag_history *history);
/* Returns the journal, or NULL if none is kept. */
const struct journal *view_journal(const struct report *report);
/* "notKept", "new", "lost", "read", "unknown". */
const char *view_journal_word(const struct report *report);
/* A note about the journal for people, without a line break; or NULL. */
const char *view_journal_note(struct arena *arena, const struct report *report);

/* A duration as kubectl prints it: "45s", "3m20s", "5h", "2d4h", "12d", "3y"; never below 0s. */
const char *view_age(struct arena *arena, int64_t seconds);
/* The age of a stretch: ">2d" if it may be older than the journal. "-" for NULL. */
const char *view_since(struct arena *arena, const struct stretch *stretch, moment now);
/* "Ada" of "Ada <ada@example.org>"; NULL for NULL. */
const char *view_person(struct arena *arena, const char *who);
/* True if the record began a stretch that was rolled back. */
bool view_backed_out(const struct tag_history *history, const struct record *record);
/* "promoted", "pinned, rolled back", "pinned, journal began" */
const char *view_record_words(struct arena *arena, const struct tag_history *history,
                              const struct record *record);
/* The stretch that contains the time, or NULL. */
const struct stretch *view_stretch_at(const struct tag_history *history, moment at);
/* The current stretch if it has this digest, otherwise NULL. */
const struct stretch *view_stretch_now(const struct tag_history *history, const char *digest);

/* The `most` last records, newest first. */
struct table view_record_table(struct arena *arena, const struct report *report,
                               const struct tag_history *history, size_t most);
/* The image that each tag had at report.only.at. */
struct table view_tags_at_table(struct arena *arena, const struct report *report);
