// SPDX-License-Identifier: Apache-2.0
/* Lists the objects of all files that are not only patches: the first step of linking. */
#pragma once

#include "manifests/declared/link.h"

/* Lists streams, promotions, workloads and producers with their environments, sorted. */
void link_objects(struct link *link);
