// SPDX-License-Identifier: Apache-2.0
/* Makes the hops: one for each promotion, each of its streams and each later entry of its path. */
#pragma once

#include "manifests/declared/link.h"

/* Makes the hops and checks them. Must be called after link_objects and link_duplicates. */
void link_hops(struct link *link);
