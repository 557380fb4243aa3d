// SPDX-License-Identifier: Apache-2.0
/* Hops: promotions times streams times the entries of their paths. */
#pragma once

#include "manifests/declared/link.h"

/* Makes the hops and checks them; after link_objects and link_duplicates. */
void link_hops(struct link *link);
