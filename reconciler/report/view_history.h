// SPDX-License-Identifier: Apache-2.0
/* The journal as reports show it: what a tag meant, since when, and how environments lag. */
#pragma once

#include "diff/journal/journal.h"
#include "reconciler/report/table.h"
#include "reconciler/report/view_tags.h"

enum { VIEW_RECENT = 5 }; /* records of a tag that describe shows */

/* What the journal says of one tag. */
struct tag_history {
    const char *namespace, *stream, *tag;
    const struct tag_journal *journal; /* NULL: nothing was recorded */
    stretches stretches;               /* oldest first; none when the file is in trouble */
    struct standing standing;
};
typedef LIST_OF(struct tag_history) tag_histories;

/* Of the tags that are meant, declared or only recorded; by namespace and stream, in priority
 * order. */
tag_histories view_histories(struct arena *arena, const struct report *report);
/* That of the row's tag, or NULL. */
const struct tag_history *view_history_of(const tag_histories *histories, const struct row *row);
/* Why there are no records to show: "no records", "unknown: …"; NULL if there are. */
const char *view_history_missing(struct arena *arena, const struct tag_history *history);
/* NULL when none is kept. */
const struct journal *view_journal(const struct report *report);
/* "notKept", "new", "lost", "read", "unknown". */
const char *view_journal_word(const struct report *report);
/* What people should know of the journal, without a line break; NULL when there is nothing. */
const char *view_journal_note(struct arena *arena, const struct report *report);

/* How long, in the words of kubectl: "45s", "3m20s", "5h", "2d4h", "12d", "3y"; never below 0s. */
const char *view_age(struct arena *arena, int64_t seconds);
/* The age of a stretch: ">2d" when it may have begun before the journal did. "-" for NULL. */
const char *view_since(struct arena *arena, const struct stretch *stretch, moment now);
/* "Ada" of "Ada <ada@example.org>"; NULL for NULL. */
const char *view_person(struct arena *arena, const char *who);
/* Whether the record began a stretch that was gone back behind. */
bool view_backed_out(const struct tag_history *history, const struct record *record);
/* "promoted", "pinned, backed out", "pinned, journal begun" */
const char *view_record_words(struct arena *arena, const struct tag_history *history,
                              const struct record *record);
/* The stretch in which the instant lies, or NULL. */
const struct stretch *view_stretch_at(const struct tag_history *history, moment at);
/* The stretch that lasts, when it is of this digest; else NULL. */
const struct stretch *view_stretch_now(const struct tag_history *history, const char *digest);

/* The `most` last records, newest first. */
struct table view_record_table(struct arena *arena, const struct report *report,
                               const struct tag_history *history, size_t most);
/* What the tags meant at report.only.at. */
struct table view_tags_at_table(struct arena *arena, const struct report *report);
