// SPDX-License-Identifier: Apache-2.0
/* Checks that the sources of tags exist, and that no build pushes to an imported tag. */
#pragma once

#include "manifests/declared/link.h"

/* Adds the problems. Must be called after link_objects. */
void link_tags(struct link *link);
