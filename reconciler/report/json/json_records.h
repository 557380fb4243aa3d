// SPDX-License-Identifier: Apache-2.0
/* Makes JSON from records of the journal. docs/json.md describes each key. */
#pragma once

#include "reconciler/report/json/json_value.h"
#include "reconciler/report/view_history.h"

/* Returns the state of the journal itself. */
json_t *json_records_journal(const struct report *report);
/* Begins an object with the tag's names and the reason why its journal file can't be trusted, or
 * null if the file can be; the caller adds to the object. */
json_t *json_records_tag(const struct tag_history *history);
/* Returns the last `most` records of a tag, newest first. */
json_t *json_records(const struct tag_history *history, size_t most);
/* Returns the last `most` records of each tag of the stream, newest first. */
json_t *json_records_recent(const struct report *report, const struct stream *stream, size_t most);
/* Adds the digest, start, end and record of a stretch to the object. Adds nulls if stretch is NULL.
 */
void json_records_stretch(json_t *object, const struct tag_history *history,
                          const struct stretch *stretch);
