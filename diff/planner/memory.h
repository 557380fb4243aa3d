// SPDX-License-Identifier: Apache-2.0
/* Finds the records of a tag in the journal, and who put the tag's current pin into the repository.
 */
#pragma once

#include "diff/planner/planner.h"

/* The hint if a record's time is not believed (record_believed). */
#define MEMORY_REPAIR_HINT "run `weir journal repair` to record the image with the right time"

/* Sets the node's memory and standing from the journal. Does nothing if the journal was not read.
 */
void memory_recall(struct planner *planner, struct tag_node *node);
/* Returns true if all records of the tag were read, or if it has none. Otherwise adds the tag to
 * the plan's `lacking`; the rest of this plan does not matter then. */
bool memory_whole(struct planner *planner, const struct tag_journal *tag);
/* If not all records of the tag were read, adds it to the plan's `lacking`, for its last records if
 * these were not read yet, else for all, and returns true. */
bool memory_more(struct planner *planner, const struct tag_journal *tag);
/* Returns true if no record before the tag's last ones has this digest (journal_lacks). If that is
 * unknown, adds the tag to the plan's `lacking`, and returns false. */
bool memory_lacks(struct planner *planner, const struct tag_journal *tag, const char *digest);
/* Do the same as journal_stretches() and journal_seen(). The list is empty if memory_whole()
 * returns false. */
void memory_stretches(struct planner *planner, const struct tag_journal *tag, stretches *out);
void memory_seen(struct planner *planner, const struct tag_journal *tag, stretches *out);
/* Returns why the tag's records can't be used, or NULL if they can. */
const char *memory_trouble(const struct planner *planner, const struct tag_node *node);
/* True if this run keeps a journal, even a new, lost or unreadable one. */
bool memory_kept(const struct planner *planner);
/* Decides who pinned the digest, and sets node->pin and node->arrival. A NULL digest: no pin. */
void memory_judge(struct planner *planner, struct tag_node *node, const char *digest);
/* True if a change without a record is judged: the stream is not shared, and the journal and the
 * tag's records can be used and are not those of a work tree. */
bool memory_judges(const struct planner *planner, const struct tag_node *node);
/* Asks which commit set the source of the tag's entry: a digest or, for an alias, the tag that it
 * follows; and which commits moved the tag before that, since its last record. Returns NULL while
 * the answer is outstanding. */
const struct answer *memory_origin(struct planner *planner, const struct tag_node *node,
                                   const char *source);
/* Asks which commit deleted the tag from its stream. Returns NULL while the answer is outstanding.
 */
const struct answer *memory_deletion(struct planner *planner, const struct stream *stream,
                                     const struct tag_journal *tag);
/* True if the moves that are found since the last records may have records of their own. */
bool memory_behind(const struct planner *planner);
/* Asks which commits moved the tag away from the source of its entry and back, since records were
 * added last. Returns the last of these moves, or NULL if there is none, or while an answer is
 * outstanding. */
const struct pin_origin *memory_returned(struct planner *planner, const struct tag_node *node,
                                         const char *source);
/* Makes the arrival a move by hand, which stays until it is released. (The file may release it.) An
 * image that is there before the tag's first record does not count as a move. */
void memory_hold(struct planner *planner, struct tag_node *node);
/* Returns true if the pin must stay (a person set it), or if it is not known who set it; it then
 * ends the draft. */
bool memory_stops(struct planner *planner, struct tag_node *node);
/* True if the tag has the digest of its last recorded move, but another source than the record: a
 * person changed the source. */
bool memory_source_changed(struct planner *planner, const struct tag_node *node);
/* Sets the holding's image to the source in the record. Does nothing if record is NULL or has no
 * valid source. */
void memory_image(struct arena *arena, const struct record *record, struct holding *holding);
