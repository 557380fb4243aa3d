// SPDX-License-Identifier: Apache-2.0
/* Finds objects that are declared twice. */
#pragma once

#include "manifests/declared/link.h"

/* Adds a problem for each of these objects. Must be called after link_objects. */
void link_duplicates(struct link *link);
