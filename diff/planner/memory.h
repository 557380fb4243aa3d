// SPDX-License-Identifier: Apache-2.0
/* Reads the journal for one tag: its records, and who put its current pin into the repository. */
#pragma once

#include "diff/planner/planner.h"

/* Sets the node's memory and standing. */
void memory_recall(struct planner *planner, struct tag_node *node);
/* Returns why the tag's journal can't be relied upon, or NULL. */
const char *memory_trouble(const struct planner *planner, const struct tag_node *node);
/* True if this run keeps a journal, be it a new one. */
bool memory_kept(const struct planner *planner);
/* Decides who put the pinned digest there; sets node->pin and node->origin. digest may be NULL. */
void memory_judge(struct planner *planner, struct tag_node *node, const char *digest);
/* Ends the draft of a node whose pin may not be replaced, or is not judged; true if it ended. */
bool memory_stops(struct planner *planner, struct tag_node *node);
/* True if a person changed the tag's source after its digest was recorded. */
bool memory_source_changed(struct planner *planner, const struct tag_node *node);
/* Sets the holding's image to the source in the record. Nothing if record is NULL or has none. */
void memory_image(struct arena *arena, const struct record *record, struct holding *holding);
