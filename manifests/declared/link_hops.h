// SPDX-License-Identifier: Apache-2.0
/* Makes the hops: for each stream of a promotion, one hop to each path entry except the first. */
#pragma once

#include "manifests/declared/link.h"

/* Makes the hops and checks them. Must be called after link_objects and link_duplicates. */
void link_hops(struct link *link);
