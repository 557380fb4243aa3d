// SPDX-License-Identifier: Apache-2.0
/* Finds the streams whose names match a pattern, without a look at all streams if the pattern
 * starts or ends with plain text. */
#pragma once

#include "manifests/declared/link.h"

/* Adds the names of the environment's streams that match the pattern, in any order. Returns false
 * if there are none. Requires that link->out->streams is complete. */
bool link_globs_match(struct link *link, const char *environment, const char *pattern,
                      text_list *names);
