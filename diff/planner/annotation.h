// SPDX-License-Identifier: Apache-2.0
/* How a tag gets, changes or loses the annotation that holds it, or that denies it an image. */
#pragma once

#include "diff/planner/planner.h"

/*
 * Drafts the edits that set `weir.dev/NAME` of the node's tag to this value; NULL removes it. NAME
 * is hold or deny. An annotation that exists is changed in its place. A new one goes into the tag's
 * entry, also into one that tag_entry_write() inserts in this draft; it goes to the stream, as
 * `TAG.weir.dev/NAME`, if the tag has no entry or a build pushes it. No edit if the value is there.
 */
void annotation_write(struct tag_node *node, const char *name, const char *value);
