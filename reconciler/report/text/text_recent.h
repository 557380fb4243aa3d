// SPDX-License-Identifier: Apache-2.0
/* Prints the last records of a tag as lines of its description. */
#pragma once

#include "reconciler/report/view_tags.h"

/* Prints the last records of a tag; prints nothing if it has none. */
void text_recent(const struct report *report, struct arena *arena, FILE *out,
                 const struct tag_view *view);
