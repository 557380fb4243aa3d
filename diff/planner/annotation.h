// SPDX-License-Identifier: Apache-2.0
/* Writes the annotations weir.dev/hold, weir.dev/deny, weir.dev/released and weir.dev/alias of a
 * tag. */
#pragma once

#include "diff/planner/planner.h"

/*
 * Drafts the edits that set the tag's annotation `weir.dev/NAME` to this value, or remove it if the
 * value is NULL. `name` is "hold", "deny", "released" or, for a tag with an entry, "alias". An
 * existing annotation is replaced in place, unless it already has the value. A new one is added to
 * the tag's entry, which tag_entry_write() may just have drafted. If the tag has no entry, or a
 * build pushes the tag, the new annotation is added to the stream as `TAG.weir.dev/NAME`.
 */
void annotation_write(struct tag_node *node, const char *name, const char *value);
