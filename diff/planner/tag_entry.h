// SPDX-License-Identifier: Apache-2.0
/* How a tag's entry gets a new source: by small edits, or by a new entry. */
#pragma once

#include "diff/planner/planner.h"

/* The fields of an entry's `from`. namespace may be NULL. */
struct new_source {
    const char *kind, *namespace, *name;
};
/* Returns the source that names the holding's image for another environment. */
struct new_source tag_entry_source(struct planner *planner, const struct holding *holding);

struct entry_options {
    bool scheduled, reference_only;
    bool unscheduled;             /* end a schedule that the entry has */
    enum import_mode import_mode; /* DEFAULT: leave it */
    bool reference_policy_said;
    enum reference_policy reference_policy;
};
/* Drafts the edits that give the node's tag this source; inserts the entry if it is missing. */
void tag_entry_write(struct tag_node *node, struct new_source source,
                     const struct entry_options *options);
/* Sets the node's holding to the image that it took, as an image of its own stream. */
void tag_entry_taken(struct tag_node *node, struct holding taken, enum import_mode mode);
