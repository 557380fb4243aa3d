// SPDX-License-Identifier: Apache-2.0
/* Drafts the edits that give a tag's entry a new source, or that add a new entry. */
#pragma once

#include "diff/planner/planner.h"

/* The fields of an entry's `from`. namespace may be NULL. */
struct new_source {
    const char *kind, *namespace, *name;
};
/* Returns the source by which a tag of another environment can name the holding's image. */
struct new_source tag_entry_source(struct planner *planner, const struct holding *holding);

struct entry_options {
    bool scheduled, reference_only;
    bool unscheduled;             /* set the entry's `scheduled: true` to false */
    enum import_mode import_mode; /* DEFAULT: do not set the entry's import mode */
    bool reference_policy_said;
    enum reference_policy reference_policy;
};
/* Drafts the edits that give the tag's entry this source. Inserts an entry if the tag has none. */
void tag_entry_write(struct tag_node *node, struct new_source source,
                     const struct entry_options *options);
/* Sets the node's holding to the image that the tag takes, as an image of the tag's own stream. */
void tag_entry_taken(struct tag_node *node, struct holding taken, enum import_mode mode);
