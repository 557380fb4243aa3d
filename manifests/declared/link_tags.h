// SPDX-License-Identifier: Apache-2.0
/* Checks of tags: their sources exist, and nothing else moves them. */
#pragma once

#include "manifests/declared/link.h"

/* Adds the problems; after link_consumers. */
void link_tags(struct link *link);
