// SPDX-License-Identifier: Apache-2.0
/* Checks the tags of streams: a stream from which a tag is copied must be declared (unless its
 * environment is external), and no build may push to an imported tag. */
#pragma once

#include "manifests/declared/link.h"

/* Adds the problems. Must be called after link_objects. */
void link_tags(struct link *link);
