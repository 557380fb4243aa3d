// SPDX-License-Identifier: Apache-2.0
/* Makes the words and tables about the journal: the records of tags, and which image a tag had at a
 * given time. A stretch is a time in which a tag had one image (diff/journal/stretch.h). */
#pragma once

#include "diff/journal/journal.h"
#include "reconciler/report/table.h"
#include "reconciler/report/view_tags.h"

enum { VIEW_RECENT = 5 }; /* number of records of a tag that `describe` shows */

/* The journal of one tag. */
struct tag_history {
    const char *namespace, *stream, *tag;
    const struct tag_journal *journal; /* NULL if the tag has no records */
    stretches stretches;               /* oldest first; none if the file can't be trusted */
    struct standing standing;
};
typedef LIST_OF(struct tag_history) tag_histories;

/* Returns the histories of all selected tags, including tags that only the journal has, sorted by
 * namespace and stream and then by priority. */
tag_histories view_histories(struct arena *arena, const struct report *report);
/* Returns the history of the row's tag, or NULL if it has none. */
const struct tag_history *view_history_of(const tag_histories *histories, const struct row *row);
/* Returns the reason why the tag has no records to show: "no records", "unknown: …"; otherwise
 * NULL. */
const char *view_history_missing(struct arena *arena, const struct tag_history *history);
/* Writes the time into a buffer of MOMENT_TEXT_MAX bytes, "unknown" for MOMENT_NEVER, and returns
 * the buffer. */
const char *view_time(moment at, char *buffer);
/* Returns how long ago the record was written: "3d"; "unknown" if its time is not believed. */
const char *view_record_age(struct arena *arena, const struct record *record, moment now);
/* Returns the journal, or NULL if the report has none. */
const struct journal *view_journal(const struct report *report);
/* Returns the state of the journal: "notKept", "new", "lost", "read" or "unknown". */
const char *view_journal_word(const struct report *report);
/* Returns a note about the journal for people, without a line break; NULL if there is nothing to
 * note. */
const char *view_journal_note(struct arena *arena, const struct report *report);

/* Returns a duration as kubectl prints it: "45s", "3m20s", "5h", "2d4h", "12d", "3y"; "0s" if it is
 * negative. */
const char *view_age(struct arena *arena, int64_t seconds);
/* Returns the age of a stretch; ">2d" if the tag may have had the image for longer; "-" for NULL.
 */
const char *view_since(struct arena *arena, const struct stretch *stretch, moment now);
/* Returns the name in "Ada <ada@example.org>", or all of `who` if it is in another form; NULL for
 * NULL. */
const char *view_person(struct arena *arena, const char *who);
/* True if the record began a stretch that was rolled back. */
bool view_backed_out(const struct tag_history *history, const struct record *record);
/* Returns what the record is: "promoted", "pinned, rolled back", "pinned, journal began",
 * "pinned, recorded again". */
const char *view_record_words(struct arena *arena, const struct tag_history *history,
                              const struct record *record);
/* Returns the stretch that contains the time, or NULL if there is none. */
const struct stretch *view_stretch_at(const struct tag_history *history, moment at);
/* Returns the current stretch if it has this digest, otherwise NULL. */
const struct stretch *view_stretch_now(const struct tag_history *history, const char *digest);

/* Returns a table of the last `most` records, newest first. */
struct table view_record_table(struct arena *arena, const struct report *report,
                               const struct tag_history *history, size_t most);
/* Returns a table of the image that each tag had at report.only.at. */
struct table view_tags_at_table(struct arena *arena, const struct report *report);
