// SPDX-License-Identifier: Apache-2.0
/* The last records of a tag, as lines of its description. */
#pragma once

#include "reconciler/report/view_tags.h"

/* The last records of a tag, for describe; nothing without any. */
void text_recent(const struct report *report, struct arena *arena, FILE *out,
                 const struct tag_view *view);
