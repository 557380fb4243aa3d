// SPDX-License-Identifier: Apache-2.0
/* Prints the last records of a tag as lines of its description. */
#pragma once

#include "reconciler/report/view_tags.h"

/* Prints the last VIEW_RECENT records of a tag, or why its journal file can't be trusted; prints
 * nothing if the tag has no journal file. */
void text_recent(const struct report *report, struct arena *arena, FILE *out,
                 const struct tag_view *view);
